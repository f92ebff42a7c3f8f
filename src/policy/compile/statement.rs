//! One statement, compiled.

use crate::policy::condition::Condition;
use crate::policy::context::Keys;
use crate::policy::document::{Effect, PatternElement, Statement, Version};
use crate::policy::pattern::{ArnText, Pattern, ResourcePattern};
use crate::policy::template::Special;

use super::action::Action;

/// A statement ready for decisions.
#[derive(Debug)]
pub struct CompiledStatement {
    /// What it does when it applies.
    pub effect: Effect,
    actions: Option<Element<Pattern>>,
    resources: Option<Element<ResourcePattern>>,
    conditions: Box<[Condition]>,
}

/// An element or its `Not…` form.
#[derive(Debug)]
struct Element<P> {
    negated: bool,
    patterns: Box<[P]>,
}

impl CompiledStatement {
    pub(super) fn new(statement: &Statement, version: Version) -> Self {
        // Variables have no meaning in actions; actions ignore case (rule A1).
        let special = Special {
            wildcards: true,
            variables: false,
        };
        let action = |text: &str| Pattern::new(&text.to_ascii_lowercase(), special);
        let resource = |text: &str| ResourcePattern::new(text, version);
        let conditions = statement.conditions.iter();
        Self {
            effect: statement.effect,
            actions: statement
                .action
                .as_ref()
                .map(|own| Element::new(own, action)),
            resources: statement
                .resource
                .as_ref()
                .map(|own| Element::new(own, resource)),
            conditions: conditions.map(|own| Condition::new(own, version)).collect(),
        }
    }

    /// Whether the statement is about this action. A statement without the element is about none.
    #[must_use]
    pub fn matches_action(&self, action: &Action) -> bool {
        let matches = |own: &Pattern| own.matches(action.folded(), Keys::default());
        self.actions
            .as_ref()
            .is_some_and(|element| element.matches(matches))
    }

    /// Whether the statement is about this resource. A statement without the element, as in trust policies, is about its own.
    #[must_use]
    pub fn matches_resource(&self, resource: &ArnText<'_>, keys: Keys<'_>) -> bool {
        let matches = |own: &ResourcePattern| own.matches(resource, keys);
        self.resources
            .as_ref()
            .is_none_or(|element| element.matches(matches))
    }

    /// Whether the statement has a `Resource` or `NotResource` element.
    #[must_use]
    pub const fn names_resources(&self) -> bool {
        self.resources.is_some()
    }

    /// Whether all conditions hold (rule B2).
    #[must_use]
    pub fn conditions_hold(&self, keys: Keys<'_>) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(keys))
    }

    /// The conditions, in the order of the document.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }
}

impl<P> Element<P> {
    fn new(element: &PatternElement, compile: impl Fn(&str) -> P) -> Self {
        let patterns = element.patterns.iter();
        Self {
            negated: element.negated,
            patterns: patterns.map(|text| compile(&text.value)).collect(),
        }
    }

    fn matches(&self, one: impl Fn(&P) -> bool) -> bool {
        self.patterns.iter().any(one) != self.negated
    }
}
