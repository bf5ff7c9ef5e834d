//! The client of httpbin against a real httpbin: what the server says it received is what was meant.
//!
//! `tests/httpbin/install.sh` installs the server. Without it these tests do nothing but say so, unless the
//! environment has `CI=true`, where they fail.
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::thread;
use std::time::Duration;

use generated::httpbin::{self, Client, Error, File, Response};
use httpbin::access::CheckTokenError;
use httpbin::access::with_a_password::CheckPasswordError;
use httpbin::answers::{GetStatusError, GetUnlessUnchangedError, GetUnlessUnchangedParams};
use httpbin::inspect::{Content, GetArgumentsParams, OrderAPizza, SendAParcel, Service, Size};
use httpbin::orders::one_order::{ChangeOrder, GetOrderParams, Line, ReplaceOrder};
use httpbin::orders::{
    CreateOrder, CreateOrderAddress, CreateOrderCustomer, CreateOrderLine, Method,
};
use serde_json::{Value, json};

/// A running httpbin. It stops when dropped.
struct Httpbin {
    child: Child,
    url: String,
}

impl Httpbin {
    /// The server that the tests running at the same time share, or `None` if none is installed.
    fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Httpbin>> = Mutex::new(Weak::new());
        let python = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/httpbin/bin/python");
        if !Path::new(python).exists() {
            let missing = "httpbin is not installed: run `bash tests/httpbin/install.sh`";
            assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{missing}");
            // Not `eprintln!`, whose output is not shown for a test that passes.
            let _ = writeln!(io::stderr(), "skipped: {missing}");
            return None;
        }
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let running = shared.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start(python));
            *shared = Arc::downgrade(&started);
            started
        });
        Some(running)
    }

    /// Starts a server on a port that the system chooses, and waits until it says which.
    fn start(python: &str) -> Self {
        let mut child = Command::new(python)
            .args(["-m", "httpbin.core", "--port", "0"])
            .env("PYTHONUNBUFFERED", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("httpbin starts");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        // From here on the child is stopped whatever happens.
        let mut server = Self {
            child,
            url: String::new(),
        };
        let (sender, receiver) = mpsc::channel();
        // The thread goes on reading to the end, so that the server is never held up by a full pipe.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut said = String::new();
        while server.url.is_empty() {
            match receiver.recv_timeout(Duration::from_secs(60)) {
                Ok(line) => {
                    if let Some((_, url)) = line.split_once("Running on ") {
                        server.url = url.trim().to_owned();
                    }
                    said.push_str(&line);
                    said.push('\n');
                }
                Err(error) => panic!("httpbin does not start ({error}):\n{said}"),
            }
        }
        server
    }

    /// A client with a token, and with the credentials of Ada.
    fn client(&self) -> Client {
        let builder = Client::builder()
            .base_url(&self.url)
            .bearer_token("the-token")
            .basic_auth("Ada", "pass:wörd");
        builder.build().expect("a client")
    }

    /// A client without credentials.
    fn anonymous(&self) -> Client {
        let builder = Client::builder().base_url(&self.url);
        builder.build().expect("a client")
    }
}

