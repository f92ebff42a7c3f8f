//! Sees decisions and counts what decided them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::decision::{Check, CheckEffect, Explanation, Outcome, Request, StatementTrace, names};
use crate::lab::Observer;
use crate::policy::document::{Effect, PatternElement, Statement};
use crate::policy::pattern::{ArnText, Pattern, ResourcePattern};
use crate::policy::template::Special;
use crate::policy::{Document, Keys};

use super::{Part, PartKind, of_statement};

/// Counts by text of a policy, one count for each of its parts.
#[derive(Debug, Default)]
pub struct Collector(Mutex<BTreeMap<Arc<str>, Counted>>);

#[derive(Debug)]
struct Counted {
    document: Document,
    parts: Vec<Part>,
    /// Where the parts of each statement begin.
    starts: Vec<usize>,
}

impl Collector {
    /// Adds what was counted to the parts of a policy.
    pub fn fill(&self, text: &str, parts: &mut [Part]) {
        let Ok(counted) = self.0.lock() else { return };
        if let Some(own) = counted.get(text) {
            for (part, counted) in parts.iter_mut().zip(&own.parts) {
                part.hits += counted.hits;
                part.stopped += counted.stopped;
            }
        }
    }
}

impl Observer for Collector {
    fn decided(&self, request: &Request, explanation: &Explanation) {
        let Ok(mut counted) = self.0.lock() else {
            return;
        };
        for check in &explanation.checks {
            for trace in &check.statements {
                let role = role(trace, check, explanation);
                if role == Role::None {
                    continue;
                }
                let own = match counted.get_mut(&trace.source) {
                    Some(own) => own,
                    None => {
                        let Some(fresh) = Counted::new(&trace.source) else {
                            continue;
                        };
                        counted.entry(Arc::clone(&trace.source)).or_insert(fresh)
                    }
                };
                own.count(trace, role, request);
            }
        }
    }
}

/// What a statement has to do with the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It decided.
    Decided,
    /// It would have, but for one condition.
    Stopped,
    /// Nothing.
    None,
}

fn role(trace: &StatementTrace, check: &Check, explanation: &Explanation) -> Role {
    let outcome = explanation.decision.outcome;
    let decides = match trace.effect {
        Effect::Deny => outcome == Outcome::ExplicitlyDenied,
        Effect::Allow => outcome == Outcome::Allowed,
    };
    if trace.applies() {
        return if decides { Role::Decided } else { Role::None };
    }
    // One condition less, and the outcome would be another.
    let only_one = trace.is_about_the_request() && trace.failing().count() == 1;
    let would_decide = match trace.effect {
        Effect::Deny => outcome != Outcome::ExplicitlyDenied,
        Effect::Allow => check.effect == CheckEffect::ImplicitDeny,
    };
    if only_one && would_decide {
        Role::Stopped
    } else {
        Role::None
    }
}

impl Counted {
    fn new(source: &str) -> Option<Self> {
        let (document, _) = Document::parse(source).ok()?;
        let (mut parts, mut starts) = (Vec::new(), Vec::new());
        for statement in &document.statements {
            starts.push(parts.len());
            parts.extend(of_statement(statement));
        }
        Some(Self {
            document,
            parts,
            starts,
        })
    }

    fn count(&mut self, trace: &StatementTrace, role: Role, request: &Request) {
        let Some(statement) = self.document.statements.get(trace.index) else {
            return;
        };
        let matched = match role {
            Role::Decided => matched(statement, request, &self.document),
            _ => trace.conditions.iter().map(|own| !own.holds).collect(),
        };
        let start = self.starts.get(trace.index).copied().unwrap_or(0);
        let is_counted =
            |part: &&mut Part| role == Role::Decided || part.kind == PartKind::Condition;
        let count = of_statement(statement).len();
        let own = self
            .parts
            .iter_mut()
            .skip(start)
            .take(count)
            .filter(is_counted);
        for (part, counts) in own.zip(matched) {
            part.hits += u64::from(counts);
            part.stopped += u64::from(counts && role == Role::Stopped);
        }
    }
}

/// Which parts of a statement that decided match the request, in the order of its parts.
fn matched(statement: &Statement, request: &Request, document: &Document) -> Vec<bool> {
    let keys = Keys::from(&request.context);
    let special = Special {
        wildcards: true,
        variables: false,
    };
    let action = request.action.to_ascii_lowercase();
    let about_action = |text: &str| {
        Pattern::new(&text.to_ascii_lowercase(), special).matches(&action, Keys::default())
    };
    let arn = ArnText::new(&request.resource.arn);
    let about_resource =
        |text: &str| ResourcePattern::new(text, document.version).matches(&arn, keys);
    let mut found = vec![true];
    let mut add = |element: &Option<PatternElement>, matches: &dyn Fn(&str) -> bool| {
        for element in element.iter() {
            // A `Not…` that lets a request through decides with everything it lists.
            let of = |text: &str| element.negated || matches(text);
            found.extend(element.patterns.iter().map(|text| of(&text.value)));
        }
    };
    add(&statement.action, &about_action);
    add(&statement.resource, &about_resource);
    for element in statement.principal.iter() {
        let of = |entry| element.negated || names(entry, &request.principal);
        found.extend(element.entries.iter().map(of));
    }
    found.extend(statement.conditions.iter().map(|_| true));
    found
}
