//! Which secrets of a collection are one credential: by how they are sent, and by what stands for them.

use std::path::PathBuf;

use postwright::Understood;
use postwright::diag::Source;
use postwright::model::{CredentialId, OperationAuth};
use postwright::read::Input;
use serde_json::{Value, json};

const MAIN: &str = "https://api.example.com";
const OTHER: &str = "https://partner.example.com";

fn understood(requests: &[(&str, Value)], lock: Option<&str>) -> (Understood, String) {
    let items = requests.iter().enumerate().map(|(at, (server, auth))| {
        let mut request = json!({ "method": "GET", "url": format!("{server}/{at}") });
        match auth {
            Value::Array(header) => {
                request["header"] = json!([{ "key": header[0], "value": header[1] }])
            }
            block => request["auth"] = block.clone(),
        }
        json!({ "name": format!("Get {at}"), "request": request })
    });
    let collection = json!({
        "info": { "name": "Shop" },
        "item": items.collect::<Vec<_>>(),
        "variable": [
            { "key": "accessToken", "value": "{{token}}" },
            { "key": "protocol", "value": "http" },
            { "key": "baseUrl", "value": "http://localhost:8080" },
            { "key": "partnerUrl", "value": "http://localhost:8080" },
        ],
    });
    let source = |path: &str, text: &str| Source {
        path: PathBuf::from(path),
        text: text.to_owned(),
    };
    let mut input = Input::from(source("shop.json", &collection.to_string()));
    input.names_lock = lock.map(|text| source("names.lock", text));
    let (_, understood, diagnostics) =
        postwright::understand(input, "shop").unwrap_or_else(|failure| panic!("{failure}"));
    (understood, format!("{diagnostics:?}"))
}

/// The method of the builder that sets the credential of each request, with the one that goes in its place behind a `<`.
fn methods(understood: &Understood) -> Vec<String> {
    let (api, names) = (&understood.api, &understood.names.credentials);
    let method = |id: CredentialId| {
        let names = &names[id.0];
        let plain = names.beside.filter(|plain| api.may_stand_in(*plain, id));
        let plain =
            plain.map(|plain| format!(" < {}", understood.names.credentials[plain.0].method));
        format!("{}{}", names.method, plain.unwrap_or_default())
    };
    let all = api
        .operations
        .iter()
        .map(|operation| match &operation.auth {
            OperationAuth::Credentials(ids) => {
                let methods: Vec<String> = ids.iter().map(|id| method(*id)).collect();
                methods.join(" + ")
            }
            other => format!("{other:?}"),
        });
    all.collect()
}

#[track_caller]
fn check(requests: &[(&str, Value)], expected: &[&str]) {
    assert_eq!(methods(&understood(requests, None).0), expected);
}

fn bearer(token: &str) -> Value {
    json!({ "type": "bearer", "bearer": { "token": token } })
}

fn basic(username: &str, password: &str) -> Value {
    json!({ "type": "basic", "basic": { "username": username, "password": password } })
}

fn header(name: &str, value: &str) -> Value {
    json!([name, value])
}

fn oauth2(url: &str, token: &str) -> Value {
    json!({ "type": "oauth2", "oauth2": {
        "grant_type": "client_credentials", "accessTokenUrl": url, "accessToken": token,
    } })
}

#[test]
fn what_is_one_secret_is_one_credential() {
    for (one, other) in [
        (bearer("{{token}}"), bearer("{{token}}")),
        // One stands for the other, and the names are the same words.
        (bearer("{{token}}"), bearer("{{accessToken}}")),
        (bearer("{{userToken}}"), bearer("{{user_token}}")),
        (
            bearer("{{token}}"),
            header("Authorization", "bearer {{ token }}"),
        ),
        // A literal is what goes to the same host.
        (bearer("{{token}}"), bearer("")),
        (bearer("{{token}}"), bearer("a-literal-token")),
        // So is the token of an authorization server.
        (
            bearer("{{token}}"),
            oauth2("https://login.example.com/token", ""),
        ),
        (
            bearer("{{token}}"),
            oauth2("https://login.example.com/token", "{{token}}"),
        ),
        (bearer("{{$guid}}"), bearer("{{token}}")),
    ] {
        check(
            &[(MAIN, one.clone()), (MAIN, other.clone())],
            &["bearer_token", "bearer_token"],
        );
    }
}

