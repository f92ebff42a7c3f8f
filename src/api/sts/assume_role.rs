//! Assuming a role. Source: STS API Reference, `AssumeRole`; IAM User Guide, "Methods to assume a role".

use crate::arn::{AccountId, Arn};
use crate::decision::{ContextValue, Principal, ResourcePolicy};
use crate::lab::role::Role;
use crate::lab::session::SessionOf;
use crate::lab::tags::KeyCase;

use super::super::access::{Ask, Target};
use super::super::authorize::Case;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::mfa;
use super::super::region;
use super::super::table::Operation;
use super::chain;
use super::issue::NewSession;
use super::session_tags::{SessionTags, inherited, joined};
use super::{packed_size, role_session, session_policies};

/// The service that hands roles to instances.
const EC2: &str = "ec2.amazonaws.com";
/// Seconds a chained session lasts at most.
const CHAINED_DURATION: u32 = 3600;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "AssumeRole",
    Target::Handler,
    assume_role,
    "Gives temporary credentials of a role to a caller whom its trust policy admits.",
    Example::new(
        r#"let carlos = acct.create_user("carlos");
let role = acct.create_role("blog-role", trust_for(carlos));
let me = carlos.create_access_key().session();"#,
        r#"RoleArn: role.arn, RoleSessionName: "cli-session""#,
    )
    .by("me"),
)];

fn assume_role(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let arn = input.required("RoleArn");
    role_session::check_arn(arn)?;
    if matches!(call.identity.principal, Principal::Root { .. }) {
        return Err(AwsError::new(
            "AccessDenied",
            "Roles may not be assumed by root accounts.",
        ));
    }
    let (account, role) = role_session::find(&call.lab, arn).ok_or_else(|| {
        refused(call, "sts:AssumeRole", arn).with_help("no role has this ARN; AWS does not say so")
    })?;
    let role = role.clone();
    let tags = joined(call.identity.session(&call.lab), input)?;
    let source = source_identity(call)?;
    let proof = mfa::proof(&call.lab, call.identity, input)?;
    let asked = Asked {
        account: &account,
        role: &role,
        source: source.as_deref(),
        tags: &tags,
        with_mfa: proof.is_some(),
    };
    admit(call, &asked)?;
    let duration = duration(call, &role)?;
    let packed = packed_size::percentage(input, &input.tags("Tags"))?;
    let policies = session_policies::passed(&mut call.lab, &account, input)?;
    let name = input.required("RoleSessionName");
    role_session::check_name_is_free(&call.lab, &role, name)?;

    let session = NewSession {
        // A code given here was checked for this call and is not recorded (rule E18).
        mfa: None,
        policies,
        tags,
        source_identity: source.clone(),
        instance: instance(call, &account, name),
        ..NewSession::plain(
            account.clone(),
            role_session::of(&role, name),
            format!("{}/{name}", role.name),
            duration,
        )
    };
    if let Some(proof) = proof {
        proof.spend(call.lab.change()?);
    }
    Ok(session
        .issue(call.lab.change()?, input)
        .with(
            "AssumedRoleUser",
            role_session::assumed_role_user(&role, name),
        )
        .with_some("PackedPolicySize", packed)
        .with_some("SourceIdentity", source)
        .into())
}

/// AWS gives no reason when a role cannot be assumed: trust, caller's policy and missing role read alike.
fn refused(call: &Call<'_>, action: &str, role: &str) -> AwsError {
    let caller = call.identity.principal.caller_arn();
    AwsError::new(
        "AccessDenied",
        format!("User: {caller} is not authorized to perform: {action} on resource: {role}"),
    )
}

/// What a caller asks for.
struct Asked<'a> {
    account: &'a AccountId,
    role: &'a Role,
    tags: &'a SessionTags,
    source: Option<&'a str>,
    /// The call comes with a good MFA code.
    with_mfa: bool,
}

/// Up to three authorizations on the role (rule E2).
fn admit(call: &Call<'_>, asked: &Asked<'_>) -> Result<(), AwsError> {
    let tag_session = (!asked.tags.all.is_empty()).then_some("sts:TagSession");
    let set_source = asked.source.map(|_| "sts:SetSourceIdentity");
    for action in [Some("sts:AssumeRole"), tag_session, set_source]
        .into_iter()
        .flatten()
    {
        let ask = question(call, asked, action);
        let trust = ResourcePolicy::trust(&asked.role.trust.compiled);
        let case = Case::new(&call.lab, call.identity, &ask, Some(trust), call.given)?;
        if !case.decide().allowed() {
            let mut error = refused(call, action, asked.role.arn.as_str());
            error.reason = Some(case.explain().into());
            return Err(error);
        }
    }
    Ok(())
}

