//! GetFederationToken, and what a federated user can do.

use iamsh::decision::Context;
use iamsh::lab::Caller;
use iamsh::lab::event::ResourceEffect;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, keys, policy, user_arn};

const BUCKET: &str = "arn:aws:s3:::productionapp";
const OBJECT: &str = "arn:aws:s3:::productionapp/app.zip";

/// `token-app` of scenario T7.
fn world() -> (World, Caller) {
    let mut world = World::new();
    let actions = [
        "sts:GetFederationToken",
        "dynamodb:ListTables",
        "sqs:ReceiveMessage",
        "s3:ListBucket",
        "sns:ListSubscriptions",
    ];
    let app = world.create_user_with(
        "token-app",
        actions.iter().map(|action| allow(action, "*")).collect(),
    );
    let root = world.root();
    let create = ResourceEffect::Create {
        tags: Vec::new(),
        policy: None,
    };
    world
        .perform(&root, "s3:CreateBucket", BUCKET, create)
        .unwrap();
    (world, app)
}

fn bucket_policy(world: &mut World, principal: &str) {
    let root = world.root();
    let document = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": principal },
        "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": format!("{BUCKET}/*") }]),
    );
    let effect = ResourceEffect::SetPolicy {
        policy: Some(document),
    };
    world
        .perform(&root, "s3:PutBucketPolicy", BUCKET, effect)
        .unwrap();
}

