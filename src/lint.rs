//! What is wrong or odd about a policy: what AWS would not store, what gives more than was probably meant, what does nothing.
//!
//! Errors are those of [`check`](crate::policy::check); the other findings carry the names of IAM Access Analyzer's policy checks
//! where it has one. Source: IAM User Guide, "IAM Access Analyzer policy check reference".

mod actions;
mod conditions;
mod permissive;
mod redundant;
mod resources;
mod trust;

use crate::policy::check::{PolicyKind, check};
use crate::policy::document::{Statement, Version};
use crate::policy::{Document, Span};

/// How bad a finding is, as Access Analyzer ranks them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It works, and could be said better.
    Suggestion,
    /// It is probably not what was meant.
    Warning,
    /// It gives more than is safe.
    SecurityWarning,
    /// AWS does not store it.
    Error,
}

impl Severity {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Suggestion => "suggestion",
            Self::Warning => "warning",
            Self::SecurityWarning => "security warning",
            Self::Error => "error",
        }
    }
}

/// Something about a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Its name: Access Analyzer's, or AWS's error code.
    pub code: &'static str,
    /// What is so.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What to do about it.
    pub help: Option<String>,
}

impl Finding {
    fn new(severity: Severity, code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            span,
            help: None,
        }
    }

    fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Everything about a policy, the worst first.
#[must_use]
pub fn findings(kind: PolicyKind, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Err(error) = check(kind, text) {
        found.push(Finding {
            severity: Severity::Error,
            code: error.code,
            message: error.message,
            span: error.span,
            help: error.help,
        });
    }
    // What AWS would not store may say more about itself, as long as it can be read.
    if let Ok((document, warnings)) = Document::parse(text) {
        if found.is_empty() {
            let odd = warnings.into_iter();
            found.extend(
                odd.map(|own| {
                    Finding::new(Severity::Warning, "ODD_ELEMENT", own.span, own.message)
                }),
            );
        }
        of_document(kind, &document, &mut found);
    }
    found.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then(a.span.start.cmp(&b.span.start))
    });
    found
}

fn of_document(kind: PolicyKind, document: &Document, found: &mut Vec<Finding>) {
    if document.version == Version::V2008 {
        let message = "without `\"Version\": \"2012-10-17\"` policy variables are plain text";
        found.push(Finding::new(
            Severity::Warning,
            "MISSING_VERSION",
            Span::new(0, 1),
            message,
        ));
    }
    for statement in &document.statements {
        actions::look(statement, found);
        conditions::look(statement, found);
        permissive::look(kind, statement, found);
        resources::look(kind, statement, found);
        redundant::look(statement, found);
        if kind == PolicyKind::Trust {
            trust::look(statement, found);
        }
    }
    redundant::statements(document, found);
}

/// What kind of policy a text probably is: by its principals and actions. Control policies look like others and are never guessed.
#[must_use]
pub fn guess(text: &str) -> PolicyKind {
    let Ok((document, _)) = Document::parse(text) else {
        return PolicyKind::Managed;
    };
    let assumes = |statement: &Statement| {
        let patterns = statement
            .action
            .iter()
            .flat_map(|element| &element.patterns);
        statement.resource.is_none()
            && patterns
                .map(|text| &text.value)
                .all(|action| action.to_ascii_lowercase().starts_with("sts:"))
    };
    let names = |statement: &Statement| statement.principal.is_some();
    match document.statements.iter().any(names) {
        false => PolicyKind::Managed,
        true if document.statements.iter().all(assumes) => PolicyKind::Trust,
        true => PolicyKind::Resource,
    }
}

#[cfg(test)]
mod tests;
