//! Policy documents on their way into the lab: sizes, AWS's checks, compiling.

use std::sync::Arc;

use crate::lab::{Lab, StoredPolicy};
use crate::partition::Partition;
use crate::policy::Document;
use crate::policy::check::{self, CheckError, PolicyKind, Settings};
use crate::policy::compile::{CompiledPolicy, PolicyLabel};

use super::error::{AwsError, Place};
use super::unknown_principals;

/// Checks a document as AWS does before it stores one of this kind, its size first.
///
/// # Errors
/// `LimitExceeded`, or `MalformedPolicyDocument` with AWS's text, and the place in the document.
pub fn checked(lab: &Lab, kind: PolicyKind, text: &str) -> Result<Document, AwsError> {
    let settings = Settings {
        shared_provider_controls: lab.settings.shared_provider_checks,
        ..Settings::default()
    };
    checked_with(&settings, kind, text)
}

/// [`checked`] where no setting of the lab matters.
///
/// # Errors
/// As [`checked`].
pub fn checked_with(
    settings: &Settings,
    kind: PolicyKind,
    text: &str,
) -> Result<Document, AwsError> {
    check::check_with(kind, text, settings).map_err(|error| refused(error, text))
}

fn refused(error: CheckError, text: &str) -> AwsError {
    let mut answer = AwsError::new(error.code, error.message);
    answer.help = error.help;
    answer.place = Some(Box::new(Place {
        text: text.to_owned(),
        span: error.span,
    }));
    answer
}

/// A checked document as the lab keeps it.
#[must_use]
pub fn stored(name: &str, arn: Option<&str>, document: Document) -> StoredPolicy {
    let label = PolicyLabel {
        name: name.into(),
        arn: arn.map(Into::into),
    };
    StoredPolicy {
        compiled: Arc::new(CompiledPolicy::new(label, Arc::new(document))),
    }
}

/// A checked document that names principals, as the lab keeps it: users and roles stand as unique ids (rule C2).
///
/// # Errors
/// `MalformedPolicyDocument` naming the first principal that does not exist.
pub fn stored_with_principals(
    lab: &Lab,
    partition: Partition,
    name: &str,
    kind: PolicyKind,
    document: Document,
) -> Result<StoredPolicy, AwsError> {
    let text = lab
        .store_principals(partition, &document)
        .map_err(|missing| {
            let mut error = refused(check::invalid_principal(kind, &missing), &document.source);
            if let Some(help) = unknown_principals::help(lab, &missing) {
                error.help = Some(help);
            }
            error
        })?;
    let document = if *text == *document.source {
        document
    } else {
        checked(lab, kind, &text)?
    };
    Ok(stored(name, None, document))
}
