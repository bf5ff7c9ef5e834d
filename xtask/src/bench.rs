//! `cargo xtask bench`: how time and memory grow when a collection grows tenfold and a hundredfold.
//!
//! Each collection is made here, many times the same small thing, and generated in a process of its own. An exponent of 1 is
//! growth in proportion.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use clap::Args;
use serde_json::{Value, json};

use crate::corpus::{Used, binary, generated};

/// What can be said to the job.
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// The smallest size; ten and a hundred times as much follow.
    #[arg(long, default_value_t = 200)]
    times: usize,
    /// Only the kinds whose name holds this text.
    #[arg(long, value_name = "SUBSTRING")]
    only: Option<String>,
    /// Only make the collection of a kind, in a process of its own: its memory would count for one that it starts.
    #[arg(long, hide = true, value_name = "FILE")]
    make: Option<PathBuf>,
}

/// A kind of growth: its name, and the collection of a size.
type Kind = (&'static str, fn(usize) -> Value);

const KINDS: [Kind; 14] = [
    ("requests", |times| {
        let saved = |index| json!([{ "name": "ok", "code": 200, "body": json!({ "id": index }).to_string() }]);
        let request = |index| json!({ "name": format!("get {index}"), "request": url(index), "response": saved(index) });
        collection((0..times).map(request))
    }),
    ("folders", |times| {
        let item = json!({ "name": "get", "request": url(0) });
        collection(
            (0..times).map(|index| json!({ "name": format!("folder {index}"), "item": [item] })),
        )
    }),
    ("same names", |times| {
        collection((0..times).map(|index| json!({ "name": "get", "request": url(index) })))
    }),
    ("duplicates", |times| {
        collection((0..times).map(|_| json!({ "name": "get", "request": url(0) })))
    }),
    ("fields", |times| {
        let members: serde_json::Map<String, Value> = (0..times)
            .map(|index| (format!("field {index}"), index.into()))
            .collect();
        collection([posted(
            json!({ "mode": "raw", "raw": Value::from(members).to_string() }),
        )])
    }),
    ("parameters", |times| {
        let pairs: Vec<Value> = (0..times)
            .map(|index| json!({ "key": format!("key {index}"), "value": "a" }))
            .collect();
        collection([posted(json!({ "mode": "urlencoded", "urlencoded": pairs }))])
    }),
    ("variables", |times| {
        let request = |index| json!({ "name": format!("get {index}"), "request": format!("{{{{v{index}}}}}/a") });
        let mut collection = collection((0..times).map(request));
        let variable = |index| json!({ "key": format!("v{index}"), "value": format!("https://h{index}.example.com") });
        collection["variable"] = (0..times).map(variable).collect();
        collection
    }),
    ("examples", |times| {
        let saved = |index| json!({ "name": "ok", "code": 200, "body": json!({ "id": index }).to_string() });
        let saved: Vec<Value> = (0..times).map(saved).collect();
        collection([json!({ "name": "get", "request": url(0), "response": saved })])
    }),
    ("hosts", |times| {
        let request = |index| json!({ "name": format!("get {index}"), "request": format!("https://h{index}.example.com/a") });
        collection((0..times).map(request))
    }),
    ("saved requests", |times| {
        let saved = |index| {
            let original =
                sent(json!({ "mode": "raw", "raw": json!({ "id": index }).to_string() }));
            json!({ "name": "ok", "code": 200, "body": "{}", "originalRequest": original })
        };
        let mut item = posted(json!({ "mode": "raw", "raw": "{\"id\": 0}" }));
        item["response"] = (0..times).map(saved).collect();
        collection([item])
    }),
    ("folders with tests", |times| {
        let saved = json!([{ "name": "ok", "code": 200, "body": "{}" }]);
        let item = json!({ "name": "get", "request": url(0), "response": saved });
        collection(
            (0..times).map(|index| json!({ "name": format!("folder {index}"), "item": [item] })),
        )
    }),
    ("path variables", |times| {
        let path: Vec<String> = (0..times).map(|index| format!(":p{index}")).collect();
        let values = (0..times).map(|index| json!({ "key": format!("p{index}"), "value": "1" }));
        let values: Vec<Value> = values.collect();
        let url = json!({ "host": "https://api.example.com", "path": path, "variable": values });
        let request = json!({ "method": "GET", "url": url });
        let saved =
            json!([{ "name": "ok", "code": 200, "body": "{}", "originalRequest": request }]);
        collection([json!({ "name": "get", "request": request, "response": saved })])
    }),
    ("one path parameter", |times| {
        let request = |index| {
            let about = format!("The user of thing {index}.");
            let id = json!({ "key": "id", "value": "<integer>", "description": about });
            let path = ["users", ":id", &format!("things{index}")];
            let url = json!({ "host": "https://api.example.com", "path": path, "variable": [id] });
            json!({ "name": format!("get {index}"), "request": { "method": "GET", "url": url } })
        };
        collection((0..times).map(request))
    }),
    ("shared scripts", |times| {
        let script = |listen: &str, line: &str| {
            let lines: Vec<String> = (0..500).map(|index| format!("{line}{index}');")).collect();
            json!({ "listen": listen, "script": { "exec": lines } })
        };
        let request = |index| json!({ "name": format!("get {index}"), "request": url(index) });
        let mut collection = collection((0..times).map(request));
        collection["event"] = json!([
            script("prerequest", "pm.environment.set('v"),
            script("test", "console.log('"),
        ]);
        collection
    }),
];

fn collection(items: impl IntoIterator<Item = Value>) -> Value {
    let items: Vec<Value> = items.into_iter().collect();
    json!({ "info": { "name": "Bench" }, "item": items })
}

fn url(index: usize) -> String {
    format!("https://api.example.com/things/{index}")
}

fn posted(body: Value) -> Value {
    json!({ "name": "send", "request": sent(body) })
}

fn sent(body: Value) -> Value {
    json!({ "method": "POST", "url": url(0), "body": body })
}

/// Runs the job.
pub(crate) fn run(job: &Bench, root: &Path) -> ExitCode {
    match try_run(job, root) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn try_run(job: &Bench, root: &Path) -> io::Result<()> {
    let wanted = |name: &str| job.only.as_ref().is_none_or(|only| name.contains(only));
    let kinds = KINDS.iter().filter(|(name, _)| wanted(name));
    if let Some(path) = &job.make {
        let collection = kinds.take(1).map(|(_, make)| make(job.times).to_string());
        return fs::write(path, collection.collect::<String>());
    }
    let binary = binary(root, false)?;
    let scratch = root.join("target/bench");
    fs::create_dir_all(&scratch)?;
    let nothing = measured(&binary, &scratch, KINDS[0].0, 0)?;
    println!(
        "{:<18} {:>10} {:>10} {:>9} {:>10} {:>9}",
        "", "size", "CPU ms", "exponent", "peak MiB", "exponent"
    );
    for (name, _) in kinds {
        let mut smaller: Option<Used> = None;
        for times in [job.times, 10 * job.times, 100 * job.times] {
            let used = measured(&binary, &scratch, name, times)?;
            let exponent = |of: fn(&Used) -> f64| {
                smaller.as_ref().map_or(String::new(), |smaller| {
                    // What any run needs is no growth.
                    let [small, large] =
                        [smaller, &used].map(|used| (of(used) - of(&nothing)).max(0.1));
                    format!("{:.2}", (large / small).log10())
                })
            };
            let (cpu, peak) = (exponent(|used| used.cpu_ms), exponent(|used| used.peak_mib));
            println!(
                "{name:<18} {times:>10} {:>10.0} {cpu:>9} {:>10.0} {peak:>9}",
                used.cpu_ms, used.peak_mib
            );
            smaller = Some(used);
        }
    }
    Ok(())
}

/// Has the collection of a kind made and generated, each in a process of its own.
fn measured(binary: &Path, scratch: &Path, name: &str, times: usize) -> io::Result<Used> {
    let path = scratch.join("collection.json");
    let mut make = Command::new(binary);
    make.args([
        "bench",
        "--only",
        name,
        "--times",
        &times.to_string(),
        "--make",
    ]);
    if !make.arg(&path).status()?.success() {
        return Err(io::Error::other(format!("no collection of {times} {name}")));
    }
    generated(binary, scratch, &path)
}
