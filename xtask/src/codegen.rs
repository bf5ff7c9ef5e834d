//! `cargo xtask codegen`: collections in, `generated/` out, or a comparison of the two.

use std::path::Path;
use std::process::ExitCode;

use postwright::output::Change;
use postwright::report;
use postwright::workspace::{self, Output};

/// Runs the job; tells what it did on the terminal.
pub(crate) fn run(root: &Path, check: bool, report: Option<&Path>, strict: bool) -> ExitCode {
    let output = match workspace::generate(root) {
        Ok(output) => output,
        Err(failures) => {
            eprintln!("{}", failures.to_string().trim_end());
            eprintln!("nothing was written");
            return ExitCode::FAILURE;
        }
    };
    let mut notices = 0;
    for generated in &output.collections {
        notices += generated.notices.len();
        eprint!("{}", generated.notices.concat());
        eprint!(
            "{}",
            generated.understood.gone.as_deref().unwrap_or_default()
        );
    }
    if let Some(path) = report
        && let Err(error) = std::fs::write(path, all_reports(&output))
    {
        let path = path.display();
        eprintln!("error: the report cannot be written: {error}\n  --> {path}");
        return ExitCode::FAILURE;
    }
    if strict && notices > 0 {
        eprintln!(
            "error: {notices} parts of the collections are skipped or degraded, and `--strict` forbids it\nnothing was written"
        );
        return ExitCode::FAILURE;
    }
    for generated in &output.collections {
        eprint!("{}", generated.report.secrets());
    }
    if check {
        compare(&output, root)
    } else {
        write(&output, root)
    }
}

fn all_reports(output: &Output) -> String {
    report::to_json(output.collections.iter().map(|generated| &generated.report))
}

fn write(output: &Output, root: &Path) -> ExitCode {
    let written = output.files.write(&root.join("generated"), &owned);
    let locks = || output.locks.add_to(&root.join("collections"));
    match written.and_then(|written| Ok((written, locks()?))) {
        Ok((written, locks)) => {
            let operations: usize = output
                .collections
                .iter()
                .map(|generated| generated.understood.api.operations.len())
                .sum();
            println!(
                "generated/: {} operations of {} collections; {} files written, {} unchanged, {} removed",
                operations,
                output.collections.len(),
                written.written.len(),
                written.unchanged.len(),
                written.removed.len()
            );
            for path in locks.written {
                println!("wrote collections/{}", path.display());
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!(
                "error: {error}\n  --> generated\n  help: check the permissions of the folder and the space on the disk"
            );
            ExitCode::FAILURE
        }
    }
}

fn compare(output: &Output, root: &Path) -> ExitCode {
    let changes = output.files.check(&root.join("generated"), &owned);
    let locks = || output.locks.differences(&root.join("collections"));
    let (changes, locks) = match changes.and_then(|changes| Ok((changes, locks()?))) {
        Ok(changes) => changes,
        Err(error) => {
            eprintln!("error: {error}\n  --> generated\n  help: run `cargo xtask codegen`");
            return ExitCode::FAILURE;
        }
    };
    if changes.is_empty() && locks.is_empty() {
        println!("generated/ is what the collections give");
        return ExitCode::SUCCESS;
    }
    // Code first: it says in a few lines what pages of the reference repeat.
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| !path_of(change).starts_with("src"));
    for change in sorted {
        println!("{change}");
    }
    for change in &locks {
        println!("collections/: {change}");
    }
    if changes.is_empty() {
        eprintln!(
            "error: the locks of names below collections/ are not what the collections give: {} missing or changed\n  help: run `cargo xtask codegen` and commit the result",
            locks.len()
        );
        return ExitCode::FAILURE;
    }
    let count =
        |wanted: fn(&Change) -> bool| changes.iter().filter(|change| wanted(change)).count();
    eprintln!(
        "error: generated/ is not what the collections give: {} missing, {} changed, {} stale\n  help: run `cargo xtask codegen` and commit the result",
        count(|change| matches!(change, Change::Missing(_))),
        count(|change| matches!(change, Change::Changed { .. })),
        count(|change| matches!(change, Change::Stale(_))),
    );
    ExitCode::FAILURE
}

/// Everything below `generated/` is generated.
fn owned(_: &Path) -> bool {
    true
}

fn path_of(change: &Change) -> &Path {
    match change {
        Change::Missing(path) | Change::Stale(path) | Change::Changed { path, .. } => path,
    }
}
