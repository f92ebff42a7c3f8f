//! Roles assumed with tokens of OpenID Connect providers (rules E22, E23, scenario T14).

use iamsh::api::{self, AwsError};
use iamsh::decision::Context;
use iamsh::lab::issuer;
use iamsh::lab::signing::Algorithm;
use iamsh::lab::{Caller, Command};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, keys, policy, text};

const GITHUB: &str = "token.actions.githubusercontent.com";
const DENIED: &str = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

fn provider() -> String {
    format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}")
}

/// The trust of scenario T14: the audience, and the subject as the operator says.
fn trust_of(operator: &str, subject: &str) -> String {
    let mut condition = json!({ "StringEquals": { format!("{GITHUB}:aud"): "sts.amazonaws.com" } });
    condition[operator][format!("{GITHUB}:sub")] = json!(subject);
    policy(
        json!([{ "Effect": "Allow", "Principal": { "Federated": provider() },
        "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"],
        "Condition": condition }]),
    )
}

/// An account that knows GitHub, and the role `deploy`.
fn world_with(trust: &str) -> World {
    let mut world = World::new();
    world.done(
        "CreateOpenIDConnectProvider",
        json!({ "Url": format!("https://{GITHUB}"), "ClientIDList": ["sts.amazonaws.com"] }),
    );
    world.done(
        "CreateRole",
        json!({ "RoleName": "deploy", "AssumeRolePolicyDocument": trust }),
    );
    world
}

fn world() -> World {
    world_with(&trust_of(
        "StringEquals",
        "repo:Org/Repo:ref:refs/heads/main",
    ))
}

fn sign(world: &World, issuer: &str, claims: Value) -> String {
    let claims = claims.as_object().unwrap();
    let now = world.lab.clock.now();
    issuer::sign(world.lab.deriver(), issuer, Algorithm::Es256, now, claims).unwrap()
}

fn token(world: &World, subject: &str) -> String {
    sign(
        world,
        GITHUB,
        json!({ "sub": subject, "aud": "sts.amazonaws.com" }),
    )
}

fn input(token: &str) -> Value {
    json!({ "RoleArn": format!("arn:aws:iam::{ACCOUNT}:role/deploy"), "RoleSessionName": "run-1", "WebIdentityToken": token })
}

fn assume(world: &mut World, token: &str) -> Result<Value, AwsError> {
    world.call(
        &Caller::Anonymous,
        "AssumeRoleWithWebIdentity",
        input(token),
    )
}

#[track_caller]
fn refuses(world: &mut World, token: &str, code: &str, message: &str) {
    world.fails_as(
        &Caller::Anonymous,
        "AssumeRoleWithWebIdentity",
        input(token),
        code,
        message,
    );
}

#[test]
fn e22_a_token_of_a_trusted_issuer_gives_a_session() {
    let mut world = world();
    let token = token(&world, "repo:Org/Repo:ref:refs/heads/main");
    let answer = assume(&mut world, &token).unwrap();
    assert_eq!(
        answer["AssumedRoleUser"]["Arn"],
        format!("arn:aws:sts::{ACCOUNT}:assumed-role/deploy/run-1")
    );
    assert_eq!(
        answer["SubjectFromWebIdentityToken"],
        "repo:Org/Repo:ref:refs/heads/main"
    );
    assert_eq!(answer["Provider"], provider());
    assert_eq!(answer["Audience"], "sts.amazonaws.com");
    assert_eq!(answer.get("PackedPolicySize"), None);
    let session = keys(&answer["Credentials"]);
    assert_eq!(
        world.arn(&session),
        format!("arn:aws:sts::{ACCOUNT}:assumed-role/deploy/run-1")
    );
    // No AWS credentials are needed, and none that come along are looked at.
    let nobody = Caller::User {
        account: ACCOUNT.parse().unwrap(),
        id: "AIDANOBODY".to_owned(),
    };
    world
        .call(&nobody, "AssumeRoleWithWebIdentity", input(&token))
        .unwrap();
}

