//! Paths, queries, forms and credentials arrive as they are meant.

use std::fmt;

use generated::runtime::Call;
use generated::runtime::testing::Server;
use generated::zoom::meetings::{Action, UpdateRegistrantStatus};
use postwright_tests::{boundary, parts};

use crate::{batch_sent, httpbin, only, refused, update, update_sent, zoom};

#[tokio::test]
async fn no_field_leaks_into_the_next() {
    let parts = parts(&batch_sent().await);
    let [auto_approve, registrants] = parts.as_slice() else {
        panic!("{parts:?}")
    };
    assert_eq!(
        auto_approve.headers,
        ["Content-Disposition: form-data; name=\"auto_approve\""]
    );
    assert_eq!(auto_approve.text(), "true");
    assert_eq!(
        registrants.headers,
        ["Content-Disposition: form-data; name=\"registrants\""]
    );
    assert_eq!(
        registrants.text(),
        r#"[{"first_name":"dolore eu aute dolor","email":"KEESPCs-T1pF@ljUbrzdNgzMc.xx","last_name":"eu reprehenderit ea magna ex"},{"first_name":"aliquip deserunt","email":"okZ9KNk@nZOovoEvyoTCgW.eftt","last_name":"nostrud"}]"#
    );
}

#[tokio::test]
async fn no_field_leaks_into_the_next_of_the_update() {
    let parts = parts(&update_sent("1").await);
    let contents: Vec<_> = parts.iter().map(|part| part.text()).collect();
    assert_eq!(
        contents,
        [
            "deny",
            r#"[{"id":"in ad ut nulla est","email":"nulla"},{"id":"pariatur aute","email":"incididunt fugiat mollit consequat"}]"#
        ]
    );
}

#[tokio::test]
async fn path_variables_are_filled() {
    let request = batch_sent().await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/meetings/68423085/batch_registrants")
    );
}

#[tokio::test]
async fn a_query_value_with_spaces_keeps_path_and_host() {
    let server = Server::answering(204, &[], "");
    let call = update(&zoom(server.url()), Some("quis officia in reprehenderit"));
    call.await.expect("204");
    let request = only(&server);
    assert_eq!(
        (&*request.method, &*request.target),
        (
            "PUT",
            "/meetings/68423085/registrants/status?occurrence_id=quis%20officia%20in%20reprehenderit"
        )
    );
    let host = format!("http://{}", request.header("host").expect("a host"));
    assert_eq!(host, server.url());
}

#[tokio::test]
async fn the_boundary_is_named_and_used() {
    let (first, second) = (batch_sent().await, batch_sent().await);
    for request in [&first, &second] {
        let types = request.headers.iter();
        let types = types.filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        assert_eq!(types.count(), 1);
        let boundary = boundary(request).expect("a boundary in the Content-Type");
        let body = request.text();
        assert!(body.starts_with(&format!("--{boundary}\r\n")), "{body}");
        assert!(body.ends_with(&format!("\r\n--{boundary}--\r\n")), "{body}");
        assert_eq!(body.matches(boundary).count(), 3);
        let length = request.header("content-length");
        assert_eq!(length, Some(&*request.body.len().to_string()));
    }
    assert_ne!(boundary(&first), boundary(&second));
}

#[tokio::test]
async fn path_arguments_are_data() {
    for (id, target) in [
        ("a/b?c#d%20e", "/anything/a%2Fb%3Fc%23d%2520e"),
        ("../status", "/anything/..%2Fstatus"),
        ("%2e%2e", "/anything/%252e%252e"),
        ("{id}", "/anything/%7Bid%7D"),
        (":id", "/anything/:id"),
        ("a\\b \u{7f}", "/anything/a%5Cb%20%7F"),
        ("日本", "/anything/%E6%97%A5%E6%9C%AC"),
        ("...", "/anything/..."),
    ] {
        let server = Server::answering(200, &[], "{}");
        let client = httpbin(&server);
        let call = client.orders().one_order().get_order(id, None);
        call.bytes().await.expect("200");
        assert_eq!(only(&server).target, target, "{id}");
    }
}

