//! The clients of the fixtures `several_credentials` and `oauth2_at_server`: what goes to which server.

use generated::oauth2_at_server;
use generated::runtime::testing::{Canned, Received, Server};
use generated::several_credentials::{Client, ClientBuilder};

fn server() -> Server {
    Server::answering(200, &[], "")
}

fn sent(server: &Server) -> Vec<Option<String>> {
    let received = server.received().into_iter();
    let header = |request: &Received, name| request.header(name).map(str::to_owned);
    received
        .map(|request| header(&request, "authorization").or_else(|| header(&request, "x-api-key")))
        .collect()
}

/// What the requests of the own server, of the partner, and of two others carry.
async fn carried(fill: impl FnOnce(ClientBuilder) -> ClientBuilder) -> [Vec<Option<String>>; 3] {
    let (own, partner, others) = (server(), server(), server());
    let builder = Client::builder()
        .base_url(own.url())
        .partner_url(partner.url())
        .stock_example_com(others.url())
        .archive_example_org(others.url());
    let client = fill(builder).build().expect("a client");
    client.orders().list_orders().await.expect("200");
    client.orders().get_order("1").await.expect("200");
    client.orders().count_orders().await.expect("200");
    client.orders().delete_order("1").await.expect("200");
    client.orders().get_rates().await.expect("200");
    client.orders().sign_in().await.expect("200");
    client.partner().list_shipments().await.expect("200");
    client.partner().get_prices().await.expect("200");
    client.partner().sign_in_there().await.expect("200");
    client.stock().list_stock().await.expect("200");
    client.archive().list_archive().await.expect("200");
    [sent(&own), sent(&partner), sent(&others)]
}

fn some(values: &[&str]) -> Vec<Option<String>> {
    values
        .iter()
        .map(|value| Some((*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn what_is_made_for_one_server_goes_to_no_other() {
    let [own, partner, others] = carried(|builder| {
        builder
            .bearer_token("token")
            .x_api_key("key")
            .basic_auth("u", "p")
    })
    .await;
    let token = "Bearer token";
    assert_eq!(
        own,
        some(&[token, token, token, token, "key", "Basic dTpw"])
    );
    assert_eq!((partner, others), (vec![None; 3], vec![None; 2]));
}

#[tokio::test]
async fn each_goes_where_the_collection_sends_it() {
    let [own, partner, others] = carried(|builder| {
        builder
            .bearer_token("token")
            .admin_token("admin")
            .partner_token("partner")
            .login_stock_example_com_token_provider(|| async {
                Ok(generated::runtime::Token::new("stock"))
            })
            .archive_example_org_bearer_token("archive")
            .partner_key("their-key")
            .partner_basic_auth("u", "p")
    })
    .await;
    assert_eq!(own[2..4], some(&["Bearer token", "Bearer admin"]));
    assert_eq!(own[4..], [None, None]);
    assert_eq!(
        partner,
        some(&["Bearer partner", "their-key", "Basic dTpw"])
    );
    assert_eq!(others, some(&["Bearer stock", "Bearer archive"]));
}

#[tokio::test]
async fn tokens_are_asked_for_at_the_server_that_is_set() {
    let token = Canned::new(
        200,
        &[],
        r#"{"access_token": "new", "token_type": "bearer"}"#,
    );
    let server = Server::start(vec![token, Canned::new(200, &[], "")]);
    let builder = oauth2_at_server::Client::builder().base_url(server.url() + "/staging");
    let begun = builder.oauth2_authorization_code("id", "https://app/back");
    let begun = begun.begin().expect("a URL");
    let page = server.url() + "/staging/oauth/authorize?";
    assert!(begun.url().starts_with(&page), "{}", begun.url());
    let client = builder.oauth2_client_credentials("id", "secret").build();
    client.expect("a client").list_orders().await.expect("200");
    let received = server.received();
    assert_eq!(received[0].target, "/staging/oauth/token?tenant=1");
    assert_eq!(received[1].target, "/staging/orders");
    assert_eq!(received[1].header("authorization"), Some("Bearer new"));
}
