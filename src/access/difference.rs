//! What was gained and lost between two states.

use std::collections::{BTreeMap, BTreeSet};

use crate::policy::compile::Action;
use crate::policy::document::{PatternElement, Version};
use crate::policy::pattern::{ArnText, Pattern, ResourcePattern};
use crate::policy::template::{Special, Token, tokens};
use crate::policy::{Context, Keys};

use super::grants::{Terms, terms};
use super::kinds::{Kind, kinds};
use super::{Access, Holder};

/// Whether something can be done now that could not, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// It can be done now.
    Gained,
    /// It cannot be done any more.
    Lost,
}

impl Direction {
    /// In one word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
        }
    }
}

/// Something that can be done now, or not any more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Which of both.
    pub direction: Direction,
    /// By whom.
    pub principal: String,
    /// Which actions.
    pub action: String,
    /// But not these.
    pub except_actions: BTreeSet<String>,
    /// On what.
    pub resource: String,
    /// But not on these.
    pub except_resources: BTreeSet<String>,
    /// Under which conditions; always where there is none.
    pub when: Terms,
}

/// What was gained and lost, by principal.
#[must_use]
pub fn difference(old: &Access, new: &Access) -> Vec<Change> {
    let nobody = Holder::default();
    let principals: BTreeSet<&String> = old.holders.keys().chain(new.holders.keys()).collect();
    let mut changes: Vec<Change> = principals
        .into_iter()
        .flat_map(|principal| {
            let before = old.holders.get(principal).unwrap_or(&nobody);
            let after = new.holders.get(principal).unwrap_or(&nobody);
            of_principal(principal, before, after)
        })
        .collect();
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    changes
}

fn order(change: &Change) -> (&str, Direction, &str, &str) {
    (
        &change.principal,
        change.direction,
        &change.action,
        &change.resource,
    )
}

/// Actions and resources of one principal, as its policies of both states tell them apart.
struct Comparison<'a> {
    principal: &'a str,
    actions: Vec<Kind>,
    resources: Vec<Kind>,
    context: Context,
}

fn of_principal(principal: &str, before: &Holder, after: &Holder) -> Vec<Change> {
    let texts = |holder: &Holder| -> Vec<String> {
        let sources = holder
            .policies()
            .map(|policy| policy.document().source.to_string());
        sources.collect()
    };
    if texts(before) == texts(after) && before.limits.len() == after.limits.len() {
        return Vec::new();
    }
    let comparison = Comparison::new(principal, before, after);
    let mut found = BTreeMap::new();
    for (a, action) in comparison.actions.iter().enumerate() {
        let asked = Action::new(&action.example);
        for (r, resource) in comparison.resources.iter().enumerate() {
            let of = |holder| terms(holder, &asked, &resource.example, &comparison.context);
            for change in compared(of(before), of(after)) {
                found.insert((a, r, change.0), change.1);
            }
        }
    }
    comparison.widest(&found)
}

/// What one kind gained or lost. A condition that went away is a gain, one that came is a loss, another one is both.
fn compared(before: Option<Terms>, after: Option<Terms>) -> Vec<(Direction, Terms)> {
    match (before, after) {
        (None, None) => Vec::new(),
        (None, Some(after)) => vec![(Direction::Gained, after)],
        (Some(before), None) => vec![(Direction::Lost, before)],
        (Some(before), Some(after)) if before == after => Vec::new(),
        (Some(before), Some(after)) if after.is_subset(&before) => vec![(Direction::Gained, after)],
        (Some(before), Some(after)) if before.is_subset(&after) => vec![(Direction::Lost, before)],
        (Some(before), Some(after)) => vec![(Direction::Gained, after), (Direction::Lost, before)],
    }
}

type Found = BTreeMap<(usize, usize, Direction), Terms>;

