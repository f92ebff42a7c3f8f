//! `Error`: what scripts catch.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use rhai::{Array, Dynamic, EvalAltResult, Position};
use serde_json::{Value, json};

use crate::api::AwsError;
use crate::api::authorization_message::Message;
use crate::api::error::Place;

use super::decision::Decision;
use super::native::{Failure, Native};

/// Code of errors that are not AWS's: a script used the lab wrongly.
const MISUSE: &str = "InvalidArgument";
/// Code of asserts that do not hold.
const ASSERTION: &str = "AssertionFailed";

/// An error of AWS, a misuse of the lab, or an assert that does not hold.
#[derive(Clone, Debug)]
pub struct Error {
    /// AWS's code; `InvalidArgument` or `AssertionFailed` for what is not AWS's.
    pub code: &'static str,
    /// AWS's text, or ours.
    pub message: String,
    /// The operation that failed, where it was one.
    pub operation: Option<String>,
    /// HTTP status AWS answers with; none for what is not AWS's.
    pub http_status: Option<u16>,
    /// What to do about it.
    pub help: Option<String>,
    /// What `DecodeAuthorizationMessage` reads, of a denial.
    pub encoded_message: Option<Arc<Message>>,
    /// The decision behind a denial.
    pub decision: Option<Decision>,
    /// The place in a policy document that is at fault.
    pub place: Option<Rc<Place>>,
    /// How the `aws` line ended that failed, where it was one.
    pub line: Option<Rc<LineEnd>>,
    /// The bytes at fault of the text it stands in, where no position of rhai's says it.
    pub at: Option<Range<usize>>,
}

/// How an `aws` line failed.
#[derive(Clone, Debug)]
pub struct LineEnd {
    /// What the AWS CLI says, in short: without its usage, without empty lines around.
    pub text: String,
    /// All it prints on standard error.
    pub stderr: String,
    /// Its exit code.
    pub exit_code: u8,
    /// Index of the word after `aws` that is at fault.
    pub word: Option<usize>,
}

impl Error {
    fn ours(code: &'static str, message: String) -> Self {
        Self {
            code,
            message,
            operation: None,
            http_status: None,
            help: None,
            encoded_message: None,
            decision: None,
            place: None,
            line: None,
            at: None,
        }
    }

    /// AWS's error from an operation, or from an action performed.
    #[must_use]
    pub fn aws(error: AwsError, operation: &str) -> Self {
        Self {
            code: error.code,
            message: error.message,
            operation: (!operation.is_empty()).then(|| operation.to_owned()),
            http_status: Some(error.http_status),
            help: error.help,
            encoded_message: error.encoded_message,
            decision: error.reason.map(Decision::new),
            place: error.place.map(Rc::from),
            line: None,
            at: None,
        }
    }

    /// A script used the lab wrongly.
    #[must_use]
    pub fn misuse(message: impl Into<String>) -> Self {
        Self::ours(MISUSE, message.into())
    }

    /// An assert does not hold.
    #[must_use]
    pub fn assertion(message: impl Into<String>) -> Self {
        Self::ours(ASSERTION, message.into())
    }

    /// The same with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// An `aws` line that never became a request, or one that is no line.
    #[must_use]
    pub fn command_line(code: &'static str, message: String) -> Self {
        Self::ours(code, message)
    }

    /// What is wrong, in one text.
    #[must_use]
    pub fn text(&self) -> String {
        match (&self.line, self.http_status) {
            (Some(line), _) => line.text.clone(),
            (None, Some(_)) => format!("{}: {}", self.code, self.message),
            (None, None) => self.message.clone(),
        }
    }

    /// The same with the decision that surprised.
    #[must_use]
    pub fn with_decision(mut self, decision: Decision) -> Self {
        self.decision = Some(decision);
        self
    }

    /// To be thrown; rhai fills in where.
    #[must_use]
    pub fn thrown(self) -> Failure {
        EvalAltResult::ErrorRuntime(Dynamic::from(self), Position::NONE).into()
    }
}

impl Native for Error {
    const NAME: &'static str = "Error";

    fn fields(&self) -> Vec<String> {
        [
            "code",
            "message",
            "operation",
            "http_status",
            "help",
            "encoded_message",
            "blocked_by",
            "decision",
            "exit_code",
            "stderr",
        ]
        .map(Into::into)
        .to_vec()
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        fn or_unit<T: Into<Dynamic>>(value: Option<T>) -> Dynamic {
            value.map_or(Dynamic::UNIT, Into::into)
        }
        Ok(Some(match name {
            "code" => self.code.into(),
            "message" => self.message.clone().into(),
            "operation" => or_unit(self.operation.clone()),
            "http_status" => or_unit(self.http_status.map(i64::from)),
            "help" => or_unit(self.help.clone()),
            "encoded_message" => or_unit(
                self.encoded_message
                    .as_ref()
                    .map(|message| message.encode()),
            ),
            "exit_code" => or_unit(self.line.as_ref().map(|line| i64::from(line.exit_code))),
            "stderr" => or_unit(self.line.as_ref().map(|line| line.stderr.clone())),
            "decision" => self.decision.clone().map_or(Dynamic::UNIT, Dynamic::from),
            "blocked_by" => match &self.decision {
                Some(decision) => decision.blocked_by().into(),
                None => Array::new().into(),
            },
            _ => return Ok(None),
        }))
    }

    fn brief(&self) -> String {
        match &self.line {
            Some(line) => line.text.clone(),
            None => format!("{}: {}", self.code, self.message),
        }
    }

    fn card(&self) -> String {
        self.brief()
    }

    fn json(&self) -> Value {
        json!({
            "code": self.code, "message": self.message, "operation": self.operation, "http_status": self.http_status,
        })
    }
}
