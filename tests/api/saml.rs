//! SAML providers, and roles assumed with their assertions.

use iamsh::lab::Caller;
use iamsh::lab::certificate;
use iamsh::lab::saml::{self, ATTRIBUTES, Statement};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, keys, policy, text};

const IDP: &str = "https://idp.example.com";
const DENIED: &str = "Not authorized to perform sts:AssumeRoleWithSAML";

fn provider() -> String {
    format!("arn:aws:iam::{ACCOUNT}:saml-provider/idp")
}

fn role() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/web")
}

fn metadata(world: &World, url: &str) -> String {
    saml::metadata(world.lab.deriver(), url, world.lab.settings.start).unwrap()
}

fn trust(condition: Value) -> String {
    policy(
        json!([{ "Effect": "Allow", "Principal": { "Federated": provider() },
        "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"], "Condition": condition }]),
    )
}

fn world_with(condition: Value) -> World {
    let mut world = World::new();
    let document = metadata(&world, IDP);
    let answer = world.done(
        "CreateSAMLProvider",
        json!({ "Name": "idp", "SAMLMetadataDocument": document }),
    );
    assert_eq!(answer, json!({ "SAMLProviderArn": provider() }));
    world.done(
        "CreateRole",
        json!({ "RoleName": "web", "AssumeRolePolicyDocument": trust(condition) }),
    );
    world
}

fn world() -> World {
    world_with(json!({ "StringEquals": { "SAML:aud": saml::SIGN_IN } }))
}

/// An assertion of carlos with the attributes he needs, and more.
fn assertion_with(world: &World, issuer: &str, more: Value) -> String {
    let mut attributes =
        json!({ "Role": format!("{},{}", role(), provider()), "RoleSessionName": "carlos" });
    attributes
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let attributes: Vec<(String, Vec<String>)> = attributes
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            let name = if name.contains("urn:") {
                name.clone()
            } else {
                format!("{ATTRIBUTES}{name}")
            };
            (name, vec![text(value)])
        })
        .collect();
    let statement = Statement {
        subject: "carlos@example.com",
        attributes: &attributes,
    };
    saml::response(
        world.lab.deriver(),
        issuer,
        world.lab.clock.now(),
        &statement,
    )
    .unwrap()
}

fn assertion(world: &World) -> String {
    assertion_with(world, IDP, json!({}))
}

fn input(assertion: &str) -> Value {
    json!({ "RoleArn": role(), "PrincipalArn": provider(), "SAMLAssertion": assertion })
}

#[track_caller]
fn assume(world: &mut World, assertion: &str) -> Value {
    world
        .call(&Caller::Anonymous, "AssumeRoleWithSAML", input(assertion))
        .unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn refuses(world: &mut World, input: Value, code: &str, message: &str) {
    world.fails_as(
        &Caller::Anonymous,
        "AssumeRoleWithSAML",
        input,
        code,
        message,
    );
}

#[test]
fn an_assertion_of_a_trusted_provider_gives_a_session() {
    let mut world = world();
    let sent = assertion(&world);
    let answer = assume(&mut world, &sent);
    assert_eq!(
        answer["AssumedRoleUser"]["Arn"],
        format!("arn:aws:sts::{ACCOUNT}:assumed-role/web/carlos")
    );
    assert_eq!(answer["Subject"], "carlos@example.com");
    assert_eq!(answer["SubjectType"], "persistent");
    assert_eq!(answer["Issuer"], IDP);
    assert_eq!(answer["Audience"], saml::SIGN_IN);
    assert_eq!(text(&answer["NameQualifier"]).len(), 28);
    let session = keys(&answer["Credentials"]);
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
        "StringEquals": { "aws:FederatedProvider": provider(), "saml:sub": "carlos@example.com", "saml:sub_type": "persistent" },
        "Null": { "saml:aud": "true", "aws:username": "true" } } }]),
    );
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "web", "PolicyName": "p", "PolicyDocument": document }),
    );
    assert!(world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
}

