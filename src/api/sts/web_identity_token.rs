//! Tokens that AWS signs for its callers, to be shown to services outside. Source: STS API Reference, `GetWebIdentityToken`; IAM User Guide,
//! "Federating AWS identities to external services".
//!
//! They are verified like those of any issuer: another account of the lab can trust the issuer of this one.

use serde_json::{Map, Value, json};

use crate::arn::AccountId;
use crate::clock::Timestamp;
use crate::decision::{ContextValue, Principal};
use crate::id::Deriver;
use crate::lab::issuer;
use crate::lab::signing::Algorithm;

use super::super::access::{Ask, Target};
use super::super::authorize::authorize;
use super::super::call::{Answer, Call};
use super::super::context::{GLOBAL_REGION, principal_tags};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::table::Operation;
use super::session_tags::{self, SessionTags};

/// Seconds a token is good for where the call does not say.
const DEFAULT_DURATION: u32 = 300;
/// Characters of the longest payload; AWS does not publish its limit.
const LONGEST: usize = 10_240;
/// The claim that AWS's own claims stand in.
const OWN: &str = "https://sts.amazonaws.com/";

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetWebIdentityToken",
    Target::Handler,
    token,
    "Signs a token that says who the caller is, for a service outside AWS.",
    Example::new(
        "iam.enable_outbound_web_identity_federation();",
        r#"Audience: ["https://api.example.com"], SigningAlgorithm: "ES384""#,
    ),
)];

/// The issuer of an account's tokens.
#[must_use]
pub fn issuer_of(deriver: Deriver, account: &AccountId) -> String {
    let id = deriver.uuid(&format!("outbound federation {account}"), 0);
    format!("https://{id}.tokens.sts.global.api.aws")
}

fn token(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let seconds = input.number("DurationSeconds").unwrap_or(DEFAULT_DURATION);
    permitted(call, seconds)?;
    if !call.account()?.outbound_federation {
        return Err(AwsError::new(
            "OutboundWebIdentityFederationDisabledException",
            "The outbound web identity federation feature is not enabled for this account.",
        )
        .with_help("EnableOutboundWebIdentityFederation switches it on"));
    }
    let algorithm = Algorithm::named(input.required("SigningAlgorithm"))
        .filter(|algorithm| *algorithm != Algorithm::Es256)
        .ok_or_else(|| {
            AwsError::new(
                "ValidationError",
                format!(
                    "1 validation error detected: Value '{}' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy \
                     enum value set: [RS256, ES384]",
                    input.required("SigningAlgorithm")
                ),
            )
        })?;
    let expires = call.now().plus(i64::from(seconds));
    check_lifetime(call, expires)?;
    let claims = claims(call, expires)?;
    let issuer = issuer_of(call.lab.deriver(), call.id()?);
    let size = Value::Object(claims.clone()).to_string().len();
    if size > LONGEST {
        return Err(AwsError::new(
            "JWTPayloadSizeExceededException",
            "The requested token payload size exceeds the maximum allowed size.",
        )
        .with_help(format!("it has {size} characters; {LONGEST} are allowed")));
    }
    let deriver = call.lab.deriver();
    let token = issuer::sign(deriver, &issuer, algorithm, call.now(), &claims);
    Ok(json!({ "WebIdentityToken": token, "Expiration": expires.to_string() }))
}

fn permitted(call: &Call<'_>, seconds: u32) -> Result<(), AwsError> {
    let input = call.input;
    let tagging = (!input.tags("Tags").is_empty()).then_some("sts:TagGetWebIdentityToken");
    for action in [Some("sts:GetWebIdentityToken"), tagging]
        .into_iter()
        .flatten()
    {
        let mut ask = Ask::new(action, "*");
        ask.owner = Some(call.id()?.clone());
        ask.request_tags(&input.tags("Tags"));
        let audience = input.texts("Audience").into_iter().map(str::to_owned);
        ask.key(
            "sts:IdentityTokenAudience",
            ContextValue::Many(audience.collect()),
        );
        ask.key("sts:DurationSeconds", seconds.to_string());
        ask.key("sts:SigningAlgorithm", input.required("SigningAlgorithm"));
        authorize(&call.lab, call.identity, &ask, None, call.given)?;
    }
    Ok(())
}

/// A token cannot outlive the session that asks for it.
fn check_lifetime(call: &Call<'_>, expires: Timestamp) -> Result<(), AwsError> {
    let session = call.identity.session(&call.lab);
    if session.is_none_or(|session| expires <= session.expires) {
        return Ok(());
    }
    Err(AwsError::new(
        "SessionDurationEscalationException",
        "The requested token duration would extend the session beyond its original expiration time.",
    ))
}

fn claims(call: &mut Call<'_>, expires: Timestamp) -> Result<Map<String, Value>, AwsError> {
    let input = call.input;
    // The rules for tags are those of sessions.
    let tags = session_tags::checked(SessionTags::default(), &input.tags("Tags"), &[])?.all;
    let account = call.id()?;
    let mut own = Map::new();
    own.insert("aws_account".to_owned(), account.as_str().into());
    own.insert("source_region".to_owned(), GLOBAL_REGION.into());
    own.insert("principal_id".to_owned(), role_or_user(call).into());
    if let Some(organization) = call.lab.organization_of(account) {
        own.insert("org_id".to_owned(), organization.id.as_str().into());
        let path = [organization.path_text(account)];
        own.insert("ou_path".to_owned(), path.as_slice().into());
    }
    let pairs = |tags: &crate::lab::Tags| {
        let pairs = tags
            .iter()
            .map(|(key, value)| (key.to_owned(), value.into()));
        Value::Object(pairs.collect())
    };
    let principal = principal_tags(&call.lab, call.identity);
    for (name, tags) in [("principal_tags", &principal), ("request_tags", &tags)] {
        if !tags.is_empty() {
            own.insert(name.to_owned(), pairs(tags));
        }
    }
    let audience = input.texts("Audience");
    // Issued, not looked up: no two tokens have one number.
    let number = call.lab.change()?.log.events().len() as u64;
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), subject(call)?.into());
    claims.insert(
        "aud".to_owned(),
        match audience.as_slice() {
            [one] => (*one).into(),
            many => many.into(),
        },
    );
    claims.insert("exp".to_owned(), expires.seconds().into());
    let id = call.lab.deriver().uuid("web identity token", number);
    claims.insert("jti".to_owned(), id.into());
    if let Some(scope) = input.text("Scope") {
        claims.insert("scope".to_owned(), scope.into());
    }
    claims.insert(OWN.to_owned(), own.into());
    Ok(claims)
}

/// The ARN that stays the same from session to session.
fn role_or_user(call: &Call<'_>) -> String {
    match &call.identity.principal {
        Principal::RoleSession { role, .. } => role.to_string(),
        other => other.caller_arn(),
    }
}

/// The caller, or whom its identity provider vouched for.
fn subject(call: &Call<'_>) -> Result<String, AwsError> {
    if call.input.text("SubjectMode") != Some("OriginIdentity") {
        return Ok(role_or_user(call));
    }
    let login = call
        .identity
        .session(&call.lab)
        .and_then(|session| session.login.as_ref());
    let subject = login.and_then(|login| {
        let key = format!("{}:sub", login.prefix);
        let (_, value) = login.keys.iter().find(|(name, _)| *name == key)?;
        value.values().first().cloned()
    });
    subject.ok_or_else(|| {
        AwsError::new(
            "ValidationError",
            "The caller's session has no origin identity.",
        )
        .with_help("only sessions of web identities and SAML logins have one")
    })
}