impl Drop for Httpbin {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The whole answer, also what no type names.
fn raw<T>(answer: &Response<T>) -> Value {
    serde_json::from_slice(answer.bytes()).expect("JSON")
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn get_arguments() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let tags = ["red & round", "1+1=2 #ü 100%25 日本 {{x}}"];
    let params = GetArgumentsParams {
        tag: tags.map(str::to_owned).to_vec(),
        verbose: Some(true),
    };
    let client = server.client();
    let call = client.inspect().get_arguments(Some(&params));
    let answer = call.query("a b", "c&d").await.expect("200");
    let args = answer.args.as_ref().expect("what was sent");
    assert_eq!(args.tag, tags);
    assert_eq!(args.verbose.as_deref(), Some("true"));
    let headers = answer.headers.as_ref().expect("headers");
    assert_eq!(format!("http://{}", headers.host), server.url);
    assert_eq!(headers.accept, "*/*");
    assert_eq!(answer.origin.as_deref(), Some("127.0.0.1"));
    let url = answer.url.as_deref().expect("a URL");
    assert!(url.starts_with(&format!("{}/get?", server.url)), "{url}");
    let raw = raw(&answer);
    assert_eq!(raw["args"]["a b"], "c&d");
    assert_eq!(raw["args"].as_object().map(|args| args.len()), Some(3));
    assert_eq!(raw["headers"]["Authorization"], "Bearer the-token");

    let answer = client.inspect().get_arguments(None).await.expect("200");
    assert_eq!(answer.url, Some(format!("{}/get", server.url)));
    let args = answer.args.as_ref().expect("what was sent");
    assert!(args.tag.is_empty() && args.verbose.is_none());
}

#[tokio::test]
async fn order_a_pizza() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let order = OrderAPizza {
        custtel: text("+44 555 0100"),
        topping: ["onion", "ham & cheese = 100%"].map(str::to_owned).to_vec(),
        delivery: text("18:30"),
        comments: text("Ring twice.\r\nThank you; ü 日本"),
        ..OrderAPizza::new("Zoë", Size::Medium)
    };
    let call = server.client().inspect().order_a_pizza(&order);
    let answer = call.await.expect("200");
    let form = answer.form.as_ref().expect("a form");
    assert_eq!(form.custname.as_deref(), Some("Zoë"));
    assert_eq!(form.topping, order.topping);
    let expected = json!({
        "custname": "Zoë",
        "custtel": "+44 555 0100",
        "size": "medium",
        "topping": ["onion", "ham & cheese = 100%"],
        "delivery": "18:30",
        "comments": "Ring twice.\r\nThank you; ü 日本",
    });
    let raw = raw(&answer);
    assert_eq!(raw["form"], expected);
    assert_eq!((&raw["args"], &raw["files"]), (&json!({}), &json!({})));
    let headers = answer.headers.as_ref().expect("headers");
    assert_eq!(
        headers.content_type.as_deref(),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(raw["headers"]["Authorization"], "Bearer the-token");
}

#[tokio::test]
async fn send_a_parcel() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("nöte \"1\".txt");
    let note = "Leave it at the back door.\r\nThank you: ü 日本\n";
    std::fs::write(&path, note).expect("a file");
    let contents = vec![
        Content {
            name: text("cup \"ü\"\r\n--"),
            count: Some(2),
            fragile: Some(true),
        },
        Content::default(),
    ];
    let client = server.client();
    for file in [File::path(&path), File::bytes("note.txt", note)] {
        let parcel = SendAParcel {
            service: Some(Service::Other("by hand".to_owned())),
            note: Some(file),
            ..SendAParcel::new("Grace & Søn", contents.clone())
        };
        let answer = client.inspect().send_a_parcel(&parcel).await.expect("200");
        let files = answer.files.as_ref().expect("files");
        assert_eq!(files.note.as_deref(), Some(note));
        let raw = raw(&answer);
        assert_eq!(raw["files"], json!({ "note": note }));
        let expected = json!({
            "recipient": "Grace & Søn",
            "service": "by hand",
            "contents": r#"[{"name":"cup \"ü\"\r\n--","count":2,"fragile":true},{}]"#,
        });
        assert_eq!(raw["form"], expected);
        let content_type = raw["headers"]["Content-Type"].as_str().expect("a type");
        assert!(
            content_type.starts_with("multipart/form-data; boundary=-"),
            "{content_type}"
        );
    }

    let mut bytes = vec![0, 0xff, b'\r', b'\n'];
    bytes.resize(200_000, b'x');
    let parcel = SendAParcel {
        note: Some(File::bytes("note.bin", bytes.clone())),
        ..SendAParcel::new("Grace", Vec::new())
    };
    let answer = client.inspect().send_a_parcel(&parcel).await.expect("200");
    let files = answer.files.as_ref().expect("files");
    let note = files.note.as_deref().expect("a file");
    // What is not UTF-8 comes back as a `data:` URL in Base64: four characters for three bytes.
    let encoded = note.strip_prefix("data:application/octet-stream;base64,");
    let encoded = encoded.expect("the type that the extension tells");
    assert!(encoded.starts_with("AP8NCnh4"), "{}", &encoded[..8]);
    assert_eq!(encoded.len(), bytes.len().div_ceil(3) * 4);
}

