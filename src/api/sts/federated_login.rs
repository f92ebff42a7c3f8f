//! Assuming a role with the word of an identity provider: what OpenID Connect and SAML have in common.
//!
//! There is no AWS caller yet: the trust policy alone decides, on the provider's claims.
//! Source: IAM User Guide, "Identity providers and federation into AWS"; "Available keys for AWS web identity federation",
//! "Available keys for SAML-based AWS STS federation".

use crate::arn::AccountId;
use crate::decision::{ContextValue, Principal, ResourcePolicy};
use crate::lab::role::Role;
use crate::lab::session::Login;

use super::super::access::Ask;
use super::super::authenticate::Identity;
use super::super::authorize::Case;
use super::super::call::Call;
use super::super::error::AwsError;
use super::super::shape::Shape;
use super::issue::NewSession;
use super::session_tags::{self, SessionTags};
use super::{packed_size, role_session, session_policies};

/// What a provider vouches for, once its word is verified.
pub struct Vouched {
    /// `AssumeRoleWithWebIdentity` or `AssumeRoleWithSAML`.
    pub operation: &'static str,
    /// ARN of the provider, or the host of a built-in one.
    pub provider: String,
    /// True for SAML.
    pub saml: bool,
    /// The provider's condition keys while the role is assumed.
    pub keys: Vec<(String, ContextValue)>,
    /// Those of them that later requests show.
    pub lasting: Vec<(String, ContextValue)>,
    /// Name of the session.
    pub session: String,
    /// Session tags.
    pub tags: Vec<(String, String)>,
    /// Keys of those that are handed on.
    pub transitive: Vec<String>,
    /// `aws:SourceIdentity`
    pub source_identity: Option<String>,
    /// Seconds, as the call or the provider say.
    pub duration: Option<u32>,
}

/// Issues the session and answers with `Credentials`, `AssumedRoleUser`, `PackedPolicySize` and `SourceIdentity`.
///
/// # Errors
/// `AccessDenied` without a reason, as AWS answers whatever is missing; `ValidationError` for the duration, and what is wrong
/// with tags and policies.
pub fn issue(call: &mut Call<'_>, vouched: Vouched) -> Result<Shape, AwsError> {
    let input = call.input;
    let arn = input.required("RoleArn");
    let (account, role) = role_session::find(&call.lab, arn).ok_or_else(|| {
        refused(vouched.operation).with_help("no role has this ARN; AWS does not say so")
    })?;
    let role = role.clone();
    let pairs: Vec<(&str, &str)> = vouched
        .tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let transitive: Vec<&str> = vouched.transitive.iter().map(String::as_str).collect();
    let tags = session_tags::checked(SessionTags::default(), &pairs, &transitive)?;
    admit(call, &account, &role, &vouched, &pairs)?;
    let duration = role_session::duration(&role, vouched.duration)?;
    let packed = packed_size::percentage(input, &pairs)?;
    let policies = session_policies::passed(&mut call.lab, &account, input)?;
    role_session::check_name_is_free(&call.lab, &role, &vouched.session)?;
    let source = vouched.source_identity;
    let prefix = super::super::context::key_prefix(&vouched.provider, vouched.saml).to_owned();
    let session = NewSession {
        policies,
        tags,
        source_identity: source.clone(),
        login: Some(Login {
            provider: vouched.provider,
            prefix,
            keys: vouched.lasting,
        }),
        ..NewSession::plain(
            account.clone(),
            role_session::of(&role, &vouched.session),
            format!("{}/{}", role.name, vouched.session),
            duration,
        )
    };
    let user = role_session::assumed_role_user(&role, &vouched.session);
    Ok(session
        .issue(call.lab.change()?, input)
        .with("AssumedRoleUser", user)
        .with_some("PackedPolicySize", packed)
        .with_some("SourceIdentity", source))
}

fn refused(operation: &str) -> AwsError {
    AwsError::new(
        "AccessDenied",
        format!("Not authorized to perform sts:{operation}"),
    )
}

/// Up to three authorizations on the role, as with `AssumeRole` (rule E2).
fn admit(
    call: &Call<'_>,
    account: &AccountId,
    role: &Role,
    vouched: &Vouched,
    tags: &[(&str, &str)],
) -> Result<(), AwsError> {
    let identity = Identity::of_nobody(Principal::Federated {
        provider: vouched.provider.clone(),
        saml: vouched.saml,
    });
    let tag_session = (!tags.is_empty()).then_some("TagSession");
    let set_source = vouched
        .source_identity
        .as_ref()
        .map(|_| "SetSourceIdentity");
    for action in [Some(vouched.operation), tag_session, set_source]
        .into_iter()
        .flatten()
    {
        let mut ask = Ask::new(format!("sts:{action}"), role.arn.as_str());
        ask.owner = Some(account.clone());
        ask.resource_tags(role.tags.iter());
        ask.request_tags(tags);
        ask.key("sts:RoleSessionName", vouched.session.as_str());
        if let Some(source) = &vouched.source_identity {
            ask.key("sts:SourceIdentity", source.as_str());
        }
        if !vouched.transitive.is_empty() {
            let keys = ContextValue::Many(vouched.transitive.clone());
            ask.key("sts:TransitiveTagKeys", keys);
        }
        for (name, value) in &vouched.keys {
            ask.key(name.clone(), value.clone());
        }
        let trust = ResourcePolicy::trust(&role.trust.compiled);
        let case = Case::new(&call.lab, &identity, &ask, Some(trust), call.given)?;
        if !case.decide().allowed() {
            let mut error = refused(action);
            error.reason = Some(case.explain().into());
            return Err(error);
        }
    }
    Ok(())
}
