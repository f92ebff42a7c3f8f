//! Credentials of a session with less power.

use iamsh::lab::Caller;
use serde_json::{Value, json};

use crate::support::{World, allow, keys, policy, user_arn};

/// A session of a role that may use S3 and STS.
fn world() -> (World, Caller) {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let role = world.create_role("r", json!({ "AWS": user_arn("carlos") }));
    let document = policy(json!([allow("s3:*", "*"), allow("sts:*", "*")]));
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "r", "PolicyName": "p", "PolicyDocument": document }),
    );
    let session = world.assume(&carlos, &role, "test");
    (world, session)
}

fn scoped(world: &mut World, session: &Caller, statements: Value) -> Caller {
    let document = policy(statements);
    let answer = world
        .call(
            session,
            "GetScopedCredentials",
            json!({ "Policy": document }),
        )
        .unwrap();
    keys(&answer["Credentials"])
}

#[test]
fn every_scope_is_one_more_filter() {
    let (mut world, session) = world();
    let object = "arn:aws:s3:::b/k";
    let read = scoped(
        &mut world,
        &session,
        json!([
            allow("s3:Get*", "*"),
            allow("sts:*", "*"),
            allow("ec2:*", "*")
        ]),
    );
    assert!(world.may(&read, "s3:GetObject", object));
    assert!(!world.may(&read, "s3:PutObject", object));
    assert!(!world.may(&read, "ec2:DescribeInstances", "*"));
    let narrow = scoped(
        &mut world,
        &read,
        json!([allow("s3:*", "arn:aws:s3:::b/*")]),
    );
    assert!(world.may(&narrow, "s3:GetObject", object));
    assert!(!world.may(&narrow, "s3:GetObject", "arn:aws:s3:::other/k"));
    assert!(!world.may(&narrow, "s3:PutObject", object));
    let denied = world
        .perform(
            &narrow,
            "s3:PutObject",
            object,
            iamsh::lab::event::ResourceEffect::Use,
        )
        .unwrap_err();
    assert!(
        denied
            .message
            .ends_with("because no session policy allows the s3:PutObject action"),
        "{denied}"
    );
    assert_eq!(world.arn(&narrow), world.arn(&session));
}

#[test]
fn what_is_answered() {
    let (mut world, session) = world();
    world.advance(600);
    let answer = world
        .call(
            &session,
            "GetScopedCredentials",
            json!({ "Policy": policy(json!([allow("s3:*", "*")])), "ScopedSessionDescription": "a task" }),
        )
        .unwrap();
    assert_eq!(answer["ScopedPoliciesCount"], 1);
    assert_eq!(
        answer["SessionInfo"]["Arn"],
        "arn:aws:sts::123456789012:assumed-role/r/test"
    );
    // What is left of the calling session.
    assert_eq!(answer["Credentials"]["Expiration"], "2026-01-01T01:00:00Z");
    world.fails_as(
        &session,
        "GetScopedCredentials",
        json!({ "DurationSeconds": 3600 }),
        "InsufficientSessionLifetime",
        "The requested duration exceeds the remaining lifetime of the calling session.",
    );
    world.fails(
        "GetScopedCredentials",
        json!({}),
        "InvalidSubjectCredentials",
        "The calling credentials cannot be scoped.",
    );
    world.fails_as(
        &session,
        "GetScopedCredentials",
        json!({ "Policy": "{" }),
        "MalformedPolicyDocument",
        "Syntax errors in policy.",
    );
}
