//! A policy document as plain data, every part with its place in the text.
//!
//! Source: IAM User Guide, "IAM JSON policy elements reference".

use std::sync::Arc;

use super::json::Span;

/// A parsed policy: what was written, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The text that was parsed; all spans point into it.
    pub source: Arc<str>,
    /// The `Version` element.
    pub version: Version,
    /// The `Id` element.
    pub id: Option<String>,
    /// The statements, in the order of the text.
    pub statements: Vec<Statement>,
}

/// The language version. Source: IAM User Guide, "IAM JSON policy elements: Version".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `2008-10-17`, or no `Version` at all: `${…}` is literal text.
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// What a matching statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Place of the statement's object.
    pub span: Span,
    /// The `Sid` element as written.
    pub sid: Option<String>,
    /// The `Effect` element.
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`.
    pub principal: Option<PrincipalElement>,
    /// `Action` or `NotAction`.
    pub action: Option<PatternElement>,
    /// `Resource` or `NotResource`.
    pub resource: Option<PatternElement>,
    /// The `Condition` element, flattened: all of them must hold.
    pub conditions: Vec<Condition>,
}

/// `Action`, `NotAction`, `Resource` or `NotResource`.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternElement {
    /// True for the `Not…` form.
    pub negated: bool,
    /// The patterns, as written.
    pub patterns: Vec<Text>,
    /// Place of the value.
    pub span: Span,
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalElement {
    /// True for `NotPrincipal`.
    pub negated: bool,
    /// Who is named.
    pub entries: Vec<PrincipalEntry>,
    /// Place of the value.
    pub span: Span,
}

/// One name in a `Principal` element.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalEntry {
    /// The key it stands under.
    pub kind: PrincipalKind,
    /// The name as written: an ARN, an account id, a unique id, a service, `*`.
    pub name: Text,
}

/// The keys of a `Principal` element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalKind {
    /// A bare `"Principal": "*"`.
    Everybody,
    /// `AWS`
    Aws,
    /// `Service`
    Service,
    /// `Federated`
    Federated,
    /// `CanonicalUser`
    CanonicalUser,
}

/// One operator applied to one key.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The operator as written, with its prefix and suffix, such as `ForAnyValue:StringLikeIfExists`.
    pub operator: Text,
    /// The condition key as written.
    pub key: Text,
    /// The values; booleans and numbers are kept as their text (rule A19).
    pub values: Vec<Text>,
    /// Place of the value or the list of values.
    pub span: Span,
}

/// A string of the document with its place (quotes included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The decoded text.
    pub value: String,
    /// Its place.
    pub span: Span,
}
