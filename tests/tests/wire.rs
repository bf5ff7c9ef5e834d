//! Every operation on the wire: what a server receives, byte for byte, as a snapshot.
#![allow(missing_docs)]

use std::fmt;

use generated::runtime::testing::Server;
use generated::runtime::{Call, File};
use generated::{httpbin, zoom};
use httpbin::answers::GetUnlessUnchangedParams;
use httpbin::inspect::{Content, GetArgumentsParams, OrderAPizza, SendAParcel, Service, Size};
use httpbin::orders::one_order::{ChangeOrder, GetOrderParams, Line, ReplaceOrder};
use httpbin::orders::{CreateOrder, CreateOrderAddress, CreateOrderCustomer, CreateOrderLine};
use postwright_tests::render;
use zoom::meetings::{
    Action, PerformBatchRegistration, PerformBatchRegistrationRequestRegistrant,
    UpdateRegistrantStatus, UpdateRegistrantStatusParams, UpdateRegistrantStatusRegistrant,
};

/// Sends one request of Zoom and renders what the server received.
async fn zoom<T, E: fmt::Debug>(call: impl FnOnce(&zoom::Client) -> Call<T, E>) -> String {
    let server = Server::answering(200, &[], "");
    let client = zoom::Client::builder()
        .base_url(format!("{}/v2", server.url()))
        .bearer_token("zoom-token");
    sent(&server, call(&client.build().expect("a client"))).await
}

/// Sends one request of httpbin and renders what the server received. The client has all credentials that there
/// are, so that the operation alone chooses.
async fn httpbin<T, E: fmt::Debug>(call: impl FnOnce(&httpbin::Client) -> Call<T, E>) -> String {
    let server = Server::answering(200, &[], "");
    let client = httpbin::Client::builder()
        .base_url(server.url())
        .bearer_token("httpbin-token")
        .basic_auth("Ada", "pass:wörd");
    sent(&server, call(&client.build().expect("a client"))).await
}

