//! What AWS refuses to store, in which words, and what it looks at first.
//!
//! Each kind of policy has a validator of its own, as at AWS: identity policies, role trust policies, resource policies,
//! and the control policies of Organizations. Owns everything that can be decided from the text alone; whether a named
//! user or role exists is for the caller of [`named_principals`] to see.
//! Source: IAM User Guide, "Troubleshoot IAM policies", "Grammar of the IAM JSON policy language".

mod action;
mod control;
mod grammar;
mod identity;
mod principal;
mod resource;
mod resource_arn;
mod service_principal;
mod shared_provider;
mod trust;
mod wrong_kind;

use std::fmt;

use super::document::Document;
use super::json::{self, Span};
use super::parse;
use super::size::{self, SizeLimits};

pub use principal::{MustExist, invalid_principal, named_principals};

/// Where a policy is to be stored, which decides who checks it. A permissions boundary is a [`Managed`](Self::Managed)
/// policy; a VPC endpoint policy is checked as a [`Resource`](Self::Resource) policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PolicyKind {
    /// A managed policy, which may serve as a permissions boundary.
    Managed,
    /// An inline policy of a user, group or role. Their sum is limited, so the size is for the caller to hold.
    Inline,
    /// A policy passed to `AssumeRole` and its like. Their sum is limited, so the size is for the caller to hold.
    Session,
    /// The trust policy of a role.
    Trust,
    /// The policy of a resource other than a role, in the words of S3.
    Resource,
    /// A service control policy.
    ServiceControl,
    /// A resource control policy.
    ResourceControl,
}

/// What differs between accounts, or from one year to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The largest documents.
    pub limits: SizeLimits,
    /// Whether trust of a shared OIDC provider needs a condition on its tenant's claim, as since 2025 (U39).
    pub shared_provider_controls: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: SizeLimits::default(),
            shared_provider_controls: true,
        }
    }
}

/// AWS's refusal to store a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckError {
    /// AWS's error code, such as `MalformedPolicyDocument`.
    pub code: &'static str,
    /// AWS's text, word for word.
    pub message: String,
    /// The element at fault; an opening brace where something is missing; empty where the whole text is meant.
    pub span: Span,
    /// What is wrong and what to do, in our words.
    pub help: Option<String>,
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CheckError {}

/// Checks a policy as AWS does when it is stored, with AWS's default limits.
///
/// # Errors
/// The first thing AWS would report, in the order AWS looks.
pub fn check(kind: PolicyKind, text: &str) -> Result<Document, CheckError> {
    check_with(kind, text, &Settings::default())
}

/// [`check`] with other settings.
///
/// # Errors
/// The first thing AWS would report, in the order AWS looks.
pub fn check_with(
    kind: PolicyKind,
    text: &str,
    settings: &Settings,
) -> Result<Document, CheckError> {
    allowed_characters(kind, text)?;
    allowed_size(kind, text, &settings.limits)?;
    let words = kind.words();
    let root = json::parse(text).map_err(|error| CheckError {
        code: words.code,
        message: words.not_json.to_owned(),
        span: error.span,
        help: Some(match error.help {
            Some(help) => format!("{}: {help}", error.message),
            None => error.message,
        }),
    })?;
    kind.check_elements(&root).map_err(|mut error| {
        if let Some(hint) = wrong_kind::hint(kind, &root) {
            error.help = Some(match error.help {
                Some(help) => format!("{help}; {hint}"),
                None => hint.to_owned(),
            });
        }
        error
    })?;
    let (document, _) = parse::from_node(text, &root).map_err(|error| CheckError {
        code: words.code,
        message: words.syntax.to_owned(),
        span: error.span,
        help: Some(error.message),
    })?;
    match kind {
        PolicyKind::Trust => trust::check_principals(&document, settings)?,
        PolicyKind::Resource => resource::check_principals(&document)?,
        _ => {}
    }
    Ok(document)
}

/// What a validator says about a text it cannot make sense of.
struct Words {
    code: &'static str,
    not_json: &'static str,
    syntax: &'static str,
}

