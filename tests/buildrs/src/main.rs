//! Sends an order to a server of one's own: `cargo run -- http://localhost:8080`.

include!(concat!(env!("OUT_DIR"), "/shop.rs"));

use shop::{Error, orders};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = shop::Client::builder();
    if let Some(url) = std::env::args().nth(1) {
        builder = builder.base_url(url);
    }
    let shop = builder.build()?;
    let order = orders::CreateOrder {
        note: Some("ring twice".to_owned()),
        ..Default::default()
    };
    match shop.orders().create_order(&order).wait() {
        Ok(answer) => println!("order {:?}", answer.id),
        Err(Error::Api(error)) => println!("{}: {:?}", error.status(), error.body()),
        Err(other) => return Err(other.into()),
    }
    Ok(())
}