#[test]
fn the_signature_and_the_issuer_are_verified() {
    let mut world = world();
    let foreign = assertion_with(&world, "https://evil.example.com", json!({}));
    refuses(
        &mut world,
        input(&foreign),
        "InvalidIdentityToken",
        "Issuer not present in specified provider",
    );
    // The same provider with other keys: another lab's.
    let mut other = World::new();
    other.lab.settings.seed = 1;
    let forged = assertion(&other);
    refuses(
        &mut world,
        input(&forged),
        "InvalidIdentityToken",
        "Response signature invalid",
    );
    refuses(
        &mut world,
        input("nonsense"),
        "InvalidIdentityToken",
        "Invalid base64 SAMLResponse",
    );
}

#[test]
fn an_assertion_is_good_for_five_minutes() {
    let mut world = world();
    let sent = assertion(&world);
    world.advance(299);
    assume(&mut world, &sent);
    world.advance(1);
    refuses(
        &mut world,
        input(&sent),
        "ExpiredTokenException",
        "Token expired",
    );
    world.advance(1);
    refuses(
        &mut world,
        input(&sent),
        "ExpiredTokenException",
        "Token must be redeemed within 5 minutes of issuance",
    );
}

#[test]
fn role_and_provider_must_be_offered_together_in_either_order() {
    let mut world = world();
    let turned = json!({ "Role": format!("{},{}", provider(), role()) });
    let sent = assertion_with(&world, IDP, turned);
    assume(&mut world, &sent);
    let other = assertion_with(
        &world,
        IDP,
        json!({ "Role": format!("{}x,{}", role(), provider()) }),
    );
    refuses(&mut world, input(&other), "AccessDenied", DENIED);
}

#[test]
fn the_session_is_named_by_the_provider() {
    let mut world = world();
    let odd = assertion_with(&world, IDP, json!({ "RoleSessionName": "Carlos Salazar" }));
    refuses(
        &mut world,
        input(&odd),
        "InvalidIdentityToken",
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
    );
}

#[test]
fn a_provider_that_does_not_exist() {
    let mut world = world();
    let mut parameters = input(&assertion(&world));
    parameters["PrincipalArn"] = json!(format!("arn:aws:iam::{ACCOUNT}:saml-provider/none"));
    refuses(
        &mut world,
        parameters,
        "InvalidIdentityToken",
        "Specified provider doesn't exist",
    );
}

#[test]
fn the_trust_policy_decides_on_what_is_asserted() {
    let staff = "urn:oid:1.3.6.1.4.1.5923.1.1.1.1";
    let mut world = world_with(
        json!({ "ForAnyValue:StringEquals": { "saml:edupersonaffiliation": "staff" },
        "StringEquals": { "saml:iss": IDP, "saml:doc": format!("{ACCOUNT}/idp") } }),
    );
    let sent = assertion_with(&world, IDP, json!({ staff: "staff" }));
    assume(&mut world, &sent);
    for odd in [json!({}), json!({ staff: "guest" })] {
        let sent = assertion_with(&world, IDP, odd);
        refuses(&mut world, input(&sent), "AccessDenied", DENIED);
    }
}

