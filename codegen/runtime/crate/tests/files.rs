//! Files: known length, streamed, and read anew for each redirect.
#![allow(missing_docs)]

mod common;

use common::{answering, core};
use postwright_runtime::testing::{Canned, Server};
use postwright_runtime::{Call, Core, Error, File, Multipart};
use tokio::io::AsyncReadExt;

fn upload(core: &Core, file: &File) -> Call<()> {
    let mut request = core.request("PUT", "/", &[]);
    request.file(file);
    request.call_any(|answer| answer.empty())
}

fn on_disk(name: &str, content: &[u8]) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("postwright-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a file");
    path
}

#[tokio::test]
async fn from_disk() {
    let content: Vec<u8> = (0..200_000_u32).map(|i| i as u8).collect();
    let path = on_disk("big.png", &content);
    let server = answering(200, "");
    upload(&core(&server), &File::path(&path))
        .await
        .expect("200");
    let seen = server.received().remove(0);
    assert!(seen.body == content);
    assert_eq!(seen.header("content-length"), Some("200000"));
    assert_eq!(seen.header("content-type"), Some("image/png"));

    let mut request = core(&server).request("POST", "/", &[]);
    let mut form = Multipart::new();
    form.file("f", Some(&File::path(&path)));
    request.multipart(form);
    request
        .call_any(|answer| answer.empty())
        .await
        .expect("200");
    let seen = server.received().remove(1);
    assert_eq!(
        seen.header("content-length"),
        Some(&*seen.body.len().to_string())
    );
    assert!(
        seen.text()
            .contains("filename=\"big.png\"\r\nContent-Type: image/png\r\n\r\n")
    );
}

/// The type that the caller states counts before that of the API, that before the one that the extension tells.
#[tokio::test]
async fn types_of_parts() {
    let file = || File::bytes("a.txt", "x");
    for (file, expected) in [
        (file(), Some("image/png")),
        (file().with_content_type("text/csv"), Some("text/csv")),
        (File::bytes("a", "x"), Some("image/png")),
        (File::bytes("", ""), None),
    ] {
        let server = answering(200, "");
        let mut request = core(&server).request("POST", "/", &[]);
        let mut form = Multipart::new();
        form.file_as("f", [&file], "image/png");
        request.multipart(form);
        let call = request.call_any(|answer| answer.empty());
        call.await.expect("200");
        let seen = server.received().remove(0);
        let types = seen.text();
        let types = types
            .lines()
            .find_map(|line| line.strip_prefix("Content-Type: "));
        assert_eq!(types, expected, "{file:?}");
    }
}

#[tokio::test]
async fn missing() {
    let server = answering(200, "");
    let call = upload(&core(&server), &File::path("/does/not/exist.png"));
    let error = call.await.expect_err("missing");
    assert!(matches!(error, Error::Request(_)));
    assert!(!error.to_string().contains("exist.png"), "{error}");
    let folder = upload(&core(&server), &File::path(std::env::temp_dir()));
    folder.await.expect_err("a folder");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn read_anew_after_a_redirect() {
    let redirect = Canned::new(307, &[("Location", "/b")], "");
    let server = Server::start(vec![redirect, Canned::new(200, &[], "")]);
    let file = File::from_fn("a.bin", 5, || Ok(&b"abcde"[..])).clone();
    upload(&core(&server), &file).await.expect("200");
    let bodies: Vec<_> = server.received().iter().map(|seen| seen.text()).collect();
    assert_eq!(bodies, ["abcde", "abcde"]);
}

#[tokio::test]
async fn content_of_another_length() {
    let server = answering(200, "");
    // In one piece, in two that end where it should, and too short.
    let in_two = || Ok(AsyncReadExt::chain(&b"abc"[..], &b"de"[..]));
    for other in [
        File::from_fn("a", 3, || Ok(&b"abcde"[..])),
        File::from_fn("a", 3, in_two),
        File::from_fn("a", 9, || Ok(&b"abcde"[..])),
    ] {
        let error = upload(&core(&server), &other)
            .await
            .expect_err("another length");
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
    }
    let right = File::from_fn("a", 5, in_two);
    upload(&core(&server), &right).await.expect("200");
    let texts: Vec<_> = server.received().iter().map(|seen| seen.text()).collect();
    assert_eq!(texts, ["abcde"]);
}
