//! `.graph`: who can assume which role, with each edge's conditions beside it: as an indented tree, or for tools that draw.

mod drawn;

use std::fmt::Write as _;

use crate::api;
use crate::decision::Context;
use crate::lab::{Caller, Lab};
use crate::policy::Effect;
use crate::render::style::Style;

use super::probe::{self, Identity};

pub use drawn::Form;

/// Most edges that are looked at: each is a decision.
const MOST: usize = 40_000;

/// The graph of somebody, by name or ARN, or of everybody who can assume something.
///
/// # Errors
/// A text that says what is wrong.
pub fn graph(lab: &Lab, name: &str, form: Form, style: Style) -> Result<String, String> {
    let mut copy = lab.clone();
    let identities = probe::identities(&mut copy);
    let roles: Vec<usize> = places(&identities, |identity| identity.is_role);
    if identities.len() * roles.len() > MOST {
        return Err(format!(
            "{} identities and {} roles are too many to draw",
            identities.len(),
            roles.len()
        ));
    }
    let graph = Graph::of(&copy, &identities, &roles);
    let starts = places(&identities, |identity| {
        name.is_empty() || identity.name == name || identity.arn == name
    });
    if starts.is_empty() && !name.is_empty() {
        return Err(format!("there is no user or role `{name}`"));
    }
    let edges = drawn::reachable(&graph, &starts);
    if edges.is_empty() && name.is_empty() {
        return Ok("nobody can assume a role".to_owned());
    }
    Ok(match form {
        Form::Text => graph.tree(&starts, name.is_empty(), style),
        Form::Dot => drawn::dot(&graph, &edges),
        Form::Mermaid => drawn::mermaid(&graph, &edges),
    })
}

fn places(identities: &[Identity], wanted: impl Fn(&Identity) -> bool) -> Vec<usize> {
    let all = identities.iter().enumerate();
    all.filter(|(_, identity)| wanted(identity))
        .map(|(place, _)| place)
        .collect()
}

struct Graph<'a> {
    identities: &'a [Identity],
    /// From, to, and the conditions of the statement that allows it.
    edges: Vec<(usize, usize, String)>,
}

impl<'a> Graph<'a> {
    fn of(lab: &Lab, identities: &'a [Identity], roles: &[usize]) -> Self {
        let mut edges = Vec::new();
        for (from, identity) in identities.iter().enumerate() {
            for &to in roles.iter().filter(|&&to| to != from) {
                let Some(role) = identities.get(to) else {
                    continue;
                };
                if let Some(conditions) = edge(lab, &identity.caller, &role.arn) {
                    edges.push((from, to, conditions));
                }
            }
        }
        Self { identities, edges }
    }

    fn arn(&self, place: usize) -> &str {
        self.identities
            .get(place)
            .map_or("", |identity| identity.arn.as_str())
    }

    fn is_role(&self, place: usize) -> bool {
        self.identities
            .get(place)
            .is_some_and(|identity| identity.is_role)
    }

    /// A tree for each start; of everybody, those who are in no other's tree.
    fn tree(&self, starts: &[usize], of_everybody: bool, style: Style) -> String {
        let mut text = String::new();
        for &start in starts {
            let is_shown = !self.edges_of(start).is_empty() && !self.is_role(start);
            if is_shown || !of_everybody {
                self.write(start, "", &mut vec![start], style, &mut text);
            }
        }
        if text.is_empty() {
            text.push_str("nobody but roles can assume a role");
        }
        text
    }

    fn edges_of(&self, from: usize) -> Vec<&(usize, usize, String)> {
        self.edges
            .iter()
            .filter(|(start, ..)| *start == from)
            .collect()
    }

    fn write(
        &self,
        at: usize,
        indent: &str,
        path: &mut Vec<usize>,
        style: Style,
        text: &mut String,
    ) {
        if indent.is_empty() {
            let _ = writeln!(text, "{}", style.strong(self.arn(at)));
        }
        let edges = self.edges_of(at);
        for (number, (_, to, conditions)) in edges.iter().enumerate() {
            let is_last = number + 1 == edges.len();
            let branch = if is_last { "└─ " } else { "├─ " };
            let name = self.arn(*to);
            let is_cycle = path.contains(to);
            let mark = if is_cycle { " ↺" } else { "" };
            let beside = match conditions.as_str() {
                "" => String::new(),
                words => format!("  {}", style.muted(format!("if {words}"))),
            };
            let _ = writeln!(
                text,
                "{indent}{branch}{}{mark}{beside}",
                style.assumed(name)
            );
            if !is_cycle {
                path.push(*to);
                let deeper = format!("{indent}{}", if is_last { "   " } else { "│  " });
                self.write(*to, &deeper, path, style, text);
                path.pop();
            }
        }
    }
}

/// The conditions under which somebody can assume a role: those that hold now, and those that a request could still meet; none
/// where it cannot.
fn edge(lab: &Lab, caller: &Caller, role: &str) -> Option<String> {
    let asked = api::evaluate(lab, caller, "sts:AssumeRole", role, &Context::default()).ok()?;
    let statements = || asked.checks.iter().flat_map(|check| &check.statements);
    let about =
        statements().filter(|trace| trace.effect == Effect::Allow && trace.is_about_the_request());
    let conditions = |holding: bool| {
        let texts = about.clone().flat_map(|trace| &trace.conditions);
        let texts = texts.filter(move |condition| condition.holds || !holding);
        let mut texts: Vec<String> = texts
            .map(|condition| {
                format!(
                    "{} {} {}",
                    condition.key,
                    condition.operator,
                    condition.wanted.join(", ")
                )
            })
            .collect();
        texts.dedup();
        texts.join(" and ")
    };
    if asked.allowed() {
        return Some(conditions(true));
    }
    let only_conditions = asked.near_misses().next().is_some()
        && asked.checks.iter().all(|check| {
            use crate::decision::CheckEffect as Effect;
            match check.effect {
                Effect::ExplicitDeny => false,
                Effect::ImplicitDeny => check.statements.iter().any(|trace| {
                    trace.effect == crate::policy::Effect::Allow && trace.is_about_the_request()
                }),
                _ => true,
            }
        });
    only_conditions.then(|| conditions(false))
}
