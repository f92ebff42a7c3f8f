//! The request context: the condition keys of a request, derived from the caller, the lab and the resource.
//!
//! Derived, never asked of the caller: who could set its own `aws:PrincipalTag` could be anybody.
//! Source: IAM User Guide, "AWS global condition context keys".

use crate::arn::AccountId;
use crate::decision::{Context, ContextValue, Principal, derive};
use crate::lab::tags::KeyCase;
use crate::lab::{Account, Lab, Resource, Tags, VpcEndpoint, resource};

use super::access::Ask;
use super::authenticate::Identity;
use super::error::AwsError;

/// Where requests come from unless the caller says otherwise: a documentation address (RFC 5737).
const SOURCE_IP: &str = "203.0.113.10";
/// Region of IAM and of every global service.
pub const GLOBAL_REGION: &str = "us-east-1";

/// Keys that follow from the caller's credentials, the clock or the lab, in lower case; a `/` or `*` end stands for all that begin so.
const NOT_TO_BE_GIVEN: &[&str] = &[
    "aws:principal*",
    "aws:userid",
    "aws:username",
    "aws:tokenissuetime",
    "aws:multifactorauth*",
    "aws:sourceidentity",
    "aws:federatedprovider",
    "aws:resourceaccount",
    "aws:vpceaccount",
    "aws:vpceorg*",
    "aws:resourceorg*",
    "aws:currenttime",
    "aws:epochtime",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:viaawsservice*",
    "saml:*",
    "ec2:sourceinstancearn",
];

/// Keys that follow from the parameters of a call to IAM or STS and from what it is about, written as above.
const SET_BY_CALLS: &[&str] = &[
    "iam:*",
    "sts:*",
    "aws:requesttag/*",
    "aws:resourcetag/*",
    "aws:tagkeys",
];

/// Refuses keys that an operation itself sets: given beside it, they would contradict it.
///
/// # Errors
/// `InvalidInput`.
pub fn refuse_set_by_calls(given: &Context) -> Result<(), AwsError> {
    let mut keys = given.entries();
    match keys.find(|(name, _)| is_listed(name, SET_BY_CALLS)) {
        Some((name, _)) => Err(not_to_be_given(name)),
        None => Ok(()),
    }
}

/// The context of one question.
///
/// # Errors
/// `InvalidInput` when `given` holds a key that is not the caller's to set.
pub fn context(
    lab: &Lab,
    identity: &Identity,
    ask: &Ask,
    given: &Context,
) -> Result<Context, AwsError> {
    let mut context = Context::default();
    let prefix = provider_prefix(lab, identity);
    for (name, value) in given.entries() {
        refuse_derived(name, ask, prefix.as_deref())?;
        context.set(name, value.clone());
    }
    set_request_keys(lab, ask, &mut context);
    set_session_keys(lab, identity, &mut context);
    // What the call itself says comes last: an MFA code given now beats a session without one.
    for (name, value) in &ask.keys {
        context.set(name, value.clone());
    }
    set_caller_keys(lab, identity, &mut context);
    Ok(context)
}

/// Keys that follow from who the caller is: organization, tags, name.
pub fn set_caller_keys(lab: &Lab, identity: &Identity, context: &mut Context) {
    if let Some(account) = &identity.account {
        set_organization(lab, account, "Principal", context);
    }
    for (key, value) in principal_tags(lab, identity).iter() {
        context.set(&format!("aws:PrincipalTag/{key}"), value);
    }
    derive::principal_keys(&identity.principal, context);
}

/// What the keys of the caller's identity provider begin with: they come from its word, not from the caller's.
fn provider_prefix(lab: &Lab, identity: &Identity) -> Option<String> {
    match &identity.principal {
        Principal::Federated { provider, saml } => Some(key_prefix(provider, *saml).to_owned()),
        _ => Some(identity.session(lab)?.login.as_ref()?.prefix.clone()),
    }
}

/// `saml`, or the issuer's host and path.
#[must_use]
pub fn key_prefix(provider: &str, saml: bool) -> &str {
    if saml {
        return "saml";
    }
    provider
        .split_once(":oidc-provider/")
        .map_or(provider, |(_, host)| host)
}

fn refuse_derived(name: &str, ask: &Ask, prefix: Option<&str>) -> Result<(), AwsError> {
    let lower = name.to_ascii_lowercase();
    let derived = is_listed(name, NOT_TO_BE_GIVEN);
    let asked = ask
        .keys
        .iter()
        .any(|(key, _)| key.eq_ignore_ascii_case(name));
    let claimed = prefix.is_some_and(|prefix| {
        lower
            .strip_prefix(&prefix.to_ascii_lowercase())
            .is_some_and(|rest| rest.starts_with(':'))
    });
    if derived || asked || claimed {
        return Err(not_to_be_given(name));
    }
    Ok(())
}

fn is_listed(name: &str, keys: &[&str]) -> bool {
    keys.iter().any(|key| match key.strip_suffix('*') {
        Some(prefix) => {
            let start = name.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        }
        None => name.eq_ignore_ascii_case(key),
    })
}

fn not_to_be_given(name: &str) -> AwsError {
    AwsError::new(
        "InvalidInput",
        format!("The condition key {name} follows from the caller, the call, the clock or the resource and cannot be given."),
    )
    .with_help("change what the key is derived from: the caller's tags or credentials, the parameters, the clock, the resource")
}

