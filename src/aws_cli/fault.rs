//! What ends a line: the AWS CLI's text on standard error and its exit code.
//!
//! Source: AWS CLI User Guide, "Command line return codes in the AWS CLI".

use crate::api::AwsError;

use super::Output;
use super::words::Unreadable;

const USAGE: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n\
    To see help text, you can run:\n\n  \
    aws help\n  aws <command> help\n  aws <command> <subcommand> help\n";

/// Why a line failed.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The words make no command: usage, then the text. 252.
    Usage {
        /// With `aws: error: ` where `argparse` speaks.
        message: String,
        /// The word at fault.
        word: Option<usize>,
    },
    /// A parameter is no good; nothing was sent. 252.
    Parameter {
        /// The CLI's text.
        message: String,
        /// The word at fault.
        word: Option<usize>,
    },
    /// Credentials or settings are missing. 253.
    Configuration(String),
    /// The service answered with an error. 254.
    Service {
        /// AWS's name of the operation that failed.
        operation: &'static str,
        /// What the service answered.
        error: Box<AwsError>,
    },
    /// Everything else. 255.
    General(String),
    /// A command that says what it has to say on standard output, or nothing. 1.
    Silent(String),
}

impl Fault {
    /// A parameter of no particular word.
    #[must_use]
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::Parameter {
            message: message.into(),
            word: None,
        }
    }

    /// What the front end gets.
    #[must_use]
    pub fn output(self) -> Output {
        let (text, code, word, error) = match self {
            Self::Usage { message, word } => (format!("{USAGE}\n{message}"), 252, word, None),
            Self::Parameter { message, word } => (message, 252, word, None),
            Self::Configuration(message) => (message, 253, None, None),
            Self::Service { operation, error } => {
                let text = format!(
                    "An error occurred ({}) when calling the {operation} operation: {}",
                    error.code, error.message
                );
                (text, 254, None, Some(*error))
            }
            Self::General(message) => (message, 255, None, None),
            Self::Silent(message) => (message, 1, None, None),
        };
        Output {
            stdout: String::new(),
            stderr: if text.is_empty() {
                text
            } else {
                format!("\n{text}\n")
            },
            code,
            answer: None,
            help: error.as_ref().and_then(|error| error.help.clone()),
            error,
            word,
        }
    }

    /// The error of a call: the client's own refusal is no answer of the service.
    #[must_use]
    pub fn of_call(operation: &'static str, error: AwsError) -> Self {
        if error.code == "ParamValidation" {
            return Self::parameter(error.message);
        }
        Self::Service {
            operation,
            error: Box::new(error),
        }
    }
}

impl From<Unreadable> for Fault {
    fn from(fault: Unreadable) -> Self {
        Self::Usage {
            message: format!("aws: error: {}", fault.message),
            word: fault.word,
        }
    }
}