#[tokio::test]
async fn create_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let order = CreateOrder {
        reference: text("PW-1001"),
        customer: Some(CreateOrderCustomer {
            name: text("Ada \"L\" ü"),
            email: text("ada@example.com"),
            address: Some(CreateOrderAddress {
                street: text("12 Example Row\n"),
                city: text("日本"),
                postcode: text("N1 7AA"),
            }),
        }),
        lines: Some(vec![
            CreateOrderLine {
                sku: text("tea-250"),
                quantity: Some(i64::MAX),
                unit_price: Some(4.75),
                engraving: None,
            },
            CreateOrderLine {
                sku: text("cup"),
                quantity: Some(-1),
                unit_price: Some(0.1),
                engraving: text("A.L."),
            },
        ]),
        express: Some(false),
        discount: Some(0.15),
        coupon: None,
    };
    let call = server.client().orders().create_order(&order);
    let answer = call.await.expect("200");
    assert_eq!(answer.method, Method::Post);
    assert_eq!(answer.url, format!("{}/anything", server.url));
    let headers = &answer.headers;
    assert_eq!(headers.content_type.as_deref(), Some("application/json"));
    let length = answer.data.len().to_string();
    assert_eq!(headers.content_length, Some(length));
    let json = answer.json.as_ref().expect("what was sent");
    assert_eq!(json.lines[0].quantity, i64::MAX);
    assert_eq!(json.lines[1].unit_price, 0.1);
    assert_eq!(json.lines[1].engraving.as_deref(), Some("A.L."));
    let customer = json.customer.as_ref().expect("a customer");
    let address = customer.address.as_ref().expect("an address");
    assert_eq!(address.city.as_deref(), Some("日本"));
    assert_eq!(json.discount, Some(0.15));
    assert_eq!(json.coupon, None);
    let expected = json!({
        "reference": "PW-1001",
        "customer": {
            "name": "Ada \"L\" ü",
            "email": "ada@example.com",
            "address": { "street": "12 Example Row\n", "city": "日本", "postcode": "N1 7AA" },
        },
        "lines": [
            { "sku": "tea-250", "quantity": i64::MAX, "unit_price": 4.75 },
            { "sku": "cup", "quantity": -1, "unit_price": 0.1, "engraving": "A.L." },
        ],
        "express": false,
        "discount": 0.15,
    });
    assert_eq!(raw(&answer)["json"], expected);
}

#[tokio::test]
async fn get_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let params = GetOrderParams {
        expand: text("customer & all"),
    };
    let orders = client.orders().one_order();
    let answer = orders.get_order("PW 1001?#ü", Some(&params)).await;
    let answer = answer.expect("200");
    assert_eq!(answer.method, Method::Get);
    let expand = BTreeMap::from([("expand".to_owned(), json!("customer & all"))]);
    assert_eq!(answer.args, expand);
    assert!(answer.json.is_none());
    let path = "/anything/PW%201001%3F%23ü?expand=customer%20%26%20all";
    assert_eq!(answer.url, format!("{}{path}", server.url));

    let answer = orders.get_order("PW-1001", None).await.expect("200");
    assert_eq!(answer.url, format!("{}/anything/PW-1001", server.url));
    assert!(answer.args.is_empty());
    assert_eq!(answer.data, "");
}

#[tokio::test]
async fn replace_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let order = ReplaceOrder {
        reference: text("PW-1001"),
        customer: Some(CreateOrderCustomer {
            name: text("Ada"),
            ..Default::default()
        }),
        lines: Some(vec![Line {
            sku: text("tea-250"),
            quantity: Some(2),
            unit_price: Some(4.75),
        }]),
        express: Some(true),
    };
    let client = server.client();
    let call = client.orders().one_order().replace_order("PW-1001", &order);
    let answer = call.await.expect("200");
    assert_eq!(answer.method, Method::Put);
    assert_eq!(answer.url, format!("{}/anything/PW-1001", server.url));
    let json = answer.json.as_ref().expect("what was sent");
    assert_eq!(json.express, Some(true));
    assert_eq!(json.lines[0].quantity, 2);
    let expected = json!({
        "reference": "PW-1001",
        "customer": { "name": "Ada" },
        "lines": [{ "sku": "tea-250", "quantity": 2, "unit_price": 4.75 }],
        "express": true,
    });
    assert_eq!(raw(&answer)["json"], expected);
}

#[tokio::test]
async fn change_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let change = ChangeOrder {
        coupon: text("LATE10"),
        ..ChangeOrder::default()
    };
    let client = server.client();
    let call = client.orders().one_order().change_order("PW-1001", &change);
    let answer = call.await.expect("200");
    assert_eq!(answer.method.as_deref(), Some("PATCH"));
    assert_eq!(answer.data.as_deref(), Some(r#"{"coupon":"LATE10"}"#));
    let json = answer.json.as_ref().expect("what was sent");
    assert_eq!(json.coupon.as_deref(), Some("LATE10"));
    assert_eq!(json.express, None);
}

#[tokio::test]
async fn delete_order() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let call = client.orders().one_order().delete_order("PW-1001");
    let answer = call.header("X-Reason", "latin é").await.expect("200");
    assert_eq!(answer.method, Method::Delete);
    assert_eq!(answer.data, "");
    let headers = &raw(&answer)["headers"];
    assert_eq!(headers["X-Reason"], "latin é");
    assert_eq!(headers["Content-Type"], Value::Null);
    assert_eq!(headers["Content-Length"], Value::Null);
}

#[tokio::test]
async fn check_token() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let answer = server.client().access().check_token().await.expect("200");
    assert_eq!(answer.authenticated, Some(true));
    assert_eq!(answer.token.as_deref(), Some("the-token"));

    let error = server.anonymous().access().check_token().await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert!(matches!(answer.body(), CheckTokenError::Unauthorized(text) if text.is_empty()));
}

