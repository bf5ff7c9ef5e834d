//! Names that would be one: what tells them apart is a word, not a number.

use postwright::Understood;
use postwright::diag::Source;
use serde_json::{Value, json};

/// A request by folder, name, and method with path; with a body, if it is no GET.
fn item(name: &str, line: &str) -> Value {
    let (method, path) = line.split_once(' ').expect("method and path");
    let body = json!({ "mode": "raw", "raw": "{\"a\":1}" });
    json!({
        "name": name,
        "request": { "method": method, "url": format!("https://x.example{path}"),
                     "body": if method == "GET" { Value::Null } else { body } },
    })
}

fn folder(name: &str, items: &[Value]) -> Value {
    json!({ "name": name, "item": items })
}

fn understood(items: Value) -> Understood {
    let collection = json!({ "info": { "name": "Shop" }, "item": items });
    let source = Source {
        path: "collection.json".into(),
        text: collection.to_string(),
    };
    let (_, understood, _) = postwright::understand(source, "api").expect("a collection");
    understood
}

/// The modules of the folders, and the methods of the requests, in order.
#[track_caller]
fn check(items: &[Value], modules: &[&str], methods: &[&str]) {
    // The order of the collection has no say.
    for is_reversed in [false, true] {
        let mut items = items.to_vec();
        if is_reversed {
            items.reverse();
        }
        let names = understood(Value::from(items)).names;
        let groups = names.groups.iter().skip(1);
        let mut found: Vec<String> = groups.map(|group| group.path.join("::")).collect();
        let operations = names.operations.iter();
        let mut found_methods: Vec<String> = operations.map(|one| one.method.clone()).collect();
        if is_reversed {
            found.reverse();
            found_methods.reverse();
        }
        assert_eq!(found, modules);
        assert_eq!(found_methods, methods);
    }
}

#[test]
fn folders_of_one_name_are_told_apart_by_their_methods() {
    check(
        &[
            folder("/transfers", &[item("List", "GET /transfers")]),
            folder("/transfers", &[item("Make", "POST /transfers")]),
            folder("/transfers/:id", &[item("One", "GET /transfers/1")]),
        ],
        &["get_transfers", "post_transfers", "transfers_id"],
        &["list", "make", "one"],
    );
}

#[test]
fn folders_of_one_name_and_method_are_told_apart_by_their_paths() {
    check(
        &[
            folder("Reports", &[item("Sales", "GET /sales/reports")]),
            folder("Reports", &[item("Stock", "GET /stock/reports")]),
        ],
        &["get_reports_sales_reports", "get_reports_stock_reports"],
        &["sales", "stock"],
    );
}

#[test]
fn the_end_of_a_long_folder_is_not_cut() {
    let path = "/merchants/:merchantId/splitConfigurations/:splitConfigurationId/rules/:ruleId";
    check(
        &[
            folder(path, &[item("Change", "PATCH /m/1/s/2/rules/3")]),
            folder(
                &format!("{path}/logic"),
                &[item("Logic", "PATCH /m/1/s/2/rules/3/logic")],
            ),
        ],
        &[
            "patch_configurations_split_configuration_id_rules_rule_id",
            "patch_split_configuration_id_rules_rule_id_logic",
        ],
        &["change", "logic"],
    );
}

#[test]
fn requests_of_one_name_and_path_are_told_apart_by_their_queries() {
    check(
        &[
            item("Find", "GET /people?name=a"),
            item("Find", "GET /people?city=b"),
        ],
        &[],
        &["find_get_name", "find_get_city"],
    );
}

#[test]
fn a_body_is_not_called_as_the_folder() {
    let names = understood(json!([folder("Refund", &[item("Refund", "POST /refund")])])).names;
    assert_eq!(names.groups[1].handle, "Refund");
    assert_eq!(names.operations[0].body, "RefundBody");
}

#[test]
fn servers_of_one_name_are_told_apart_by_their_schemes() {
    let get =
        |name: &str, url: &str| json!({ "name": name, "request": { "method": "GET", "url": url } });
    let names = understood(json!([
        get("a", "http://shop.example.com/a"),
        get("b", "https://shop.example.com/b"),
        get("c", "https://other.example.com/c"),
    ]))
    .names;
    assert_eq!(
        names.servers,
        [
            "shop_example_com_http",
            "shop_example_com_https",
            "other_example_com"
        ],
    );
}
