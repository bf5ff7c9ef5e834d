//! The generated files: gathered in memory, then written to a folder or compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use similar::TextDiff;

use crate::name::ident;

/// How long one diff may take to become small.
const DIFF_TIME: Duration = Duration::from_millis(500);

/// Files by relative path.
///
/// The text of each has LF line ends only and ends with one newline.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<PathBuf, String>,
    /// The same paths in lower case, for file systems that do not tell the cases apart.
    taken: BTreeSet<String>,
}

/// A path that a set does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Absolute, empty, with `..`, `\`, `:` or control characters in it, or the name of a device on Windows.
    #[error("`{0}` is not a plain relative path")]
    NotRelative(String),
    /// There is a file or a folder of that path already, if only in other letter case.
    #[error("the path `{0}` is taken twice")]
    Taken(String),
}

/// What [`FileSet::write`] did. Paths are relative to the root, in order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Written {
    /// New files and files with a new text.
    pub written: Vec<PathBuf>,
    /// Files that were as they should be, and were not touched.
    pub unchanged: Vec<PathBuf>,
    /// Files that are no longer generated.
    pub removed: Vec<PathBuf>,
}

/// A difference between a set and a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The folder lacks a file.
    Missing(PathBuf),
    /// A file has another text.
    Changed {
        /// The file.
        path: PathBuf,
        /// From the folder's text to the set's, as a unified diff.
        diff: String,
    },
    /// The folder holds a file that is no longer generated.
    Stale(PathBuf),
}

/// Which files below a root belong to the generator, by relative path: those may be removed once they are stale.
pub type Owned<'a> = &'a dyn Fn(&Path) -> bool;

impl FileSet {
    /// Adds a file. Separators are `/` on every platform.
    pub fn insert(&mut self, path: &str, text: &str) -> Result<(), PathError> {
        if !is_plain(path) {
            return Err(PathError::NotRelative(path.to_string()));
        }
        let lower = path.to_lowercase();
        if self.is_taken(&lower) {
            return Err(PathError::Taken(path.to_string()));
        }
        self.taken.insert(lower);
        self.files.insert(PathBuf::from(path), normalized(text));
        Ok(())
    }

    /// Whether there is such a file, a folder of that name, or a file where one of its folders would be.
    fn is_taken(&self, lower: &str) -> bool {
        let folder = format!("{lower}/");
        let is_folder = self
            .taken
            .range(folder.clone()..)
            .next()
            .is_some_and(|next| next.starts_with(&folder));
        let mut above = lower.match_indices('/').map(|(at, _)| &lower[..at]);
        is_folder || self.taken.contains(lower) || above.any(|folder| self.taken.contains(folder))
    }

    /// Adds all files of another set below `folder` (`""` for the root).
    pub fn merge(&mut self, folder: &str, other: FileSet) -> Result<(), PathError> {
        for (path, text) in other.files {
            let path = path.to_string_lossy().replace('\\', "/");
            match folder {
                "" => self.insert(&path, &text)?,
                _ => self.insert(&format!("{folder}/{path}"), &text)?,
            }
        }
        Ok(())
    }

    /// The files in order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(Path::new(path)).map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Makes the folder hold exactly these files, besides those that are not `owned`.
    ///
    /// All new text is first written to a folder beside the root; only then are files moved into place, and stale ones
    /// removed together with folders that they leave empty. An error before that leaves the root as it was. Files that
    /// do not differ are not touched.
    pub fn write(&self, root: &Path, owned: Owned<'_>) -> io::Result<Written> {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        let removed = self.stale(&root, owned)?;
        self.put(&root, removed)
    }

    /// Puts these files into a folder of which nothing else is ours: nothing is removed.
    pub fn add_to(&self, root: &Path) -> io::Result<Written> {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        self.put(&root, Vec::new())
    }

    fn put(&self, root: &Path, removed: Vec<PathBuf>) -> io::Result<Written> {
        let mut outcome = Written {
            removed,
            ..Written::default()
        };
        for (path, text) in &self.files {
            match fs::read(root.join(path)) {
                Ok(bytes) if bytes == text.as_bytes() => outcome.unchanged.push(path.clone()),
                _ => outcome.written.push(path.clone()),
            }
        }
        self.reject_blocked(root, &outcome)?;
        let staged = self.stage(root, &outcome.written)?;
        let is_blocking = |path: &&PathBuf| {
            outcome
                .written
                .iter()
                .any(|new| new.starts_with(path) || path.starts_with(new))
        };
        let (first, last): (Vec<_>, Vec<_>) = outcome.removed.iter().partition(is_blocking);
        first
            .into_iter()
            .try_for_each(|path| remove_with_empty_folders(root, path))?;
        if let Some(staged) = staged {
            outcome
                .written
                .iter()
                .try_for_each(|path| move_into_place(staged.path(), root, path))?;
        }
        last.into_iter()
            .try_for_each(|path| remove_with_empty_folders(root, path))?;
        Ok(outcome)
    }

    /// Compares the folder with these files.
    pub fn check(&self, root: &Path, owned: Owned<'_>) -> io::Result<Vec<Change>> {
        let mut changes = self.differences(root)?;
        changes.extend(self.stale(root, owned)?.into_iter().map(Change::Stale));
        Ok(changes)
    }