#[tokio::test]
async fn check_password() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let known = server.client();
    let call = known.access().with_a_password();
    let answer = call.check_password("Ada", "pass:wörd").await.expect("200");
    assert_eq!(answer.authenticated, Some(true));
    assert_eq!(answer.user.as_deref(), Some("Ada"));

    let call = |client: &Client, password: &str| {
        let access = client.access().with_a_password();
        access.check_password("Ada", password)
    };
    for (client, password) in [(&known, "wrong"), (&server.anonymous(), "pass:wörd")] {
        let error = call(client, password).await;
        let Err(Error::Api(answer)) = error else {
            panic!("{error:?}")
        };
        let challenge = answer.header("www-authenticate").expect("a challenge");
        assert!(challenge.starts_with("Basic realm="), "{challenge}");
        let CheckPasswordError::Unauthorized(text) = answer.body() else {
            panic!("{answer:?}")
        };
        assert_eq!(text, "");
    }
}

#[tokio::test]
async fn get_robots_file() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let answer = server.client().answers().get_robots_file().await;
    let answer = answer.expect("200");
    assert_eq!(answer.body(), "User-agent: *\nDisallow: /deny\n");
    let content_type = answer.header("content-type").expect("a type");
    assert!(content_type.starts_with("text/plain"), "{content_type}");
}

#[tokio::test]
async fn get_status() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let get = |code| client.answers().get_status(code);
    let () = get(204).await.expect("204").into_body();

    let error = get(404).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 404);
    assert!(matches!(answer.body(), GetStatusError::NotFound(text) if text.is_empty()));

    let error = get(418).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    let GetStatusError::ImATeapot(text) = answer.body() else {
        panic!("{answer:?}")
    };
    assert!(text.contains("teapot"), "{text}");
    assert!(answer.header("x-more-info").is_some());

    for code in [400, 429, 500, 503] {
        let error = get(code).await.expect_err("not documented");
        assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
        let status = error.status().map(|status| i64::from(status.as_u16()));
        assert_eq!(status, Some(code));
    }
    // The documented success has no body either.
    for code in [200, 202] {
        let answer = get(code).await.expect("a success without a body");
        assert_eq!(i64::from(answer.status().as_u16()), code);
    }
}

#[tokio::test]
async fn get_status_that_redirects() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    // httpbin redirects to /redirect/1, from there to /get.
    let call = server.client().answers().get_status(302);
    let error = call.await.expect_err("200, which is not documented");
    let Error::Undocumented(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 200);
    let json: Value = answer.json().expect("JSON");
    assert_eq!(json["url"], format!("{}/get", server.url));
    assert_eq!(json["headers"]["Authorization"], "Bearer the-token");
}

#[tokio::test]
async fn get_unless_unchanged() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let get = |none: Option<&str>, some: Option<&str>| {
        let params = GetUnlessUnchangedParams {
            if_none_match: none.map(str::to_owned),
            if_match: some.map(str::to_owned),
        };
        client.answers().get_unless_unchanged("v1", Some(&params))
    };
    for (none, some) in [
        (None, None),
        (Some("\"v0\""), None),
        (None, Some("\"v0\", \"v1\"")),
    ] {
        let answer = get(none, some).await.expect("200");
        assert_eq!(answer.header("etag"), Some("v1"));
        let raw = raw(&answer);
        let received = |name: &str| raw["headers"][name].as_str();
        assert_eq!(
            (received("If-None-Match"), received("If-Match")),
            (none, some)
        );
        let url = format!("{}/etag/v1", server.url);
        assert_eq!(answer.url.as_deref(), Some(&*url));
    }

    let error = get(Some("\"v0\", \"v1\""), None).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 304);
    assert!(matches!(
        answer.body(),
        GetUnlessUnchangedError::NotModified
    ));
    assert_eq!(answer.header("etag"), Some("v1"));

    let error = get(None, Some("\"v2\"")).await;
    let Err(Error::Api(answer)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(answer.status().as_u16(), 412);
    assert!(
        matches!(answer.body(), GetUnlessUnchangedError::PreconditionFailed(text) if text.is_empty())
    );
}

#[test]
fn without_async() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let client = server.client();
    let answer = client.access().check_token().wait().expect("200");
    assert_eq!(answer.token.as_deref(), Some("the-token"));
}

#[tokio::test]
async fn in_chunks() {
    let Some(server) = Httpbin::shared() else {
        return;
    };
    let call = server.client().answers().get_robots_file();
    let mut download = call.stream().await.expect("200");
    let mut received = Vec::new();
    while let Some(chunk) = download.chunk().await.expect("a chunk") {
        received.extend_from_slice(&chunk);
    }
    assert_eq!(received, b"User-agent: *\nDisallow: /deny\n");
}
