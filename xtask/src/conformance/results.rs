//! What the comparisons gave: lines, totals, and a report.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use postwright_conformance::{Difference, Explanation, Kind, Saved, compare, explain};
use serde_json::{Value, json};

use super::replay::{NotSent, Replayed};
use super::wire::Reference;

/// A collection.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) outcome: Result<Outcome, String>,
}

/// Both comparisons of a collection.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) saved: Comparison,
    pub(super) concrete: Comparison,
}

/// What newman sent against what the client sent.
#[derive(Default)]
pub(super) struct Comparison {
    sent: usize,
    /// Requests that newman sent and that the types cannot hold.
    inexpressible: Vec<NotSent>,
    /// Differences that mean something, each with the reason if it is meant.
    hard: Vec<(Difference, Option<Explanation>)>,
    soft: usize,
}

impl Comparison {
    pub(super) fn of(reference: &Reference, replayed: &Replayed) -> Self {
        let (sent, found) = (&reference.recording, &replayed.recording);
        let (soft, hard): (Vec<_>, Vec<_>) = compare(sent, found)
            .into_iter()
            .partition(|difference| difference.kind.is_soft());
        let inexpressible = replayed
            .others
            .iter()
            .filter(|other| !other.expressible && sent.0.contains_key(&other.item));
        let inexpressible: Vec<NotSent> = inexpressible.cloned().collect();
        let hard = hard.into_iter().filter(|difference| {
            difference.kind != Kind::Missing
                || inexpressible
                    .iter()
                    .all(|other| other.item != difference.item)
        });
        let unknown = Saved::default();
        let hard = hard.map(|mut difference| {
            let item = difference.item;
            if difference.kind == Kind::Missing {
                let failed = replayed.others.iter().find(|other| other.item == item);
                difference.found = failed.map_or_else(String::new, |other| other.reason.clone());
            }
            reference.refused.tell(&mut difference);
            let saved = reference.saved.get(item).unwrap_or(&unknown);
            let reason = explain(&difference, sent.0.get(&item), found.0.get(&item), saved);
            (difference, reason)
        });
        Self {
            sent: sent.0.len(),
            hard: hard.collect(),
            soft: soft
                .iter()
                .map(|difference| difference.item)
                .collect::<BTreeSet<_>>()
                .len(),
            inexpressible,
        }
    }

    /// The requests that newman sent and that differ for a reason that is wanted.
    fn items(&self, is_wanted: impl Fn(Option<Explanation>) -> bool) -> BTreeSet<usize> {
        let hard = self.hard.iter();
        let hard = hard.filter(|(difference, _)| difference.kind != Kind::Extra);
        hard.filter(|(_, why)| is_wanted(*why))
            .map(|(difference, _)| difference.item)
            .collect()
    }

    /// How many requests newman sent that differ.
    fn differing(&self) -> usize {
        self.items(|_| true).len()
    }

    fn equal(&self) -> usize {
        let others = self.differing() + self.inexpressible.len();
        self.sent.saturating_sub(others)
    }

    /// Requests that differ in nothing but where Postman itself is mistaken.
    fn bugs(&self) -> usize {
        let is_bug = |why: Option<Explanation>| why.is_some_and(|why| why.is_bug);
        let others = self.items(|why| !is_bug(why));
        self.items(is_bug).difference(&others).count()
    }

    /// Whether each difference has its reason.
    fn is_explained(&self) -> bool {
        self.hard.iter().all(|(_, why)| why.is_some())
    }

    fn to_json(&self) -> Value {
        let differences = self.hard.iter().map(|(difference, reason)| {
            json!({
                "item": difference.item, "kind": difference.kind.to_string(),
                "newman": difference.expected, "client": difference.found,
                "rule": reason.map(|reason| reason.rule), "reason": reason.map(|reason| reason.reason),
            })
        });
        let inexpressible = self
            .inexpressible
            .iter()
            .map(|other| json!({"item": other.item, "reason": other.reason}));
        json!({
            "sent": self.sent, "equal": self.equal(),
            "differences": differences.collect::<Vec<_>>(),
            "not_expressible": inexpressible.collect::<Vec<_>>(),
        })
    }
}

impl Row {
    /// Whether both copies were compared, and each difference has its reason.
    pub(super) fn is_explained(&self) -> bool {
        let outcome = self.outcome.as_ref();
        outcome.is_ok_and(|outcome| outcome.saved.is_explained() && outcome.concrete.is_explained())
    }

    /// The collection in one line.
    pub(super) fn line(&self) -> String {
        let part = |what: &str, comparison: &Comparison| {
            format!(
                "{what} {} of {} equal, {} not expressible",
                comparison.equal(),
                comparison.sent,
                comparison.inexpressible.len()
            )
        };
        match &self.outcome {
            Ok(outcome) => format!(
                "{}: {}; {}",
                self.name,
                part("concrete", &outcome.concrete),
                part("as saved", &outcome.saved)
            ),
            Err(error) => format!("{}: FAILED: {error}", self.name),
        }
    }
}

/// Totals, and the differences by kind and rule.
pub(super) fn summary(rows: &[Row]) -> String {
    let outcomes: Vec<&Outcome> = rows
        .iter()
        .filter_map(|row| row.outcome.as_ref().ok())
        .collect();
    let mut text = format!(
        "{} collections, {} failed\n",
        rows.len(),
        rows.len() - outcomes.len()
    );
    let concrete: Vec<&Comparison> = outcomes.iter().map(|outcome| &outcome.concrete).collect();
    let saved: Vec<&Comparison> = outcomes.iter().map(|outcome| &outcome.saved).collect();
    for (what, comparisons) in [("concrete", concrete), ("as saved", saved)] {
        let total = |count: fn(&Comparison) -> usize| {
            comparisons.iter().map(|one| count(one)).sum::<usize>()
        };
        let (sent, equal) = (total(|one| one.sent), total(Comparison::equal));
        let bugs = total(Comparison::bugs);
        let share = |count: usize| 100.0 * count as f64 / sent.max(1) as f64;
        let _ = writeln!(
            text,
            "{what}: newman sends {sent}; equal {equal} ({:.2} %), of these {} in other bytes; but for Postman's mistakes {} ({:.2} %); differing {}; not expressible {}",
            share(equal),
            total(|one| one.soft),
            equal + bugs,
            share(equal + bugs),
            total(Comparison::differing),
            total(|one| one.inexpressible.len()),
        );
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for (difference, reason) in comparisons.iter().flat_map(|one| &one.hard) {
            let why = match reason {
                Some(reason) => format!("rule {}: {}", reason.rule, reason.reason),
                None => "unexplained".to_owned(),
            };
            *kinds
                .entry(format!("{}: {why}", difference.kind))
                .or_default() += 1;
        }
        for (kind, count) in kinds {
            let _ = writeln!(text, "  {count:5} {kind}");
        }
    }
    text
}

/// Every difference of every collection.
pub(super) fn report(rows: &[Row]) -> io::Result<String> {
    let rows = rows.iter().map(|row| match &row.outcome {
        Ok(outcome) => json!({
            "name": row.name, "concrete": outcome.concrete.to_json(), "saved": outcome.saved.to_json(),
        }),
        Err(error) => json!({"name": row.name, "failure": error}),
    });
    Ok(serde_json::to_string_pretty(&rows.collect::<Vec<_>>())?)
}