#[test]
fn e23_t14_subjects_of_github() {
    let main = "repo:Org/Repo:ref:refs/heads/main";
    for (operator, pattern, allowed, denied) in [
        (
            "StringEquals",
            main,
            vec![main],
            vec![
                "repo:Org/Repo:ref:refs/heads/dev",
                "repo:org/Repo:ref:refs/heads/main",
            ],
        ),
        ("StringEquals", "repo:Org/Repo:*", vec![], vec![main]),
        (
            "StringLike",
            "repo:Org/Repo:*",
            vec![
                "repo:Org/Repo:ref:refs/heads/dev",
                "repo:Org/Repo:environment:prod",
                "repo:Org/Repo:pull_request",
            ],
            vec!["repo:Org/Other:ref:refs/heads/main"],
        ),
        (
            "StringLike",
            "repo:Org/Repo:environment:prod",
            vec!["repo:Org/Repo:environment:prod"],
            vec![main],
        ),
    ] {
        let mut world = world_with(&trust_of(operator, pattern));
        for subject in allowed {
            let token = token(&world, subject);
            assume(&mut world, &token).unwrap_or_else(|error| panic!("{subject}: {error}"));
        }
        for subject in denied {
            let token = token(&world, subject);
            refuses(&mut world, &token, "AccessDenied", DENIED);
        }
    }
}

#[test]
fn e22_issuer_audience_and_times_are_verified() {
    let mut world = world();
    let sub = "repo:Org/Repo:ref:refs/heads/main";
    let now = world.lab.clock.now().seconds();
    let other = sign(&world, GITHUB, json!({ "sub": sub, "aud": "else" }));
    refuses(
        &mut world,
        &other,
        "InvalidIdentityToken",
        "Incorrect token audience",
    );
    let unknown = sign(
        &world,
        "https://idp.example.com",
        json!({ "sub": sub, "aud": "sts.amazonaws.com" }),
    );
    refuses(
        &mut world,
        &unknown,
        "InvalidIdentityToken",
        "No OpenIDConnect provider found in your account for https://idp.example.com",
    );
    let expired = sign(
        &world,
        GITHUB,
        json!({ "sub": sub, "aud": "sts.amazonaws.com", "exp": now }),
    );
    refuses(
        &mut world,
        &expired,
        "ExpiredTokenException",
        &format!(
            "Token expired: current date/time {now} must be before the expiration date/time {now}"
        ),
    );
    let early = sign(
        &world,
        GITHUB,
        json!({ "sub": sub, "aud": "sts.amazonaws.com", "nbf": now + 1 }),
    );
    assert_eq!(
        assume(&mut world, &early).unwrap_err().code,
        "InvalidIdentityToken"
    );
}

