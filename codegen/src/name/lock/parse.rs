//! Text -> lock. A reader of its own takes as much of TOML as is needed, for it knows the line of everything that is wrong.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::line::{self, Value};
use super::write::SECTIONS;
use super::{Folder, Lock, Part, Request, Style, split};
use crate::name::ident;
use crate::read::{ReadError, Spot};

/// Reads a lock.
pub(super) fn lock(text: &str, path: &Path) -> Result<Lock, ReadError> {
    let mut parser = Parser {
        path,
        line: 0,
        lock: Lock::default(),
        seen: HashMap::new(),
        names: HashMap::new(),
        own: BTreeSet::new(),
    };
    let mut section = None;
    let mut has_version = false;
    for line in text.trim_start_matches('\u{feff}').lines() {
        parser.line += 1;
        if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
            .iter()
            .any(|mark| line.starts_with(mark))
        {
            return Err(parser.wrong(
                1,
                "the file holds merge-conflict markers",
                "keep the lines of both sides, delete the markers, and generate again",
            ));
        }
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            let known = SECTIONS.iter().find(|known| **known == name.trim());
            section = Some(*known.ok_or_else(|| parser.newer(&format!("section `{name}`")))?);
            continue;
        }
        match section {
            None => has_version |= parser.head(line)?,
            Some(section) => parser.entry(section, line)?,
        }
    }
    if !has_version {
        parser.line = 1;
        return Err(parser.wrong(1, "this is no lock of names: it has no `version`", REMAKE));
    }
    Ok(parser.lock)
}

const REMAKE: &str =
    "restore the file from version control; without the file all names are made anew";

struct Parser<'a> {
    path: &'a Path,
    line: usize,
    lock: Lock,
    /// The lines of all keys.
    seen: HashMap<(&'static str, String), usize>,
    /// The lines of names that only one thing can have: members of a type.
    names: HashMap<(String, String), usize>,
    own: BTreeSet<String>,
}

