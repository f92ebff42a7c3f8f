//! Temporary credentials that a user hands on to somebody it vouches for.
//!
//! Without session policies they can do nothing but what resource policies allow (rule B19).
//! Source: STS API Reference, `GetFederationToken`; IAM User Guide, "Permissions for GetFederationToken".

use crate::arn::Arn;
use crate::decision::Principal;
use crate::lab::session::SessionOf;

use super::super::access::{Ask, Target};
use super::super::authorize::{ROOT_POWERS, authorize};
use super::super::call::{Answer, Call, unsigned};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::issue::NewSession;
use super::session_token::{DEFAULT_DURATION, ROOT_DURATION};
use super::{packed_size, session_policies, session_tags};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetFederationToken",
    Target::Handler,
    federation_token,
    "Gives temporary credentials to a federated user, within the calling user's permissions and the policies passed.",
    Example::new(r#"let carlos = acct.create_user("carlos");
iam.put_user_policy(#{ UserName: "carlos", PolicyName: "p", PolicyDocument: allow("sts:GetFederationToken", "*") });
let me = carlos.create_access_key().session();"#, r#"Name: "guest""#).by("me"),
)];

fn federation_token(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let name = input.required("Name");
    let account = call.id()?.clone();
    let session_arn = Arn::sts(
        call.identity.partition,
        &account,
        &format!("federated-user/{name}"),
    );
    let tags = session_tags::joined(None, input)?;
    let tag_session = (!tags.all.is_empty()).then_some("sts:TagSession");
    for action in [Some("sts:GetFederationToken"), tag_session]
        .into_iter()
        .flatten()
    {
        permitted(call, action, &session_arn)?;
    }
    let (user, longest) = match &call.identity.principal {
        Principal::Root { .. } => (None, ROOT_DURATION),
        Principal::User { id, .. } => (Some(id.clone()), u32::MAX),
        _ => return Err(unsigned()),
    };
    let packed = packed_size::percentage(input, &input.tags("Tags"))?;
    let policies = session_policies::passed(&mut call.lab, &account, input)?;
    if user.is_none() {
        call.lab.change()?.use_aws_policy(ROOT_POWERS);
    }
    let duration = input.number("DurationSeconds").unwrap_or(DEFAULT_DURATION);
    let of = SessionOf::FederatedUser {
        user,
        name: name.to_owned(),
    };
    let federated = Shape::new()
        .with("FederatedUserId", format!("{account}:{name}"))
        .with("Arn", session_arn.as_str());
    let session = NewSession {
        policies,
        tags,
        ..NewSession::plain(
            account,
            of,
            format!("federated/{name}"),
            duration.min(longest),
        )
    };
    Ok(session
        .issue(call.lab.change()?, input)
        .with("FederatedUser", federated)
        .with("PackedPolicySize", packed.unwrap_or_default())
        .into())
}

fn permitted(call: &Call<'_>, action: &str, session: &Arn) -> Result<(), AwsError> {
    let mut ask = Ask::new(action, session.as_str());
    ask.owner = session.account_id();
    ask.request_tags(&call.input.tags("Tags"));
    authorize(&call.lab, call.identity, &ask, None, call.given)
}
