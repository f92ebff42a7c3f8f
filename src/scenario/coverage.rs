//! Policy coverage: which statements of the policies of a run, and what in them, ever decided a request.
//!
//! A statement decides when everything in it matches and the outcome is its own: a denial for `Deny`, permission for `Allow`. Its
//! actions, resources and principals decide with it where they match. A condition decides with its statement, and as well when it
//! alone keeps a statement from applying: then the outcome would have been another without it.

mod collect;
mod html;
mod lcov;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::policy::check::PolicyKind;
use crate::policy::document::{Condition, PatternElement, Statement};
use crate::policy::{Document, Span};
use crate::script::GivenDocument;

pub use collect::Collector;
pub use html::html;
pub use lcov::lcov;
pub use text::table;

/// How often a part of a policy decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// What is written.
    pub text: String,
    /// Where it stands in the document.
    pub span: Span,
    /// How often it decided.
    pub hits: u64,
    /// For a condition: how often it kept its statement from applying; part of `hits`.
    pub stopped: u64,
}

/// What a part of a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// A statement as a whole.
    Statement,
    /// One of its actions.
    Action,
    /// One of its resources.
    Resource,
    /// One of its principals.
    Principal,
    /// One of its conditions.
    Condition,
}

impl PartKind {
    /// In one word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Action => "action",
            Self::Resource => "resource",
            Self::Principal => "principal",
            Self::Condition => "condition",
        }
    }
}

/// The coverage of one policy.
#[derive(Clone, Debug)]
pub struct PolicyCoverage {
    /// The name it was first given under.
    pub name: String,
    /// What it was given as.
    pub kind: PolicyKind,
    /// The file it was read from.
    pub file: Option<PathBuf>,
    /// Its text.
    pub text: String,
    /// Its parts, in the order of the text; a statement before what is in it.
    pub parts: Vec<Part>,
}

impl PolicyCoverage {
    /// How many parts decided, and how many there are.
    #[must_use]
    pub fn covered(&self) -> (usize, usize) {
        let decided = self.parts.iter().filter(|part| part.hits > 0);
        (decided.count(), self.parts.len())
    }
}

/// The coverage of all policies of a run.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// One for each text.
    pub policies: Vec<PolicyCoverage>,
}

impl Coverage {
    /// Joins the documents of a run with what was seen of its decisions. Documents of the same text are one policy.
    #[must_use]
    pub fn new(documents: &[GivenDocument], collector: &Collector) -> Self {
        // By text: how it was first given, and in which forms it was kept.
        let mut texts: BTreeMap<&str, (&GivenDocument, BTreeSet<&str>)> = BTreeMap::new();
        for given in documents {
            let (_, stored) = texts
                .entry(&given.text)
                .or_insert_with(|| (given, BTreeSet::new()));
            stored.insert(&given.stored);
        }
        let of_text = |(given, stored): (&GivenDocument, BTreeSet<&str>)| {
            // What is no policy was refused: it decides nothing.
            let (document, _) = Document::parse(&given.text).ok()?;
            let mut parts = parts(&document);
            for text in stored {
                collector.fill(text, &mut parts);
            }
            Some(PolicyCoverage {
                name: given.name.clone(),
                kind: given.kind,
                file: given.file.clone(),
                text: given.text.clone(),
                parts,
            })
        };
        let mut policies: Vec<PolicyCoverage> = texts.into_values().filter_map(of_text).collect();
        policies.sort_by(|a, b| (&a.file, &a.name, &a.text).cmp(&(&b.file, &b.name, &b.text)));
        Self { policies }
    }

    /// Parts that decided, in percent of all; 100 where there are none.
    #[must_use]
    pub fn percent(&self) -> f64 {
        let (mut decided, mut all) = (0, 0);
        for policy in &self.policies {
            let (own, of) = policy.covered();
            decided += own;
            all += of;
        }
        percent(decided, all)
    }
}

#[expect(clippy::cast_precision_loss, reason = "policies have few parts")]
fn percent(decided: usize, all: usize) -> f64 {
    if all == 0 {
        100.0
    } else {
        decided as f64 * 100.0 / all as f64
    }
}

/// The parts of a document, none of which has decided anything.
fn parts(document: &Document) -> Vec<Part> {
    document.statements.iter().flat_map(of_statement).collect()
}

fn of_statement(statement: &Statement) -> Vec<Part> {
    let part = |kind, text: &str, span| Part {
        kind,
        text: text.to_owned(),
        span,
        hits: 0,
        stopped: 0,
    };
    let patterns = |kind, element: &Option<PatternElement>| {
        let patterns = element.iter().flat_map(|element| &element.patterns);
        patterns
            .map(|text| part(kind, &text.value, text.span))
            .collect::<Vec<_>>()
    };
    let sid = statement.sid.clone().unwrap_or_default();
    let mut parts = vec![part(PartKind::Statement, &sid, statement.span)];
    parts.extend(patterns(PartKind::Action, &statement.action));
    parts.extend(patterns(PartKind::Resource, &statement.resource));
    let entries = statement
        .principal
        .iter()
        .flat_map(|element| &element.entries);
    parts
        .extend(entries.map(|entry| part(PartKind::Principal, &entry.name.value, entry.name.span)));
    let condition = |own: &Condition| {
        let text = format!("{} {}", own.operator.value, own.key.value);
        part(PartKind::Condition, &text, own.span)
    };
    parts.extend(statement.conditions.iter().map(condition));
    parts
}

#[cfg(test)]
mod tests;
