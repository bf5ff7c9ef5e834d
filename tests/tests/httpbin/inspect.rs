//! Requests of the folder `Inspect`.

use generated::httpbin::File;
use generated::httpbin::inspect::{
    Content, GetArgumentsParams, OrderAPizza, SendAParcel, Service, Size,
};
use serde_json::json;

use crate::server::Httpbin;
use crate::{raw, text};

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
