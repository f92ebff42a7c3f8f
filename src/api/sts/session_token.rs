//! Temporary credentials of a user. Source: STS API Reference, `GetSessionToken`.

use serde_json::{Value, json};

use crate::decision::Principal;
use crate::id::Kind;
use crate::lab::session::{Session, SessionOf};

use super::super::access::Target;
use super::super::call::{Answer, Call, unsigned};
use super::super::mfa;
use super::super::table::Operation;

/// Seconds, where the call does not say.
const DEFAULT_DURATION: u32 = 43_200;
/// Seconds at most for the root user, whatever the call says (rule E14).
const ROOT_DURATION: u32 = 3600;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetSessionToken",
    Target::Nothing,
    session_token,
    "Gives temporary credentials of the calling user; needs no permission.",
    r#"account("123456789012").create_user("carlos").session().get_session_token().arn"#,
)];

/// `Credentials` as the operations of STS answer them.
#[must_use]
pub fn credentials_document(session: &Session) -> Value {
    let keys = &session.credentials;
    json!({
        "AccessKeyId": keys.access_key_id,
        "SecretAccessKey": keys.secret_access_key,
        "SessionToken": keys.session_token,
        "Expiration": session.expires.to_string(),
    })
}

fn session_token(call: &mut Call<'_>) -> Answer {
    let proof = mfa::proof(call.lab, call.identity, call.input)?;
    let asked = call
        .input
        .number("DurationSeconds")
        .unwrap_or(DEFAULT_DURATION);
    let (of, name, duration) = match &call.identity.principal {
        Principal::Root { .. } => (SessionOf::Root, "root".to_owned(), asked.min(ROOT_DURATION)),
        Principal::User { arn, id } => (
            SessionOf::User { id: id.clone() },
            arn.resource_name().to_owned(),
            asked,
        ),
        _ => return Err(unsigned()),
    };
    let account = call.id()?.clone();
    let credentials = call
        .lab
        .issue_credentials(&account, Kind::TemporaryKey, &name);
    let now = call.now();
    let session = Session {
        credentials,
        account,
        of,
        issued: now,
        expires: now.plus(i64::from(duration)),
        mfa: proof.as_ref().map(|_| now),
        policies: None,
        tags: Default::default(),
        transitive: Default::default(),
        source_identity: None,
    };
    if let Some(proof) = proof {
        proof.spend(call.lab);
    }
    let answer = json!({ "Credentials": credentials_document(&session) });
    call.lab
        .sessions
        .insert(session.credentials.access_key_id.clone(), session);
    Ok(answer)
}
