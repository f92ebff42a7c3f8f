//! Errors as AWS answers them: a code, a text, an HTTP status.

use std::fmt;
use std::sync::Arc;

use crate::decision::Explanation;

use super::authorization_message::Message;
use super::validate::Invalid;

/// What AWS would have answered. A value of the simulation, not a fault of the lab.
#[derive(Clone, Debug)]
pub struct AwsError {
    /// AWS's code, such as `NoSuchEntity`.
    pub code: &'static str,
    /// AWS's text, verbatim.
    pub message: String,
    /// HTTP status AWS answers with.
    pub http_status: u16,
    /// Why a request was denied; only with `AccessDenied`.
    pub reason: Option<Arc<Explanation>>,
    /// The same for those alone who may decode it; only with a denial of an action.
    pub encoded_message: Option<Arc<Message>>,
    /// Our own words below AWS's: what to do about it.
    pub help: Option<String>,
    /// A document that is at fault: its text and the place in it.
    pub place: Option<Box<Place>>,
}

/// A place in a policy document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text of the document.
    pub text: String,
    /// The part of it that is at fault.
    pub span: crate::policy::Span,
}

/// Codes and their HTTP status. The codes of the models, and the common ones that are in no model.
const STATUS: &[(&str, u16)] = &[
    ("AccessDenied", 403),
    ("AuthenticationFailed", 401),
    ("ConcurrentModification", 409),
    ("ConstraintViolationException", 400),
    ("DeleteConflict", 409),
    ("DuplicateCertificate", 409),
    ("EntityAlreadyExists", 409),
    ("EntityTemporarilyUnmodifiable", 409),
    ("ExpiredToken", 403),
    ("ExpiredTokenException", 400),
    ("IDPRejectedClaim", 403),
    ("FeatureDisabled", 404),
    ("FeatureEnabled", 409),
    ("InvalidAction", 400),
    ("InvalidAuthenticationCode", 403),
    ("InvalidClientTokenId", 403),
    ("InvalidInput", 400),
    ("InvalidParameterValue", 400),
    ("InvalidUserType", 400),
    ("LimitExceeded", 409),
    ("MalformedPolicyDocument", 400),
    ("MissingAuthenticationToken", 403),
    ("NameConflict", 409),
    ("NoSuchEntity", 404),
    ("NotSupportedService", 404),
    ("OutboundWebIdentityFederationDisabledException", 403),
    ("PackedPolicyTooLarge", 400),
    ("PasswordPolicyViolation", 400),
    ("PolicyEvaluation", 500),
    ("RegionDisabledException", 403),
    ("ReportExpired", 410),
    ("ReportGenerationLimitExceeded", 409),
    ("ReportInProgress", 404),
    ("ReportNotPresent", 410),
    ("RoleModified", 409),
    ("ServiceFailure", 500),
    ("SessionDurationEscalationException", 403),
    ("SignatureDoesNotMatch", 403),
    ("UnmodifiableEntity", 400),
    ("ValidationError", 400),
];

/// Every code that is answered.
pub fn codes() -> impl Iterator<Item = &'static str> {
    STATUS.iter().map(|(code, _)| *code)
}

/// The code of no error of AWS.
const OUT_OF_REACH: &str = "";

impl AwsError {
    /// An error with this code and text; the status follows from the code.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        let http_status = STATUS
            .iter()
            .find(|(known, _)| *known == code)
            .map_or(400, |(_, status)| *status);
        Self {
            code,
            message: message.into(),
            http_status,
            reason: None,
            encoded_message: None,
            help: None,
            place: None,
        }
    }

    /// A call that may only look wanted to change the lab. Never an answer: [`super::look()`] takes it back.
    pub(super) fn out_of_reach() -> Self {
        Self::new(OUT_OF_REACH, "")
    }

    /// Whether it is no answer but a call that needs the lab for itself.
    #[must_use]
    pub fn is_about_reach(&self) -> bool {
        self.code == OUT_OF_REACH
    }

    /// Adds our own advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a sentence to the reason, where there is one.
    #[must_use]
    pub fn with_note(mut self, note: String) -> Self {
        if let Some(reason) = &mut self.reason {
            Arc::make_mut(reason).notes.insert(0, note);
        }
        self
    }
}

impl From<Invalid> for AwsError {
    fn from(invalid: Invalid) -> Self {
        Self::new(invalid.code(), invalid.message())
    }
}

impl fmt::Display for AwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for AwsError {}