#[test]
fn e22_the_signature_is_verified() {
    let mut world = world();
    let forged = sign(
        &world,
        "https://evil.example.com",
        json!({ "iss": format!("https://{GITHUB}"), "sub": "repo:Org/Repo:ref:refs/heads/main", "aud": "sts.amazonaws.com" }),
    );
    refuses(
        &mut world,
        &forged,
        "InvalidIdentityToken",
        "Token signature invalid",
    );
    refuses(
        &mut world,
        "not-a-token",
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
    let without = sign(&world, GITHUB, json!({ "aud": "sts.amazonaws.com" }));
    refuses(
        &mut world,
        &without,
        "InvalidIdentityToken",
        "Missing a required claim: sub",
    );
}

#[test]
fn e22_a_role_that_does_not_exist_reads_like_one_that_refuses() {
    let mut world = world();
    let token = token(&world, "repo:Org/Repo:ref:refs/heads/main");
    let mut parameters = input(&token);
    parameters["RoleArn"] = json!(format!("arn:aws:iam::{ACCOUNT}:role/none"));
    world.fails_as(
        &Caller::Anonymous,
        "AssumeRoleWithWebIdentity",
        parameters,
        "AccessDenied",
        DENIED,
    );
}

#[test]
fn c11_a_token_does_not_open_a_role_by_the_other_actions() {
    let trust = policy(
        json!([{ "Effect": "Allow", "Principal": { "Federated": provider() },
        "Action": ["sts:AssumeRoleWithSAML", "sts:AssumeRole"],
        "Condition": { "StringLike": { format!("{GITHUB}:sub"): "repo:Org/*" } } }]),
    );
    let mut world = world_with(&trust);
    let token = token(&world, "repo:Org/Repo:pull_request");
    refuses(&mut world, &token, "AccessDenied", DENIED);
}

#[test]
fn e12_duration_is_that_of_the_role_at_most() {
    let mut world = world();
    let token = token(&world, "repo:Org/Repo:ref:refs/heads/main");
    let mut parameters = input(&token);
    parameters["DurationSeconds"] = json!(7200);
    world.fails_as(
        &Caller::Anonymous,
        "AssumeRoleWithWebIdentity",
        parameters,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
}

#[test]
fn tags_and_source_identity_come_from_the_token() {
    let mut world = world();
    let sub = "repo:Org/Repo:ref:refs/heads/main";
    let claims = json!({ "sub": sub, "aud": "sts.amazonaws.com",
        "https://aws.amazon.com/tags": { "principal_tags": { "team": ["blog"] }, "transitive_tag_keys": ["team"] },
        "https://aws.amazon.com/source_identity": "octocat" });
    let token = sign(&world, GITHUB, claims.clone());
    let answer = assume(&mut world, &token).unwrap();
    assert_eq!(answer["SourceIdentity"], "octocat");
    let session = keys(&answer["Credentials"]);
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*",
        "Condition": { "StringEquals": { "aws:PrincipalTag/team": "blog", "aws:SourceIdentity": "octocat" } } }]),
    );
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "deploy", "PolicyName": "p", "PolicyDocument": document }),
    );
    assert!(world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
    // Both need the trust policy's consent.
    let narrow = trust_of("StringEquals", sub).replace(r#","sts:TagSession""#, "");
    world.done(
        "UpdateAssumeRolePolicy",
        json!({ "RoleName": "deploy", "PolicyDocument": narrow }),
    );
    let token = sign(&world, GITHUB, claims);
    refuses(
        &mut world,
        &token,
        "AccessDenied",
        "Not authorized to perform sts:TagSession",
    );
}

#[test]
fn u6_later_requests_show_the_provider_and_its_claims() {
    let mut world = world();
    let token = token(&world, "repo:Org/Repo:ref:refs/heads/main");
    let answer = assume(&mut world, &token).unwrap();
    let session = keys(&answer["Credentials"]);
    let document = policy(
        json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
        "StringEquals": { "aws:FederatedProvider": provider(), format!("{GITHUB}:sub"): "repo:Org/Repo:ref:refs/heads/main" },
        "Null": { "aws:username": "true" } } }]),
    );
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "deploy", "PolicyName": "p", "PolicyDocument": document }),
    );
    assert!(world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
}

#[test]
fn claims_come_from_the_token_only() {
    let mut world = world();
    let mut given = Context::default();
    given.set(&format!("{GITHUB}:environment"), "prod");
    let token = token(&world, "repo:Org/Repo:ref:refs/heads/main");
    let command = Command::Call {
        caller: Caller::Anonymous,
        service: "sts".to_owned(),
        operation: "AssumeRoleWithWebIdentity".to_owned(),
        input: input(&token),
        context: given,
    };
    assert_eq!(
        api::execute(&mut world.lab, command).unwrap_err().code,
        "InvalidInput"
    );
}