impl Parser<'_> {
    fn wrong(&self, column: usize, message: impl Into<String>, help: &str) -> ReadError {
        ReadError {
            message: message.into(),
            spot: Spot {
                path: self.path.to_path_buf(),
                at: Some((self.line, column)),
            },
            help: help.to_owned(),
        }
    }

    fn newer(&self, what: &str) -> ReadError {
        let message = format!("this version of Postwright knows no {what} in a lock of names");
        self.wrong(
            1,
            message,
            "use the version that wrote the file, or a later one",
        )
    }

    /// A line before the first section. Whether it is the version.
    fn head(&mut self, line: &str) -> Result<bool, ReadError> {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        match (key.trim(), value.trim()) {
            ("version", "1") => Ok(true),
            ("version", other) => Err(self.newer(&format!("version `{other}`"))),
            ("style", "\"snake_case\"") => Ok(false),
            ("style", "\"camelCase\"") => {
                self.lock.style = Style::Camel;
                Ok(false)
            }
            _ => Err(self.wrong(1, "this line says neither `version` nor `style`", REMAKE)),
        }
    }

    fn entry(&mut self, section: &'static str, text: &str) -> Result<(), ReadError> {
        let (key, value) = line::read(text).map_err(|at| {
            let column = text[..at].chars().count() + 1;
            let message =
                "this is no line of a lock: `\"name\" = \"…\"` or `\"name\" = { … }` is expected";
            self.wrong(
                column,
                message,
                "correct the line, or delete it: what it names gets a new name",
            )
        })?;
        if let Some(first) = self.seen.insert((section, key.clone()), self.line) {
            return Err(self.twice(&key, first));
        }
        match (section, value) {
            ("modules", Value::Table(mut known)) => {
                self.path_of(&key, is_module)?;
                let folder = Folder {
                    name: known.remove("folder").unwrap_or_default(),
                    id: known.remove("id"),
                };
                self.lock.modules.insert(key, folder);
            }
            ("methods", Value::Table(mut known)) => {
                self.path_of(&key, is_snake)?;
                let mut text = |key: &str| known.remove(key).unwrap_or_default();
                let request = Request {
                    name: text("name"),
                    request: text("request"),
                    mark: text("mark"),
                    id: known.remove("id"),
                };
                self.lock.methods.insert(key, request);
            }
            ("types", Value::Text(path)) => {
                self.path_of(&path, is_pascal)?;
                self.only_owner(&key, &path)?;
                self.lock.types.insert(key, path);
            }
            ("members", Value::Text(name)) => {
                if !is_snake(&name) && !is_pascal(&name) {
                    return Err(self.no_name(&name));
                }
                let owner = key.split(' ').next().unwrap_or_default().to_owned();
                if let Some(first) = self.names.insert((owner, name.clone()), self.line) {
                    return Err(self.twice(&name, first));
                }
                self.lock.members.insert(key, name);
            }
            ("client", Value::Table(known)) => {
                if !is_snake(&key) {
                    return Err(self.no_name(&key));
                }
                let part = part(known).ok_or_else(|| {
                    let message = format!(
                        "the line of `{key}` says neither `server` nor `credential` nor `setting`"
                    );
                    self.wrong(
                        1,
                        message,
                        "correct the line, or delete it: what it names gets a new name",
                    )
                })?;
                self.lock.client.insert(key, part);
            }
            ("environments", Value::Text(name)) => {
                if !is_pascal(&key) {
                    return Err(self.no_name(&key));
                }
                self.lock.environments.insert(key, name);
            }
            _ => {
                let message =
                    format!("the line of `{key}` has another form than those of its section");
                return Err(self.wrong(
                    1,
                    message,
                    "correct the line, or delete it: what it names gets a new name",
                ));
            }
        }
        Ok(())
    }

    /// Parameters and errors belong to one operation each: nothing else can have their names.
    fn only_owner(&mut self, used: &str, path: &str) -> Result<(), ReadError> {
        let is_own = matches!(used.split_once(' '), Some((method, "params" | "error")) if is_snake(split(method).1));
        let key = (String::new(), path.to_owned());
        let clash = self.names.get(&key).copied();
        let is_taken = clash.filter(|_| is_own || self.own.contains(path));
        if let Some(first) = is_taken {
            return Err(self.twice(path, first));
        }
        if is_own {
            self.own.insert(path.to_owned());
        }
        self.names.insert(key, self.line);
        Ok(())
    }

    /// A path of modules down to a name of this kind.
    fn path_of(&self, path: &str, is_name: fn(&str) -> bool) -> Result<(), ReadError> {
        let (modules, name) = split(path);
        let modules_fit = modules.is_empty() || modules.split("::").all(is_module);
        match modules_fit && is_name(name) {
            true => Ok(()),
            false => Err(self.no_name(path)),
        }
    }

    fn no_name(&self, name: &str) -> ReadError {
        let message = format!("`{}` cannot be the name of this", name.escape_debug());
        self.wrong(1, message, "give a Rust identifier in the usual case, or delete the line: what it names gets a new name")
    }

    fn twice(&self, name: &str, first: usize) -> ReadError {
        let message = format!(
            "`{}` stands here a second time; first in line {first}",
            name.escape_debug()
        );
        self.wrong(
            1,
            message,
            "delete one of the lines, or change its name: two things cannot have one",
        )
    }
}

fn part(mut known: BTreeMap<String, String>) -> Option<Part> {
    if let Some(name) = known.remove("server") {
        let url = known.remove("url").unwrap_or_default();
        return Some(Part::Server { name, url });
    }
    let credential = known.remove("credential").map(Part::Credential);
    credential.or_else(|| known.remove("setting").map(Part::Setting))
}

/// Whether a text is a name of a function, a field or a module.
fn is_snake(name: &str) -> bool {
    let plain = name.strip_prefix("r#").unwrap_or(name);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    plain.starts_with(|c: char| c.is_ascii_lowercase())
        && plain.chars().all(fits)
        && ident::is_raw(plain) == (plain != name)
        && !matches!(plain, "self" | "super" | "crate")
}

/// Whether a text is a name of a module and of its file.
fn is_module(name: &str) -> bool {
    is_snake(name) && !name.starts_with("r#") && !ident::is_device(name)
}

/// Whether a text is a name of a type or a variant.
fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
        && name != "Self"
}
