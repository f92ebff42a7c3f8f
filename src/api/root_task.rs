//! What only the root user may do, whatever policies say.
//!
//! Source: IAM User Guide, "AWS account root user", tasks that require root user credentials. AWS shows these tasks in
//! the console only and has no sentence for others who try: the words of the refusal are the lab's own.

use serde_json::{Value, json};

use crate::decision::Principal;
use crate::lab::Lab;
use crate::lab::event::RootTask;

use super::authenticate::Identity;
use super::error::AwsError;

/// Runs a task of the root user.
///
/// # Errors
/// `AccessDenied` for everybody else, `InvalidInput` for an unusable e-mail address.
pub fn run(lab: &mut Lab, identity: &Identity, task: &RootTask) -> Result<Value, AwsError> {
    let Principal::Root { account, .. } = &identity.principal else {
        return Err(refused(identity, task));
    };
    if let RootTask::ChangeEmail(email) = task {
        check_email(lab, email)?;
    }
    let Some(account) = lab.accounts.get_mut(account) else {
        return Err(refused(identity, task));
    };
    match task {
        RootTask::Close => account.closed = true,
        RootTask::ChangeEmail(email) => email.clone_into(&mut account.email),
        RootTask::ChangeName(name) => name.clone_into(&mut account.name),
    }
    Ok(json!({ "Account": {
        "Id": account.id.as_str(), "Email": account.email, "Name": account.name, "Closed": account.closed,
    } }))
}

fn refused(identity: &Identity, task: &RootTask) -> AwsError {
    let what = match task {
        RootTask::Close => "close the account",
        RootTask::ChangeEmail(_) => "change the account's e-mail address",
        RootTask::ChangeName(_) => "change the account's name",
    };
    AwsError::new(
        "AccessDenied",
        format!(
            "User: {} is not authorized to {what}: only the root user is",
            identity.principal.caller_arn()
        ),
    )
    .with_help("no policy can allow this; act as the account itself")
}

/// An e-mail address is some text around one `@`, and belongs to one account only.
///
/// # Errors
/// `InvalidInput` or `EntityAlreadyExists`.
pub fn check_email(lab: &Lab, email: &str) -> Result<(), AwsError> {
    let plausible = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !email.contains(char::is_whitespace)
    });
    if !plausible {
        return Err(AwsError::new(
            "InvalidInput",
            format!("{email} is not an e-mail address."),
        ));
    }
    if lab
        .accounts
        .values()
        .any(|account| account.email.eq_ignore_ascii_case(email))
    {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("An account with the e-mail address {email} already exists."),
        ));
    }
    Ok(())
}
