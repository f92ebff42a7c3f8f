//! Assuming a role with an assertion of a SAML 2.0 provider.
//!
//! The signature is verified with the certificates of the provider's metadata, and what is asserted against times, audience and
//! the role asked for. Texts: IAM User Guide, "Troubleshoot SAML federation with IAM"; source: STS API Reference,
//! `AssumeRoleWithSAML`; IAM User Guide, "Configure SAML assertions for the authentication response".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

use crate::decision::ContextValue;
use crate::lab::entity::key;
use crate::lab::identity_provider::SamlProvider;
use crate::lab::saml::{self, ATTRIBUTES, AUDIENCE, Assertion, Fault, Metadata, SIGN_IN};

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::iam::context_provider;
use super::super::table::Operation;
use super::federated_login::{self, Vouched};
use super::role_session;

/// Seconds after its issuance that an assertion is accepted.
const FRESH: i64 = 300;
/// What the name of an attribute that is a session tag begins with, after [`ATTRIBUTES`].
const PRINCIPAL_TAG: &str = "PrincipalTag:";
/// Attributes that policies can test, and the keys they are tested by.
const KEYS: &[(&str, &str)] = &[
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.1",
        "saml:edupersonaffiliation",
    ),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.2", "saml:edupersonnickname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.3", "saml:edupersonorgdn"),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.4",
        "saml:edupersonorgunitdn",
    ),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.5",
        "saml:edupersonprimaryaffiliation",
    ),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
        "saml:edupersonprincipalname",
    ),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.7",
        "saml:edupersonentitlement",
    ),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.8",
        "saml:edupersonprimaryorgunitdn",
    ),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.9",
        "saml:edupersonscopedaffiliation",
    ),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.10",
        "saml:edupersontargetedid",
    ),
    (
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.11",
        "saml:edupersonassurance",
    ),
    ("urn:oid:2.5.4.3", "saml:cn"),
    ("urn:oid:2.5.4.4", "saml:surname"),
    ("urn:oid:2.5.4.42", "saml:givenname"),
    ("urn:oid:0.9.2342.19200300.100.1.1", "saml:uid"),
    ("urn:oid:0.9.2342.19200300.100.1.3", "saml:mail"),
];

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "AssumeRoleWithSAML",
    Target::Handler,
    assume,
    "Gives temporary credentials of a role to who brings an assertion of a SAML provider that the role trusts.",
    Example::new(
        r#"let idp = identity_provider("https://idp.example.com");
let arn = iam.create_saml_provider(#{ Name: "idp", SAMLMetadataDocument: idp.saml_metadata }).SAMLProviderArn;
let trust = #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: #{ Federated: arn }, Action: "sts:AssumeRoleWithSAML", Condition: #{ StringEquals: #{ "SAML:aud": "https://signin.aws.amazon.com/saml" } } }] };
let role = acct.create_role("web", trust);
let assertion = idp.assertion("carlos", #{ Role: role.arn + "," + arn, RoleSessionName: "carlos" });
let anybody = anonymous();"#,
        "RoleArn: role.arn, PrincipalArn: arn, SAMLAssertion: assertion",
    )
    .by("anybody"),
)];

fn invalid(text: impl Into<String>) -> AwsError {
    AwsError::new("InvalidIdentityToken", text)
}

fn assume(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let role = input.required("RoleArn");
    role_session::check_arn(role)?;
    let arn = input.required("PrincipalArn");
    role_session::check_arn(arn)?;
    let provider = provider(call, arn)?;
    let assertion = verified(&provider, input.required("SAMLAssertion"))?;
    check(call, &assertion)?;
    let offered = format!("{role},{arn}");
    if !offers(&assertion, role, arn) {
        return Err(AwsError::new(
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithSAML",
        )
        .with_help(format!(
            "the assertion has no attribute {ATTRIBUTES}Role with the value {offered}"
        )));
    }
    let qualifier = name_qualifier(&assertion.issuer, &provider);
    let kind = sub_type(&assertion.format).to_owned();
    let mut lasting = Vec::new();
    for (name, value) in [
        ("saml:sub", &assertion.subject),
        ("saml:sub_type", &kind),
        ("saml:namequalifier", &qualifier),
    ] {
        lasting.push((name.to_owned(), ContextValue::from(value.as_str())));
    }
    let vouched = Vouched {
        operation: "AssumeRoleWithSAML",
        provider: provider.arn.to_string(),
        saml: true,
        keys: keys(&assertion, &provider, &lasting),
        lasting,
        session: session_name(&assertion)?,
        tags: tags(&assertion),
        transitive: own(&assertion, "TransitiveTagKeys").to_vec(),
        source_identity: own(&assertion, "SourceIdentity").first().cloned(),
        duration: duration(call, &assertion),
    };
    let context = provider.context.as_ref().map(|context| {
        let find = |name: &str| match name {
            "sub" => Some(assertion.subject.clone()),
            name => assertion.values(name).first().cloned(),
        };
        context_provider::propagated(context, provider.arn.as_str(), &assertion.issuer, find)
    });
    Ok(federated_login::issue(call, vouched)?
        .with("Subject", assertion.subject)
        .with("SubjectType", kind)
        .with("Issuer", assertion.issuer)
        .with("Audience", assertion.recipient)
        .with("NameQualifier", qualifier)
        .with_some("TrustedIdentityPropagationContext", context)
        .into())
}

