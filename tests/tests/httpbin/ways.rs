//! Other ways to take an answer.

use crate::server::Httpbin;

#[test]
fn without_async() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let answer = client.access().check_token().wait().expect("200");
    assert_eq!(answer.token.as_deref(), Some("the-token"));
}

#[tokio::test]
async fn in_chunks() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let call = server.client().answers().get_robots_file();
    let mut download = call.stream().await.expect("200");
    let mut received = Vec::new();
    while let Some(chunk) = download.chunk().await.expect("a chunk") {
        received.extend_from_slice(&chunk);
    }
    assert_eq!(received, b"User-agent: *\nDisallow: /deny\n");
}
