//! Client settings, and lists with numbered keys.

use postwright_runtime::testing::Server;
use postwright_runtime::{Answer, Core, CoreBuilder, Error, Indexed, Pairs, ToParam};

fn core(server: &Server) -> Core {
    let mut core = CoreBuilder::new(&[("base_url", None)]);
    core.server("base_url", "http", server.url());
    core.setting("account", "a1".to_owned());
    core.build().expect("a core")
}

async fn get(core: &Core) -> Result<(), Error> {
    let account = core.setting("account");
    let mut request = core.request("GET", "/{account}/items", &[&account]);
    request.query("locale", &core.setting("locale"));
    request.call_any(Answer::empty).await.map(|_| ())
}

#[tokio::test]
async fn a_setting_is_sent_with_every_request() {
    let server = Server::answering(204, &[], "");
    let core = core(&server);
    get(&core).await.expect("an answer");
    get(&core.with_setting("account", "b/2".to_owned()))
        .await
        .expect("an answer");
    get(&core.with_setting("locale", "de".to_owned()))
        .await
        .expect("an answer");
    let targets: Vec<String> = server
        .received()
        .into_iter()
        .map(|request| request.target)
        .collect();
    assert_eq!(
        targets,
        ["/a1/items", "/b%2F2/items", "/a1/items?locale=de"]
    );
}

#[tokio::test]
async fn a_path_does_not_go_out_without_its_setting() {
    let server = Server::answering(204, &[], "");
    let core = core(&server).with_setting("account", String::new());
    let error = get(&core).await.expect_err("an empty path argument");
    assert!(matches!(error, Error::Request(_)), "{error:?}");
    assert!(error.to_string().contains("account"), "{error}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn what_is_set_by_itself_counts_before_an_environment() {
    let (wanted, other) = (
        Server::answering(204, &[], ""),
        Server::answering(204, &[], ""),
    );
    for environment_first in [true, false] {
        let mut core = CoreBuilder::new(&[("base_url", None)]);
        let environment = |core: &mut CoreBuilder| {
            core.default_server("base_url", &other.url());
            core.default_setting("account", "sandbox");
            core.default_setting("locale", "de");
        };
        if environment_first {
            environment(&mut core);
        }
        core.server("base_url", "http", wanted.url());
        core.setting("account", "a1".to_owned());
        if !environment_first {
            environment(&mut core);
        }
        get(&core.build().expect("a core"))
            .await
            .expect("an answer");
    }
    let targets: Vec<String> = wanted
        .received()
        .into_iter()
        .map(|request| request.target)
        .collect();
    assert_eq!(targets, ["/a1/items?locale=de", "/a1/items?locale=de"]);
    assert!(other.received().is_empty());
}

#[test]
fn lists_with_numbered_keys() {
    let mut pairs = Pairs::new();
    Indexed(&["a", "b"]).add_to("expand", &mut pairs);
    let pairs: Vec<(&str, &str)> = pairs.iter().collect();
    assert_eq!(pairs, [("expand[0]", "a"), ("expand[1]", "b")]);
}

/// A URL that the collection gives to a further server, and that is none, fails the calls that need it; one that the caller has set fails the
/// client, and so does that of the main server.
#[test]
fn urls_that_are_none() {
    let built = |main: &'static str, further: &'static str, set: Option<&str>| {
        let mut core = CoreBuilder::new(&[("main", Some(main)), ("further", Some(further))]);
        if let Some(url) = set {
            core.server("further", "http", url.to_owned());
        }
        core.build().map_err(|error| error.to_string())
    };
    let (good, bad) = ("http://127.0.0.1:9", "http://about:blank");
    for (main, further, set, expected) in [
        (good, good, None, true),
        (good, bad, None, true),
        (good, bad, Some(good), true),
        (good, good, Some(bad), false),
        (bad, good, None, false),
    ] {
        let built = built(main, further, set);
        assert_eq!(built.is_ok(), expected, "{main} {further} {set:?}");
    }
    let core = built(good, bad, None).expect("a client");
    let request = core.request_to("further", "GET", "/", &[]);
    let shown = format!("{request:?}");
    assert!(shown.contains('?'), "it has no URL: {shown}");
}