#[test]
fn azp_stands_in_for_the_audience() {
    let mut world = world();
    world.done(
        "AddClientIDToOpenIDConnectProvider",
        json!({ "OpenIDConnectProviderArn": provider(), "ClientID": "app" }),
    );
    let claims =
        json!({ "sub": "repo:Org/Repo:ref:refs/heads/main", "aud": "backend", "azp": "app" });
    let token = sign(&world, GITHUB, claims);
    // The trust asks for another audience.
    refuses(&mut world, &token, "AccessDenied", DENIED);
    let trust = policy(
        json!([{ "Effect": "Allow", "Principal": { "Federated": provider() },
        "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {
            "StringEquals": { format!("{GITHUB}:aud"): "app" }, "StringLike": { format!("{GITHUB}:sub"): "repo:Org/*" },
            "ForAnyValue:StringEquals": { format!("{GITHUB}:oaud"): "backend" } } }]),
    );
    world.done(
        "UpdateAssumeRolePolicy",
        json!({ "RoleName": "deploy", "PolicyDocument": trust }),
    );
    assume(&mut world, &token).unwrap();
}

#[test]
fn a_built_in_provider_needs_no_entity() {
    let mut world = World::new();
    let trust = policy(
        json!([{ "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { "StringEquals": { "accounts.google.com:aud": "app" } } }]),
    );
    world.done(
        "CreateRole",
        json!({ "RoleName": "deploy", "AssumeRolePolicyDocument": trust }),
    );
    let token = sign(
        &world,
        "https://accounts.google.com",
        json!({ "sub": "1234567890", "aud": "app" }),
    );
    let answer = assume(&mut world, &token).unwrap();
    assert_eq!(answer["Provider"], "accounts.google.com");
}

#[test]
fn a_context_provider_is_propagated() {
    let mut world = world();
    world.done(
        "UpdateOpenIDConnectProvider",
        json!({ "OpenIDConnectProviderArn": provider(), "ContextProvider": { "SubjectSourceKey": "sub", "SubjectTypeValue": "workflow",
            "KeyDefinitionList": [{ "SourceKey": "actor", "TargetKey": "who" }] } }),
    );
    let claims = json!({ "sub": "repo:Org/Repo:ref:refs/heads/main", "aud": "sts.amazonaws.com", "actor": "octocat" });
    let token = sign(&world, GITHUB, claims);
    let answer = assume(&mut world, &token).unwrap();
    let context = &answer["TrustedIdentityPropagationContext"];
    assert_eq!(context["OriginIdentity"]["SubjectType"], "workflow");
    assert_eq!(
        text(&context["OriginIdentity"]["FederatedProviderArn"]),
        provider()
    );
    assert_eq!(
        context["TransactionContext"]["IdentityProvider"]["who"],
        "octocat"
    );
}

#[test]
fn a_role_that_trusts_a_deleted_provider_is_closed() {
    let mut world = world();
    world.done(
        "DeleteOpenIDConnectProvider",
        json!({ "OpenIDConnectProviderArn": provider() }),
    );
    let token = token(&world, "repo:Org/Repo:ref:refs/heads/main");
    refuses(
        &mut world,
        &token,
        "InvalidIdentityToken",
        &format!("No OpenIDConnect provider found in your account for https://{GITHUB}"),
    );
}

#[test]
fn e13_a_session_of_a_web_identity_chains_for_an_hour() {
    let mut world = world();
    let token = token(&world, "repo:Org/Repo:ref:refs/heads/main");
    let answer = assume(&mut world, &token).unwrap();
    let session = keys(&answer["Credentials"]);
    let second = world.create_role(
        "second",
        json!({ "AWS": format!("arn:aws:iam::{ACCOUNT}:role/deploy") }),
    );
    world.done(
        "UpdateRole",
        json!({ "RoleName": "second", "MaxSessionDuration": 7200 }),
    );
    let document = policy(json!([allow("sts:AssumeRole", "*")]));
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "deploy", "PolicyName": "p", "PolicyDocument": document }),
    );
    world.fails_as(
        &session,
        "AssumeRole",
        json!({ "RoleArn": second, "RoleSessionName": "test", "DurationSeconds": 7200 }),
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
}
