//! Who am I, and whose key is this? Source: STS API Reference, `GetCallerIdentity`, `GetAccessKeyInfo`.

use serde_json::json;

use crate::id::account_of_key;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::execute::identity_document;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "GetCallerIdentity",
        Target::Nothing,
        caller_identity,
        "Tells whose credentials are used; needs no permission.",
        r#"account("123456789012").create_user("carlos").session().get_caller_identity().arn"#,
    ),
    Operation::new(
        "GetAccessKeyInfo",
        Target::Everything,
        access_key_info,
        "Tells which account an access key id belongs to.",
        r#"let acct = account("123456789012"); acct.create_user("carlos"); acct.get_access_key_info(acct.create_access_key("carlos")).Account"#,
    ),
];

fn caller_identity(call: &mut Call<'_>) -> Answer {
    call.id()?;
    Ok(identity_document(call.identity))
}

fn access_key_info(call: &mut Call<'_>) -> Answer {
    let id = call.input.required("AccessKeyId");
    let account = account_of_key(id).ok_or_else(|| {
        AwsError::new("ValidationError", format!("{id} is invalid"))
            .with_help("an access key id is `AKIA` or `ASIA` and sixteen letters and digits")
    })?;
    Ok(json!({ "Account": account.as_str() }))
}
