//! What the types of real collections are worth, measured by the bodies that are saved in them.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use postwright::infer::{self, Options, Types};
use postwright::model::{Api, Role, Sample, SlotId};
use postwright::{read, understand};
use serde_json::{Value, json};

use super::codec::{through, without_empty};
use super::evidence::{self, Leaves};
use super::percent;
use crate::corpus::{collections_below, in_parallel};

/// The numbers of sightings after which a member counts as required, for the curve.
const SIGHTINGS: [usize; 5] = [1, 2, 3, 4, 5];

/// Of one body at most this many examples are held out.
const MOST_HELD_OUT: usize = 10;

/// The figures of one collection, or of several together.
#[derive(Debug, Clone, Default)]
struct Figures {
    operations: usize,
    /// Saved bodies without variables and placeholders.
    bodies: usize,
    /// Those that come out as they went in, but for members that are `null`, empty lists or absent.
    lossless: usize,
    /// Those that come out exactly as they went in.
    exact: usize,
    /// Those that their own type does not take.
    refused: usize,
    /// Examples that were held out, and how many of them the types of the others take, by [`SIGHTINGS`].
    held_out: [(usize, usize); SIGHTINGS.len()],
    /// Members of answers, and how many are no `Option`, by [`SIGHTINGS`].
    fields: [(usize, usize); SIGHTINGS.len()],
    leaves: Leaves,
    types: usize,
    shared: usize,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.bodies += other.bodies;
        self.lossless += other.lossless;
        self.exact += other.exact;
        self.refused += other.refused;
        for (all, one) in self.held_out.iter_mut().zip(&other.held_out) {
            *all = (all.0 + one.0, all.1 + one.1);
        }
        for (all, one) in self.fields.iter_mut().zip(&other.fields) {
            *all = (all.0 + one.0, all.1 + one.1);
        }
        self.leaves.all += other.leaves.all;
        self.leaves.typed += other.leaves.typed;
        self.types += other.types;
        self.shared += other.shared;
    }

    fn json(&self) -> Value {
        let curve = SIGHTINGS.iter().enumerate().map(|(at, sightings)| {
            json!({
                "sightings": sightings,
                "held_out": self.held_out[at].0, "decoded": self.held_out[at].1,
                "fields": self.fields[at].0, "sure": self.fields[at].1,
            })
        });
        json!({
            "operations": self.operations, "bodies": self.bodies, "lossless": self.lossless, "exact": self.exact,
            "refused": self.refused, "curve": curve.collect::<Vec<_>>(), "leaves": self.leaves.all,
            "typed": self.leaves.typed, "types": self.types, "shared": self.shared,
        })
    }
}

/// Evaluates every collection below a folder: the figures as text and as JSON.
pub(super) fn evaluate(dir: &Path, only: Option<&str>, jobs: usize) -> io::Result<(String, Value)> {
    let collections = collections_below(dir, only)?;
    if collections.is_empty() {
        let message = format!("there is no collection below {}", dir.display());
        return Err(io::Error::other(message));
    }
    let mut rows = in_parallel(jobs, collections, |_, path| Some(of_collection(path)));
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let mut all = Figures::default();
    let mut unreadable = 0;
    let mut list = Vec::with_capacity(rows.len());
    for (path, row) in rows {
        let shown = path
            .strip_prefix(dir)
            .unwrap_or(&path)
            .display()
            .to_string();
        match row {
            Ok(figures) => {
                all.add(&figures);
                list.push(json!({ "collection": shown, "figures": figures.json() }));
            }
            Err(message) => {
                unreadable += 1;
                list.push(json!({ "collection": shown, "error": message }));
            }
        }
    }
    let text = text(&all, list.len(), unreadable);
    Ok((text, json!({ "all": all.json(), "each": list })))
}

fn of_collection(path: PathBuf) -> (PathBuf, Result<Figures, String>) {
    let source = read::load(&path, &path).map_err(|error| error.to_string());
    let understood = source.and_then(|source| {
        let (_, understood, _) = understand(source, "api").map_err(|error| error.to_string())?;
        Ok(understood)
    });
    let figures = understood.map(|understood| figures(understood.api, &understood.types));
    (path, figures)
}