fn session_policy() -> String {
    policy(json!([
        allow("s3:ListBucket", BUCKET),
        { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": format!("{BUCKET}/*") },
    ]))
}

fn federate(world: &mut World, caller: &Caller, input: Value) -> Caller {
    keys(&world.call(caller, "GetFederationToken", input).unwrap()["Credentials"])
}

fn blocked_by(world: &World, caller: &Caller, action: &str, resource: &str) -> Vec<&'static str> {
    iamsh::api::evaluate(&world.lab, caller, action, resource, &Context::default())
        .unwrap()
        .blocked_by_names()
}

#[test]
fn e24_the_answer_names_the_federated_user() {
    let (mut world, app) = world();
    let answer = world
        .call(&app, "GetFederationToken", json!({ "Name": "Carol" }))
        .unwrap();
    assert_eq!(
        answer["FederatedUser"],
        json!({ "FederatedUserId": "123456789012:Carol", "Arn": "arn:aws:sts::123456789012:federated-user/Carol" })
    );
    assert_eq!(answer["PackedPolicySize"], 0);
    assert_eq!(answer["Credentials"]["Expiration"], "2026-01-01T12:00:00Z");
    let carol = keys(&answer["Credentials"]);
    let me = world.call(&carol, "GetCallerIdentity", json!({})).unwrap();
    assert_eq!(me["UserId"], "123456789012:Carol");
    assert_eq!(me["Arn"], "arn:aws:sts::123456789012:federated-user/Carol");
}

#[test]
fn e14_durations_of_federated_users() {
    let (mut world, app) = world();
    let asked = |seconds: u32| json!({ "Name": "Carol", "DurationSeconds": seconds });
    world.fails_as(
        &app,
        "GetFederationToken",
        asked(129_601),
        "ValidationError",
        "1 validation error detected: Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have \
         value less than or equal to 129600",
    );
    world.fails_as(
        &app,
        "GetFederationToken",
        json!({ "Name": "x".repeat(33) }),
        "ValidationError",
        &format!(
            "1 validation error detected: Value '{}' at 'name' failed to satisfy constraint: Member must have length less \
             than or equal to 32",
            "x".repeat(33)
        ),
    );
    let answer = world
        .call(&app, "GetFederationToken", asked(129_600))
        .unwrap();
    assert_eq!(answer["Credentials"]["Expiration"], "2026-01-02T12:00:00Z");
    let answer = world.done("GetFederationToken", asked(7200));
    assert_eq!(answer["Credentials"]["Expiration"], "2026-01-01T01:00:00Z");
}

/// Scenario T7, rows 8 and 9.
#[test]
fn b19_without_a_session_policy_nothing_is_allowed() {
    let (mut world, app) = world();
    let carol = federate(&mut world, &app, json!({ "Name": "Carol" }));
    assert_eq!(
        blocked_by(&world, &carol, "s3:ListBucket", BUCKET),
        ["session"]
    );
    let carol = federate(
        &mut world,
        &app,
        json!({ "Name": "Carol", "Policy": session_policy() }),
    );
    assert!(world.may(&carol, "s3:ListBucket", BUCKET));
    assert_eq!(
        blocked_by(&world, &carol, "s3:GetObject", OBJECT),
        ["identity"]
    );
    assert_eq!(
        blocked_by(&world, &carol, "sns:ListSubscriptions", "*"),
        ["session"]
    );
}

/// Scenario T7, rows 10 and 11.
#[test]
fn b14_b15_resource_policies_for_the_federated_user_and_for_its_user() {
    let (mut world, app) = world();
    let plain = federate(&mut world, &app, json!({ "Name": "Carol" }));
    let limited = federate(
        &mut world,
        &app,
        json!({ "Name": "Carol", "Policy": session_policy() }),
    );
    bucket_policy(&mut world, "arn:aws:sts::123456789012:federated-user/Carol");
    assert!(world.may(&plain, "s3:GetObject", OBJECT));
    bucket_policy(&mut world, &user_arn("token-app"));
    assert_eq!(
        blocked_by(&world, &plain, "s3:GetObject", OBJECT),
        ["session"]
    );
    assert!(world.may(&limited, "s3:GetObject", OBJECT));
}

/// Scenario T7, row 12.
#[test]
fn e16_a_federated_user_calls_neither_iam_nor_sts() {
    let (mut world, app) = world();
    let everything = policy(json!([allow("*", "*")]));
    let carol = federate(
        &mut world,
        &app,
        json!({ "Name": "Carol", "Policy": everything }),
    );
    let role = world.create_role("R", json!({ "AWS": ACCOUNT }));
    for (operation, input) in [
        ("ListUsers", json!({})),
        (
            "AssumeRole",
            json!({ "RoleArn": role, "RoleSessionName": "test" }),
        ),
    ] {
        world.fails_as(
            &carol,
            operation,
            input,
            "InvalidClientTokenId",
            "The security token included in the request is invalid",
        );
    }
    let sessions = [carol, {
        let caller = world.create_user("x");
        let open = world.create_role("open", json!({ "AWS": user_arn("x") }));
        world.assume(&caller, &open, "test")
    }];
    for session in sessions {
        for (operation, input) in [
            ("GetSessionToken", json!({})),
            ("GetFederationToken", json!({ "Name": "Dave" })),
        ] {
            world.fails_as(
                &session,
                operation,
                input,
                "AccessDenied",
                &format!("Cannot call {operation} with session credentials"),
            );
        }
    }
}

#[test]
fn get_federation_token_needs_permission_and_tags_theirs() {
    let (mut world, app) = world();
    let nobody = world.create_user("nobody");
    let sentence = |user: &str, action: &str| {
        format!(
            "User: {} is not authorized to perform: {action} on resource: arn:aws:sts::123456789012:federated-user/Carol \
             because no identity-based policy allows the {action} action",
            user_arn(user)
        )
    };
    world.fails_as(
        &nobody,
        "GetFederationToken",
        json!({ "Name": "Carol" }),
        "AccessDenied",
        &sentence("nobody", "sts:GetFederationToken"),
    );
    let tagged = json!({ "Name": "Carol", "Policy": policy(json!([allow("s3:*", "*")])),
        "Tags": [{ "Key": "team", "Value": "blog" }] });
    world.fails_as(
        &app,
        "GetFederationToken",
        tagged.clone(),
        "AccessDenied",
        &sentence("token-app", "sts:TagSession"),
    );
    world.put_user_policy(
        "token-app",
        json!([
            allow("sts:*", "*"),
            { "Effect": "Allow", "Action": "s3:*", "Resource": "*",
              "Condition": { "StringEquals": { "aws:PrincipalTag/Team": "blog" } } },
        ]),
    );
    let carol = federate(&mut world, &app, tagged);
    assert!(world.may(&carol, "s3:ListBucket", BUCKET));
    assert!(!world.may(&app, "s3:ListBucket", BUCKET));
}

#[test]
fn what_the_root_user_hands_on_is_limited_by_the_session_policy_only() {
    let (mut world, _) = world();
    let root = world.root();
    let plain = federate(&mut world, &root, json!({ "Name": "Carol" }));
    assert!(!world.may(&plain, "s3:GetObject", OBJECT));
    let carol = federate(
        &mut world,
        &root,
        json!({ "Name": "Carol", "Policy": session_policy() }),
    );
    assert!(world.may(&carol, "s3:GetObject", OBJECT));
    assert!(!world.may(&carol, "s3:PutBucketPolicy", BUCKET));
}

#[test]
fn e21_a_federated_user_ends_with_its_user() {
    let (mut world, _) = world();
    let other = world.create_user_with("other", json!([allow("sts:GetFederationToken", "*")]));
    let carol = federate(&mut world, &other, json!({ "Name": "Carol" }));
    world.done(
        "DeleteUserPolicy",
        json!({ "UserName": "other", "PolicyName": "test" }),
    );
    world.done("DeleteUser", json!({ "UserName": "other" }));
    world.fails_as(
        &carol,
        "GetCallerIdentity",
        json!({}),
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
    );
}

#[test]
fn e19_packed_size_and_the_size_of_the_token() {
    let (mut world, app) = world();
    let statement = allow("s3:GetObject", "*");
    let answer = world
        .call(
            &app,
            "GetFederationToken",
            json!({ "Name": "Carol", "Policy": policy(json!([statement])), "MinimumSessionTokenSize": 2000 }),
        )
        .unwrap();
    assert_eq!(answer["PackedPolicySize"], 5);
    assert_eq!(answer["SessionTokenSize"], 2000);
    assert_eq!(answer["SessionTokenUtilization"], 49);
    assert_eq!(
        answer["Credentials"]["SessionToken"]
            .as_str()
            .unwrap()
            .len(),
        2000
    );
    let long: Vec<Value> = (0..50)
        .map(|number| json!({ "Key": format!("{number}{}", "k".repeat(60)), "Value": "v" }))
        .collect();
    world.put_user_policy("token-app", json!([allow("sts:*", "*")]));
    world.fails_as(
        &app,
        "GetFederationToken",
        json!({ "Name": "Carol", "Tags": long }),
        "PackedPolicyTooLarge",
        "Packed size of session tags consumes 159% of allotted space.",
    );
}
