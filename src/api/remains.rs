//! `DeleteConflict`: AWS names one kind of what is still there, our help all of it, as the calls that would remove it.
//!
//! Source: IAM User Guide, "Remove or deactivate an IAM user"; IAM API Reference, `DeleteUser`.

use super::error::AwsError;
use super::model::kebab_case;

/// What is in the way of a deletion, in the order in which AWS looks.
#[derive(Debug, Default)]
pub struct Remains {
    text: Option<&'static str>,
    calls: Vec<String>,
}

impl Remains {
    /// Adds one kind of thing; `text` is AWS's for it, `calls` would remove each of them.
    #[must_use]
    pub fn with(mut self, text: &'static str, calls: impl IntoIterator<Item = String>) -> Self {
        let before = self.calls.len();
        self.calls.extend(calls);
        if self.text.is_none() && self.calls.len() > before {
            self.text = Some(text);
        }
        self
    }

    /// Fails when anything is left.
    ///
    /// # Errors
    /// `DeleteConflict`.
    pub fn refuse(self) -> Result<(), AwsError> {
        let Some(text) = self.text else {
            return Ok(());
        };
        let help = format!("what is left goes with\n  {}", self.calls.join("\n  "));
        Err(AwsError::new("DeleteConflict", text).with_help(help))
    }
}

/// A call as a command line: `aws iam detach-user-policy --user-name carlos --policy-arn …`.
#[must_use]
pub fn line(operation: &str, parameters: &[(&str, &str)]) -> String {
    let mut line = format!("aws iam {}", kebab_case(operation));
    for (name, value) in parameters {
        line.push_str(&format!(" --{} {value}", kebab_case(name)));
    }
    line
}
