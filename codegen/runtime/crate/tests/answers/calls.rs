//! What a caller can do with a call, its answer and its error.

use postwright_runtime::{AnyBody, Call, Error, File, Response};

use crate::common::{Item, ItemError, TOKEN, answering, any, builder, core, get_item, known};

#[tokio::test]
async fn other_ways_to_take_an_answer() {
    let server = answering(202, "{\"id\": 5}");
    let core = core(&server);
    let value = get_item(&core, 1)
        .send_as::<serde_json::Value>()
        .await
        .expect("2xx");
    assert_eq!(value["id"], 5);
    let bytes = get_item(&core, 1).bytes().await.expect("2xx");
    assert_eq!(&bytes[..], b"{\"id\": 5}");
    let mut download = get_item(&core, 1).stream().await.expect("2xx");
    assert_eq!(
        (
            download.status().as_u16(),
            download.headers()["x-id"].as_bytes()
        ),
        (202, &b"7"[..])
    );
    assert_eq!(download.chunk().await.expect("all").expect("some").len(), 9);
    assert!(download.chunk().await.expect("end").is_none());

    let server = answering(400, "bad");
    let core = crate::common::core(&server);
    let error = get_item(&core, 1).stream().await.expect_err("400");
    assert!(matches!(error, Error::Api(answer) if answer.bytes() == "bad"));
    let error = get_item(&core, 1).bytes().await.expect_err("400");
    assert!(matches!(error, Error::Api(_)));
}

#[tokio::test]
async fn a_call_is_sent_when_polled_and_only_once() {
    let server = answering(200, "");
    let core = core(&server);
    drop(any(&core, "GET", "/"));
    assert!(server.received().is_empty());
    let mut call = any(&core, "GET", "/");
    (&mut call).await.expect("200");
    let error = (&mut call).await.expect_err("done");
    assert_eq!(error.to_string(), "argument `call` has been sent before");
    assert_eq!(server.received().len(), 1);
    tokio::spawn(any(&core, "GET", "/"))
        .await
        .expect("joined")
        .expect("200");
}

#[tokio::test]
async fn errors_convert() {
    async fn plain(call: Call<Item, ItemError>) -> Result<i64, Error> {
        Ok(call.await?.id)
    }
    async fn boxed(
        call: Call<Item, ItemError>,
    ) -> Result<i64, Box<dyn std::error::Error + Send + Sync>> {
        Ok(call.await?.id)
    }
    let server = answering(400, "bad");
    let core = core(&server);
    assert!(matches!(
        plain(get_item(&core, 1)).await,
        Err(Error::Api(_))
    ));
    let error = boxed(get_item(&core, 1)).await.expect_err("400");
    assert!(error.downcast_ref::<Error<ItemError>>().is_some());
}

#[test]
fn auto_traits() {
    fn call<C: Send + Unpin + 'static>() {}
    fn shared<C: Send + Sync + Unpin + 'static>() {}
    call::<Call<Item, ItemError>>();
    call::<Call<std::rc::Rc<()>>>();
    shared::<Error>();
    shared::<Error<ItemError>>();
    shared::<Response<AnyBody>>();
    shared::<File>();
    shared::<postwright_runtime::Core>();
    assert!(size_of::<Error<ItemError>>() <= 16);
}

#[test]
fn secrets_are_not_shown() {
    let core = known(&format!("https://user:{TOKEN}@a.example/v1?key={TOKEN}"));
    let mut request = core.request("GET", "/x", &[]);
    request.query("q", &TOKEN);
    request.header("h", &TOKEN);
    request.text("text/plain", TOKEN);
    let bearer = postwright_runtime::auth::Bearer::new(TOKEN);
    let basic = postwright_runtime::basic::Basic::new("u", TOKEN);
    let key = postwright_runtime::api_key::ApiKey::query("key", TOKEN);
    let mut form = postwright_runtime::Form::new();
    form.field("a", &TOKEN);
    let shown = format!("{core:?} {request:?} {bearer:?} {basic:?} {key:?} {form:?}");
    assert!(!shown.contains(TOKEN), "{shown}");
    let shown = format!(
        "{:?}",
        any(&core, "GET", "/x").header("a", TOKEN).query("b", TOKEN)
    );
    assert_eq!(shown, "Call(Request(GET /v1/x))");
    let shown = format!("{:?}", builder(&format!("http://a?{TOKEN}")));
    assert_eq!(
        shown,
        r#"CoreBuilder { servers: ["base_url", "other"], credentials: [], .. }"#
    );
    let error = builder(&format!("http://a b?{TOKEN}"))
        .build()
        .expect_err("no URL");
    assert!(!format!("{error} {error:?}").contains(TOKEN));
}
