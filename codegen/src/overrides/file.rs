//! The file `postwright.toml`: TOML into entries, each with the place at which it stands.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{Entry, Said, unknown_key};
use super::pages::Wanted;
use super::problems::Problems;
use crate::infer::Type;

/// All that a file says, in its order.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) groups: Vec<GroupEntry>,
    pub(super) operations: Vec<OperationEntry>,
    pub(super) fields: Vec<FieldEntry>,
}

/// What is said of a folder.
#[derive(Debug)]
pub(super) struct GroupEntry {
    pub(super) address: Said<String>,
    pub(super) name: Option<Said<String>>,
    pub(super) skip: Option<Said<String>>,
}

/// What is said of a request.
#[derive(Debug)]
pub(super) struct OperationEntry {
    pub(super) address: Said<String>,
    pub(super) name: Option<Said<String>>,
    pub(super) skip: Option<Said<String>>,
    pub(super) pages: Option<Said<Wanted>>,
}

/// What is said of a member or a parameter.
#[derive(Debug)]
pub(super) struct FieldEntry {
    pub(super) address: Said<String>,
    pub(super) ty: Option<Said<Type>>,
    pub(super) required: Option<Said<bool>>,
    pub(super) values: Option<Said<Vec<String>>>,
    pub(super) map: Option<Said<bool>>,
    pub(super) type_name: Option<Said<String>>,
    pub(super) name: Option<Said<String>>,
}

const SECTIONS: [&str; 3] = ["groups", "operations", "fields"];
const OF_GROUP: [&str; 2] = ["name", "skip"];
const OF_OPERATION: [&str; 3] = ["name", "skip", "pages"];
const OF_FIELD: [&str; 6] = ["type", "required", "enum", "map", "type_name", "name"];

/// Reads a file. What is wrong with it is a problem each, and left out of what is given.
pub(super) fn read(text: &str, problems: &mut Problems) -> File {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().unwrap_or(0..0).start;
        problems.add(at, format!("no valid TOML: {}", error.message()), "");
    }
    let mut file = File::default();
    if !errors.is_empty() {
        return file;
    }
    for (key, value) in root.get_ref() {
        let section = key.get_ref().as_ref();
        if !SECTIONS.contains(&section) {
            unknown_key(key, &SECTIONS, problems);
            continue;
        }
        let Some(entries) = table(value, &format!("`{section}`"), problems) else {
            continue;
        };
        for (address, entry) in entries {
            let Some(table) = table(entry, "an override", problems) else {
                continue;
            };
            let said = Said {
                value: address.get_ref().to_string(),
                at: address.span().start,
            };
            file.take(
                section,
                Entry {
                    address: said,
                    table,
                },
                problems,
            );
        }
    }
    file.groups.sort_by_key(|entry| entry.address.at);
    file.operations.sort_by_key(|entry| entry.address.at);
    file.fields.sort_by_key(|entry| entry.address.at);
    file
}

impl File {
    fn take(&mut self, section: &str, entry: Entry<'_>, problems: &mut Problems) {
        if entry.reject_unquoted(section, problems) {
            return;
        }
        match section {
            "groups" => {
                entry.reject_unknown(&OF_GROUP, problems);
                self.groups.push(GroupEntry {
                    name: entry.snake("name", problems),
                    skip: entry.reason(problems),
                    address: entry.address,
                });
            }
            "operations" => {
                entry.reject_unknown(&OF_OPERATION, problems);
                self.operations.push(OperationEntry {
                    name: entry.snake("name", problems),
                    skip: entry.reason(problems),
                    pages: Wanted::read(&entry, problems),
                    address: entry.address,
                });
            }
            _ => {
                entry.reject_unknown(&OF_FIELD, problems);
                self.fields.push(FieldEntry {
                    ty: entry.ty(problems),
                    required: entry.flag("required", problems),
                    values: entry.values(problems),
                    map: entry.flag("map", problems),
                    type_name: entry.pascal("type_name", problems),
                    name: entry.snake("name", problems),
                    address: entry.address,
                });
            }
        }
    }
}

fn table<'t>(
    value: &'t Spanned<DeValue<'t>>,
    what: &str,
    problems: &mut Problems,
) -> Option<&'t DeTable<'t>> {
    let found = value.get_ref().as_table();
    if found.is_none() {
        let help = "write `[fields.\"<address>\"]`, and what it is to be below";
        problems.add(value.span().start, format!("{what} is a table"), help);
    }
    found
}
