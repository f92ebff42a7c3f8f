//! Reading what a denial knows. Source: STS API Reference, `DecodeAuthorizationMessage`.

use serde_json::json;

use super::super::access::Target;
use super::super::authorization_message;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "DecodeAuthorizationMessage",
    Target::Everything,
    decode,
    "Shows the request and the statement behind a denial, from its encoded message.",
    Example::new(
        r#"let carlos = acct.create_user("carlos");
let denied = expect_error("AccessDenied", || carlos.session().list_users());"#,
        "EncodedMessage: denied.encoded_message",
    ),
)];

fn decode(call: &mut Call<'_>) -> Answer {
    let message = call.input.required("EncodedMessage");
    let text = authorization_message::decode(call.lab.deriver(), message).ok_or_else(|| {
        AwsError::new(
            "InvalidAuthorizationMessageException",
            "Message is not valid",
        )
        .with_help("a denial has its message as `encoded_message`; blanks and line breaks spoil it")
    })?;
    Ok(json!({ "DecodedMessage": text }))
}
