//! The account's password policy. Source: IAM API Reference, `UpdateAccountPasswordPolicy`, `GetAccountPasswordPolicy`,
//! `DeleteAccountPasswordPolicy`.

use serde_json::{Value, json};

use crate::lab::password::PasswordPolicy;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::shape::Shape;
use super::super::table::Operation;

/// Shortest password where the call does not say.
const DEFAULT_LENGTH: u32 = 6;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "UpdateAccountPasswordPolicy",
        Target::Everything,
        update,
        "Sets what passwords of users must be like; what is left out takes its default.",
        Example::new("", "MinimumPasswordLength: 12, RequireSymbols: true"),
    ),
    Operation::new(
        "GetAccountPasswordPolicy",
        Target::Everything,
        get,
        "Shows the account's password policy.",
        Example::new(
            "iam.update_account_password_policy(#{ MinimumPasswordLength: 12 });",
            "",
        ),
    ),
    Operation::new(
        "DeleteAccountPasswordPolicy",
        Target::Everything,
        delete,
        "Removes the password policy; AWS's default applies again.",
        Example::new(
            "iam.update_account_password_policy(#{ RequireNumbers: true });",
            "",
        ),
    ),
];

fn update(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let minimum = input
        .number("MinimumPasswordLength")
        .unwrap_or(DEFAULT_LENGTH);
    let policy = PasswordPolicy {
        minimum_length: minimum as usize,
        symbols: input.flag("RequireSymbols"),
        numbers: input.flag("RequireNumbers"),
        uppercase: input.flag("RequireUppercaseCharacters"),
        lowercase: input.flag("RequireLowercaseCharacters"),
        users_may_change: input.flag("AllowUsersToChangePassword"),
        max_age: input.number("MaxPasswordAge"),
        reuse_prevention: input.number("PasswordReusePrevention"),
        hard_expiry: input.value("HardExpiry").and_then(Value::as_bool),
    };
    call.account_mut()?.password_policy = Some(policy);
    Ok(nothing())
}

fn get(call: &mut Call<'_>) -> Answer {
    let account = call.account()?;
    let policy = account.password_policy.as_ref().ok_or_else(|| {
        AwsError::new(
            "NoSuchEntity",
            format!(
                "The Password Policy with domain name {} cannot be found.",
                account.id
            ),
        )
    })?;
    Ok(json!({ "PasswordPolicy": Value::from(shape(policy)) }))
}

/// The policy as AWS shows it.
pub fn shape(policy: &PasswordPolicy) -> Shape {
    Shape::new()
        .with("MinimumPasswordLength", policy.minimum_length)
        .with("RequireSymbols", policy.symbols)
        .with("RequireNumbers", policy.numbers)
        .with("RequireUppercaseCharacters", policy.uppercase)
        .with("RequireLowercaseCharacters", policy.lowercase)
        .with("AllowUsersToChangePassword", policy.users_may_change)
        .with("ExpirePasswords", policy.max_age.is_some())
        .with_some("MaxPasswordAge", policy.max_age)
        .with_some("PasswordReusePrevention", policy.reuse_prevention)
        .with_some("HardExpiry", policy.hard_expiry)
}

fn delete(call: &mut Call<'_>) -> Answer {
    let removed = call.account_mut()?.password_policy.take();
    removed.map(|_| nothing()).ok_or_else(|| {
        AwsError::new(
            "NoSuchEntity",
            "The account policy with name PasswordPolicy cannot be found.",
        )
    })
}
