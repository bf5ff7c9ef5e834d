//! Numbers of pages and of items.

use crate::check;

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