#[test]
fn tags_source_identity_and_duration_come_from_the_provider() {
    let mut world = world();
    let sent = assertion_with(
        &world,
        IDP,
        json!({ "PrincipalTag:team": "blog", "SourceIdentity": "carlos", "SessionDuration": "1800" }),
    );
    let answer = assume(&mut world, &sent);
    assert_eq!(answer["SourceIdentity"], "carlos");
    let end = world.lab.clock.now().plus(1800).to_string();
    assert_eq!(answer["Credentials"]["Expiration"], end);
    let session = keys(&answer["Credentials"]);
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*",
        "Condition": { "StringEquals": { "aws:PrincipalTag/team": "blog" } } }]),
    );
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "web", "PolicyName": "p", "PolicyDocument": document }),
    );
    assert!(world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
    let long = assertion_with(&world, IDP, json!({ "SessionDuration": "7200" }));
    refuses(
        &mut world,
        input(&long),
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
}

#[test]
fn providers_are_created_shown_changed_and_deleted() {
    let mut world = world();
    let document = metadata(&world, IDP);
    world.fails(
        "CreateSAMLProvider",
        json!({ "Name": "IDP", "SAMLMetadataDocument": document }),
        "EntityAlreadyExists",
        "SAMLProvider with name IDP already exists.",
    );
    world.fails(
        "CreateSAMLProvider",
        json!({ "Name": "other", "SAMLMetadataDocument": "x".repeat(1000) }),
        "InvalidInput",
        "Could not parse metadata",
    );
    let of = json!({ "SAMLProviderArn": provider() });
    let got = world.done("GetSAMLProvider", of.clone());
    assert_eq!(got["SAMLMetadataDocument"], document);
    assert_eq!(got["CreateDate"], "2026-01-01T00:00:00Z");
    let listed = world.done("ListSAMLProviders", json!({}));
    assert_eq!(listed["SAMLProviderList"][0]["Arn"], provider());
    // With other metadata, the old provider's word is worth nothing.
    let next = metadata(&world, "https://next.example.com");
    world.done(
        "UpdateSAMLProvider",
        json!({ "SAMLProviderArn": provider(), "SAMLMetadataDocument": next }),
    );
    let sent = assertion(&world);
    refuses(
        &mut world,
        input(&sent),
        "InvalidIdentityToken",
        "Issuer not present in specified provider",
    );
    world.done("DeleteSAMLProvider", of.clone());
    world.fails(
        "GetSAMLProvider",
        of,
        "NoSuchEntity",
        &format!("Manifest not found for arn {}", provider()),
    );
}

#[test]
fn encryption_needs_a_key_and_then_refuses_plain_assertions() {
    let mut world = world();
    let with = |more: Value| {
        let mut input = json!({ "SAMLProviderArn": provider() });
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        input
    };
    world.fails(
        "UpdateSAMLProvider",
        with(json!({ "AssertionEncryptionMode": "Required" })),
        "InvalidInput",
        "A private key is needed where assertions must be encrypted.",
    );
    world.fails(
        "UpdateSAMLProvider",
        with(json!({ "AddPrivateKey": "none" })),
        "InvalidInput",
        "The private key could not be parsed.",
    );
    let key = certificate::self_signed(world.lab.deriver(), "idp", world.lab.clock.now()).unwrap();
    world.done(
        "UpdateSAMLProvider",
        with(json!({ "AddPrivateKey": key.private_key, "AssertionEncryptionMode": "Required" })),
    );
    let got = world.done("GetSAMLProvider", with(json!({})));
    assert_eq!(got["AssertionEncryptionMode"], "Required");
    let id = text(&got["PrivateKeyList"][0]["KeyId"]);
    let sent = assertion(&world);
    refuses(
        &mut world,
        input(&sent),
        "InvalidIdentityToken",
        "The provider requires encrypted assertions.",
    );
    world.done(
        "UpdateSAMLProvider",
        with(json!({ "RemovePrivateKey": id, "AssertionEncryptionMode": "Allowed" })),
    );
    world.fails(
        "UpdateSAMLProvider",
        with(json!({ "RemovePrivateKey": id })),
        "NoSuchEntity",
        &format!("The private key with id {id} cannot be found."),
    );
    assume(&mut world, &sent);
}

#[test]
fn saml_keys_come_from_the_assertion_only() {
    let mut world = world();
    let mut given = iamsh::decision::Context::default();
    given.set("saml:iss", "https://other.example.com");
    let command = iamsh::lab::Command::Call {
        caller: Caller::Anonymous,
        service: "sts".to_owned(),
        operation: "AssumeRoleWithSAML".to_owned(),
        input: input(&assertion(&world)),
        context: given,
    };
    let error = iamsh::api::execute(&mut world.lab, command).unwrap_err();
    assert_eq!(error.code, "InvalidInput");
}