#[test]
fn each_further_secret_has_a_method_of_its_own() {
    let url = |name: &str| format!("https://{name}.example.com/token");
    for (one, other, expected) in [
        (
            bearer("{{userToken}}"),
            bearer("{{adminToken}}"),
            ["bearer_token", "admin_token"],
        ),
        (
            bearer("{{token}}"),
            bearer("{{admin}}"),
            ["bearer_token", "admin_token"],
        ),
        (
            bearer("{{token}}"),
            bearer("{{bearerToken}}"),
            ["bearer_token", "api_example_com_bearer_token"],
        ),
        (
            header("X-Api-Key", "{{apiKey}}"),
            header("X-Api-Key", "{{partnerKey}}"),
            ["x_api_key", "partner_key"],
        ),
        (
            header("Authorization", "SSWS {{one}}"),
            header("Authorization", "SSWS {{two}}"),
            ["ssws_token", "two_token"],
        ),
        (
            basic("{{user}}", "{{password}}"),
            basic("{{partnerUser}}", "{{partnerPassword}}"),
            ["basic_auth", "partner_basic_auth"],
        ),
        (
            oauth2(&url("login"), ""),
            oauth2(&url("other"), ""),
            ["bearer_token", "other_example_com_token"],
        ),
        (
            oauth2(&url("login"), ""),
            oauth2("{{loginUrl}}/token", ""),
            ["bearer_token", "login_url_token"],
        ),
    ] {
        let stand_in = format!("{} < {}", expected[1], expected[0]);
        check(
            &[(MAIN, one.clone()), (MAIN, other.clone())],
            &[expected[0], &stand_in],
        );
        // Nothing goes to a host that it is not made for.
        let name = expected[1].replace("api_example_com", "partner_example_com");
        check(&[(MAIN, one), (OTHER, other)], &[expected[0], &name]);
    }
}

#[test]
fn nothing_stands_in_for_a_secret_in_the_clear_that_is_made_for_https() {
    let plain = "http://api.example.com";
    let (user, admin) = (bearer("{{userToken}}"), bearer("{{adminToken}}"));
    let stands_in = |user_at: [&str; 2], admin_at: [&str; 2], expected: bool| {
        let users = user_at.iter().map(|server| (*server, user.clone()));
        let users = users.chain([(user_at[0], user.clone())]);
        let admins = admin_at.iter().map(|server| (*server, admin.clone()));
        let all: Vec<_> = users.chain(admins).collect();
        let admin = match expected {
            true => "admin_token < bearer_token",
            false => "admin_token",
        };
        let user = "bearer_token";
        check(&all, &[user, user, user, admin, admin]);
    };
    stands_in([MAIN, MAIN], [MAIN, MAIN], true);
    stands_in([MAIN, MAIN], [plain, plain], false);
    stands_in([MAIN, MAIN], [MAIN, plain], false);
    // The collection itself sends it in the clear.
    stands_in([MAIN, plain], [plain, plain], true);
    stands_in([plain, plain], [plain, plain], true);
    stands_in([plain, plain], [MAIN, MAIN], true);
    // In the clear to another host says nothing of this one.
    stands_in([MAIN, "http://partner.example.com"], [plain, plain], false);
    // The scheme is known where the host is not.
    stands_in(["https://{{host}}"; 2], ["http://{{host}}"; 2], false);
    stands_in(["https://{{host}}"; 2], ["https://{{host}}"; 2], true);
    // The scheme is the value of a variable.
    let variable = "{{protocol}}://api.example.com";
    stands_in([MAIN, MAIN], [variable, variable], false);
    stands_in([variable, variable], [plain, plain], true);
}

#[test]
fn a_secret_is_made_for_the_server_that_its_requests_go_to() {
    let plain = "http://api.example.com";
    // They are one host.
    let (base, partner) = ("{{baseUrl}}", "{{partnerUrl}}");
    let (user, admin) = (bearer("{{userToken}}"), bearer("{{adminToken}}"));
    let check = |all: &[(&str, &Value)], expected: &str| {
        let all: Vec<_> = all
            .iter()
            .map(|(server, auth)| (*server, (*auth).clone()))
            .collect();
        let Understood { api, names, .. } = understood(&all, None).0;
        let home = api.origins[0].home_server;
        assert_eq!(names.servers[home.0], expected, "{all:?}");
    };
    check(
        &[(base, &user), (base, &user), (partner, &admin)],
        "base_url",
    );
    // The first server of the host is another one.
    let none = json!({ "type": "noauth" });
    let own = [(partner, &user), (partner, &user)];
    check(
        &[&[(base, &none); 3], &own[..], &[(base, &admin)]].concat(),
        "partner_url",
    );
    check(&[&[(base, &user)], &own[..]].concat(), "partner_url");
    // It goes in the clear, and what it stands in for may as well.
    check(
        &[(MAIN, &user), (MAIN, &user), (plain, &user)],
        "api_example_com_http",
    );
    check(
        &[(MAIN, &user), (MAIN, &user), (plain, &admin)],
        "api_example_com_https",
    );
}

