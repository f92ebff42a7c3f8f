//! Credentials of the calling session with less power. Source: STS API Reference, `GetScopedCredentials`.
//!
//! Every policy passed so is one more filter: the caller's own session policies stay in force, and so do the scopes before.

use crate::lab::Session;
use crate::policy::check::PolicyKind;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::documents;
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::issue::NewSession;
use super::session_tags::SessionTags;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetScopedCredentials",
    Target::Everything,
    scoped,
    "Gives credentials of the calling session that can do no more than a policy allows.",
    Example::new(
        r#"let carlos = acct.create_user("carlos");
let role = acct.create_role("blog-role", trust_for(carlos));
role.put_policy("p", allow("*", "*"));
let document = allow("s3:GetObject", "*");
let me = carlos.session().assume_role(role, "cli-session");"#,
        "Policy: document",
    )
    .by("me"),
)];

fn scoped(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let session = call.identity.session(&call.lab).cloned().ok_or_else(|| {
        AwsError::new(
            "InvalidSubjectCredentials",
            "The calling credentials cannot be scoped.",
        )
        .with_help("only temporary credentials can be")
    })?;
    let duration = lifetime(call, &session)?;
    let mut scopes = session.scopes.clone();
    if let Some(text) = input.text("Policy") {
        let document = documents::checked(&call.lab, PolicyKind::Session, text)?;
        scopes.push(documents::stored("scope", None, document));
    }
    let count = scopes.len();
    let info = Shape::new()
        .with("ScopedSessionId", call.identity.user_id())
        .with("Arn", call.identity.principal.caller_arn());
    let source = session.source_identity.clone();
    let name = format!("scoped/{}", call.identity.principal.caller_arn());
    let new = NewSession {
        mfa: session.mfa,
        policies: session.policies,
        scopes,
        tags: SessionTags {
            all: session.tags,
            transitive: session.transitive,
        },
        source_identity: session.source_identity,
        login: session.login,
        description: input
            .text("ScopedSessionDescription")
            .map(str::to_owned)
            .or(session.description),
        ..NewSession::plain(session.account, session.of, name, duration)
    };
    Ok(new
        .issue(call.lab.change()?, input)
        .with("SessionInfo", info)
        .with("ScopedPoliciesCount", count)
        .with_some("SourceIdentity", source)
        .into())
}

/// No longer than what is left of the caller's session.
fn lifetime(call: &Call<'_>, session: &Session) -> Result<u32, AwsError> {
    let left = session.expires.seconds() - call.now().seconds();
    let left = u32::try_from(left).unwrap_or_default();
    let asked = call.input.number("DurationSeconds").unwrap_or(left);
    if asked <= left {
        return Ok(asked);
    }
    Err(AwsError::new(
        "InsufficientSessionLifetime",
        "The requested duration exceeds the remaining lifetime of the calling session.",
    )
    .with_help(format!("{left} seconds are left")))
}