    /// Compares these files with those of the folder, whatever else is in it.
    pub fn differences(&self, root: &Path) -> io::Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (path, text) in &self.files {
            match fs::read(root.join(path)) {
                Ok(bytes) if bytes == text.as_bytes() => {}
                Ok(bytes) => {
                    let diff = unified_diff(path, &String::from_utf8_lossy(&bytes), text);
                    changes.push(Change::Changed {
                        path: path.clone(),
                        diff,
                    });
                }
                Err(error) if is_absent(&error) => changes.push(Change::Missing(path.clone())),
                Err(error) => return Err(named(error, &root.join(path))),
            }
        }
        Ok(changes)
    }

    /// Owned files below the root that are not in the set.
    fn stale(&self, root: &Path, owned: Owned<'_>) -> io::Result<Vec<PathBuf>> {
        let mut stale = files_below(root)?;
        stale.retain(|path| !self.files.contains_key(path) && owned(path));
        Ok(stale)
    }

    /// A file to be written must not stand where someone else's folder is, nor below someone else's file.
    fn reject_blocked(&self, root: &Path, plan: &Written) -> io::Result<()> {
        let goes = |path: &Path| plan.removed.iter().any(|stale| stale == path);
        for path in &plan.written {
            let ancestors = path
                .ancestors()
                .skip(1)
                .filter(|above| !above.as_os_str().is_empty());
            for above in ancestors {
                if root.join(above).is_file() && !goes(above) {
                    return Err(blocked(root, above));
                }
            }
            let target = root.join(path);
            if target.is_dir()
                && !files_in(&target, false)?
                    .iter()
                    .all(|inner| goes(&path.join(inner)))
            {
                return Err(blocked(root, path));
            }
        }
        if root.exists() && !root.is_dir() {
            Err(blocked(root, Path::new("")))
        } else {
            Ok(())
        }
    }

    /// Writes files to a folder beside the root: renaming works only within a file system.
    fn stage(&self, root: &Path, paths: &[PathBuf]) -> io::Result<Option<tempfile::TempDir>> {
        if paths.is_empty() {
            return Ok(None);
        }
        let beside = root
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::create_dir_all(beside).map_err(|error| named(error, beside))?;
        let staged = tempfile::Builder::new()
            .prefix(".postwright-")
            .tempdir_in(beside)?;
        for path in paths {
            let file = staged.path().join(path);
            fs::create_dir_all(file.parent().unwrap_or(staged.path()))?;
            fs::write(&file, &self.files[path]).map_err(|error| named(error, &file))?;
        }
        Ok(Some(staged))
    }
}

/// The change for people: one line, and the diff if there is one.
impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Change::Missing(path) => writeln!(f, "missing: {}", path.display()),
            Change::Changed { path, diff } => write!(f, "changed: {}\n{diff}", path.display()),
            Change::Stale(path) => writeln!(f, "stale: {}", path.display()),
        }
    }
}

fn is_plain(path: &str) -> bool {
    let strange = |c: char| c.is_control() || matches!(c, '\\' | ':');
    let clean =
        !path.is_empty() && !path.ends_with('/') && !path.contains("//") && !path.contains(strange);
    let is_device = |part: &str| ident::is_device(part.split('.').next().unwrap_or_default());
    let dots = path.split('/').any(|part| part == "." || is_device(part));
    clean
        && !dots
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

fn normalized(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.truncate(text.trim_end_matches('\n').len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn unified_diff(path: &Path, old: &str, new: &str) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    let diff = TextDiff::configure()
        .timeout(DIFF_TIME)
        .diff_lines(old, new);
    diff.unified_diff()
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

/// The files below a root, in order, without what is not ours to judge: dotfiles, and `target` at the top.
fn files_below(root: &Path) -> io::Result<Vec<PathBuf>> {
    files_in(root, true)
}

fn files_in(root: &Path, skip_hidden: bool) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) && folder.as_os_str().is_empty() => return Ok(files),
            Err(error) => return Err(named(error, &root.join(&folder))),
        };
        for entry in entries {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let hidden =
                entry.file_name().to_string_lossy().starts_with('.') || path == Path::new("target");
            if skip_hidden && hidden {
                continue;
            }
            // A link is a file, whatever it leads to.
            match entry.file_type()?.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}

fn move_into_place(staged: &Path, root: &Path, path: &Path) -> io::Result<()> {
    let target = root.join(path);
    if target.is_dir() {
        // Only empty folders are left in it.
        fs::remove_dir_all(&target).map_err(|error| named(error, &target))?;
    }
    fs::create_dir_all(target.parent().unwrap_or(root))?;
    fs::rename(staged.join(path), &target).map_err(|error| named(error, &target))
}

fn remove_with_empty_folders(root: &Path, path: &Path) -> io::Result<()> {
    let file = root.join(path);
    fs::remove_file(&file).map_err(|error| named(error, &file))?;
    let mut folder = path.parent();
    while let Some(above) = folder.filter(|above| !above.as_os_str().is_empty()) {
        // Fails if something is left in it.
        if fs::remove_dir(root.join(above)).is_err() {
            break;
        }
        folder = above.parent();
    }
    Ok(())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
    )
}

fn blocked(root: &Path, path: &Path) -> io::Error {
    let message = format!(
        "{} is in the way of a generated file",
        root.join(path).display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

fn named(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
