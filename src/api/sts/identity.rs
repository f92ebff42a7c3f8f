//! Who am I, and whose key is this? Source: STS API Reference, `GetCallerIdentity`, `GetAccessKeyInfo`.

use serde_json::json;

use crate::id::account_of_key;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::execute::identity_document;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "GetCallerIdentity",
        Target::Nothing,
        caller_identity,
        "Tells whose credentials are used; needs no permission.",
        Example::new(
            r#"let me = acct.create_user("carlos").create_access_key().session();"#,
            "",
        )
        .by("me"),
    ),
    Operation::new(
        "GetAccessKeyInfo",
        Target::Everything,
        access_key_info,
        "Tells which account an access key id belongs to.",
        Example::new(
            r#"acct.create_user("carlos");
let key = acct.create_access_key("carlos");"#,
            "AccessKeyId: key.access_key_id",
        ),
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
