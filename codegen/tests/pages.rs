//! Pages: which evidence shows a scheme, which shows none, what an override says instead, and how the methods are named.

use postwright::diag::Source;
use postwright::emit::pages_text;
use postwright::model::OperationId;
use postwright::read::Input;
use postwright::{Generated, generate};
use serde_json::{Value, json};

/// A request of a collection, with the body of its saved response.
#[derive(Clone)]
struct Asked<'a> {
    name: &'a str,
    /// `GET /users?page=1`; behind the value of a parameter, ` # ` and what is said of it.
    line: &'a str,
    body: &'a str,
    answer: &'a str,
    link: &'a str,
}

impl Asked<'_> {
    fn item(&self) -> Value {
        let (method, target) = self.line.split_once(' ').expect("a method");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (pair, docs) = pair.split_once(" # ").unwrap_or((pair, ""));
                let (key, value) = pair.split_once('=').expect("a pair");
                json!({ "key": key, "value": value, "description": docs })
            });
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let mut request = json!({
            "method": method,
            "url": { "raw": "", "host": ["{{base_url}}"], "path": segments,
                "query": pairs.collect::<Vec<_>>() },
        });
        if !self.body.is_empty() {
            let language = json!({ "raw": { "language": "json" } });
            request["body"] = json!({ "mode": "raw", "raw": self.body, "options": language });
        }
        let link = json!([{ "key": "Link", "value": self.link }]);
        json!({
            "name": self.name,
            "request": request,
            "response": [{ "code": 200, "body": self.answer,
                "header": if self.link.is_empty() { json!([]) } else { link } }],
        })
    }
}

fn collection(asked: &[Asked<'_>]) -> String {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let items: Vec<Value> = asked.iter().map(Asked::item).collect();
    json!({
        "info": { "name": "Pages", "schema": schema },
        "variable": [{ "key": "base_url", "value": "https://api.example.com/v1" }],
        "item": items,
    })
    .to_string()
}

fn generated(
    asked: &[Asked<'_>],
    overrides: &str,
    lock: Option<&str>,
) -> Result<Generated, String> {
    let source = |path: &str, text: &str| Source {
        path: path.into(),
        text: text.to_owned(),
    };
    let input = Input {
        source: source("collection.json", &collection(asked)),
        environments: Vec::new(),
        overrides: Some(source("postwright.toml", overrides)).filter(|one| !one.text.is_empty()),
        names_lock: lock.map(|text| source("names.lock", text)),
    };
    generate(input, "api", "generated").map_err(|failure| failure.to_string())
}

/// The pages of the first request.
fn pages(generated: &Generated) -> String {
    let scope = generated.understood.scope();
    let text = pages_text(scope, OperationId(0), str::to_owned);
    let text = text.map(|text| text.split_once(": ").expect("a method").1.to_owned());
    text.unwrap_or_else(|| "none".to_owned())
}

fn check(line: &str, answer: &str, expected: &str) {
    check_all(line, "", answer, "", expected);
}

fn check_all(line: &str, body: &str, answer: &str, link: &str, expected: &str) {
    let asked = Asked {
        name: "Get it",
        line,
        body,
        answer,
        link,
    };
    let generated = generated(&[asked], "", None).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(pages(&generated), expected, "{line} {body} -> {answer}");
}

#[test]
fn tokens() {
    let sent = |next: &str, input: &str| {
        format!("{next} of an answer is sent as {input} with the next call")
    };
    for (line, answer, expected) in [
        (
            "GET /users?page_size=30&next_page_token=",
            r#"{"next_page_token":"abc","users":[{"id":1}]}"#,
            sent("next_page_token", "next_page_token") + "; items in users: User",
        ),
        (
            "GET /files?pageToken=x",
            r#"{"nextPageToken":"abc","files":["a"]}"#,
            sent("nextPageToken", "pageToken") + "; items in files: String",
        ),
        (
            "GET /tweets?next_token=x",
            r#"{"data":[{"id":"1"}],"meta":{"next_token":"b26v89c19zqg8o3f"}}"#,
            sent("meta.next_token", "next_token") + "; items in data: Tweet",
        ),
        (
            "GET /channels?cursor=",
            r#"{"ok":true,"channels":[{"id":"C"}],"response_metadata":{"next_cursor":""}}"#,
            sent("response_metadata.next_cursor", "cursor") + "; items in channels: Channel",
        ),
        (
            "GET /contacts?limit=10&after=1",
            r#"{"results":[{"id":"1"}],"paging":{"next":{"after":"10","link":"https://x.test/contacts?after=10"}}}"#,
            sent("paging.next.after", "after") + "; items in results: Contact",
        ),
        (
            "GET /pages?start_cursor=x",
            r#"{"results":[{"id":"1"}],"has_more":true,"next_cursor":null}"#,
            sent("next_cursor", "start_cursor")
                + ", until has_more says no; items in results: Page",
        ),
        (
            "GET /changes?cursor=x",
            r#"{"entries":[{"id":"1"}],"has_more":true,"cursor":"y"}"#,
            sent("cursor", "cursor") + ", until has_more says no; items in entries: Change",
        ),
        (
            "GET /users?page=2",
            r#"{"users":[{"id":1}],"meta":{"next_page":3}}"#,
            sent("meta.next_page", "page") + "; items in users: User",
        ),
        // Two lists of objects, and none of them is said to be the one.
        (
            "GET /both?cursor=x",
            r#"{"red":[{"id":1}],"blue":[{"id":1}],"next_cursor":"y"}"#,
            sent("next_cursor", "cursor"),
        ),
        // A cursor that comes back says nothing by itself.
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1}],"cursor":"y"}"#,
            "none".to_owned(),
        ),
        // The next page as a URL is no token.
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1}],"next_cursor":"https://api.example.com/v1/others?cursor=y"}"#,
            "none".to_owned(),
        ),
        (
            "GET /sessions?token=x",
            r#"{"token":"y","sessions":[{"id":1}]}"#,
            "none".to_owned(),
        ),
        (
            "GET /users",
            r#"{"users":[{"id":1}],"next_page_token":"y"}"#,
            "none".to_owned(),
        ),
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1}]}"#,
            "none".to_owned(),
        ),
        (
            "GET /users?cursor=x",
            r#"{"users":[{"id":1,"next_cursor":"y"}]}"#,
            "none".to_owned(),
        ),
    ] {
        check(line, answer, &expected);
    }
}