impl<'a> Comparison<'a> {
    fn new(principal: &'a str, before: &Holder, after: &Holder) -> Self {
        let (mut actions, mut resources) = (BTreeSet::new(), BTreeSet::new());
        let mut context = Context::default();
        let variables = before.variables.iter().chain(&after.variables);
        for (key, value) in variables {
            context.set(key, value.as_str());
        }
        for policy in before.policies().chain(after.policies()) {
            let version = policy.document().version;
            for statement in &policy.document().statements {
                actions.extend(patterns(&statement.action).map(str::to_owned));
                for text in patterns(&statement.resource) {
                    resources.insert(filled(text, version, &mut context));
                }
            }
        }
        let keys = Keys::from(&context);
        Self {
            principal,
            actions: kinds(&actions, "~other~", &matches_action),
            resources: kinds(&resources, "~other~", &|pattern, text| {
                matches_resource(pattern, text, keys)
            }),
            context,
        }
    }

    /// Leaves out what a wider kind says as well.
    fn widest(&self, found: &Found) -> Vec<Change> {
        let same = |own: &(usize, usize, Direction), terms: &Terms, other: (usize, usize)| {
            found.get(&(other.0, other.1, own.2)) == Some(terms)
        };
        let mut changes = Vec::new();
        for (own, terms) in found {
            let (Some(action), Some(resource)) =
                (self.actions.get(own.0), self.resources.get(own.1))
            else {
                continue;
            };
            let wider_action = |other: &usize| {
                self.actions
                    .get(*other)
                    .is_some_and(|wide| wide.except.contains(&action.pattern))
            };
            let wider_resource = |other: &usize| {
                self.resources
                    .get(*other)
                    .is_some_and(|wide| wide.except.contains(&resource.pattern))
            };
            let is_said = (0..self.actions.len())
                .filter(wider_action)
                .any(|wide| same(own, terms, (wide, own.1)))
                || (0..self.resources.len())
                    .filter(wider_resource)
                    .any(|wide| same(own, terms, (own.0, wide)));
            if is_said {
                continue;
            }
            let other =
                |kinds: &[Kind], name: &str| kinds.iter().position(|kind| kind.pattern == name);
            let left_out = |at: Option<(usize, usize)>| at.is_none_or(|at| !same(own, terms, at));
            let except_actions = action
                .except
                .iter()
                .filter(|name| left_out(other(&self.actions, name).map(|at| (at, own.1))));
            let except_resources = resource
                .except
                .iter()
                .filter(|name| left_out(other(&self.resources, name).map(|at| (own.0, at))));
            changes.push(Change {
                direction: own.2,
                principal: self.principal.to_owned(),
                action: action.pattern.clone(),
                except_actions: except_actions.cloned().collect(),
                resource: resource.pattern.clone(),
                except_resources: except_resources.cloned().collect(),
                when: terms.clone(),
            });
        }
        changes
    }
}

fn patterns(element: &Option<PatternElement>) -> impl Iterator<Item = &str> {
    let element = element.iter();
    // What a `Not…` element is about, besides what it lists, is everything else.
    let negated = element
        .clone()
        .filter(|element| element.negated)
        .map(|_| "*");
    let listed = element
        .flat_map(|element| &element.patterns)
        .map(|text| text.value.as_str());
    listed.chain(negated)
}

/// A resource with its variables replaced by what they stand for; where that is not known, they stand for their own names.
fn filled(text: &str, version: Version, context: &mut Context) -> String {
    let special = Special::new(true, version);
    let mut filled = String::new();
    for token in tokens(text, special) {
        match token {
            Token::Text(text) => filled.push_str(&text),
            Token::Star => filled.push('*'),
            Token::Question => filled.push('?'),
            Token::Variable(variable) => {
                let own = format!("{{{}}}", variable.key);
                if context.get(&variable.key).is_none() {
                    context.set(&variable.key, own.as_str());
                }
                let value = context
                    .get(&variable.key)
                    .and_then(|value| value.values().first().cloned());
                filled.push_str(&value.unwrap_or(own));
            }
        }
    }
    filled
}

fn matches_action(pattern: &str, action: &str) -> bool {
    let special = Special {
        wildcards: true,
        variables: false,
    };
    Pattern::new(&pattern.to_ascii_lowercase(), special)
        .matches(&action.to_ascii_lowercase(), Keys::default())
}

fn matches_resource(pattern: &str, arn: &str, keys: Keys<'_>) -> bool {
    ResourcePattern::new(pattern, Version::V2008).matches(&ArnText::new(arn), keys)
}