fn question(call: &Call<'_>, asked: &Asked<'_>, action: &str) -> Ask {
    let role = asked.role;
    let input = call.input;
    let mut ask = Ask::new(action, role.arn.as_str());
    ask.owner = Some(asked.account.clone());
    if asked.with_mfa {
        // For this one call the caller counts as having signed in with MFA (rule E17).
        ask.key("aws:MultiFactorAuthPresent", "true");
        ask.key("aws:MultiFactorAuthAge", "0");
    }
    let handed_on = inherited(call.identity.session(&call.lab)).all;
    // An inherited transitive tag stands in for the role's tag of the same key (rule E1).
    let resource_tags = role
        .tags
        .iter()
        .map(|(key, value)| (key, handed_on.get(key, KeyCase::Ignored).unwrap_or(value)));
    ask.resource_tags(resource_tags);
    ask.request_tags(&input.tags("Tags"));
    ask.key("sts:RoleSessionName", input.required("RoleSessionName"));
    if let Some(id) = input.text("ExternalId") {
        ask.key("sts:ExternalId", id);
    }
    if let Some(source) = asked.source {
        ask.key("sts:SourceIdentity", source);
    }
    let transitive: Vec<String> = input
        .texts("TransitiveTagKeys")
        .into_iter()
        .map(str::to_owned)
        .collect();
    if !transitive.is_empty() {
        ask.key("sts:TransitiveTagKeys", ContextValue::Many(transitive));
    }
    ask
}

/// The source identity of the new session: passed, or inherited and then immutable (rule E8).
fn source_identity(call: &Call<'_>) -> Result<Option<String>, AwsError> {
    let inherited = call
        .identity
        .session(&call.lab)
        .and_then(|session| session.source_identity.clone());
    let passed = call.input.text("SourceIdentity").map(str::to_owned);
    if passed
        .as_ref()
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("aws:"))
    {
        return Err(AwsError::new(
            "ValidationError",
            "The source identity cannot begin with aws:, which is reserved.",
        ));
    }
    match (inherited, passed) {
        (Some(old), Some(new)) if old != new => Err(AwsError::new(
            "ValidationError",
            "The source identity is already set for this assume role session",
        )),
        (old, new) => Ok(old.or(new)),
    }
}

/// Order: the role's maximum, then the cap on chains (rules E12, E13).
fn duration(call: &Call<'_>, role: &Role) -> Result<u32, AwsError> {
    let asked = role_session::duration(role, call.input.number("DurationSeconds"))?;
    if asked > CHAINED_DURATION && is_chained(call) {
        return Err(AwsError::new(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        )
        .with_help(chain::help(&call.lab, call.identity, role, CHAINED_DURATION)));
    }
    Ok(asked)
}

/// ARN of the instance that EC2 assumes the role for: the session is named after it (section 3.1).
fn instance(call: &Call<'_>, account: &AccountId, name: &str) -> Option<String> {
    let is_ec2 = matches!(&call.identity.principal, Principal::Service { name } if name == EC2);
    if !is_ec2 || !name.starts_with("i-") {
        return None;
    }
    let resource = format!("instance/{name}");
    let mut known = call.lab.resources.values();
    let known = known.find(|known| {
        known.arn.service() == "ec2" && known.owner == *account && known.arn.resource() == resource
    });
    let partition = call.identity.partition;
    let region = region::given(call.given).unwrap_or(partition.global_region());
    Some(known.map_or_else(
        || {
            Arn::new(
                partition.as_str(),
                "ec2",
                region,
                account.as_str(),
                &resource,
            )
            .to_string()
        },
        |known| known.arn.to_string(),
    ))
}

fn is_for_an_instance(call: &Call<'_>) -> bool {
    let session = call.identity.session(&call.lab);
    session.is_some_and(|session| session.instance.is_some())
}

fn is_chained(call: &Call<'_>) -> bool {
    match call.identity.session(&call.lab).map(|session| &session.of) {
        // The keys on an instance are its own, not handed on by another role (rule E13).
        Some(SessionOf::Role { .. }) => !is_for_an_instance(call),
        Some(SessionOf::User { .. }) => call.lab.settings.session_tokens_chain,
        _ => false,
    }
}
