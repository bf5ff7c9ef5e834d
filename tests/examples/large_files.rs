//! Uploads a large file in a multipart form and downloads one to disk, neither of which is ever in memory as a whole.
//!
//! ```text
//! cargo run -p postwright-tests --example large_files [MEBIBYTES]
//! ```
//!
//! It runs offline, against a small server within the process.

mod support;

use std::error::Error;
use std::time::Duration;

use generated::httpbin::{Client, File, inspect};
use tokio::io::AsyncWriteExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let size = std::env::args()
        .nth(1)
        .map_or(Ok(100), |size| size.parse::<u64>())?
        << 20;
    let folder = tempfile::tempdir()?;
    let large = folder.path().join("large.txt");
    std::fs::File::create(&large)?.set_len(size)?;

    let server = support::files(size)?;
    let client = Client::builder()
        .base_url(server)
        .bearer_token("a token")
        // Large files take their time. What ends a call is silence, not its length: `timeout` is for small ones.
        .read_timeout(Duration::from_secs(30))
        .build()?;

    // `File::path` is opened when it is sent, and once more if the call is repeated.
    let mut parcel = inspect::SendAParcel::new("Grace Hopper", Vec::new());
    parcel.note = Some(File::path(&large).with_content_type("text/plain"));
    let sent = client.inspect().send_a_parcel(&parcel).await?;
    let note = sent.files.as_ref().and_then(|files| files.note.as_deref());
    println!("uploaded, with the form: {}", note.unwrap_or("nothing"));

    // `.stream()` does for any call what it does here for a request that the collection lacks.
    let mut download = client.request("GET", "/large.bin").stream().await?;
    let mut file = tokio::fs::File::create(folder.path().join("large.bin")).await?;
    let mut length = 0;
    while let Some(chunk) = download.chunk().await? {
        file.write_all(&chunk).await?;
        length += chunk.len();
    }
    file.flush().await?;
    println!("downloaded {length} bytes");

    if let Some(peak) = support::peak_memory() {
        println!("never more than {} MiB of memory", peak >> 20);
    }
    Ok(())
}
