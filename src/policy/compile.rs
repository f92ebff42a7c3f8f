//! A document made ready for decisions: patterns split, conditions typed, statements indexed by service.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::condition::Condition;
use super::context::Context;
use super::document::{Document, Effect, PatternElement, PrincipalElement, Statement, Version};
use super::pattern::{ArnText, Pattern, ResourcePattern};
use super::template::Special;

/// What a policy is called in decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLabel {
    /// Its name.
    pub name: Arc<str>,
    /// Its ARN; inline policies have none.
    pub arn: Option<Arc<str>>,
}

impl fmt::Display for PolicyLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.arn.as_ref().unwrap_or(&self.name))
    }
}

/// A policy ready for decisions. Costs nothing to share.
#[derive(Debug)]
pub struct CompiledPolicy {
    label: PolicyLabel,
    document: Arc<Document>,
    statements: Box<[CompiledStatement]>,
    index: Index,
}

/// A statement ready for decisions.
#[derive(Debug)]
pub struct CompiledStatement {
    /// What it does when it applies.
    pub effect: Effect,
    actions: Option<Element<Pattern>>,
    resources: Option<Element<ResourcePattern>>,
    conditions: Box<[Condition]>,
}

#[derive(Debug)]
struct Element<P> {
    negated: bool,
    patterns: Box<[P]>,
}

/// Which statements could match an action, by the service before its colon.
#[derive(Debug, Default)]
struct Index {
    /// Statements that name this service and no wildcard in it.
    by_service: HashMap<Box<str>, Vec<usize>>,
    /// Statements that may match actions of any service.
    anywhere: Vec<usize>,
}

impl CompiledPolicy {
    /// Compiles a document.
    #[must_use]
    pub fn new(label: PolicyLabel, document: Arc<Document>) -> Self {
        let version = document.version;
        let statements: Box<[CompiledStatement]> = document
            .statements
            .iter()
            .map(|statement| CompiledStatement::new(statement, version))
            .collect();
        let index = Index::new(&document);
        Self {
            label,
            document,
            statements,
            index,
        }
    }

    /// What the policy is called.
    #[must_use]
    pub const fn label(&self) -> &PolicyLabel {
        &self.label
    }

    /// What was compiled.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// All statements, in the order of the document.
    #[must_use]
    pub fn statements(&self) -> &[CompiledStatement] {
        &self.statements
    }

    /// Places and statements that could match an action of `service`, in order; others cannot.
    pub fn candidates<'a>(
        &'a self,
        service: &str,
    ) -> impl Iterator<Item = (usize, &'a CompiledStatement)> {
        let named = self
            .index
            .by_service
            .get(service)
            .map_or(&[][..], Vec::as_slice);
        merged(named, &self.index.anywhere).filter_map(|at| Some((at, self.statements.get(at)?)))
    }
}

/// Two ascending lists as one.
fn merged<'a>(a: &'a [usize], b: &'a [usize]) -> impl Iterator<Item = usize> + use<'a> {
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(x), Some(y)) if x <= y => a.next(),
        (_, Some(_)) => b.next(),
        _ => a.next(),
    })
}

impl Index {
    fn new(document: &Document) -> Self {
        let mut index = Self::default();
        for (at, statement) in document.statements.iter().enumerate() {
            match services(statement) {
                Some(services) => {
                    for service in services {
                        let places = index.by_service.entry(service.into()).or_default();
                        if places.last() != Some(&at) {
                            places.push(at);
                        }
                    }
                }
                None => index.anywhere.push(at),
            }
        }
        index
    }
}

/// The services a statement names, in lower case; `None` when it may be about any.
fn services(statement: &Statement) -> Option<Vec<String>> {
    let actions = statement
        .action
        .as_ref()
        .filter(|actions| !actions.negated)?;
    actions
        .patterns
        .iter()
        .map(|pattern| {
            let (service, _) = pattern.value.split_once(':')?;
            (!service.contains(['*', '?'])).then(|| service.to_ascii_lowercase())
        })
        .collect()
}

impl CompiledStatement {
    fn new(statement: &Statement, version: Version) -> Self {
        // Variables have no meaning in actions; actions ignore case (rule A1).
        let action = |text: &str| {
            let special = Special {
                wildcards: true,
                variables: false,
            };
            Pattern::new(&text.to_ascii_lowercase(), special)
        };
        Self {
            effect: statement.effect,
            actions: statement
                .action
                .as_ref()
                .map(|element| Element::new(element, action)),
            resources: statement
                .resource
                .as_ref()
                .map(|element| Element::new(element, |text| ResourcePattern::new(text, version))),
            conditions: statement
                .conditions
                .iter()
                .map(|c| Condition::new(c, version))
                .collect(),
        }
    }

    /// Whether the statement is about this action, given in lower case.
    #[must_use]
    pub fn matches_action(&self, action: &str) -> bool {
        let none = Context::default();
        self.actions
            .as_ref()
            .is_some_and(|element| element.matches(|pattern| pattern.matches(action, &none)))
    }

    /// Whether the statement is about this resource. A statement without the element, as in trust policies, is about its own.
    #[must_use]
    pub fn matches_resource(&self, resource: &ArnText<'_>, context: &Context) -> bool {
        self.resources
            .as_ref()
            .is_none_or(|element| element.matches(|pattern| pattern.matches(resource, context)))
    }

    /// Whether the statement has a `Resource` or `NotResource` element.
    #[must_use]
    pub const fn names_resources(&self) -> bool {
        self.resources.is_some()
    }

    /// Whether all conditions hold (rule B2).
    #[must_use]
    pub fn conditions_hold(&self, context: &Context) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(context))
    }

    /// The conditions, in the order of the document.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }
}

impl<P> Element<P> {
    fn new(element: &PatternElement, compile: impl Fn(&str) -> P) -> Self {
        Self {
            negated: element.negated,
            patterns: element
                .patterns
                .iter()
                .map(|text| compile(&text.value))
                .collect(),
        }
    }

    fn matches(&self, one: impl Fn(&P) -> bool) -> bool {
        self.patterns.iter().any(one) != self.negated
    }
}

/// The principal element of the statement at a place.
#[must_use]
pub fn principal_element(policy: &CompiledPolicy, at: usize) -> Option<&PrincipalElement> {
    policy.document.statements.get(at)?.principal.as_ref()
}
