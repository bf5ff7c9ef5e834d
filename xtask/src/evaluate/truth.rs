//! What comes out again of OpenAPI documents that collections were made of.
//!
//! The scorer is a program of its own that stands beside the truths, `score.py`; it says what each figure means.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use postwright::{openapi, read};
use serde_json::{Map, Value, json};

use super::goals::{GOALS, Goal};
use crate::corpus::in_parallel;

/// The two ways in which a collection was made of a document: with types as placeholders, with example values.
const VARIANTS: [&str; 2] = ["schema", "example"];

/// Scores the truths of a folder: the medians as text, all figures as JSON.
pub(super) fn evaluate(
    dir: &Path,
    only: Option<&str>,
    jobs: usize,
    scratch: &Path,
) -> io::Result<(String, Value)> {
    let scorer = dir.join("score.py");
    if !scorer.is_file() {
        let message = format!("{} holds no truths: there is no score.py", dir.display());
        return Err(io::Error::other(message));
    }
    python(&["--version".as_ref()])?;
    fs::create_dir_all(scratch)?;
    let truths = truths(dir, only)?;
    if truths.is_empty() {
        let message = format!("there is no truth below {}", dir.display());
        return Err(io::Error::other(message));
    }
    let work = truths
        .iter()
        .flat_map(|truth| VARIANTS.map(|variant| (truth.clone(), variant)));
    let scored = in_parallel(jobs, work.collect(), |_, (truth, variant)| {
        let figures = score(&scorer, &truth, variant, scratch);
        Some((name(&truth), variant, figures))
    });
    let mut all: Vec<(String, &str, Value)> = Vec::with_capacity(scored.len());
    for (name, variant, figures) in scored {
        let figures = figures
            .map_err(|error| io::Error::other(format!("{name}, {variant} variant: {error}")))?;
        all.push((name, variant, figures));
    }
    all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut each = Map::new();
    for (name, variant, figures) in &all {
        each.entry(name.clone()).or_insert_with(|| json!({}))[*variant] = figures.clone();
    }
    Ok((text(&all, truths.len()), Value::Object(each)))
}

fn truths(dir: &Path, only: Option<&str>) -> io::Result<Vec<PathBuf>> {
    let mut truths = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let wanted = only.is_none_or(|only| path.to_string_lossy().contains(only));
        if wanted && path.join("openapi.json").is_file() {
            truths.push(path);
        }
    }
    truths.sort();
    Ok(truths)
}

fn name(truth: &Path) -> String {
    let name = truth.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Exports one collection, and has it scored: the scorer's whole answer.
fn score(scorer: &Path, truth: &Path, variant: &str, scratch: &Path) -> io::Result<Value> {
    let collection = truth.join(format!("{variant}.postman_collection.json"));
    let source = read::load(&collection, &collection).map_err(io::Error::other)?;
    let exported = openapi::export(source, "api").map_err(io::Error::other)?;
    let inferred = scratch.join(format!("{}.{variant}.json", name(truth)));
    fs::write(&inferred, exported.document.to_string())?;
    let said = python(&[
        scorer,
        &truth.join("openapi.json"),
        &inferred,
        "--collection".as_ref(),
        &collection,
        "--json".as_ref(),
    ])?;
    Ok(serde_json::from_str(&said)?)
}

/// Runs Python; gives its standard output.
fn python(arguments: &[&Path]) -> io::Result<String> {
    let output = Command::new("python3").args(arguments).output();
    let output = output.map_err(|error| {
        io::Error::other(format!(
            "the scorer needs Python, and `python3` cannot be run: {error}"
        ))
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("the scorer failed: {said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The median F1 of a figure; `None` where no truth has any of it.
fn median(all: &[(String, &str, Value)], variant: &str, figure: &str) -> Option<f64> {
    let scores = all.iter().filter(|(_, of, _)| *of == variant);
    let scores = scores.filter_map(|(_, _, score)| score["figures"][figure]["f1"].as_f64());
    let mut scores: Vec<f64> = scores.collect();
    scores.sort_by(f64::total_cmp);
    let middle = scores.len() / 2;
    match scores.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(scores[middle]),
        _ => Some((scores[middle - 1] + scores[middle]) / 2.0),
    }
}

fn text(all: &[(String, &str, Value)], truths: usize) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "F1, median over {truths} truths; p2o, pto: postman2openapi, postman-to-openapi"
    );
    let _ = write!(out, "{:<15}", "");
    for variant in VARIANTS {
        let _ = write!(
            out,
            " |{variant:>8} {:>6}   {:>6} {:>6}",
            "goal", "p2o", "pto"
        );
    }
    out.push('\n');
    for Goal {
        figure,
        p2o,
        pto,
        goal,
    } in &GOALS
    {
        let _ = write!(out, "{figure:<15}");
        for (at, variant) in VARIANTS.iter().enumerate() {
            let ours = median(all, variant, figure);
            // As it is shown.
            let reached = ours.is_none_or(|ours| (ours * 1000.0).round() >= goal[at] * 1000.0);
            let mark = if reached { ' ' } else { '<' };
            let _ = write!(
                out,
                " |{:>8} {mark}{:>5.3}   {:>6} {:>6}",
                shown(ours),
                goal[at],
                shown(p2o[at]),
                shown(pto[at])
            );
        }
        out.push('\n');
    }
    out
}

fn shown(score: Option<f64>) -> String {
    score.map_or("-".to_owned(), |score| format!("{score:.3}"))
}
