//! The table of a run, and its totals against the figures of the design.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::figures::Figures;
use super::results::Row;

/// How many reasons are listed.
const REASONS: usize = 25;

/// Everything that a person wants to see.
pub(super) fn text(rows: &[Row], no_check: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:<58} {:>8} {:>6} {:>6} {:>7} {:>5} {:>7} {:>7} {:>7} {:>9} {:>9}  state",
        "collection",
        "requests",
        "ops",
        "merged",
        "skipped",
        "types",
        "lines/op",
        "gen ms",
        "gen MiB",
        "check ms/op",
        "check MiB"
    );
    for row in rows {
        line(&mut out, row, no_check);
    }
    problems(&mut out, rows);
    reasons(&mut out, rows);
    totals(&mut out, rows, no_check);
    out
}

fn line(out: &mut String, row: &Row, no_check: bool) {
    let figures = row.figures.clone().unwrap_or_default();
    let name: String = row.name.chars().take(58).collect();
    let operations = figures.operations.max(1) as f64;
    let check = row
        .check
        .as_ref()
        .map(|checked| checked.used)
        .unwrap_or_default();
    let state = match (row.is_good(), no_check, &row.clippy) {
        (false, ..) => "FAILED",
        (true, true, _) => "generated",
        (true, false, Some(_)) => "ok, clippy too",
        (true, false, None) => "ok",
    };
    let _ = writeln!(
        out,
        "{name:<58} {:>8} {:>6} {:>6} {:>7} {:>5} {:>7.1} {:>7.0} {:>7.0} {:>9.1} {:>9.0}  {state}",
        figures.requests,
        figures.operations,
        figures.merged,
        figures.skipped.values().sum::<usize>(),
        figures.types,
        figures.lines as f64 / operations,
        figures.used.cpu_ms,
        figures.used.peak_mib,
        check.cpu_ms / operations,
        check.peak_mib,
    );
}

fn problems(out: &mut String, rows: &[Row]) {
    for (row, problem) in rows.iter().filter_map(|row| Some((row, row.problem()?))) {
        let _ = writeln!(out, "\nFAILED {}\n{}", row.name, problem.trim_end());
    }
}

