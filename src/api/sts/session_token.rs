//! Temporary credentials of a user. Source: STS API Reference, `GetSessionToken`.

use crate::decision::Principal;
use crate::lab::session::SessionOf;

use super::super::access::Target;
use super::super::call::{Answer, Call, unsigned};
use super::super::example::Example;
use super::super::mfa;
use super::super::table::Operation;
use super::issue::NewSession;

/// Seconds, where the call does not say.
pub const DEFAULT_DURATION: u32 = 43_200;
/// Seconds at most for the root user, whatever the call says (rule E14).
pub const ROOT_DURATION: u32 = 3600;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetSessionToken",
    Target::Nothing,
    session_token,
    "Gives temporary credentials of the calling user; needs no permission.",
    Example::new(
        r#"let me = acct.create_user("carlos").create_access_key().session();"#,
        "",
    )
    .by("me"),
)];

fn session_token(call: &mut Call<'_>) -> Answer {
    let proof = mfa::proof(&call.lab, call.identity, call.input)?;
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
    let session = NewSession {
        mfa: proof.as_ref().map(|_| call.now()),
        ..NewSession::plain(call.id()?.clone(), of, name, duration)
    };
    if let Some(proof) = proof {
        proof.spend(call.lab.change()?);
    }
    Ok(session.issue(call.lab.change()?, call.input).into())
}
