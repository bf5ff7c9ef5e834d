//! Large input, in a process of its own whose peak memory is compared with the size of the input.
//!
//! The test stands alone in its binary: what the parent holds when it starts a process counts for that process, too.
//! Debug builds are slow: there a tenth of each size is tried. `cargo test --release` tries all of it.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What takes longer hangs.
const HANGS: Duration = Duration::from_secs(240);

const SCALE: usize = if cfg!(debug_assertions) { 10 } else { 1 };

const MIB: usize = 1024 * 1024;

/// What the command needs for anything at all: the program, the runtime's text.
const FLOOR: usize = 32 * MIB;

struct Row {
    what: &'static str,
    /// Writes the input; gets how often its parts are repeated.
    write: fn(&mut Out, usize) -> io::Result<()>,
    times: usize,
    /// The highest peak, in multiples of the input.
    multiple: usize,
    /// What is said.
    says: &'static str,
}

type Out = BufWriter<File>;

/// Writes a collection piece by piece: what this process holds at its peak would count for the command's.
fn items(
    out: &mut Out,
    times: usize,
    item: impl Fn(&mut Out, usize) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"{\"info\":{\"name\":\"Large\"},\"item\":[")?;
    for index in 0..times {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        item(out, index)?;
    }
    out.write_all(b"]}")
}

fn repeated(out: &mut Out, text: &str, times: usize) -> io::Result<()> {
    (0..times).try_for_each(|_| out.write_all(text.as_bytes()))
}