fn reasons(out: &mut String, rows: &[Row]) {
    let mut reasons: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (message, count) in rows
        .iter()
        .filter_map(|row| row.figures.as_ref())
        .flat_map(|figures| &figures.skipped)
    {
        let reason = reasons.entry(message).or_default();
        *reason = (reason.0 + count, reason.1 + 1);
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let _ = writeln!(out, "\nSkipped or degraded:");
    for (message, (count, collections)) in reasons.iter().take(REASONS) {
        let _ = writeln!(out, "{count:>7} in {collections:>3} collections  {message}");
    }
    if reasons.len() > REASONS {
        let _ = writeln!(out, "        and {} reasons more", reasons.len() - REASONS);
    }
}

fn totals(out: &mut String, rows: &[Row], no_check: bool) {
    let all: Vec<&Figures> = rows.iter().filter_map(|row| row.figures.as_ref()).collect();
    let sum = |of: fn(&Figures) -> usize| all.iter().map(|figures| of(figures)).sum::<usize>();
    let (requests, operations) = (
        sum(|figures| figures.requests),
        sum(|figures| figures.operations),
    );
    let (merged, lost) = (sum(|figures| figures.merged), sum(Figures::lost));
    let _ = writeln!(out, "\n{:<44} {:>24}   design", "total", "here");
    let mut total = |what: &str, here: String, design: &str| {
        _ = writeln!(out, "{what:<44} {here:>24}   {design}")
    };
    total(
        "collections read and generated",
        format!("{} of {}", all.len(), rows.len()),
        "all",
    );
    total(
        "requests / operations / merged",
        format!("{requests} / {operations} / {merged}"),
        "operations + merged = requests",
    );
    total("requests that are lost", lost.to_string(), "0");
    let (light, typed): (Vec<&Figures>, Vec<&Figures>) =
        all.iter().partition(|figures| figures.types == 0);
    total(
        "lines per operation, no types in the crate",
        per_operation(&light),
        "25 at most",
    );
    total(
        "lines per operation, with types",
        per_operation(&typed),
        "60 at most",
    );
    total(
        "generation, CPU of all",
        format!(
            "{:.1} s",
            all.iter().map(|figures| figures.used.cpu_ms).sum::<f64>() / 1e3
        ),
        "",
    );
    if let Some(largest) = all.iter().max_by_key(|figures| figures.bytes) {
        let megabytes = largest.bytes as f64 / 1e6;
        let what = format!(
            "the largest: {megabytes:.1} MB, {} requests, {} examples",
            largest.requests, largest.examples
        );
        let here = format!(
            "{:.0} ms, {:.0} MiB",
            largest.used.cpu_ms, largest.used.peak_mib
        );
        total(&what, here, "250 ms, 100 MiB for 4.2 MB, then 125 and 50");
    }
    if !no_check {
        checks(out, rows);
    }
}

fn checks(out: &mut String, rows: &[Row]) {
    let mut total = |what: &str, here: String, design: &str| {
        _ = writeln!(out, "{what:<44} {here:>24}   {design}")
    };
    let checked: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row.figures.as_ref()?, row.check.as_ref()?)))
        .collect();
    let good = checked.iter().filter(|(_, check)| check.good).count();
    total(
        "compile without a warning",
        format!("{good} of {}", rows.len()),
        "all",
    );
    let clippy: Vec<_> = rows.iter().filter_map(|row| row.clippy.as_ref()).collect();
    let clean = clippy.iter().filter(|checked| checked.good).count();
    total(
        "clean by clippy, all targets and features",
        format!("{clean} of {}", clippy.len()),
        "all",
    );
    for (what, types, design) in [
        ("check, CPU per operation, no types", false, "10 ms at most"),
        (
            "check, CPU per operation, with types",
            true,
            "25 ms at most",
        ),
    ] {
        let of_kind: Vec<_> = checked
            .iter()
            .filter(|(figures, _)| (figures.types > 0) == types)
            .collect();
        let cpu: f64 = of_kind.iter().map(|(_, check)| check.used.cpu_ms).sum();
        let operations: usize = of_kind.iter().map(|(figures, _)| figures.operations).sum();
        let large: Vec<_> = of_kind
            .iter()
            .filter(|(figures, _)| figures.operations >= 100)
            .collect();
        let large_cpu: f64 = large.iter().map(|(_, check)| check.used.cpu_ms).sum();
        let large_operations: usize = large.iter().map(|(figures, _)| figures.operations).sum();
        total(what, ms_per_operation(cpu, operations), design);
        total(
            "  in crates of 100 operations or more",
            ms_per_operation(large_cpu, large_operations),
            design,
        );
    }
    let peak = checked
        .iter()
        .max_by(|a, b| a.1.used.peak_mib.total_cmp(&b.1.used.peak_mib));
    if let Some((figures, check)) = peak {
        let what = format!("check, peak memory ({} operations)", figures.operations);
        total(
            &what,
            format!("{:.0} MiB", check.used.peak_mib),
            "600 MiB for 400 operations",
        );
    }
}

fn per_operation(all: &[&Figures]) -> String {
    let lines: usize = all.iter().map(|figures| figures.lines).sum();
    let operations: usize = all.iter().map(|figures| figures.operations).sum();
    if all.is_empty() {
        return "-".to_owned();
    }
    format!(
        "{:.1} of {} crates",
        lines as f64 / operations.max(1) as f64,
        all.len()
    )
}

fn ms_per_operation(cpu: f64, operations: usize) -> String {
    match operations {
        0 => "-".to_owned(),
        _ => format!("{:.1} ms", cpu / operations as f64),
    }
}