#[test]
fn tokens_in_bodies() {
    let answer = r#"{"results":[{"id":1}],"next_cursor":"y"}"#;
    let expected =
        "next_cursor of an answer is sent as cursor with the next call; items in results: User";
    check_all(
        "POST /users/search",
        r#"{"cursor":"x"}"#,
        answer,
        "",
        expected,
    );
    let unnamed = expected.replace("User", "GetItResult");
    check_all("POST /search?cursor=x", "", answer, "", &unnamed);
    // `File` is a name of the generated code's own.
    let nested = expected.replace("as cursor", "as page.cursor");
    let nested = nested.replace("User", "FileItem");
    check_all(
        "POST /files/list",
        r#"{"page":{"cursor":"x"}}"#,
        answer,
        "",
        &nested,
    );
    for line in [
        "POST /users",
        "PUT /users/search",
        "DELETE /list",
        "PATCH /query",
    ] {
        check_all(line, r#"{"cursor":"x"}"#, answer, "", "none");
    }
    check_all("POST /users?cursor=x", "", answer, "", "none");
}

#[test]
fn the_last_item() {
    let line = "GET /charges?limit=3&starting_after=ch_1";
    let answer = r#"{"data":[{"id":"ch_2"}],"has_more":true}"#;
    let expected = "id of the last item is sent as starting_after with the next call, until has_more says no; items in data: Charge";
    check(line, answer, expected);
    check(line, r#"{"data":[{"id":"ch_2"}]}"#, "none");
    check(line, r#"{"data":[{"key":"ch_2"}],"has_more":true}"#, "none");
}

#[test]
fn numbers_of_pages() {
    let list = r#"[{"id":1}]"#;
    for (line, answer, expected) in [
        (
            "GET /users?page=1&per_page=5",
            list,
            "page counts pages from 1, until a page is empty; items: User",
        ),
        (
            "GET /users?page=0&size=5",
            list,
            "page counts pages from 0, until a page is empty; items: User",
        ),
        (
            "GET /users?page=-70394044&per_page=5",
            list,
            "page counts pages from 1, until a page is empty; items: User",
        ),
        (
            "GET /users?page=<integer>&per_page=5",
            list,
            "page counts pages from 1, until a page is empty; items: User",
        ),
        (
            "GET /users?page=5 # The index of the first page is **0** (zero).&size=5",
            list,
            "page counts pages from 0, until a page is empty; items: User",
        ),
        (
            "GET /users?page[number]=1&page[size]=5",
            r#"{"data":[{"id":"1"}],"meta":{"total_pages":3}}"#,
            "page[number] counts pages from 1, up to meta.total_pages; items in data: User",
        ),
        (
            "GET /users?pageNumber=1",
            r#"{"data":[{"id":"1"}],"pagesTotal":3,"itemsTotal":9}"#,
            "pageNumber counts pages from 1, up to pagesTotal; items in data: User",
        ),
        (
            "GET /users?page=1",
            r#"{"users":[{"id":"1"}],"total_count":9}"#,
            "page counts pages from 1, until total_count items have come; items in users: User",
        ),
        (
            "GET /users?page=1",
            r#"{"users":[{"id":"1"}],"hasNextPage":false}"#,
            "page counts pages from 1, until hasNextPage says no; items in users: User",
        ),
        // How many pages there are is enough, even if it is not clear what the items are.
        (
            "GET /both?page=1",
            r#"{"red":[{"id":1}],"blue":[{"id":1}],"totalPages":2}"#,
            "page counts pages from 1, up to totalPages",
        ),
        // A total that is less than what there is counts something else.
        (
            "GET /orders?page=1&limit=2",
            r#"{"orders":[{"id":1},{"id":2}],"total":1}"#,
            "page counts pages from 1, until a page is empty; items in orders: Order",
        ),
        (
            "GET /report?page=cover",
            r#"{"lines":[{"text":"x"}]}"#,
            "none",
        ),
        ("GET /report?page=2", r#"{"lines":[{"text":"x"}]}"#, "none"),
        ("GET /report?page=2&size=4", r#"{"title":"x"}"#, "none"),
        // An object that has some list is no list.
        (
            "GET /range?page=0&limit=5",
            r#"{"name":"x","tags":[{"id":1}]}"#,
            "none",
        ),
        (
            "GET /both?page=1&limit=5",
            r#"{"red":[{"id":1}],"blue":[{"id":1}]}"#,
            "none",
        ),
        ("POST /users?page=1&per_page=5", list, "none"),
    ] {
        check(line, answer, expected);
    }
}

#[test]
fn offsets() {
    let list = r#"[{"id":1}]"#;
    for (line, answer, expected) in [
        (
            "GET /users?offset=0&limit=5",
            list,
            "offset counts items from 0, until a page is empty; items: User",
        ),
        (
            "GET /users?$skip=10&$top=5",
            list,
            "$skip counts items from 0, until a page is empty; items: User",
        ),
        (
            "GET /users?startPosition=0&count=5",
            r#"{"users":[{"id":1}],"totalSetSize":7,"nextUri":"/users?startPosition=5"}"#,
            "startPosition counts items from 0, until totalSetSize items have come; items in users: User",
        ),
        (
            "GET /Users?startIndex=1&count=5",
            r#"{"totalResults":7,"itemsPerPage":5,"startIndex":1,"Resources":[{"id":"1"}]}"#,
            "startIndex counts items from 1, until totalResults items have come; items in Resources: User",
        ),
        (
            "GET /users?start=0&limit=5",
            r#"{"users":[{"id":1}],"total":7}"#,
            "start counts items from 0, until total items have come; items in users: User",
        ),
        ("GET /latest?limit=5", list, "none"),
        (
            "GET /time?offset=2",
            r#"{"now":1,"zones":[{"id":1}]}"#,
            "none",
        ),
        (
            "GET /calls?start=2024-01-01&limit=5",
            r#"{"calls":[{"id":1}],"total":7}"#,
            "none",
        ),
        (
            "GET /transfers?from=17&to=18",
            r#"{"transfers":[{"id":1}],"total":7}"#,
            "none",
        ),
        (
            "GET /both?offset=0&limit=5",
            r#"{"red":[{"id":1}],"blue":[{"id":1}],"total":7}"#,
            "none",
        ),
    ] {
        check(line, answer, expected);
    }
}

#[test]
fn urls() {
    let expected = "next of an answer is the URL of the next page; items in results: User";
    for next in [
        "https://api.example.com/v1/users?page=2",
        "http://10.0.0.1/users?page=2",
        "/v1/users?page=2",
        "?page=2",
    ] {
        let answer = format!(r#"{{"results":[{{"id":1}}],"next":"{next}"}}"#);
        check("GET /users", &answer, expected);
    }
    let answer = r#"{"count":1,"next":null,"previous":null,"results":[{"id":1}]}"#;
    check("GET /users", answer, expected);
    let answer =
        r#"{"data":[{"id":1}],"_links":{"next":{"href":"https://x.test/v1/users?page=2"}}}"#;
    let expected = "_links.next.href of an answer is the URL of the next page; items in data: User";
    check("GET /users", answer, expected);
    for next in [
        r#""https://api.example.com/v1/steps/2""#, // Another resource.
        r#""/users?page=2""#,                      // Without the path of the server.
        r#""users?page=2""#,
        r#""abc""#,
        "2",
        "null",
        r#"{"name":"x"}"#,
    ] {
        let answer = format!(r#"{{"results":[{{"id":1}}],"next":{next}}}"#);
        check("GET /users", &answer, "none");
    }
    let answer = r#"{"results":[{"id":1}],"next":"https://api.example.com/v1/users?page=2"}"#;
    check("POST /users", answer, "none");
}

#[test]
fn link_headers() {
    let expected = "a Link header says the URL of the next page; items: User";
    for (link, expected) in [
        (
            r#"<https://api.example.com/v1/users?page=2>; rel="next""#,
            expected,
        ),
        ("<x?page=1>; rel=prev, <x?page=3>; rel=next", expected),
        (r#"<https://example.com/help>; rel="help""#, "none"),
        (r#"<https://example.com/next>; title="next""#, "none"),
    ] {
        check_all("GET /users", "", r#"[{"id":1}]"#, link, expected);
    }
}

#[test]
fn where_the_items_are() {
    for (answer, expected) in [
        (
            r#"{"data":{"users":[{"id":1}]},"next_cursor":"y"}"#,
            "; items in data.users: User",
        ),
        (
            r#"{"_embedded":{"users":[{"id":1}]},"next_cursor":"y"}"#,
            "; items in _embedded.users: User",
        ),
        (
            r#"{"users":[{"id":1}],"errors":[{"id":1}],"next_cursor":"y"}"#,
            "; items in users: User",
        ),
        (
            r#"{"items":[{"id":1}],"errors":[{"id":1}],"next_cursor":"y"}"#,
            "; items in items: User",
        ),
        (
            r#"{"people":[{"id":1}],"tags":["a"],"next_cursor":"y"}"#,
            "; items in people: Person",
        ),
        (r#"{"data":{"by_id":{"1":{"id":1}}},"next_cursor":"y"}"#, ""),
        (r#"{"user":{"friends":[{"id":1}]},"next_cursor":"y"}"#, ""),
    ] {
        let step = "next_cursor of an answer is sent as cursor with the next call";
        check("GET /users?cursor=x", answer, &format!("{step}{expected}"));
    }
}

const USERS: Asked<'static> = Asked {
    name: "List users",
    line: "GET /users?page=1&per_page=5",
    body: "",
    answer: r#"{"users":[{"id":1}],"admins":[{"id":1}],"total_pages":3,"meta":{"next":"x","pages":2,"left":true}}"#,
    link: "",
};

fn overridden(says: &str) -> Result<String, String> {
    let overrides = format!("[operations.list_users]\n{says}\n");
    generated(&[USERS], &overrides, None).map(|generated| pages(&generated))
}

#[test]
fn what_an_override_says() {
    let items = "items in users: User";
    for (says, expected) in [
        ("pages = false", "none".to_owned()),
        (
            r#"pages = { scheme = "token", param = "page", next = "meta.next", more = "meta.left" }"#,
            format!(
                "meta.next of an answer is sent as page with the next call, until meta.left says no; {items}"
            ),
        ),
        (
            r#"pages = { scheme = "page", param = "page", first = 0, last = "meta.pages", items = "admins" }"#,
            "page counts pages from 0, up to meta.pages; items in admins: Admin".to_owned(),
        ),
        (
            r#"pages = { scheme = "offset", param = "page" }"#,
            format!("page counts items from 0, until a page is empty; {items}"),
        ),
        (
            r#"pages = { scheme = "last_item", param = "page", id = "id", items = "users" }"#,
            format!("id of the last item is sent as page with the next call; {items}"),
        ),
        (
            r#"pages = { scheme = "url", next = "meta.next" }"#,
            format!("meta.next of an answer is the URL of the next page; {items}"),
        ),
        (
            r#"pages = { scheme = "link" }"#,
            format!("a Link header says the URL of the next page; {items}"),
        ),
    ] {
        assert_eq!(overridden(says), Ok(expected), "{says}");
    }
}

#[test]
fn what_is_said_of_an_override_that_cannot_be_followed() {
    let complaints = [
        "pages = true",
        "pages = \"token\"",
        "pages = {}",
        r#"pages = { shceme = "link" }"#,
        r#"pages = { scheme = "tokn", param = "page" }"#,
        r#"pages = { scheme = "token", param = "page" }"#,
        r#"pages = { scheme = "link", param = "page" }"#,
        r#"pages = { scheme = "url", next = "meta.nxt" }"#,
        r#"pages = { scheme = "url", next = "meta.next", first = 1 }"#,
        r#"pages = { scheme = "page", param = "paeg" }"#,
        r#"pages = { scheme = "page", param = "page", first = "1" }"#,
        r#"pages = { scheme = "page", param = "page", first = -1 }"#,
        r#"pages = { scheme = "page", param = "page", items = "meta" }"#,
        r#"pages = { scheme = "page", param = "page", items = "users[].id" }"#,
        r#"pages = { scheme = "last_item", param = "page", id = "uid", items = "users" }"#,
        "pages = false\nskip = \"old\"",
    ];
    let rows = complaints.map(|says| {
        let error = overridden(says).expect_err(says);
        format!("{says}\n-----\n{error}\n=====\n")
    });
    insta::assert_snapshot!(rows.concat());
}

/// The names of all methods, those of pages included.
fn methods(generated: &Generated) -> Vec<String> {
    let operations = generated.understood.names.operations.iter();
    operations
        .flat_map(|names| [names.method.clone(), names.pages.clone()])
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn the_methods_of_pages_have_names_of_their_own() {
    let asked = |name| Asked {
        name,
        ..USERS.clone()
    };
    let single = Asked {
        name: "List users pages",
        line: "GET /users/pages",
        answer: "{}",
        ..USERS.clone()
    };
    let first = generated(&[asked("List users")], "", None).expect("a collection");
    assert_eq!(methods(&first), ["list_users", "list_users_pages"]);
    let both = [asked("List users"), single];
    let fresh = generated(&both, "", None).expect("a collection");
    assert_eq!(
        methods(&fresh),
        ["list_users", "list_users_all_pages", "list_users_pages"]
    );
    // What is published stays, and the newcomer has another name.
    let lock = &first.understood.lock;
    let kept = generated(&both, "", Some(&lock.to_text())).expect("a collection");
    assert_eq!(
        methods(&kept),
        ["list_users", "list_users_pages", "list_users_pages_get"]
    );
}
