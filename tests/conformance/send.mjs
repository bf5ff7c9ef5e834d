// Sends every request of a collection with newman (the Postman runtime), depth first, to a recorder on this machine.
//
//     node send.mjs COLLECTION --port PORT --out ITEMS.json [--environment FILE] [--globals FILE] [--files DIR]
//
// Each request carries the header `x-replay-item` with its number, from 0. Scripts are not run, redirects not
// followed. Dynamic variables have fixed values, given by the globals. ITEMS.json says of each request whether it
// was sent, and why not, and how it is saved. DIR receives a file for each upload source, and `files.json`, which says what stands where.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const newman = require('newman');
const ofNewman = createRequire(require.resolve('newman'));
const { Collection } = ofNewman('postman-collection');
const transformer = ofNewman('postman-collection-transformer');

const { values: options, positionals: [file] } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' }, out: { type: 'string' }, environment: { type: 'string' },
    globals: { type: 'string' }, files: { type: 'string' },
  },
});

const read = (name) => JSON.parse(fs.readFileSync(name, 'utf8').replace(/^\uFEFF/, ''));
const scope = (name) => {
  if (!name) return { values: [] };
  const found = read(name);
  const inner = found.environment ?? found.globals ?? found;
  return Array.isArray(inner) ? { values: inner } : inner;
};

/// Gives every item an id of its own: of several with one id newman sends but the last.
function identified(node, next = { id: 0 }) {
  for (const inner of Array.isArray(node.item) ? node.item : []) {
    if (!inner) continue;
    delete inner._postman_id;
    inner.id = `item-${next.id++}`;
    identified(inner, next);
  }
  return node;
}

/// Takes out what stands there a second time: what a version 1 collection lists twice is one request all the same.
function once(node, known = new Set()) {
  if (!Array.isArray(node.item)) return node;
  node.item = node.item.filter((inner) => inner && known.size < known.add(inner.id ?? inner).size);
  for (const inner of node.item) once(inner, known);
  return node;
}

/// Puts requests that no `order` of a version 1 collection names at the end of their folder's, or of the collection's.
/// Postman leaves them out; here they are part of the collection as any other.
function listed(collection) {
  const folders = (collection.folders ?? []).filter((folder) => folder?.id);
  const owners = new Map(folders.map((folder) => [folder.id, folder]));
  const named = new Set([collection, ...folders].flatMap((owner) => owner.order ?? []));
  for (const request of collection.requests) {
    if (!request?.id || named.has(request.id)) continue;
    const owner = owners.get(request.folder) ?? collection;
    owner.order = [...(owner.order ?? []), request.id];
  }
  return collection;
}

/// A collection of any version as one of version 2.1.
async function current(document) {
  const collection = document.item ? document : document.collection ?? document;
  if (!collection.requests) return collection;
  return new Promise((done, failed) => {
    const versions = { inputVersion: '1.0.0', outputVersion: '2.1.0', retainIds: true };
    transformer.convert(listed(collection), versions, (error, converted) => (error ? failed(error) : done(once(converted))));
  });
}

/// Takes the scripts out: what they would do is not what is compared.
function withoutScripts(node) {
  delete node.event;
  for (const inner of Array.isArray(node.item) ? node.item : []) if (inner) withoutScripts(inner);
  return node;
}

const document = withoutScripts(structuredClone(await current(read(file))));
const collection = new Collection(identified(document));
const items = [];
const numbers = new Map();
collection.forEachItem((item) => {
  numbers.set(item.id, items.length);
  const saved = { request: item.request?.toJSON() ?? null };
  if (item.protocolProfileBehavior) saved.protocolProfileBehavior = item.protocolProfileBehavior;
  items.push({ name: item.name ?? '', sent: false, error: null, saved, item });
});

// Every upload source becomes a file below the folder, with the same base name.
const folder = path.resolve(options.files ?? '.');
const sources = new Map();
function place(source) {
  if (typeof source !== 'string' || !source) return source;
  if (!sources.has(source)) {
    const name = path.join(String(sources.size), path.basename(source) || 'file');
    fs.mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), `content of ${path.basename(source)}\n`);
    sources.set(source, name);
  }
  return sources.get(source);
}
for (const { item } of items) {
  const body = item.request?.body;
  if (!options.files || !body) continue;
  if (body.mode === 'file' && body.file?.src) body.file.src = place(body.file.src);
  body.formdata?.each?.((part) => {
    if (part.type !== 'file') return;
    part.src = Array.isArray(part.src) ? part.src.map(place) : place(part.src);
  });
}
if (options.files) {
  const listed = [...sources].map(([src, name]) => ({ src, file: name }));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'files.json'), JSON.stringify(listed));
}

const run = newman.run({
  collection,
  environment: scope(options.environment),
  globals: scope(options.globals),
  workingDir: folder,
  insecureFileRead: true,
  ignoreRedirects: true,
  timeoutRequest: 20_000,
  reporters: [],
  suppressExitCode: true,
}, (error) => {
  for (const entry of items) delete entry.item;
  fs.writeFileSync(options.out, JSON.stringify(items));
  if (error) process.stderr.write(`${error.message}\n`);
  process.exit(error ? 1 : 0);
});

run.on('beforeRequest', (_, { request, item }) => {
  const number = numbers.get(item.id);
  // Without a URL newman sends nothing, and so it should be.
  if (number === undefined || !request.url.toString()) return;
  Object.assign(request.url, { protocol: 'http', host: ['127', '0', '0', '1'], port: options.port });
  request.headers.upsert({ key: 'x-replay-item', value: String(number) });
});
run.on('request', (error, { item }) => {
  const entry = items[numbers.get(item?.id)];
  if (!entry) return;
  entry.sent ||= !error;
  if (error) entry.error = String(error.message ?? error);
});
run.on('exception', (_, { cursor, error }) => {
  const entry = items.find(({ item }) => item?.id && cursor?.ref && item.id === cursor.ref);
  if (entry) entry.error ??= String(error?.message ?? error);
});
