//! What is written compiles, whatever overrides say.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, fixture, root};

/// Overrides that the saved values contradict.
const MISFITS: &str = r#"
[fields."meetings.perform_batch_registration.body.mode"]
type = "u64"
required = true
[fields."meetings.perform_batch_registration.body.count"]
type = "string"
enum = ["type", "Self", ""]
required = true
name = "type"
[fields."meetings.perform_batch_registration.body.labels"]
type = "number"
required = true
[fields."meetings.perform_batch_registration.body.note"]
type = "f64"
[fields."meetings.perform_batch_registration.path.meeting_id"]
enum = ["x"]
type = "string"
type_name = "Meeting"
[fields."meetings.perform_batch_registration.query.dry_run"]
type = "u64"
required = true
[fields."meetings.get_meeting.200.host"]
type = "bool"
[fields."meetings.get_meeting.200.tags"]
type = "i64"
[fields."meetings.get_meeting.200.rooms"]
map = true
required = true
"#;

#[test]
fn what_is_written_compiles() {
    let target = root().join("target/consumer");
    fs::create_dir_all(&target).expect("a folder");
    let folder = tempfile::tempdir_in(&target).expect("a folder");
    let desk = Desk(folder);
    for (name, site) in [
        ("sandbox", "https://sandbox.example.com"),
        ("live", "https://live.example.com"),
    ] {
        let values = format!(r#"[{{ "key": "baseUrl", "value": "{site}" }}]"#);
        let text = format!(r#"{{ "name": "{name}", "values": {values} }}"#);
        fs::write(desk.path(&format!("{name}.json")), text).expect("a file");
    }
    desk.succeed(&[
        "new",
        "-q",
        &fixture("multipart_file"),
        "--out",
        "photo-shop",
        "--environment",
        "sandbox.json",
        "--environment",
        "live.json",
    ]);
    check(&desk.path("photo-shop"), &["--lib", "--examples"]);
    desk.succeed(&["new", "-q", &fixture("hostile_text"), "--out", "hostile"]);
    check(&desk.path("hostile"), &["--lib", "--examples"]);
    desk.write("misfits.toml", MISFITS);
    desk.succeed(&[
        "new",
        "-q",
        &fixture("overrides"),
        "--out",
        "misfits",
        "--overrides",
        "misfits.toml",
    ]);
    check(&desk.path("misfits"), &["--lib", "--examples"]);

    desk.succeed(&[
        "new",
        "-q",
        &fixture("enum_by_description"),
        "--out",
        "host",
    ]);
    for (name, out) in [
        ("urlencoded_form", "src"),
        ("multipart_file", "src/one_file.rs"),
    ] {
        desk.succeed(&[
            "generate",
            "-q",
            &fixture(name),
            "--out",
            &format!("host/{out}"),
            "--blocking",
        ]);
    }
    let manifest = desk.read("host/Cargo.toml").replace(
        "features = [\"rt\", \"time\"] }",
        "features = [\"rt\", \"time\", \"fs\", \"io-util\", \"rt-multi-thread\"] }",
    );
    let manifest = manifest.replace("[dependencies]", "[dependencies]\nbase64 = \"0.23\"\nmime_guess = { version = \"2.0.5\", default-features = false }");
    desk.write(
        "host/Cargo.toml",
        &manifest.replace("edition = \"2024\"", "edition = \"2021\""),
    );
    desk.write(
        "host/src/lib.rs",
        "//! Host.\n#![warn(missing_docs)]\nmod one_file;\npub mod urlencoded_form;\n",
    );
    check(&desk.path("host"), &["--lib"]);
}

/// Runs `cargo check`, warnings denied, against what the workspace's other tests have built.
fn check(package: &Path, arguments: &[&str]) {
    let manifest = package.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, text + "\n[workspace]\n").expect("written");
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))
        .expect("the lock file of the workspace");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .args(arguments)
        .current_dir(package)
        .arg("--target-dir")
        .arg(root().join("target/consumer/build"))
        .env("RUSTFLAGS", "-Dwarnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