#[tokio::test]
async fn query_arguments_are_data() {
    for (value, query) in [
        ("a&b=c", "occurrence_id=a%26b=c"),
        ("a#b", "occurrence_id=a%23b"),
        ("1+1", "occurrence_id=1%2B1"),
        ("100%25", "occurrence_id=100%2525"),
        ("?/:@", "occurrence_id=?/:@"),
        ("ü 日本", "occurrence_id=%C3%BC%20%E6%97%A5%E6%9C%AC"),
        ("{{x}}", "occurrence_id={{x}}"),
        ("\r\n", "occurrence_id=%0D%0A"),
        ("", "occurrence_id="),
    ] {
        let target = format!("/meetings/68423085/registrants/status?{query}");
        assert_eq!(update_sent(value).await.target, target, "{value}");
    }
}

#[tokio::test]
async fn form_fields_are_data() {
    let server = Server::answering(204, &[], "");
    let injection = "x\r\n--B\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\napprove";
    let body = UpdateRegistrantStatus::new(Action::from(injection));
    let client = zoom(server.url());
    let call = client.meetings().update_registrant_status(1, &body, None);
    call.await.expect("204");
    let parts = parts(&only(&server));
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].text(), injection);
}

#[tokio::test]
async fn path_arguments_that_would_change_the_path_are_refused() {
    let server = Server::answering(200, &[], "{}");
    let client = httpbin(&server);
    for value in ["", ".", ".."] {
        let orders = client.orders().one_order();
        refused("id", orders.get_order(value, None)).await;
        refused("id", orders.replace_order(value, &Default::default())).await;
        refused("id", orders.change_order(value, &Default::default())).await;
        refused("id", orders.delete_order(value)).await;
        let access = client.access().with_a_password();
        refused("user", access.check_password(value, "x")).await;
        refused("passwd", access.check_password("x", value)).await;
        refused("etag", client.answers().get_unless_unchanged(value, None)).await;
    }
    assert!(server.received().is_empty());
    client.answers().get_status(200).bytes().await.expect("200");
    assert_eq!(only(&server).target, "/status/200");
}

#[tokio::test]
async fn each_operation_carries_its_own_credential() {
    const BEARER: Option<&str> = Some("Bearer token");
    const BASIC: Option<&str> = Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    async fn carried<T, E: fmt::Debug>(
        credential: Option<&str>,
        call: impl Fn(&httpbin::Client) -> Call<T, E>,
    ) {
        let server = Server::answering(200, &[], "{}");
        call(&httpbin(&server)).bytes().await.expect("200");
        let request = only(&server);
        assert_eq!(
            request.header("authorization"),
            credential,
            "{}",
            request.target
        );
        // Without credentials nothing is made up.
        let server = Server::answering(200, &[], "{}");
        let anonymous = httpbin::Client::builder().base_url(server.url());
        let anonymous = anonymous.build().expect("a client");
        call(&anonymous).bytes().await.expect("200");
        assert_eq!(only(&server).header("authorization"), None);
    }
    let pizza = httpbin::inspect::OrderAPizza::new("Ada", httpbin::inspect::Size::Large);
    let parcel = httpbin::inspect::SendAParcel::new("Ada", Vec::new());
    carried(BEARER, |client| client.inspect().get_arguments(None)).await;
    carried(BEARER, |client| client.inspect().order_a_pizza(&pizza)).await;
    carried(BEARER, |client| client.inspect().send_a_parcel(&parcel)).await;
    carried(BEARER, |client| {
        client.orders().create_order(&Default::default())
    })
    .await;
    let body = Default::default();
    carried(BEARER, |client| {
        client.orders().one_order().get_order("1", None)
    })
    .await;
    carried(BEARER, |client| {
        client.orders().one_order().replace_order("1", &body)
    })
    .await;
    let body = Default::default();
    carried(BEARER, |client| {
        client.orders().one_order().change_order("1", &body)
    })
    .await;
    carried(BEARER, |client| {
        client.orders().one_order().delete_order("1")
    })
    .await;
    carried(BEARER, |client| client.access().check_token()).await;
    carried(BASIC, |client| {
        client.access().with_a_password().check_password("a", "b")
    })
    .await;
    carried(None, |client| client.answers().get_robots_file()).await;
    carried(BEARER, |client| client.answers().get_status(204)).await;
    carried(BEARER, |client| {
        client.answers().get_unless_unchanged("v1", None)
    })
    .await;
}