impl PolicyKind {
    fn check_elements(self, root: &json::Node) -> Result<(), CheckError> {
        match self {
            Self::Managed | Self::Inline | Self::Session => identity::check(root),
            Self::Trust => trust::check(root),
            Self::Resource => resource::check(root),
            Self::ServiceControl => control::check_service_control(root),
            Self::ResourceControl => control::check_resource_control(root),
        }
    }

    const fn words(self) -> Words {
        match self {
            Self::Managed | Self::Inline | Self::Session => Words {
                code: MALFORMED,
                not_json: identity::SYNTAX,
                syntax: identity::SYNTAX,
            },
            Self::Trust => Words {
                code: MALFORMED,
                not_json: "This policy contains invalid Json",
                syntax: trust::SYNTAX,
            },
            Self::Resource => Words {
                code: resource::CODE,
                not_json: "Policies must be valid JSON and the first byte must be '{'",
                syntax: resource::SYNTAX,
            },
            Self::ServiceControl | Self::ResourceControl => Words {
                code: control::CODE,
                not_json: control::TEXT,
                syntax: control::TEXT,
            },
        }
    }
}

/// The code of IAM and STS.
const MALFORMED: &str = "MalformedPolicyDocument";

/// What is wrong and where, before a validator puts it into AWS's words.
struct Fault {
    span: Span,
    help: String,
}

impl Fault {
    fn new(span: Span, help: impl Into<String>) -> Self {
        Self {
            span,
            help: help.into(),
        }
    }

    fn says(self, code: &'static str, message: impl Into<String>) -> CheckError {
        CheckError {
            code,
            message: message.into(),
            span: self.span,
            help: Some(self.help),
        }
    }
}

/// IAM takes tabs, line breaks and U+0020 to U+00FF (rule A21); Organizations and S3 take anything.
fn allowed_characters(kind: PolicyKind, text: &str) -> Result<(), CheckError> {
    let at = match kind {
        PolicyKind::Managed | PolicyKind::Inline => "at 'policyDocument'".to_owned(),
        PolicyKind::Trust => "at 'assumeRolePolicyDocument'".to_owned(),
        // STS repeats the value, IAM does not.
        PolicyKind::Session => format!("'{text}' at 'policy'"),
        PolicyKind::Resource | PolicyKind::ServiceControl | PolicyKind::ResourceControl => {
            return Ok(());
        }
    };
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}');
    let Some((start, c)) = text.char_indices().find(|(_, c)| !allowed(*c)) else {
        return Ok(());
    };
    let span = Span::new(start, start + c.len_utf8());
    let help = format!(
        "U+{:04X} is not allowed in IAM documents: write it as a JSON escape",
        u32::from(c)
    );
    Err(Fault::new(span, help).says(
        "ValidationError",
        format!(
            "1 validation error detected: Value {at} failed to satisfy constraint: Member must satisfy regular \
             expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"
        ),
    ))
}

/// The limits on single documents. AWS looks at them before it looks at the text.
fn allowed_size(kind: PolicyKind, text: &str, limits: &SizeLimits) -> Result<(), CheckError> {
    let (size, limit, code, message) = match kind {
        PolicyKind::Managed => (
            size::without_blanks(text),
            limits.managed,
            "LimitExceeded",
            format!("Cannot exceed quota for PolicySize: {}", limits.managed),
        ),
        PolicyKind::Trust => (
            size::without_blanks(text),
            limits.trust,
            "LimitExceeded",
            format!("Cannot exceed quota for ACLSizePerRole: {}", limits.trust),
        ),
        PolicyKind::ServiceControl | PolicyKind::ResourceControl => (
            size::with_blanks(text),
            limits.control,
            "ConstraintViolationException",
            format!(
                "You have exceeded the maximum policy size of {} characters.",
                limits.control
            ),
        ),
        PolicyKind::Inline | PolicyKind::Session | PolicyKind::Resource => return Ok(()),
    };
    if size <= limit {
        return Ok(());
    }
    let counted = match kind {
        PolicyKind::Managed | PolicyKind::Trust => "characters without white space",
        _ => "characters",
    };
    let help = format!("the document has {size} {counted}, {limit} are allowed");
    Err(Fault::new(Span::default(), help).says(code, message))
}

#[cfg(test)]
mod tests;
