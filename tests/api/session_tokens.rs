//! GetSessionToken, and what temporary credentials of a user cannot do.

use iamsh::lab::Caller;
use serde_json::json;

use crate::support::{World, allow, keys, user_arn};

fn token(world: &mut World, caller: &Caller) -> Caller {
    let answer = world.call(caller, "GetSessionToken", json!({})).unwrap();
    keys(&answer["Credentials"])
}

#[test]
fn b27_get_session_token_needs_no_permission() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let session = token(&mut world, &carlos);
    assert_eq!(world.arn(&session), user_arn("carlos"));
    assert!(!world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
    world.put_user_policy("carlos", json!([allow("s3:GetObject", "*")]));
    assert!(world.may(&session, "s3:GetObject", "arn:aws:s3:::b/k"));
}

#[test]
fn e14_twelve_hours_by_default_and_one_for_root() {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let answer = world.call(&carlos, "GetSessionToken", json!({})).unwrap();
    assert_eq!(answer["Credentials"]["Expiration"], "2026-01-01T12:00:00Z");
    let answer = world.done("GetSessionToken", json!({ "DurationSeconds": 43200 }));
    assert_eq!(answer["Credentials"]["Expiration"], "2026-01-01T01:00:00Z");
    world.fails_as(
        &carlos,
        "GetSessionToken",
        json!({ "DurationSeconds": 129_601 }),
        "ValidationError",
        "1 validation error detected: Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have \
         value less than or equal to 129600",
    );
}

#[test]
fn e16_no_iam_calls_without_mfa_and_of_sts_two() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("*", "*")]));
    let role = world.create_role("R", json!({ "AWS": user_arn("carlos") }));
    let session = token(&mut world, &carlos);
    let refused = "The security token included in the request is invalid";
    for operation in ["ListUsers", "GetSessionToken"] {
        world.fails_as(
            &session,
            operation,
            json!({}),
            "InvalidClientTokenId",
            refused,
        );
    }
    let assumed = world.assume(&session, &role, "test");
    world.fails_as(
        &assumed,
        "GetSessionToken",
        json!({}),
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
    );
}

#[test]
fn d6_multi_factor_is_absent_for_keys_and_false_for_tokens() {
    let mut world = World::new();
    let deny = |operator: &str| {
        json!([allow("s3:*", "*"), { "Effect": "Deny", "Action": "s3:*", "Resource": "*",
            "Condition": { operator: { "aws:MultiFactorAuthPresent": "false" } } }])
    };
    let carlos = world.create_user("carlos");
    let session = token(&mut world, &carlos);
    for (operator, by_key, by_token) in [("Bool", true, false), ("BoolIfExists", false, false)] {
        world.put_user_policy("carlos", deny(operator));
        assert_eq!(
            world.may(&carlos, "s3:ListAllMyBuckets", "*"),
            by_key,
            "{operator}"
        );
        assert_eq!(
            world.may(&session, "s3:ListAllMyBuckets", "*"),
            by_token,
            "{operator}"
        );
    }
}
