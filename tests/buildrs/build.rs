//! Turns the collection into `shop.rs` in `OUT_DIR`.

fn main() -> Result<(), postwright::GeneratorError> {
    postwright::Generator::new("shop.postman_collection.json")
        .environment("shop.postman_environment.json")
        .blocking(true)
        .strict(true)
        .generate()?;
    Ok(())
}
