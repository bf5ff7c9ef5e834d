//! The command: reads the collection, sends every request, and says which ones could not be.

use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::collection::Collection;
use super::item::{Inexpressible, Item, Outcome};
use super::saved::Saved;
use super::variables::Variables;

/// A request on its way.
pub type Sending = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// The function that sends a request, by the JSON pointer of its item and the item's name.
pub type Request = (&'static str, &'static str, fn(&Item<'_>) -> Outcome);

const USAGE: &str = "\
usage: replay --collection FILE --base-url URL [--environment FILE] [--globals FILE] [--files DIR]
              [--only NUMBER] [--report FILE] [--api NAME]

  --collection FILE   the collection that this client was generated from
  --base-url URL      where everything is sent
  --environment FILE  an exported environment
  --globals FILE      exported globals
  --files DIR         where the files are that the collection names
  --only NUMBER       only this request, depth first, from 0
  --report FILE       what was not sent, as JSON
  --api NAME          which API it is, where the crate holds several

exit codes: 0 everything was sent or is not expressible, 1 something could not be sent, 2 wrong use";

const OPTIONS: [&str; 8] =
    ["--collection", "--base-url", "--environment", "--globals", "--files", "--only", "--report", "--api"];

/// What the command line says.
#[derive(Debug, Default)]
pub struct Options {
    collection: PathBuf,
    /// Where everything is sent.
    pub base_url: String,
    environment: Option<PathBuf>,
    globals: Option<PathBuf>,
    files: Option<PathBuf>,
    only: Option<usize>,
    report: Option<PathBuf>,
    api: Option<String>,
    /// Other paths for files that the collection names.
    moved: Vec<(String, PathBuf)>,
}

impl Options {
    /// Reads the command line; `None` if it asks for nothing but help, which is then given.
    ///
    /// # Errors
    /// If it is not as `USAGE` says.
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options = Self::default();
        let mut arguments = arguments;
        while let Some(name) = arguments.next() {
            if matches!(name.as_str(), "--help" | "-h") {
                println!("{USAGE}");
                return Ok(None);
            }
            if !OPTIONS.contains(&name.as_str()) {
                return Err(format!("{name} is unknown\n{USAGE}"));
            }
            let value = arguments.next().ok_or(format!("{name} needs a value\n{USAGE}"))?;
            match name.as_str() {
                "--collection" => options.collection = value.into(),
                "--base-url" => options.base_url = base_url(value)?,
                "--environment" => options.environment = Some(value.into()),
                "--globals" => options.globals = Some(value.into()),
                "--files" => options.files = Some(value.into()),
                "--report" => options.report = Some(value.into()),
                "--only" => options.only = Some(value.parse().map_err(|_| format!("--only: {value} is no number"))?),
                _ => options.api = Some(value),
            }
        }
        let collection = options.collection.to_string_lossy();
        for (name, value) in [("--collection", &*collection), ("--base-url", &options.base_url)] {
            if value.is_empty() {
                return Err(format!("{name} is missing\n{USAGE}"));
            }
        }
        if let Some(folder) = &options.files {
            options.moved = moved(folder)?;
        }
        Ok(Some(options))
    }

    /// The API, where a crate holds several: as said, else the name of the folder that the collection is in.
    pub fn api(&self) -> Option<String> {
        let folder = || self.collection.parent()?.file_name()?.to_str();
        let name = self.api.as_deref().or_else(folder)?;
        Some(name.replace('-', "_").to_lowercase())
    }

    /// Where a file is that the collection names.
    pub fn file(&self, source: &str) -> PathBuf {
        let moved = self.moved.iter().find(|(known, _)| known == source);
        match (moved, &self.files) {
            (Some((_, path)), _) => path.clone(),
            (None, Some(folder)) => folder.join(source),
            (None, None) => source.into(),
        }
    }
}

fn base_url(text: String) -> Result<String, String> {
    let url = reqwest::Url::parse(&text).map_err(|error| format!("--base-url: {text:?} is no URL: {error}"))?;
    match url.has_host() && matches!(url.scheme(), "http" | "https") {
        true => Ok(text),
        false => Err(format!("--base-url: {text:?} is no URL of the kind http://host or https://host")),
    }
}

/// `files.json` in the folder says which file stands for which source, if there is one.
fn moved(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let path = folder.join("files.json");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let list = read(&path)?;
    let pair = |entry: &Value| {
        let source = entry.get("src")?.as_str()?.to_owned();
        Some((source, folder.join(entry.get("file")?.as_str()?)))
    };
    Ok(list.as_array().into_iter().flatten().filter_map(pair).collect())
}

fn read(path: &Path) -> Result<Value, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| format!("{shown}: {error}"))
}