async fn sent<T, E: fmt::Debug>(server: &Server, call: Call<T, E>) -> String {
    assert!(server.received().is_empty(), "sent before it was awaited");
    let answer = call.bytes().await.expect("the answer 200");
    assert_eq!(answer.status().as_u16(), 200);
    match server.received().as_slice() {
        [request] => render(request),
        requests => panic!("not one request: {requests:?}"),
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn zoom_perform_batch_registration() {
    let person = |first: &str, last: &str, email: &str| PerformBatchRegistrationRequestRegistrant {
        first_name: text(first),
        email: text(email),
        last_name: text(last),
    };
    let registrants = vec![
        person("Ada", "Lovelace", "ada@example.com"),
        person("Søren \"S\"", "Ågård\r\n--x", "soren@example.com"),
    ];
    let body = PerformBatchRegistration {
        auto_approve: Some(true),
        registrants: Some(registrants),
    };
    let request = zoom(|zoom| {
        zoom.meetings()
            .perform_batch_registration(68423085123, &body)
    });
    insta::assert_snapshot!("zoom_perform_batch_registration", request.await);
}

#[tokio::test]
async fn zoom_perform_batch_registration_without_fields() {
    let body = PerformBatchRegistration::default();
    let request = zoom(|zoom| zoom.meetings().perform_batch_registration(1, &body));
    insta::assert_snapshot!(
        "zoom_perform_batch_registration_without_fields",
        request.await
    );
}

#[tokio::test]
async fn zoom_update_registrant_status() {
    let registrants = vec![
        UpdateRegistrantStatusRegistrant {
            id: text("in ad ut nulla est"),
            email: text("nulla@example.com"),
        },
        UpdateRegistrantStatusRegistrant {
            id: text("only the id"),
            email: None,
        },
    ];
    let body = UpdateRegistrantStatus {
        registrants: Some(registrants),
        ..UpdateRegistrantStatus::new(Action::Deny)
    };
    let params = UpdateRegistrantStatusParams {
        occurrence_id: text("quis officia in reprehenderit"),
    };
    let request = zoom(|zoom| {
        zoom.meetings()
            .update_registrant_status(68423085, &body, Some(&params))
    });
    insta::assert_snapshot!("zoom_update_registrant_status", request.await);
}

#[tokio::test]
async fn zoom_update_registrant_status_least() {
    let body = UpdateRegistrantStatus::new(Action::Other("zurück".to_owned()));
    let request = zoom(|zoom| {
        zoom.meetings()
            .update_registrant_status(68423085, &body, None)
    });
    insta::assert_snapshot!("zoom_update_registrant_status_least", request.await);
}

#[tokio::test]
async fn httpbin_get_arguments() {
    let params = GetArgumentsParams {
        tag: ["red", "r&b = 1+1 #ü 100%"].map(str::to_owned).to_vec(),
        verbose: Some(true),
    };
    let request = httpbin(|httpbin| httpbin.inspect().get_arguments(Some(&params)));
    insta::assert_snapshot!("httpbin_get_arguments", request.await);
}

#[tokio::test]
async fn httpbin_get_arguments_without() {
    let none = GetArgumentsParams::default();
    let without = httpbin(|httpbin| httpbin.inspect().get_arguments(None)).await;
    let empty = httpbin(|httpbin| httpbin.inspect().get_arguments(Some(&none))).await;
    assert_eq!(without, empty);
    insta::assert_snapshot!("httpbin_get_arguments_without", without);
}

#[tokio::test]
async fn httpbin_order_a_pizza() {
    let order = OrderAPizza {
        custtel: text("+44 555 0100"),
        topping: ["onion", "ham & cheese"].map(str::to_owned).to_vec(),
        delivery: text("18:30"),
        comments: text("Ring twice, please.\r\n100% sure = ja! ~_-*"),
        ..OrderAPizza::new("Zoë", Size::Medium)
    };
    let request = httpbin(|httpbin| httpbin.inspect().order_a_pizza(&order));
    insta::assert_snapshot!("httpbin_order_a_pizza", request.await);
}

#[tokio::test]
async fn httpbin_order_a_pizza_least() {
    let order = OrderAPizza::new("", Size::Small);
    let request = httpbin(|httpbin| httpbin.inspect().order_a_pizza(&order));
    insta::assert_snapshot!("httpbin_order_a_pizza_least", request.await);
}

#[tokio::test]
async fn httpbin_send_a_parcel() {
    let contents = vec![
        Content {
            name: text("cup"),
            count: Some(2),
            fragile: Some(true),
        },
        Content {
            name: text("tea \"towel\""),
            ..Content::default()
        },
    ];
    let note: &[u8] = b"Leave it at\nthe back door.\r\n\0\xff\\";
    let parcel = SendAParcel {
        service: Some(Service::Express),
        note: Some(File::bytes("notes/für \"Sie\" 日本.TXT", note)),
        ..SendAParcel::new("Grace Hopper", contents)
    };
    let request = httpbin(|httpbin| httpbin.inspect().send_a_parcel(&parcel));
    insta::assert_snapshot!("httpbin_send_a_parcel", request.await);
}

#[tokio::test]
async fn httpbin_send_a_parcel_from_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("note.unheard-of");
    std::fs::write(&path, "content").expect("a file");
    let parcel = SendAParcel {
        note: Some(File::path(path)),
        ..SendAParcel::new("Grace Hopper", Vec::new())
    };
    let request = httpbin(|httpbin| httpbin.inspect().send_a_parcel(&parcel));
    insta::assert_snapshot!("httpbin_send_a_parcel_from_disk", request.await);
}

#[tokio::test]
async fn httpbin_create_order() {
    let order = CreateOrder {
        reference: text("PW-1001"),
        customer: Some(CreateOrderCustomer {
            name: text("Ada Lovelace"),
            email: text("ada@example.com"),
            address: Some(CreateOrderAddress {
                street: text("12 \"Example\" Row\n"),
                city: text("日本"),
                postcode: None,
            }),
        }),
        lines: Some(vec![
            CreateOrderLine {
                sku: text("tea-250"),
                quantity: Some(2),
                unit_price: Some(4.75),
                engraving: None,
            },
            CreateOrderLine {
                sku: text("cup"),
                quantity: Some(-1),
                unit_price: Some(12.0),
                engraving: text("A.L."),
            },
        ]),
        express: Some(false),
        discount: Some(0.15),
        coupon: None,
    };
    let request = httpbin(|httpbin| httpbin.orders().create_order(&order));
    insta::assert_snapshot!("httpbin_create_order", request.await);
}

#[tokio::test]
async fn httpbin_get_order() {
    let params = GetOrderParams {
        expand: text("customer"),
    };
    let request = httpbin(|httpbin| {
        let orders = httpbin.orders().one_order();
        orders.get_order("PW/1001 ?#%ü", Some(&params))
    });
    insta::assert_snapshot!("httpbin_get_order", request.await);
}

#[tokio::test]
async fn httpbin_replace_order() {
    let order = ReplaceOrder {
        reference: text("PW-1001"),
        customer: Some(CreateOrderCustomer {
            name: text("Ada Lovelace"),
            email: None,
            address: Some(CreateOrderAddress {
                street: text("12 Example Row"),
                city: text("London"),
                postcode: text("N1 7AA"),
            }),
        }),
        lines: Some(vec![Line {
            sku: text("tea-250"),
            quantity: Some(2),
            unit_price: Some(4.75),
        }]),
        express: Some(true),
    };
    let request = httpbin(|httpbin| {
        let orders = httpbin.orders().one_order();
        orders.replace_order("PW-1001", &order)
    });
    insta::assert_snapshot!("httpbin_replace_order", request.await);
}

#[tokio::test]
async fn httpbin_change_order() {
    let change = ChangeOrder {
        express: Some(false),
        coupon: text("LATE10"),
    };
    let request = httpbin(|httpbin| {
        let orders = httpbin.orders().one_order();
        orders.change_order("PW-1001", &change)
    });
    insta::assert_snapshot!("httpbin_change_order", request.await);
}

#[tokio::test]
async fn httpbin_delete_order() {
    let request = httpbin(|httpbin| httpbin.orders().one_order().delete_order("PW-1001"));
    insta::assert_snapshot!("httpbin_delete_order", request.await);
}

#[tokio::test]
async fn httpbin_check_token() {
    let request = httpbin(|httpbin| httpbin.access().check_token());
    insta::assert_snapshot!("httpbin_check_token", request.await);
}

#[tokio::test]
async fn httpbin_check_password() {
    let request = httpbin(|httpbin| {
        let access = httpbin.access().with_a_password();
        access.check_password("Ada", "pass:wörd")
    });
    insta::assert_snapshot!("httpbin_check_password", request.await);
}

#[tokio::test]
async fn httpbin_get_robots_file() {
    let request = httpbin(|httpbin| httpbin.answers().get_robots_file());
    insta::assert_snapshot!("httpbin_get_robots_file", request.await);
}

#[tokio::test]
async fn httpbin_get_status() {
    let request = httpbin(|httpbin| httpbin.answers().get_status(204));
    insta::assert_snapshot!("httpbin_get_status", request.await);
}

#[tokio::test]
async fn httpbin_get_unless_unchanged() {
    let params = GetUnlessUnchangedParams {
        if_none_match: text("\"v1\", W/\"v2\""),
        if_match: text("é"),
    };
    let request = httpbin(|httpbin| {
        let answers = httpbin.answers();
        answers.get_unless_unchanged("v1", Some(&params))
    });
    insta::assert_snapshot!("httpbin_get_unless_unchanged", request.await);
}