fn figures(mut api: Api, types: &Types) -> Figures {
    let mut figures = Figures {
        operations: api.operations.len(),
        leaves: Leaves::of(&api, types),
        types: types.defs.len(),
        shared: evidence::shared(&api, types),
        ..Figures::default()
    };
    for slot in evidence::slots(&api) {
        let values = evidence::values(&api, slot).filter(|value| evidence::is_concrete(value));
        for value in values {
            figures.bodies += 1;
            match through(types, types.slot(slot), value) {
                None => figures.refused += 1,
                Some(again) => {
                    figures.exact += usize::from(again == *value);
                    let same = without_empty(&again) == without_empty(value);
                    figures.lossless += usize::from(same);
                }
            }
        }
    }
    for (at, sightings) in SIGHTINGS.iter().enumerate() {
        let options = Options::default().with_sightings(*sightings);
        figures.fields[at] = evidence::fields(&infer::infer_with(&api, &options));
    }
    hold_out(&mut api, &mut figures);
    figures
}

/// Holds out one example of each answer that has several, all answers at a time, and asks whether the types of what is left
/// take it. Each example has its turn, up to [`MOST_HELD_OUT`]. Of what is sent no member is required, so there is nothing
/// to ask.
fn hold_out(api: &mut Api, figures: &mut Figures) {
    let mut several: Vec<SlotId> = Vec::new();
    for slot in evidence::slots(api) {
        if api.slot(slot).role == Role::Request {
            continue;
        }
        let samples = &mut api.slots[slot.0].samples;
        // A body saved twice is no other body.
        let mut seen = HashSet::new();
        samples.retain(|sample| seen.insert(sample.clone()));
        let is_value =
            |sample: &Sample| matches!(sample, Sample::Json(value) if evidence::is_concrete(value));
        if samples.len() > 1 && samples.iter().all(is_value) {
            several.push(slot);
        }
    }
    for turn in 0..MOST_HELD_OUT {
        several.retain(|slot| turn < api.slots[slot.0].samples.len());
        if several.is_empty() {
            return;
        }
        let held: Vec<(SlotId, Sample)> = several
            .iter()
            .map(|slot| (*slot, api.slots[slot.0].samples.remove(turn)))
            .collect();
        for (at, sightings) in SIGHTINGS.iter().enumerate() {
            let options = Options::default().with_sightings(*sightings);
            let types = infer::infer_with(api, &options);
            for (slot, sample) in &held {
                let Sample::Json(value) = sample else {
                    continue;
                };
                let (all, decoded) = &mut figures.held_out[at];
                *all += 1;
                *decoded += usize::from(through(&types, types.slot(*slot), value).is_some());
            }
        }
        for (slot, sample) in held {
            api.slots[slot.0].samples.insert(turn, sample);
        }
    }
}

fn text(all: &Figures, collections: usize, unreadable: usize) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{collections} collections ({unreadable} unreadable), {} operations, {} saved JSON bodies",
        all.operations, all.bodies
    );
    for (what, part, whole) in [
        (
            "lossless: decoded and encoded again the same",
            all.lossless,
            all.bodies,
        ),
        (
            "  exact: `null`, empty and absent kept apart",
            all.exact,
            all.bodies,
        ),
        ("  refused by their own type", all.refused, all.bodies),
        (
            "typed: positions with values that are not any JSON",
            all.leaves.typed,
            all.leaves.all,
        ),
        ("shared: types used more than once", all.shared, all.types),
    ] {
        let _ = writeln!(
            out,
            "{what:<52} {:>8}  ({part} of {whole})",
            percent(part, whole)
        );
    }
    let each = all.types as f64 / all.operations.max(1) as f64;
    let _ = writeln!(out, "{:<52} {each:>8.2}", "types for each operation");
    let _ = writeln!(
        out,
        "\nrequired after N sightings:\n{:>4} {:>22} {:>24}",
        "N", "unseen answers decoded", "members without Option"
    );
    for (at, sightings) in SIGHTINGS.iter().enumerate() {
        let ((held, decoded), (fields, sure)) = (all.held_out[at], all.fields[at]);
        let _ = writeln!(
            out,
            "{sightings:>4} {:>22} {:>24}",
            format!("{} of {held}", percent(decoded, held)),
            format!("{} of {fields}", percent(sure, fields)),
        );
    }
    out
}
