//! What only the root user may do, whatever policies say.
//!
//! Source: IAM User Guide, "AWS account root user", tasks that require root user credentials. AWS shows these tasks in
//! the console only and has no sentence for others who try: the words of the refusal are the lab's own.

use serde_json::{Value, json};

use crate::arn::AccountId;
use crate::decision::Principal;
use crate::lab::entity::key;
use crate::lab::event::RootTask;
use crate::lab::{Lab, MfaDevice};

use super::authenticate::Identity;
use super::call::unsigned;
use super::error::AwsError;
use super::iam::mfa_assignment;

/// Runs a task of the root user.
///
/// # Errors
/// `AccessDenied` for everybody else, `InvalidInput` for an unusable e-mail address, the errors of `EnableMFADevice`.
pub fn run(lab: &mut Lab, identity: &Identity, task: &RootTask) -> Result<Value, AwsError> {
    let Principal::Root { account, .. } = &identity.principal else {
        return Err(refused(identity, task));
    };
    let change = prepared(lab, account, task)?;
    let Some(account) = lab.accounts.get_mut(account) else {
        return Err(refused(identity, task));
    };
    match change {
        Change::Close => account.closed = true,
        Change::Email(email) => account.email = email,
        Change::Name(name) => account.name = name,
        Change::Assigned(device) => {
            account.mfa_devices.insert(key(&device.serial), device);
        }
        Change::Released(key) => mfa_assignment::release(account, &key),
    }
    Ok(json!({ "Account": {
        "Id": account.id.as_str(), "Email": account.email, "Name": account.name, "Closed": account.closed,
    } }))
}

/// A task that nothing stands against any more.
enum Change {
    Close,
    Email(String),
    Name(String),
    Assigned(MfaDevice),
    Released(String),
}

fn prepared(lab: &Lab, id: &AccountId, task: &RootTask) -> Result<Change, AwsError> {
    let account = lab.account(id).ok_or_else(unsigned)?;
    Ok(match task {
        RootTask::Close => Change::Close,
        RootTask::ChangeEmail(email) => {
            check_email(lab, email)?;
            Change::Email(email.clone())
        }
        RootTask::ChangeName(name) => Change::Name(name.clone()),
        RootTask::EnableMfa { serial, codes } => {
            let codes = codes.each_ref().map(String::as_str);
            let owner = id.to_string();
            Change::Assigned(mfa_assignment::assign(lab, account, owner, serial, codes)?)
        }
        RootTask::DeactivateMfa { serial } => {
            let own = mfa_assignment::devices_of(account, id.as_str())
                .any(|(device, _)| device.serial == *serial);
            if !own {
                return Err(mfa_assignment::invalid_for_user());
            }
            Change::Released(key(serial))
        }
    })
}

fn refused(identity: &Identity, task: &RootTask) -> AwsError {
    let what = match task {
        RootTask::Close => "close the account",
        RootTask::ChangeEmail(_) => "change the account's e-mail address",
        RootTask::ChangeName(_) => "change the account's name",
        RootTask::EnableMfa { .. } | RootTask::DeactivateMfa { .. } => {
            "change the MFA devices of the root user"
        }
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
