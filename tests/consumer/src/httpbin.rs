//! Sends a form, a list of objects and files, and asks with a condition.

use generated::httpbin::{Client, Error, File, access, answers, inspect, orders};

use crate::Outcome;

pub async fn run(server: &str) -> Outcome {
    let httpbin = Client::builder()
        .base_url(server)
        .bearer_token("token")
        .basic_auth("ada", "secret")
        .default_header("X-Client", "consumer")
        .build()?;

    let pizza = inspect::OrderAPizza {
        topping: vec!["cheese".to_owned(), "onion".to_owned()],
        ..inspect::OrderAPizza::new("Ada", inspect::Size::Large)
    };
    let ordered = httpbin.inspect().order_a_pizza(&pizza).await?;
    println!("{:?}", ordered.form);

    let parcel = inspect::SendAParcel {
        note: Some(File::bytes("note.txt", "Handle with care.")),
        ..inspect::SendAParcel::new("Ada", Vec::new())
    };
    httpbin.inspect().send_a_parcel(&parcel).await?;

    let order = orders::CreateOrder {
        reference: Some("A-1".to_owned()),
        ..Default::default()
    };
    let created = httpbin.orders().create_order(&order).await?;
    let reference = created.json.as_ref().and_then(|order| order.reference.as_deref());
    println!("{} by {reference:?}", created.url);

    match httpbin
        .access()
        .with_a_password()
        .check_password("ada", "secret")
        .await
    {
        Ok(answer) => println!("{:?}", answer.user),
        Err(Error::Api(answer)) => match answer.body() {
            access::with_a_password::CheckPasswordError::Unauthorized(text) => println!("{text}"),
            _ => println!("{}", answer.status()),
        },
        Err(other) => return Err(other.into()),
    }

    let condition = answers::GetUnlessUnchangedParams {
        if_none_match: Some("\"1\"".to_owned()),
        ..Default::default()
    };
    let unchanged = httpbin
        .answers()
        .get_unless_unchanged("1", Some(&condition))
        .await;
    if let Err(Error::Api(answer)) = unchanged {
        assert!(matches!(
            answer.body(),
            answers::GetUnlessUnchangedError::NotModified
        ));
    }

    // Every error of every call becomes the one error by `?`.
    status(&httpbin).await?;
    Ok(())
}

async fn status(httpbin: &Client) -> Result<(), Error> {
    httpbin.answers().get_status(204).await?;
    httpbin.access().check_token().await?;
    Ok(())
}
