//! The client of the fixture `pages` walks over the pages of a server.

use std::pin::pin;

use generated::pages::{Client, meetings, users};
use generated::runtime::testing::{Canned, Received, Server};

fn server(bodies: &[&str]) -> Server {
    let answers = bodies.iter().map(|body| Canned::new(200, &[], *body));
    Server::start(answers.collect())
}

fn client(server: &Server) -> Client {
    let client = Client::builder().base_url(server.url());
    client.build().expect("a client")
}

fn targets(server: &Server) -> Vec<String> {
    let received = server.received().into_iter();
    received.map(|request| request.target).collect()
}

#[tokio::test]
async fn the_items_of_all_pages() {
    let server = server(&[
        r#"{"page_size":2,"next_page_token":"a=b","meetings":[{"topic":"one"},{"topic":"two"}]}"#,
        r#"{"page_size":2,"next_page_token":"","meetings":[{"topic":"three"}]}"#,
    ]);
    let client = client(&server);
    let params = meetings::ListMeetingsParams {
        page_size: Some(2),
        ..Default::default()
    };
    let mut items = client
        .meetings()
        .list_meetings_pages("me", Some(&params))
        .header("X-Walk", "1")
        .items();
    let mut topics = Vec::new();
    while let Some(meeting) = items.next().await {
        topics.extend(meeting.expect("a meeting").topic);
    }
    assert_eq!(topics, ["one", "two", "three"]);
    let [first, second] = &server.received()[..] else {
        panic!("two requests");
    };
    assert_eq!(first.target, "/users/me/meetings?page_size=2");
    let target = "/users/me/meetings?page_size=2&next_page_token=a=b";
    assert_eq!(second.target, target);
    let walks = |request: &Received| request.header("x-walk") == Some("1");
    assert!(walks(first) && walks(second));
}

#[tokio::test]
async fn whole_answers() {
    let server = server(&[
        r#"{"page":1,"total_pages":2,"users":[{"id":1}]}"#,
        r#"{"page":2,"total_pages":2,"users":[{"id":2},{"id":3}]}"#,
    ]);
    let client = client(&server);
    let users = client.users();
    let mut pages = pin!(users.list_users_pages(None));
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        seen.push((page.page, page.users.len()));
    }
    assert_eq!(seen, [(Some(1), 1), (Some(2), 2)]);
    assert_eq!(targets(&server), ["/users", "/users?page=2"]);
}

#[tokio::test]
async fn a_cursor_in_the_body() {
    let server = server(&[
        r#"{"data":{"results":[{"topic":"one"}]},"meta":{"cursors":{"next":"x"}}}"#,
        r#"{"meta":{}}"#,
    ]);
    let client = client(&server);
    let body = meetings::SearchMeetings::default();
    let mut items = client.meetings().search_meetings_pages(&body).items();
    let first = items.next().await.expect("an item").expect("an item");
    assert_eq!(first.topic.as_deref(), Some("one"));
    assert!(items.next().await.is_none(), "a page without its list has no items");
    let bodies: Vec<String> = server.received().iter().map(Received::text).collect();
    assert_eq!(bodies, ["{}", r#"{"page":{"cursor":"x"}}"#]);
}

#[tokio::test]
async fn numbers_offsets_and_last_items() {
    let counted = server(&[r#"[{"name":"Red"}]"#, r#"[{"name":"Blue"}]"#, "[]"]);
    let counted_client = client(&counted);
    let teams = users::ListTeamsParams {
        page: Some(4),
        ..Default::default()
    };
    let mut items = counted_client.users().list_teams_pages(Some(&teams)).items();
    let mut names = Vec::new();
    while let Some(team) = items.next().await {
        names.extend(team.expect("a team").name);
    }
    assert_eq!(names, ["Red", "Blue"]);
    let sent = ["/teams?page=4", "/teams?page=5", "/teams?page=6"];
    assert_eq!(targets(&counted), sent);

    let offset = server(&[
        r#"{"total":3,"events":[{"kind":"a"},{"kind":"b"}]}"#,
        r#"{"total":3,"events":[{"kind":"c"}]}"#,
    ]);
    let mut items = client(&offset).users().list_events_pages(None).items();
    while let Some(event) = items.next().await {
        event.expect("an event");
    }
    assert_eq!(targets(&offset), ["/events", "/events?offset=2"]);

    let last = server(&[
        r#"{"has_more":true,"data":[{"id":"a"},{"id":"b"}]}"#,
        r#"{"has_more":false,"data":[{"id":"c"}]}"#,
    ]);
    let mut items = client(&last).users().list_charges_pages(None).items();
    while let Some(charge) = items.next().await {
        charge.expect("a charge");
    }
    assert_eq!(targets(&last), ["/charges", "/charges?starting_after=b"]);
}

#[tokio::test]
async fn a_url_of_another_origin_is_an_error() {
    let server = server(&[r#"{"devices":[],"links":{"next":"https://example.invalid/devices"}}"#]);
    let mut pages = client(&server).users().list_devices_pages();
    pages.next().await.expect("a page").expect("a page");
    let error = pages.next().await.expect("an error").expect_err("an error");
    assert!(error.to_string().contains("another origin"), "{error}");
    assert!(pages.next().await.is_none());
    assert_eq!(server.received().len(), 1);
}
