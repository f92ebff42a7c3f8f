//! Operations are authorized against the caller's policies, and denials read as AWS's.

use iamsh::api;
use iamsh::decision::Context;
use serde_json::json;

use crate::support::{World, allow, deny, policy, user_arn};

#[test]
fn g_a_denial_names_entities_as_aws_does() {
    let mut world = World::new();
    let low = world.create_user("low");
    world.create_user("victim");
    let iam = "arn:aws:iam::123456789012";
    for (operation, input, resource) in [
        (
            "GetUser",
            json!({ "UserName": "victim" }),
            "user victim".to_owned(),
        ),
        ("GetRole", json!({ "RoleName": "R" }), "role R".to_owned()),
        ("ListUsers", json!({}), format!("{iam}:user/")),
        ("ListRoles", json!({}), format!("{iam}:role/")),
        (
            "CreateUser",
            json!({ "UserName": "new", "Path": "/p/" }),
            format!("{iam}:user/p/new"),
        ),
        (
            "DeletePolicy",
            json!({ "PolicyArn": "arn:aws:iam::123456789012:policy/P" }),
            format!("policy {iam}:policy/P"),
        ),
    ] {
        let message = format!(
            "User: {} is not authorized to perform: iam:{operation} on resource: {resource} because no identity-based policy \
             allows the iam:{operation} action",
            user_arn("low")
        );
        world.fails_as(&low, operation, input, "AccessDenied", &message);
    }
    let message = format!(
        "User: {} is not authorized to perform: iam:GetAccountSummary because no identity-based policy allows the \
         iam:GetAccountSummary action",
        user_arn("low")
    );
    world.fails_as(
        &low,
        "GetAccountSummary",
        json!({}),
        "AccessDenied",
        &message,
    );
}

#[test]
fn b1_an_explicit_deny_beats_every_allow_and_names_its_policy() {
    let mut world = World::new();
    let low = world.create_user_with("low", json!([allow("*", "*")]));
    let deny_all = world.create_policy("NoUsers", json!([deny("iam:*User*", "*")]));
    world.done(
        "AttachUserPolicy",
        json!({ "UserName": "low", "PolicyArn": deny_all }),
    );
    let message = format!(
        "User: {} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/new with an \
         explicit deny in an identity-based policy: {deny_all}",
        user_arn("low")
    );
    world.fails_as(
        &low,
        "CreateUser",
        json!({ "UserName": "new" }),
        "AccessDenied",
        &message,
    );
    world.call(&low, "ListRoles", json!({})).unwrap();
}

#[test]
fn b38_tags_on_create_need_their_own_permission() {
    let mut world = World::new();
    let low = world.create_user_with("low", json!([allow("iam:CreateUser", "*")]));
    let tagged = json!({ "UserName": "new", "Tags": [{ "Key": "team", "Value": "blog" }] });
    let message = format!(
        "User: {} is not authorized to perform: iam:TagUser on resource: arn:aws:iam::123456789012:user/new because no \
         identity-based policy allows the iam:TagUser action",
        user_arn("low")
    );
    world.fails_as(&low, "CreateUser", tagged.clone(), "AccessDenied", &message);
    world.put_user_policy(
        "low",
        json!([allow("iam:CreateUser", "*"), allow("iam:TagUser", "*")]),
    );
    world.call(&low, "CreateUser", tagged).unwrap();
}

#[test]
fn conditions_see_the_tags_of_caller_request_and_resource() {
    let mut world = World::new();
    let low = world.create_user("low");
    world.done(
        "TagUser",
        json!({ "UserName": "low", "Tags": [{ "Key": "team", "Value": "blog" }] }),
    );
    for (name, team) in [("mine", "blog"), ("theirs", "shop")] {
        world.done(
            "CreateUser",
            json!({ "UserName": name, "Tags": [{ "Key": "team", "Value": team }] }),
        );
    }
    let same_team =
        json!({ "StringEquals": { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } });
    let demanded = json!({ "StringEquals": { "aws:RequestTag/team": "${aws:PrincipalTag/team}" } });
    let statements = json!([
        { "Effect": "Allow", "Action": "iam:DeleteUser", "Resource": "*", "Condition": same_team },
        { "Effect": "Allow", "Action": ["iam:CreateUser", "iam:TagUser"], "Resource": "*", "Condition": demanded },
    ]);
    world.put_user_policy("low", statements);
    world
        .call(&low, "DeleteUser", json!({ "UserName": "mine" }))
        .unwrap();
    assert!(
        world
            .call(&low, "DeleteUser", json!({ "UserName": "theirs" }))
            .is_err()
    );
    let create =
        |team: &str| json!({ "UserName": "new", "Tags": [{ "Key": "team", "Value": team }] });
    assert!(world.call(&low, "CreateUser", create("shop")).is_err());
    world.call(&low, "CreateUser", create("blog")).unwrap();
}

#[test]
fn iam_policy_arn_limits_what_may_be_attached() {
    let mut world = World::new();
    let low = world.create_user("low");
    let read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let statements = json!([{ "Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*",
        "Condition": { "ArnEquals": { "iam:PolicyARN": read_only } } }]);
    world.put_user_policy("low", statements);
    let attach = |arn: &str| json!({ "UserName": "low", "PolicyArn": arn });
    assert!(
        world
            .call(
                &low,
                "AttachUserPolicy",
                attach("arn:aws:iam::aws:policy/AdministratorAccess")
            )
            .is_err()
    );
    world
        .call(&low, "AttachUserPolicy", attach(read_only))
        .unwrap();
}

#[test]
fn a_caller_cannot_forge_derived_keys() {
    let mut world = World::new();
    let low = world.create_user("low");
    for key in [
        "aws:PrincipalTag/team",
        "aws:username",
        "AWS:MULTIFACTORAUTHPRESENT",
        "aws:CurrentTime",
    ] {
        let mut context = Context::default();
        context.set(key, "true");
        let error = api::evaluate(
            &world.lab,
            &low,
            "s3:GetObject",
            "arn:aws:s3:::b/k",
            &context,
        )
        .unwrap_err();
        assert_eq!(error.code, "InvalidInput", "{key}");
    }
    let statements = json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } }]);
    world.done(
        "PutUserPolicy",
        json!({ "UserName": "low", "PolicyName": "p", "PolicyDocument": policy(statements) }),
    );
    let mut context = Context::default();
    context.set("aws:SourceIp", "10.1.2.3");
    let reason = api::evaluate(
        &world.lab,
        &low,
        "s3:GetObject",
        "arn:aws:s3:::b/k",
        &context,
    )
    .unwrap();
    assert!(reason.allowed());
}

#[test]
fn an_admin_may_do_everything_that_is_not_root_s() {
    let mut world = World::new();
    let admin = world.create_user("Admin");
    world.done(
        "AttachUserPolicy",
        json!({ "UserName": "Admin", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess" }),
    );
    world
        .call(&admin, "CreateUser", json!({ "UserName": "carlos" }))
        .unwrap();
    assert!(world.may(&admin, "s3:CreateBucket", "arn:aws:s3:::b"));
}