/// Keys every request has (section 3.2), unless the caller gave them.
fn set_request_keys(lab: &Lab, ask: &Ask, context: &mut Context) {
    let now = lab.clock.now();
    context.set("aws:CurrentTime", now.to_string());
    context.set("aws:EpochTime", now.seconds().to_string());
    context.set("aws:ViaAWSService", "false");
    let region = ask
        .resource
        .split(':')
        .nth(3)
        .filter(|region| !region.is_empty() && *region != "*");
    let through_endpoint = context.get("aws:SourceVpce").is_some();
    for (name, value) in [
        ("aws:RequestedRegion", region.unwrap_or(GLOBAL_REGION)),
        ("aws:SecureTransport", "true"),
        (
            "aws:UserAgent",
            concat!("iamsh/", env!("CARGO_PKG_VERSION")),
        ),
        ("aws:SourceIp", SOURCE_IP),
    ] {
        let absent = context.get(name).is_none() && !(through_endpoint && name == "aws:SourceIp");
        if absent {
            context.set(name, value);
        }
    }
    if let Some(endpoint) = endpoint(lab, context) {
        context.set_default("aws:SourceVpc", endpoint.vpc.as_str());
        context.set("aws:VpceAccount", endpoint.owner.as_str());
        set_organization(lab, &endpoint.owner, "Vpce", context);
    }
    if let Some(called) = context.get("aws:CalledVia").cloned() {
        set_called_via(&called, context);
    }
    if let Some(owner) = &ask.owner {
        context.set("aws:ResourceAccount", owner.as_str());
        set_organization(lab, owner, "Resource", context);
    }
}

/// The endpoint of the lab that a request comes through.
#[must_use]
pub fn endpoint<'a>(lab: &'a Lab, context: &Context) -> Option<&'a VpcEndpoint> {
    match context.get("aws:SourceVpce")? {
        ContextValue::One(id) => lab.endpoints.get(id),
        ContextValue::Many(_) => None,
    }
}

/// `aws:…OrgID` and `aws:…OrgPaths` of an account that is in an organization.
fn set_organization(lab: &Lab, account: &AccountId, whose: &str, context: &mut Context) {
    if let Some(organization) = lab.organization_of(account) {
        context.set(&format!("aws:{whose}OrgID"), organization.id.as_str());
        let paths = vec![organization.path_text(account)];
        context.set(&format!("aws:{whose}OrgPaths"), ContextValue::Many(paths));
    }
}

fn set_called_via(called: &ContextValue, context: &mut Context) {
    let services: &[String] = match called {
        ContextValue::One(service) => std::slice::from_ref(service),
        ContextValue::Many(services) => services,
    };
    if let (Some(first), Some(last)) = (services.first(), services.last()) {
        context.set("aws:CalledViaFirst", first.as_str());
        context.set("aws:CalledViaLast", last.as_str());
        context.set("aws:ViaAWSService", "true");
    }
}

/// Keys of temporary credentials (section 3.1).
fn set_session_keys(lab: &Lab, identity: &Identity, context: &mut Context) {
    let Some(session) = identity.session(lab) else {
        return;
    };
    context.set("aws:TokenIssueTime", session.issued.to_string());
    context.set(
        "aws:MultiFactorAuthPresent",
        if session.mfa.is_some() {
            "true"
        } else {
            "false"
        },
    );
    if let Some(given) = session.mfa {
        let age = lab.clock.now().seconds() - given.seconds();
        context.set("aws:MultiFactorAuthAge", age.to_string());
    }
    if let Some(source) = &session.source_identity {
        context.set("aws:SourceIdentity", source.as_str());
    }
    if let Some(instance) = &session.instance {
        context.set("ec2:SourceInstanceARN", instance.as_str());
    }
    if let Some(login) = &session.login {
        context.set("aws:FederatedProvider", login.provider.as_str());
        for (name, value) in &login.keys {
            context.set(name, value.clone());
        }
    }
}

/// Tags of the caller: the entity's own, overridden by those of the session.
#[must_use]
pub fn principal_tags(lab: &Lab, identity: &Identity) -> Tags {
    let account = identity.account.as_ref().and_then(|id| lab.account(id));
    let mut tags = account
        .and_then(|account| entity_tags(account, &identity.principal))
        .cloned()
        .unwrap_or_default();
    if let Some(session) = identity.session(lab) {
        for (key, value) in session.tags.iter() {
            tags.set(key, value, KeyCase::Ignored);
        }
    }
    tags
}

fn entity_tags<'a>(account: &'a Account, principal: &Principal) -> Option<&'a Tags> {
    match principal {
        Principal::User { id, .. } => account.user_by_id(id).map(|user| &user.tags),
        Principal::FederatedUser { user_id, .. } => {
            account.user_by_id(user_id).map(|user| &user.tags)
        }
        Principal::RoleSession { id, .. } => account.role_by_id(id).map(|role| &role.tags),
        _ => None,
    }
}

/// Adds what the lab knows of a resource: its owner and its tags.
pub fn describe_resource<'a>(
    lab: &'a Lab,
    identity: &Identity,
    ask: &mut Ask,
) -> Option<&'a Resource> {
    let known = resource::containing(&lab.resources, &ask.resource);
    if let Some(resource) = known {
        ask.owner = Some(resource.owner.clone());
        ask.resource_tags(resource.tags.iter());
    } else if ask.owner.is_none() {
        // An ARN that says whose it is; else nobody but the caller can be meant (rule U7).
        let written = ask
            .resource
            .split(':')
            .nth(4)
            .and_then(|account| account.parse().ok());
        ask.owner = written.or_else(|| identity.account.clone());
    }
    known
}
