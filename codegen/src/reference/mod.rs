//! The reference: Markdown beside the code, an index for each collection and a page for each folder.
//!
//! For each request it shows the call in Rust with the collection's values, the same as a curl command, the
//! parameters, the saved responses with the Rust that reads them, and the item as it stands in the collection.

mod curl;
mod page;

use askama::Template;

use crate::emit::Scope;
use crate::model::GroupId;
use crate::read::Document;

/// A reference page: path below the API's folder, and text.
pub type Page = (String, String);

/// All pages of an API.
pub fn pages(scope: Scope<'_>, document: &Document) -> Result<Vec<Page>, askama::Error> {
    let groups: Vec<GroupId> = (0..scope.api.groups.len()).map(GroupId).collect();
    let with_requests = groups
        .into_iter()
        .filter(|id| scope.api.operations_of(*id).next().is_some());
    let folders: Vec<page::Folder> = with_requests
        .map(|id| page::folder(scope, document, id))
        .collect();
    let mut pages: Vec<Page> = vec![(
        "README.md".to_owned(),
        tidy(&page::index(scope, &folders).render()?),
    )];
    for folder in folders {
        pages.push((folder.file.clone(), tidy(&folder.render()?)));
    }
    Ok(pages)
}

/// No blanks at line ends, no runs of blank lines outside code.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let line = line.trim_end();
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if *open == line => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            _ => {}
        }
        if line.is_empty() && blank && fence.is_none() {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