/// Sends the requests of the collection.
pub async fn run(options: &Options, requests: &[Request]) -> ExitCode {
    match try_run(options, requests).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("replay: {message}");
            ExitCode::from(2)
        }
    }
}

async fn try_run(options: &Options, requests: &[Request]) -> Result<bool, String> {
    let value = read(&options.collection)?;
    let collection = Collection::read(&value)
        .ok_or_else(|| format!("{}: this is no collection", options.collection.display()))?;
    check(options, &collection, requests)?;
    let variables = variables(options, &collection)?;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let http = http.no_proxy().build().map_err(|error| error.to_string())?;
    let mut outcomes = Vec::new();
    for (index, saved) in collection.requests.iter().enumerate() {
        let (true, Some(saved)) = (options.only.is_none_or(|only| only == index), saved) else {
            continue;
        };
        let item = Item {
            index,
            saved,
            variables: &variables,
            options,
            http: &http,
        };
        outcomes.push((index, saved, send(&item, requests).await));
        if let (Some(kind), Some((.., Fate::Sent))) = (item.unsigned(), outcomes.last()) {
            println!("#{index} {}: sent, but not signed: {kind}", saved.title);
        }
    }
    report(options, &outcomes)
}

/// Nothing is sent unless the client was generated from this very collection.
fn check(options: &Options, collection: &Collection, requests: &[Request]) -> Result<(), String> {
    let shown = options.collection.display();
    let mut saved = collection.requests.iter().flatten().peekable();
    if saved.peek().is_none() {
        return Err(format!("{shown}: there are no requests in this file"));
    }
    if let Some(other) = saved.find(|saved| known(saved, requests).is_none()) {
        return Err(format!(
            "{shown}: this client has no method for the request `{}` at {}: \
             this client was generated from another collection; generate it anew",
            other.title, other.pointer
        ));
    }
    match options.only.map(|only| (only, collection.requests.get(only))) {
        Some((only, None)) => {
            Err(format!("--only {only}: there are {} requests, from 0", collection.requests.len()))
        }
        Some((only, Some(None))) => Err(format!("--only {only}: this item holds no request")),
        _ => Ok(()),
    }
}

/// The entry for a request. Names of which something was redacted are not compared.
fn known<'r>(saved: &Saved, requests: &'r [Request]) -> Option<&'r Request> {
    requests.iter().find(|(pointer, name, _)| {
        *pointer == saved.pointer && (*name == saved.name || name.contains("redacted"))
    })
}

fn variables(options: &Options, collection: &Collection) -> Result<Variables, String> {
    let mut variables = Variables::default();
    if let Some(path) = &options.globals {
        variables.add_file(&read(path)?);
    }
    variables.add(&collection.variables);
    if let Some(path) = &options.environment {
        variables.add_file(&read(path)?);
    }
    Ok(variables)
}

/// What has become of a request.
#[derive(Debug)]
enum Fate {
    Sent,
    Inexpressible(Inexpressible),
    Failed(String),
}

async fn send(item: &Item<'_>, requests: &[Request]) -> Fate {
    let Some((.., request)) = known(item.saved, requests) else {
        let reason = "this client has no method for it";
        return Fate::Inexpressible(Inexpressible::new("request", reason));
    };
    match request(item) {
        Err(reason) => Fate::Inexpressible(reason),
        Ok(sending) => match sending.await {
            Ok(()) => Fate::Sent,
            Err(reason) => Fate::Failed(item.unreadable().unwrap_or(reason)),
        },
    }
}

/// Prints what was not sent and how much was. `false` if sending failed.
fn report(options: &Options, outcomes: &[(usize, &Saved, Fate)]) -> Result<bool, String> {
    let (mut sent, mut inexpressible, mut failed) = (0, 0, 0);
    let mut list = Vec::new();
    for (index, saved, fate) in outcomes {
        let (what, place, reason) = match fate {
            Fate::Sent => {
                sent += 1;
                continue;
            }
            Fate::Inexpressible(Inexpressible { place, reason }) => {
                inexpressible += 1;
                ("not expressible", place.as_str(), reason)
            }
            Fate::Failed(reason) => {
                failed += 1;
                ("not sent", "", reason)
            }
        };
        let separator = if place.is_empty() { "" } else { ": " };
        println!("#{index} {}: {what}: {place}{separator}{reason}", saved.title);
        list.push(json!({
            "item": index, "pointer": saved.pointer, "name": saved.title,
            "outcome": what, "place": place, "reason": reason,
        }));
    }
    println!("{} requests: {sent} sent, {inexpressible} not expressible, {failed} not sent", outcomes.len());
    if let Some(path) = &options.report {
        let text = json!({"sent": sent, "others": list}).to_string();
        fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(failed == 0)
}