/// A request whose name and body are a text so many times.
fn posted(out: &mut Out, name: (&str, usize), raw: (&str, usize)) -> io::Result<()> {
    out.write_all(br#"{"name":""#)?;
    repeated(out, name.0, name.1)?;
    out.write_all(
        br#"","request":{"method":"POST","url":"https://e.com/a","body":{"mode":"raw","raw":""#,
    )?;
    repeated(out, raw.0, raw.1)?;
    out.write_all(br#""}}}"#)
}

const ROWS: [Row; 10] = [
    Row {
        what: "a file of 200 MB",
        write: |out, times| {
            items(out, times, |out, index| {
                posted(out, ("send ", 1 + index), ("lorem ipsum ", 85_000))
            })
        },
        times: 200,
        multiple: 6,
        says: "operations",
    },
    Row {
        what: "a string of 50 MB",
        write: |out, times| items(out, 1, |out, _| posted(out, ("send", 1), ("x", times))),
        times: 50_000_000,
        multiple: 8,
        says: "with 1 operations",
    },
    Row {
        what: "a name of 50 MB",
        write: |out, times| items(out, 1, |out, _| posted(out, ("word ", times), ("x", 1))),
        times: 10_000_000,
        multiple: 16,
        says: "with 1 operations",
    },
    Row {
        what: "a file of 200 MB, cut off",
        write: |out, times| {
            out.write_all(b"{\"item\":[\"")?;
            (0..times).try_for_each(|_| out.write_all(&[b'x'; 1000]))
        },
        times: 200_000,
        multiple: 3,
        says: "ends in the middle",
    },
    Row {
        what: "a million levels",
        write: |out, times| (0..times).try_for_each(|_| out.write_all(b"[")),
        times: 1_000_000,
        multiple: 3,
        says: "nested more than 127 levels deep",
    },
    Row {
        what: "a list of a million numbers in a body",
        write: |out, times| {
            items(out, 1, |out, _| {
                out.write_all(br#"{"name":"a","request":{"method":"POST","url":"https://e.com/a","body":{"mode":"raw","raw":"["#)?;
                repeated(out, "1,", times)?;
                out.write_all(br#"1]"}}}"#)
            })
        },
        times: 1_000_000,
        multiple: 120,
        says: "with 1 operations",
    },
    Row {
        what: "a list of a million objects in a saved body",
        write: |out, times| {
            items(out, 1, |out, _| {
                out.write_all(br#"{"name":"a","request":"https://e.com/a","response":[{"name":"a","code":200,"body":"["#)?;
                repeated(out, r#"{\"a\":1},"#, times)?;
                out.write_all(br#"{}]"}]}"#)
            })
        },
        times: 1_000_000,
        multiple: 100,
        says: "with 1 operations",
    },
    Row {
        what: "a million items that are none",
        write: |out, times| items(out, times, |out, _| out.write_all(b"7")),
        times: 1_000_000,
        // Nearly all of it is the report: some hundred bytes for each item of three.
        multiple: 320,
        says: "1000000 x item is a number, not an object",
    },
    Row {
        what: "a million requests that are the same",
        write: |out, times| {
            items(out, times, |out, _| {
                out.write_all(br#"{"name":"a","request":"https://e.com/a"}"#)
            })
        },
        times: 1_000_000,
        multiple: 80,
        says: "999999 x the request is the same",
    },
    Row {
        what: "twenty thousand requests of one name",
        write: |out, times| {
            items(out, times, |out, index| {
                write!(out, r#"{{"name":"a","request":"https://e.com/{index}"}}"#)
            })
        },
        times: 20_000,
        multiple: 700,
        says: "operations",
    },
];

#[test]
fn memory_is_a_small_multiple_of_the_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rows: Vec<(usize, &Row)> = Vec::new();
    for (index, row) in ROWS.iter().enumerate() {
        let path = folder.path().join(format!("{index}.json"));
        let mut out = BufWriter::new(File::create(&path).expect("a file"));
        (row.write)(&mut out, row.times / SCALE).expect("written");
        out.into_inner().expect("written");
        let size = std::fs::metadata(&path).expect("a file").len();
        let size = usize::try_from(size).expect("a size");
        rows.push((FLOOR + row.multiple * size, row));
    }
    let file = |row: &Row| {
        let index = ROWS.iter().position(|other| other.what == row.what);
        folder
            .path()
            .join(format!("{}.json", index.expect("a row")))
    };
    // The system tells the peak of the largest child so far: with rising limits that is as good as one for each.
    rows.sort_by_key(|(limit, _)| *limit);
    for (limit, row) in rows {
        let begun = Instant::now();
        let said = run(&file(row), folder.path(), row.what);
        let peak = peak_of_children();
        eprintln!(
            "{}: {} MiB at most, {} MiB allowed, {:?}",
            row.what,
            peak / MIB,
            limit / MIB,
            begun.elapsed()
        );
        let says = row
            .says
            .replace("1000000", &(1_000_000 / SCALE).to_string());
        let says = says.replace("999999", &(1_000_000 / SCALE - 1).to_string());
        assert!(said.contains(&says), "{}: {said}", row.what);
        assert!(
            said.len() < 4000,
            "{}: {} bytes are said",
            row.what,
            said.len()
        );
        assert!(peak <= limit, "{}: {} MiB", row.what, peak / MIB);
    }
}

/// Runs the command on a file; gives what it says.
fn run(input: &Path, folder: &Path, what: &str) -> String {
    let out = folder.join("out");
    let said = folder.join("said");
    let file = || {
        File::options()
            .create(true)
            .append(true)
            .open(&said)
            .expect("a file")
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_postwright"))
        .args(["new", "--name", "large", "--out"])
        .args([&out, input])
        .stdin(Stdio::null())
        .stdout(file())
        .stderr(file())
        .spawn()
        .expect("the command runs");
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        if begun.elapsed() > HANGS {
            child.kill().expect("it can be stopped");
            child.wait().expect("it ends");
            panic!("{what}: hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = std::fs::read_to_string(&said).expect("text");
    std::fs::remove_file(&said).expect("removed");
    let code = status.code();
    assert!(matches!(code, Some(0 | 1)), "{what}: {code:?} {text}");
    assert_eq!(
        out.exists(),
        code == Some(0),
        "{what}: nothing is written on errors"
    );
    if out.exists() {
        std::fs::remove_dir_all(&out).expect("removed");
    }
    text
}

/// The peak memory of the largest process that this one has waited for, in bytes.
#[cfg(unix)]
fn peak_of_children() -> usize {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("figures");
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    usize::try_from(usage.max_rss()).expect("a size") * unit
}

/// This platform does not tell.
#[cfg(not(unix))]
fn peak_of_children() -> usize {
    0
}