fn provider(call: &Call<'_>, arn: &str) -> Result<SamlProvider, AwsError> {
    let name = arn.rsplit('/').next().unwrap_or_default();
    arn.split(':')
        .nth(4)
        .and_then(|account| call.lab.account(&account.parse().ok()?))
        .and_then(|account| account.saml_providers.get(&key(name)))
        .filter(|provider| provider.arn.as_str() == arn)
        .cloned()
        .ok_or_else(|| invalid("Specified provider doesn't exist"))
}

fn verified(provider: &SamlProvider, sent: &str) -> Result<Assertion, AwsError> {
    // What is stored was read before, so it can be read again.
    let metadata = Metadata::read(&provider.metadata)
        .ok_or_else(|| invalid("Specified provider doesn't exist"))?;
    if provider.encryption_required == Some(true) {
        return Err(invalid("The provider requires encrypted assertions.")
            .with_help("the lab's identity providers do not encrypt; set AssertionEncryptionMode to Allowed"));
    }
    saml::verified(&metadata, sent).map_err(|fault| match fault {
        Fault::Malformed => invalid("Invalid base64 SAMLResponse"),
        Fault::Encrypted => invalid("Unable to decrypt the assertion."),
        Fault::Issuer => invalid("Issuer not present in specified provider"),
        Fault::Signature => invalid("Response signature invalid"),
    })
}

/// Times, audience and recipient.
fn check(call: &Call<'_>, assertion: &Assertion) -> Result<(), AwsError> {
    let now = call.now();
    let expired = |text: &str| Err(AwsError::new("ExpiredTokenException", text));
    if now > assertion.issued.plus(FRESH) {
        return expired("Token must be redeemed within 5 minutes of issuance");
    }
    if assertion.not_on_or_after.is_some_and(|until| now >= until) {
        return expired("Token expired");
    }
    if assertion.not_before.is_some_and(|from| now < from) || assertion.issued > now {
        return Err(invalid("Token is not yet valid"));
    }
    let for_us = |audience: &String| audience == AUDIENCE || audience == SIGN_IN;
    if !assertion.audiences.iter().any(for_us) {
        return Err(invalid("Response does not contain the required audience"));
    }
    // Regional endpoints have names of their own.
    let sent_here = assertion.recipient == SIGN_IN
        || (assertion.recipient.starts_with("https://")
            && assertion.recipient.ends_with(".signin.aws.amazon.com/saml"));
    if !sent_here {
        return Err(invalid("Response does not contain the required recipient"));
    }
    Ok(())
}

/// The values of one of AWS's own attributes.
fn own<'a>(assertion: &'a Assertion, name: &str) -> &'a [String] {
    assertion.values(&format!("{ATTRIBUTES}{name}"))
}

/// Role and provider stand in one value, in either order.
fn offers(assertion: &Assertion, role: &str, provider: &str) -> bool {
    own(assertion, "Role").iter().any(|pair| {
        let parts = pair
            .split_once(',')
            .map(|(first, second)| (first.trim(), second.trim()));
        parts == Some((role, provider)) || parts == Some((provider, role))
    })
}

fn session_name(assertion: &Assertion) -> Result<String, AwsError> {
    let [name] = own(assertion, "RoleSessionName") else {
        return Err(invalid("RoleSessionName is required in AuthnResponse"));
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    if (2..=64).contains(&name.len()) && name.chars().all(plain) {
        return Ok(name.clone());
    }
    Err(invalid(
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
    ))
}

/// The shorter one of what the call and the provider say.
fn duration(call: &Call<'_>, assertion: &Assertion) -> Option<u32> {
    let asserted = own(assertion, "SessionDuration")
        .first()
        .and_then(|seconds| seconds.parse::<u32>().ok());
    let asked = call.input.number("DurationSeconds");
    match (asserted, asked) {
        (Some(asserted), Some(asked)) => Some(asserted.min(asked)),
        (asserted, asked) => asserted.or(asked),
    }
}

fn tags(assertion: &Assertion) -> Vec<(String, String)> {
    let tag = |(name, values): &(String, Vec<String>)| {
        let key = name.strip_prefix(ATTRIBUTES)?.strip_prefix(PRINCIPAL_TAG)?;
        Some((key.to_owned(), values.first()?.clone()))
    };
    assertion.attributes.iter().filter_map(tag).collect()
}

/// `persistent`, `transient`, or the whole format for others.
fn sub_type(format: &str) -> &str {
    format
        .strip_prefix("urn:oasis:names:tc:SAML:2.0:nameid-format:")
        .unwrap_or(format)
}

/// Base 64 of the SHA-1 of issuer, account and provider: with the subject it tells users apart.
fn name_qualifier(issuer: &str, provider: &SamlProvider) -> String {
    let text = format!("{issuer}{}/{}", provider.arn.account(), provider.name);
    STANDARD.encode(Sha1::digest(text))
}

fn keys(
    assertion: &Assertion,
    provider: &SamlProvider,
    lasting: &[(String, ContextValue)],
) -> Vec<(String, ContextValue)> {
    let mut keys = lasting.to_vec();
    let document = format!("{}/{}", provider.arn.account(), provider.name);
    for (name, value) in [
        ("saml:aud", assertion.recipient.as_str()),
        ("saml:iss", assertion.issuer.as_str()),
        ("saml:doc", document.as_str()),
    ] {
        keys.push((name.to_owned(), value.into()));
    }
    for (attribute, name) in KEYS {
        let values = assertion.values(attribute);
        if !values.is_empty() {
            keys.push(((*name).to_owned(), ContextValue::Many(values.to_vec())));
        }
    }
    keys
}
