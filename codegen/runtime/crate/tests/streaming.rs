//! Downloads and uploads of any size take the same small memory. The only test of its process, for that is what is measured.
#![allow(missing_docs)]

mod common;

use std::fs;

use common::raw::Act::{Drain, Read, Say, Take, Times};
use common::raw::Raw;
use common::{any, builder, memory};
use postwright_runtime::{Call, Core, File, Multipart, Retries};

/// 200 MiB.
const SIZE: u64 = 200 * 1024 * 1024;
static CHUNK: [u8; 64 * 1024] = [b'a'; 64 * 1024];
/// A tenth of it.
const MEMORY: u64 = SIZE / 10;

fn client(server: &Raw) -> Core {
    let mut builder = builder(&server.url());
    builder.retries(Retries::none());
    builder.build().expect("a client")
}

async fn download() {
    let times = SIZE as usize / CHUNK.len();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n").leak();
    let server = Raw::new(&[Read, Say(head.as_bytes()), Times(&CHUNK, times), Drain]);
    let call = any(&client(&server), "GET", "/");
    let mut download = call.stream().await.expect("200");
    let mut length = 0;
    while let Some(chunk) = download.chunk().await.expect("a chunk") {
        length += chunk.len() as u64;
    }
    assert_eq!(length, SIZE);
}

/// Sends what is at least as long as the file, which the server reads to its end before it answers.
async fn upload(what: &str, call: impl FnOnce(&Core) -> Call<()>) {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let server = Raw::new(&[Read, Take(SIZE), Say(answer), Drain]);
    call(&client(&server)).await.expect(what);
    let heads = server.heads();
    assert_eq!(heads.len(), 1, "{what}");
    assert!(
        heads[0].contains("content-length: 2097"),
        "{what}: {heads:?}"
    );
}

#[tokio::test]
async fn memory_does_not_grow_with_the_size() {
    let path = std::env::temp_dir().join(format!("postwright-large-{}", std::process::id()));
    // A file of nothing but a length takes no room on most disks.
    let made = fs::File::create(&path).and_then(|file| file.set_len(SIZE));
    made.expect("a large file");
    let before = memory::peak().unwrap_or_default();
    download().await;
    memory::check(before + MEMORY, "a download");
    upload("a file", |core| {
        let mut request = core.request("PUT", "/", &[]);
        request.file(&File::path(&path));
        request.call_any(|answer| answer.empty())
    })
    .await;
    memory::check(before + MEMORY, "a file");
    upload("a form", |core| {
        let mut form = Multipart::new();
        form.file("file", &[File::path(&path)]);
        let mut request = core.request("POST", "/", &[]);
        request.multipart(form);
        request.call_any(|answer| answer.empty())
    })
    .await;
    memory::check(before + MEMORY, "a form");
    fs::remove_file(&path).expect("the large file");
}