#[test]
fn a_secret_without_a_name_is_that_of_its_host() {
    let (token, partner) = (bearer("{{token}}"), bearer("{{partnerToken}}"));
    let all = [
        (MAIN, token.clone()),
        (OTHER, partner),
        (OTHER, bearer("")),
        (MAIN, bearer("")),
    ];
    check(
        &all,
        &[
            "bearer_token",
            "partner_token",
            "partner_token",
            "bearer_token",
        ],
    );
    let nowhere = [(MAIN, token), (OTHER, bearer(""))];
    check(
        &nowhere,
        &["bearer_token", "partner_example_com_bearer_token"],
    );
    // Without any name there is nothing to tell them apart by.
    check(
        &[(MAIN, bearer("")), (OTHER, bearer(""))],
        &["bearer_token", "bearer_token"],
    );
}

#[test]
fn a_token_that_is_fetched_is_the_one_that_goes_to_its_host() {
    let url = "https://login.partner.example.com/token";
    let all = [
        (MAIN, bearer("{{token}}")),
        (MAIN, bearer("{{token}}")),
        (OTHER, oauth2(url, "")),
        (OTHER, bearer("{{partnerToken}}")),
    ];
    check(
        &all,
        &[
            "bearer_token",
            "bearer_token",
            "partner_token",
            "partner_token",
        ],
    );
    let (understood, _) = understood(&all, None);
    let providers = understood.names.credentials.iter();
    let providers: Vec<_> = providers
        .filter_map(|names| names.provider.as_deref())
        .collect();
    assert_eq!(providers, ["token_provider", "partner_token_provider"]);
}

#[test]
fn another_authorization_server_leads_to_its_provider() {
    let url = |name: &str| format!("https://{name}.example.com/token");
    let all = [
        (MAIN, oauth2(&url("login"), "")),
        (OTHER, oauth2(&url("other"), "")),
    ];
    let (understood, said) = understood(&all, None);
    let provider = &understood.names.credentials[1].provider;
    assert_eq!(
        provider.as_deref(),
        Some("other_example_com_token_provider")
    );
    assert!(said.contains("with `_provider` behind that name"), "{said}");
}

#[test]
fn most_requests_have_the_plain_name_and_keep_it() {
    let (user, admin) = (bearer("{{userToken}}"), bearer("{{adminToken}}"));
    let first = [
        (MAIN, user.clone()),
        (OTHER, admin.clone()),
        (OTHER, admin.clone()),
    ];
    check(&first, &["user_token", "bearer_token", "bearer_token"]);
    // One secret of a kind has the plain name; whatever comes to it later, that name stands for the same secret.
    let lock = understood(&[(MAIN, user.clone())], None).0.lock.to_text();
    let (later, _) = understood(&first, Some(&lock));
    assert_eq!(
        methods(&later),
        ["bearer_token", "admin_token", "admin_token"]
    );
    // So it is when the other way round is the usual one, and when the order is another.
    let lock = later.lock.to_text();
    let turned = [(OTHER, admin.clone()), (OTHER, admin), (MAIN, user)];
    let (turned, _) = understood(&turned, Some(&lock));
    assert_eq!(
        methods(&turned),
        ["admin_token", "admin_token", "bearer_token"]
    );
    assert_eq!(turned.gone, None);
}

#[test]
fn a_variable_with_another_name_is_no_other_secret() {
    let key = |name: &str| header("X-Api-Key", &format!("{{{{{name}}}}}"));
    let lock = understood(&[(MAIN, key("apiKey"))], None).0.lock.to_text();
    let (renamed, _) = understood(&[(MAIN, key("key"))], Some(&lock));
    assert_eq!(
        (methods(&renamed), renamed.gone),
        (vec!["x_api_key".to_owned()], None)
    );
}

#[test]
fn a_lock_from_before_names_the_one_that_most_requests_use() {
    let key = |name: &str| header("X-Api-Key", &format!("{{{{{name}}}}}"));
    let all = [
        (MAIN, key("apiKey")),
        (OTHER, key("partnerKey")),
        (MAIN, key("apiKey")),
    ];
    let (fresh, _) = understood(&all, None);
    let lock = fresh.lock.to_text();
    let older: Vec<&str> = lock
        .lines()
        .filter(|line| !line.contains("partner_key"))
        .collect();
    let older = older.join("\n").replace(" from {{apiKey}}", "") + "\n";
    let (kept, _) = understood(&all, Some(&older));
    assert_eq!(methods(&kept), ["x_api_key", "partner_key", "x_api_key"]);
    assert_eq!(kept.lock.to_text(), lock);
}
