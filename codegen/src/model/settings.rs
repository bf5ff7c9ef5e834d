//! Client settings: variables that stand in half of the requests or more (an account id in every path). They are set once, on the
//! builder, rather than passed to every method.

use indexmap::{IndexMap, IndexSet};

use super::servers::{expand_with, whole_names};
use super::{Setting, SettingId};
use crate::diag::Diagnostics;
use crate::read::raw;
use crate::read::redact::REDACTED;
use crate::resolve::Resolved;
use crate::variables;

/// What generated tests give to a setting to which the collection gives no value.
pub const STAND_IN: &str = "example";

/// In a smaller collection nothing is told by how often a variable turns up, unless an environment gives it a value.
const FEWEST_REQUESTS: usize = 4;

/// The settings of a collection.
#[derive(Debug, Default)]
pub(super) struct Settings {
    by_name: IndexMap<String, Setting>,
    /// The other variables in path, query or headers.
    others: Vec<String>,
}

impl Settings {
    /// Counts the requests that use each variable in path, query or headers.
    pub(super) fn of(resolved: &Resolved) -> Self {
        let total = resolved.requests.len();
        let is_of_environment = |name: &str| {
            let mut environments = resolved.environments.iter();
            environments.any(|(_, variables)| value(name, variables).is_some())
        };
        let mut uses: IndexMap<String, usize> = IndexMap::new();
        for request in &resolved.requests {
            for name in used_by(&request.raw, resolved) {
                *uses.entry(name).or_default() += 1;
            }
        }
        let (often, others): (Vec<_>, Vec<_>) = uses.into_iter().partition(|(name, count)| {
            count * 2 >= total && (total >= FEWEST_REQUESTS || is_of_environment(name))
        });
        let by_name = often.into_iter().map(|(name, _)| {
            let default = value(&name, &resolved.variables);
            (name.clone(), Setting { name, default })
        });
        Self {
            by_name: by_name.collect(),
            others: others.into_iter().map(|(name, _)| name).collect(),
        }
    }

    /// Notes what environments say of variables that are arguments here: a client takes only servers and settings from them.
    pub(super) fn note_left_out(&self, resolved: &Resolved, diagnostics: &mut Diagnostics) {
        let mut values = IndexSet::new();
        for (_, variables) in &resolved.environments {
            let given = self.others.iter();
            let given = given.filter(|name| value(name, variables).is_some());
            values.extend(given.map(|name| format!("`{name}`")));
        }
        if let (Some(root), false) = (resolved.folders.first(), values.is_empty()) {
            let names: Vec<String> = values.into_iter().collect();
            diagnostics.note(
                root.place,
                format!(
                    "environments give values to variables that are arguments of methods: {}; the client does not take them from there",
                    names.join(", ")
                ),
                "a client takes servers from an environment, and variables that half of the requests hold; give the others to the calls",
            );
        }
    }

    /// The values that other variables give to the settings, as far as they do.
    pub(super) fn values(&self, variables: &IndexMap<String, String>) -> Vec<(SettingId, String)> {
        let names = self.by_name.keys().enumerate();
        let values =
            names.filter_map(|(index, name)| Some((SettingId(index), value(name, variables)?)));
        values.collect()
    }

    /// The setting of this name.
    pub(super) fn get(&self, name: &str) -> Option<SettingId> {
        self.by_name.get_index_of(name).map(SettingId)
    }

    /// The setting that makes up a whole value: `{{name}}`.
    pub(super) fn of_value(&self, text: &str) -> Option<SettingId> {
        self.get(text.strip_prefix("{{")?.strip_suffix("}}")?)
    }

    /// The value of a setting in generated tests: that of the collection, else one that stands in.
    pub(super) fn sent(&self, id: SettingId) -> String {
        let setting = self.by_name.get_index(id.0).map(|(_, setting)| setting);
        let value = setting.and_then(|setting| setting.default.clone());
        value.unwrap_or_else(|| STAND_IN.to_owned())
    }

    /// The settings as the model holds them.
    pub(super) fn into_list(self) -> Vec<Setting> {
        self.by_name.into_values().collect()
    }
}

/// The value of a variable, if it has one that may be shown.
fn value(name: &str, variables: &IndexMap<String, String>) -> Option<String> {
    let value = expand_with(&format!("{{{{{name}}}}}"), variables);
    let says_something = !value.is_empty() && !value.contains("{{") && value != REDACTED;
    says_something.then_some(value)
}

/// The variables in the path of a request, and those that make up a value of its query or headers.
fn used_by(request: &raw::Request, resolved: &Resolved) -> IndexSet<String> {
    let mut names: IndexSet<String> = IndexSet::new();
    for segment in &request.url.path {
        let segment = whole_names(segment, resolved);
        names.extend(variables::names(&segment).map(str::to_owned));
    }
    for pair in request
        .url
        .query
        .iter()
        .chain(&request.headers)
        .filter(|pair| !pair.disabled)
    {
        let is_credential = pair
            .key
            .as_deref()
            .is_some_and(crate::read::redact::is_secret_name);
        let value = raw::text_of(&pair.value).unwrap_or_default();
        let name = value
            .strip_prefix("{{")
            .and_then(|rest| rest.strip_suffix("}}"));
        names.extend(
            name.filter(|name| {
                !is_credential && !name.contains(['{', '}']) && !name.starts_with('$')
            })
            .map(str::to_owned),
        );
    }
    names
}
