//! Lists that say the same thing in two places: versions of crates, and the files of the runtime.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use postwright::diag::Source;
use postwright::emit::library::{Gates, Member, RUNTIME, runtime_module};
use postwright::workspace::VERSIONS;
use postwright::{format, generate, read, standalone};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a member of the workspace")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The versions that a section of a manifest asks for, by crate: `name = "1"` or `name = { version = "1", … }`.
fn versions(manifest: &str, section: &str) -> BTreeMap<String, String> {
    let start = manifest
        .find(&format!("[{section}]\n"))
        .unwrap_or_else(|| panic!("no [{section}]"));
    let lines = manifest[start..]
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    let entries = lines.filter_map(|line| {
        let (name, value) = line.split_once(" = ")?;
        let version = value
            .strip_prefix("{ version = ")
            .unwrap_or(value)
            .strip_prefix('"')?;
        Some((name.to_owned(), version.split('"').next()?.to_owned()))
    });
    entries.collect()
}

#[test]
fn generated_crates_use_the_versions_of_the_workspace() {
    let workspace = versions(&text("Cargo.toml"), "workspace.dependencies");
    assert!(
        workspace.len() > VERSIONS.len(),
        "versions are found: {workspace:?}"
    );
    for (name, version) in VERSIONS {
        assert_eq!(
            workspace.get(name).map(String::as_str),
            Some(version),
            "{name}"
        );
    }
    let together = text("generated/Cargo.toml");
    let alone = standalone::generate(source("multipart_file"), "photos")
        .expect("a crate")
        .files;
    let alone = alone.get("Cargo.toml").expect("a manifest");
    for (manifest, section) in [
        (together.as_str(), "dependencies"),
        (&together, "dev-dependencies"),
        (alone, "dependencies"),
    ] {
        let generated = versions(manifest, section);
        assert!(generated.contains_key("tokio"), "{generated:?}");
        for (name, version) in generated {
            assert_eq!(workspace.get(&name), Some(&version), "{name} in {section}");
        }
    }
}

fn source(fixture: &str) -> Source {
    let shown = Path::new("tests/fixtures")
        .join(fixture)
        .join("collection.json");
    read::load(&root().join(&shown), &shown).expect("a file")
}

#[test]
fn the_table_of_runtime_files_lists_the_folder() {
    let folder = root().join("codegen/runtime/src");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != "lib.rs")
        .collect();
    let listed: Vec<String> = RUNTIME
        .iter()
        .map(|file| format!("{}.rs", file.name))
        .collect();
    assert!(listed.is_sorted(), "{listed:?}");
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), files);
    for file in &RUNTIME {
        assert_eq!(
            file.text,
            text(&format!("codegen/runtime/src/{}.rs", file.name)),
            "{}",
            file.name
        );
    }
}

/// What a runtime module says of itself: its public modules, whether rustdoc leaves them out, and what they give on.
#[derive(Debug, Default, PartialEq)]
struct Surface {
    hidden: BTreeMap<String, bool>,
    exports: BTreeSet<(String, String)>,
}

impl Surface {
    fn of(rust: &str) -> Self {
        let mut surface = Self::default();
        for item in syn::parse_file(rust).expect("Rust").items {
            match item {
                Item::Mod(item) => {
                    let hidden = item.attrs.iter().any(is_hidden);
                    surface.hidden.insert(item.ident.to_string(), hidden);
                }
                Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                    surface.export(item)
                }
                _ => {}
            }
        }
        surface
    }

    /// `pub use self::module::Name` or `pub use self::module::{One, Other}`.
    fn export(&mut self, item: ItemUse) {
        let UseTree::Path(myself) = item.tree else {
            panic!("exports begin with `self`")
        };
        assert_eq!(myself.ident, "self");
        let UseTree::Path(module) = *myself.tree else {
            panic!("exports are of a module")
        };
        let names = match *module.tree {
            UseTree::Group(group) => group.items.into_iter().collect(),
            one => vec![one],
        };
        for name in names {
            let UseTree::Name(name) = name else {
                panic!("exports have plain names")
            };
            self.exports
                .insert((module.ident.to_string(), name.ident.to_string()));
        }
    }
}

fn is_hidden(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
        && attribute
            .parse_args::<syn::Ident>()
            .is_ok_and(|word| word == "hidden")
}

/// Members that together need every file of the runtime.
fn members() -> Vec<Member> {
    let fixtures = [
        "api_key_header",
        "bearer_inherited",
        "dynamic_values",
        "enum_by_description",
        "json_in_bodies",
        "multipart_file",
        "oauth2_grants",
        "pages",
        "planted_secrets",
        "signed_auth",
        "unions",
        "urlencoded_form",
    ];
    let member = |name: &str| {
        generate(source(name), name, "generated")
            .expect("a collection")
            .member
    };
    fixtures.into_iter().map(member).collect()
}

#[test]
fn a_generated_crate_shows_of_the_runtime_what_the_runtime_shows() {
    let tested = Surface::of(&text("codegen/runtime/src/lib.rs"));
    let generated = Surface::of(&format::module(
        "",
        runtime_module(&members(), Gates::PerMember),
    ));
    assert_eq!(
        generated.hidden.len(),
        RUNTIME.len(),
        "every file is needed by some member"
    );
    assert!(
        tested.hidden.values().any(|hidden| *hidden) && tested.exports.len() > 10,
        "{tested:?}"
    );
    assert_eq!(generated, tested);
}
