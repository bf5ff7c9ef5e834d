//! The crates that generated code needs: versions and settings, for a manifest or for `cargo add`.

use std::collections::BTreeSet;

use crate::emit::library::Needs;
use crate::workspace::VERSIONS;

/// Crates that every client uses.
const ALWAYS: [&str; 8] = [
    "bytes",
    "http",
    "http-body",
    "percent-encoding",
    "reqwest",
    "serde",
    "serde_json",
    "serde_path_to_error",
];

/// The version of tokio. The workspace uses the same.
const TOKIO: &str = "1.54";

/// The version of tracing. The workspace uses the same.
const TRACING: &str = "0.1.44";

/// A crate that generated code needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub name: &'static str,
    /// The version requirement.
    pub version: &'static str,
    /// Whether its default features are on.
    pub default_features: bool,
    /// The features that are needed.
    pub features: Vec<&'static str>,
    /// Whether it is only there with a feature of the crate.
    pub optional: bool,
}

impl Dependency {
    fn new(name: &'static str, version: &'static str) -> Self {
        let (default_features, features) = match name {
            "reqwest" => (false, vec!["system-proxy"]),
            "serde" => (true, vec!["derive"]),
            "futures-util" => (false, vec!["std"]),
            "md-5" | "mime_guess" | "sha1" | "sha2" | "tokio" | "tracing" => (false, Vec::new()),
            _ => (true, Vec::new()),
        };
        Self {
            name,
            version,
            default_features,
            features,
            optional: false,
        }
    }

    /// Its line in a manifest: `serde = { version = "1", features = ["derive"] }`.
    pub fn line(&self) -> String {
        let mut line = format!("{} = {{ version = \"{}\"", self.name, self.version);
        if !self.default_features {
            line.push_str(", default-features = false");
        }
        if self.optional {
            line.push_str(", optional = true");
        }
        if !self.features.is_empty() {
            line.push_str(&format!(", features = {:?}", self.features));
        }
        line.push_str(" }");
        if self.default_features && !self.optional && self.features.is_empty() {
            return format!("{} = \"{}\"", self.name, self.version);
        }
        line
    }
}

/// The crates of a crate of its own. HTTPS and waiting without `async` are features of that crate.
pub(crate) fn of_crate(needs: &Needs) -> Vec<Dependency> {
    let mut dependencies = common(needs);
    dependencies.push(tokio(needs));
    dependencies.push(tracing());
    dependencies
}

/// The crates of a crate with a feature for each member. Those of `optional` come with the features of the
/// members that need them.
pub(crate) fn of_members(optional: &[&str]) -> Vec<Dependency> {
    let all = VERSIONS.into_iter();
    let wanted = all.filter(|(name, _)| ALWAYS.contains(name) || optional.contains(name));
    let wanted = wanted.map(|(name, version)| Dependency {
        optional: optional.contains(&name),
        ..Dependency::new(name, version)
    });
    let timer = Dependency {
        features: vec!["rt", "time"],
        ..Dependency::new("tokio", TOKIO)
    };
    wanted.chain([timer, tracing()]).collect()
}

/// The crates for a module in someone's own crate: HTTPS is on.
pub(crate) fn of_module(needs: &Needs, blocking: bool) -> Vec<Dependency> {
    let mut dependencies = common(needs);
    let reqwest = dependencies
        .iter_mut()
        .filter(|dependency| dependency.name == "reqwest");
    reqwest.for_each(|reqwest| reqwest.features.push("rustls"));
    let mut tokio = tokio(needs);
    if blocking {
        tokio.features.push("rt-multi-thread");
    }
    dependencies.push(tokio);
    dependencies
}

fn common(needs: &Needs) -> Vec<Dependency> {
    let needed = needs.dependencies();
    let wanted: BTreeSet<&str> = ALWAYS.into_iter().chain(needed).collect();
    VERSIONS
        .into_iter()
        .filter(|(name, _)| wanted.contains(name))
        .map(|(name, version)| Dependency::new(name, version))
        .collect()
}

/// Spans are behind the feature of this name.
fn tracing() -> Dependency {
    Dependency {
        optional: true,
        ..Dependency::new("tracing", TRACING)
    }
}

/// Every client needs its timer and asks which runtime it is in, and those that send files need more of it.
fn tokio(needs: &Needs) -> Dependency {
    let mut tokio = Dependency::new("tokio", TOKIO);
    tokio.features.extend(["rt", "time"]);
    if needs.dependencies().contains("tokio") {
        tokio.features.extend(["fs", "io-util"]);
    }
    tokio
}

/// The commands that add these crates to a manifest: one for all that need no settings, one for each of the others.
pub fn cargo_add(dependencies: &[Dependency]) -> Vec<String> {
    let is_plain =
        |dependency: &&Dependency| dependency.default_features && dependency.features.is_empty();
    let (plain, special): (Vec<_>, Vec<_>) = dependencies.iter().partition(is_plain);
    let plain: Vec<String> = plain.into_iter().map(spec).collect();
    let mut commands = vec![format!("cargo add {}", plain.join(" "))];
    commands.extend(special.into_iter().map(add_command));
    commands
}

fn add_command(dependency: &Dependency) -> String {
    let mut command = format!("cargo add {}", spec(dependency));
    if !dependency.default_features {
        command.push_str(" --no-default-features");
    }
    if !dependency.features.is_empty() {
        command.push_str(&format!(" --features {}", dependency.features.join(",")));
    }
    command
}

fn spec(dependency: &Dependency) -> String {
    format!("{}@{}", dependency.name, dependency.version)
}
