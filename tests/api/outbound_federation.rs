//! Tokens that AWS signs for its callers.

use iamsh::lab::{Caller, issuer};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, policy, text, user_arn};

const API: &str = "https://api.example.com";

fn asked(algorithm: &str) -> Value {
    json!({ "Audience": [API], "SigningAlgorithm": algorithm })
}

fn world() -> World {
    let mut world = World::new();
    world.done("EnableOutboundWebIdentityFederation", json!({}));
    world
}

#[test]
fn the_feature_is_switched_on_and_off() {
    let mut world = World::new();
    let disabled = "Outbound identity federation is not enabled for this account.";
    for operation in [
        "GetOutboundWebIdentityFederationInfo",
        "DisableOutboundWebIdentityFederation",
    ] {
        world.fails(operation, json!({}), "FeatureDisabled", disabled);
    }
    world.fails(
        "GetWebIdentityToken",
        asked("ES384"),
        "OutboundWebIdentityFederationDisabledException",
        "The outbound web identity federation feature is not enabled for this account.",
    );
    let on = world.done("EnableOutboundWebIdentityFederation", json!({}));
    let issuer = text(&on["IssuerIdentifier"]);
    assert!(issuer.starts_with("https://") && issuer.ends_with(".tokens.sts.global.api.aws"));
    world.fails(
        "EnableOutboundWebIdentityFederation",
        json!({}),
        "FeatureEnabled",
        "Outbound identity federation is already enabled for this account.",
    );
    let info = world.done("GetOutboundWebIdentityFederationInfo", json!({}));
    assert_eq!(
        info,
        json!({ "IssuerIdentifier": issuer, "JwtVendingEnabled": true })
    );
    world.done("DisableOutboundWebIdentityFederation", json!({}));
    let again = world.done("EnableOutboundWebIdentityFederation", json!({}));
    assert_eq!(again["IssuerIdentifier"], issuer);
}

#[test]
fn a_token_says_who_the_caller_is() {
    let mut world = world();
    let carlos = world.create_user_with("carlos", json!([allow("sts:*", "*")]));
    world.done(
        "TagUser",
        json!({ "UserName": "carlos", "Tags": [{ "Key": "team", "Value": "blog" }] }),
    );
    for algorithm in ["ES384", "RS256"] {
        let mut input = asked(algorithm);
        input["Tags"] = json!([{ "Key": "job", "Value": "deploy" }]);
        input["Scope"] = json!("read write");
        let answer = world.call(&carlos, "GetWebIdentityToken", input).unwrap();
        assert_eq!(answer["Expiration"], "2026-01-01T00:05:00Z");
        let claims =
            issuer::verified(world.lab.deriver(), &text(&answer["WebIdentityToken"])).unwrap();
        assert_eq!(claims["sub"], user_arn("carlos"));
        assert_eq!(claims["aud"], API);
        assert_eq!(claims["scope"], "read write");
        let own = &claims["https://sts.amazonaws.com/"];
        assert_eq!(own["aws_account"], ACCOUNT);
        assert_eq!(own["principal_tags"], json!({ "team": "blog" }));
        assert_eq!(own["request_tags"], json!({ "job": "deploy" }));
    }
}

#[test]
fn another_account_can_trust_the_tokens() {
    let mut world = world();
    world.account(OTHER);
    let carlos = world.create_user_with("carlos", json!([allow("sts:*", "*")]));
    let info = world.done("GetOutboundWebIdentityFederationInfo", json!({}));
    let url = text(&info["IssuerIdentifier"]);
    let provider = world.done_in(
        OTHER,
        "CreateOpenIDConnectProvider",
        json!({ "Url": url, "ClientIDList": [API] }),
    );
    let key = format!("{}:sub", issuer::host(&url));
    let trust = policy(
        json!([{ "Effect": "Allow", "Principal": { "Federated": provider["OpenIDConnectProviderArn"] },
        "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { key: user_arn("carlos") } } }]),
    );
    let role = world.done_in(
        OTHER,
        "CreateRole",
        json!({ "RoleName": "guest", "AssumeRolePolicyDocument": trust }),
    );
    let token = world
        .call(&carlos, "GetWebIdentityToken", asked("ES384"))
        .unwrap();
    let answer = world
        .call(
            &Caller::Anonymous,
            "AssumeRoleWithWebIdentity",
            json!({ "RoleArn": role["Role"]["Arn"], "RoleSessionName": "carlos", "WebIdentityToken": token["WebIdentityToken"] }),
        )
        .unwrap();
    assert_eq!(
        answer["AssumedRoleUser"]["Arn"],
        format!("arn:aws:sts::{OTHER}:assumed-role/guest/carlos")
    );
}

#[test]
fn what_a_token_may_be_for_is_a_matter_of_policy() {
    let mut world = world();
    let carlos = world.create_user_with(
        "carlos",
        json!([{ "Effect": "Allow", "Action": "sts:GetWebIdentityToken", "Resource": "*", "Condition": {
            "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": API },
            "NumericLessThanEquals": { "sts:DurationSeconds": "600" }, "StringEquals": { "sts:SigningAlgorithm": "ES384" } } }]),
    );
    world
        .call(&carlos, "GetWebIdentityToken", asked("ES384"))
        .unwrap();
    for (member, value) in [
        ("Audience", json!(["https://other.example.com"])),
        ("DurationSeconds", json!(900)),
        ("SigningAlgorithm", json!("RS256")),
        ("Tags", json!([{ "Key": "job", "Value": "deploy" }])),
    ] {
        let mut input = asked("ES384");
        input[member] = value;
        let denied = world
            .call(&carlos, "GetWebIdentityToken", input)
            .unwrap_err();
        assert_eq!(denied.code, "AccessDenied", "{member}");
    }
}

#[test]
fn a_token_does_not_outlive_the_session_and_is_of_a_known_algorithm() {
    let mut world = world();
    let carlos = world.create_user("carlos");
    let role = world.create_role("r", json!({ "AWS": user_arn("carlos") }));
    let document = policy(json!([allow("sts:GetWebIdentityToken", "*")]));
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "r", "PolicyName": "p", "PolicyDocument": document }),
    );
    let session = world.assume(&carlos, &role, "test");
    world.advance(3599);
    world.fails_as(
        &session,
        "GetWebIdentityToken",
        asked("ES384"),
        "SessionDurationEscalationException",
        "The requested token duration would extend the session beyond its original expiration time.",
    );
    world.fails(
        "GetWebIdentityToken",
        asked("HS256"),
        "ValidationError",
        "1 validation error detected: Value 'HS256' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy \
         enum value set: [RS256, ES384]",
    );
    let mut origin = asked("ES384");
    origin["SubjectMode"] = json!("OriginIdentity");
    world.fails(
        "GetWebIdentityToken",
        origin,
        "ValidationError",
        "The caller's session has no origin identity.",
    );
}
