//! What a user of the generated clients writes. It is compiled, not run.

#[cfg(feature = "httpbin")]
mod httpbin;
#[cfg(feature = "zoom")]
mod zoom;

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome {
    #[cfg(feature = "zoom")]
    zoom::run("token").await?;
    #[cfg(feature = "httpbin")]
    httpbin::run("http://localhost:8080").await?;
    Ok(())
}
