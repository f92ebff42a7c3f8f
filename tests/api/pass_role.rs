//! Handing roles to services: `iam:PassRole` and the role's trust (rules B38 and B39).

use iamsh::lab::Caller;
use iamsh::lab::event::ResourceEffect;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, policy, text, user_arn};

const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:f";
const LAMBDA: &str = "lambda.amazonaws.com";

fn create() -> ResourceEffect {
    ResourceEffect::Create {
        tags: Vec::new(),
        policy: None,
    }
}

fn pass(condition: Value) -> Value {
    json!({ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/app-*",
        "Condition": condition })
}

/// A developer who may create functions and pass `app-` roles to Lambda, and the role `app-f`.
fn world() -> (World, Caller, String) {
    let mut world = World::new();
    let dev = world.create_user_with(
        "dev",
        json!([
            allow("lambda:*", "*"),
            pass(json!({ "StringEquals": { "iam:PassedToService": LAMBDA } }))
        ]),
    );
    let role = world.create_role("app-f", json!({ "Service": LAMBDA }));
    (world, dev, role)
}

fn create_function(
    world: &mut World,
    caller: &Caller,
    role: &str,
    service: &str,
) -> Result<Value, (String, String)> {
    let before = world.lab.resources.clone();
    let result = world.perform_passing(
        caller,
        "lambda:CreateFunction",
        FUNCTION,
        create(),
        &[(role, service)],
    );
    if result.is_err() {
        assert_eq!(world.lab.resources, before);
    }
    result.map_err(|error| (error.code.to_owned(), error.message))
}

#[test]
fn b38_b39_a_role_is_passed_by_who_may_to_a_service_it_trusts() {
    let (mut world, dev, role) = world();
    create_function(&mut world, &dev, &role, LAMBDA).unwrap();
    let function = &world.lab.resources[FUNCTION];
    assert_eq!(function.roles[0].role, role);
    assert_eq!(function.roles[0].service, LAMBDA);
    // The service now works with it.
    let session = world.assume(&Caller::Service(LAMBDA.to_owned()), &role, "ff");
    assert_eq!(
        world.arn(&session),
        "arn:aws:sts::123456789012:assumed-role/app-f/ff"
    );
}

#[test]
fn b38_without_pass_role_the_call_is_denied() {
    let (mut world, dev, role) = world();
    let other = world.create_role("admin", json!({ "Service": LAMBDA }));
    let denied = |role: &str| {
        (
            "AccessDenied".to_owned(),
            format!(
                "User: {} is not authorized to perform: iam:PassRole on resource: {role} because no identity-based policy \
                 allows the iam:PassRole action",
                user_arn("dev")
            ),
        )
    };
    assert_eq!(
        create_function(&mut world, &dev, &other, LAMBDA).unwrap_err(),
        denied(&other)
    );
    assert_eq!(
        create_function(&mut world, &dev, &role, "ec2.amazonaws.com").unwrap_err(),
        denied(&role)
    );
    // Who may pass the role must still be allowed the call itself.
    world.put_user_policy("dev", json!([allow("iam:PassRole", "*")]));
    let (_, message) = create_function(&mut world, &dev, &role, LAMBDA).unwrap_err();
    assert!(message.contains("lambda:CreateFunction"), "{message}");
}

#[test]
fn b39_a_role_that_does_not_trust_the_service() {
    let (mut world, dev, _) = world();
    let role = world.create_role("app-x", json!({ "Service": "ec2.amazonaws.com" }));
    let none = "arn:aws:iam::123456789012:role/app-none";
    for role in [role.as_str(), none] {
        assert_eq!(
            create_function(&mut world, &dev, role, LAMBDA).unwrap_err(),
            (
                "InvalidParameterValue".to_owned(),
                format!("The role {role} cannot be assumed by {LAMBDA}.")
            )
        );
    }
}

#[test]
fn b39_a_role_of_another_account_is_not_passed() {
    let (mut world, _, _) = world();
    world.account(OTHER);
    let trust = crate::support::trust(json!({ "Service": LAMBDA }));
    let role = text(
        &world.done_in(
            OTHER,
            "CreateRole",
            json!({ "RoleName": "app-f", "AssumeRolePolicyDocument": trust }),
        )["Role"]["Arn"],
    );
    let root = world.root();
    assert_eq!(
        create_function(&mut world, &root, &role, LAMBDA).unwrap_err(),
        (
            "AccessDenied".to_owned(),
            "Cross-account pass role is not allowed.".to_owned()
        )
    );
}

#[test]
fn the_resource_that_gets_the_role_is_a_condition_key() {
    let (mut world, dev, role) = world();
    for (arn, allowed) in [(FUNCTION, true), ("arn:aws:lambda:*:*:function:g", false)] {
        world.put_user_policy(
            "dev",
            json!([
                allow("lambda:*", "*"),
                pass(json!({ "ArnLike": { "iam:AssociatedResourceArn": arn } }))
            ]),
        );
        assert_eq!(
            create_function(&mut world, &dev, &role, LAMBDA).is_ok(),
            allowed
        );
        let root = world.root();
        if allowed {
            world
                .perform(
                    &root,
                    "lambda:DeleteFunction",
                    FUNCTION,
                    ResourceEffect::Delete,
                )
                .unwrap();
        }
    }
}

#[test]
fn a_trust_that_asks_on_whose_behalf_the_service_works() {
    let (mut world, dev, _) = world();
    for (account, allowed) in [(ACCOUNT, true), (OTHER, false)] {
        let trust = policy(
            json!([{ "Effect": "Allow", "Principal": { "Service": LAMBDA }, "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "aws:SourceAccount": account } } }]),
        );
        let name = format!("app-{account}");
        let answer = world.done(
            "CreateRole",
            json!({ "RoleName": name, "AssumeRolePolicyDocument": trust }),
        );
        let role = text(&answer["Role"]["Arn"]);
        let passed = create_function(&mut world, &dev, &role, LAMBDA);
        assert_eq!(passed.is_ok(), allowed, "{passed:?}");
    }
}

#[test]
fn tags_of_a_role_are_no_keys_of_pass_role() {
    let (mut world, dev, role) = world();
    world.done(
        "TagRole",
        json!({ "RoleName": "app-f", "Tags": [{ "Key": "team", "Value": "blog" }] }),
    );
    world.put_user_policy(
        "dev",
        json!([
            allow("lambda:*", "*"),
            pass(json!({ "StringEquals": { "iam:ResourceTag/team": "blog" } }))
        ]),
    );
    assert!(!world.may(&dev, "iam:PassRole", &role));
    assert!(create_function(&mut world, &dev, &role, LAMBDA).is_err());
}

#[test]
fn an_update_passes_another_role() {
    let (mut world, dev, role) = world();
    create_function(&mut world, &dev, &role, LAMBDA).unwrap();
    let second = world.create_role("app-g", json!({ "Service": LAMBDA }));
    world
        .perform_passing(
            &dev,
            "lambda:UpdateFunctionConfiguration",
            FUNCTION,
            ResourceEffect::Use,
            &[(&second, LAMBDA)],
        )
        .unwrap();
    assert_eq!(world.lab.resources[FUNCTION].roles[0].role, second);
    world
        .perform(&dev, "lambda:InvokeFunction", FUNCTION, ResourceEffect::Use)
        .unwrap();
    assert_eq!(world.lab.resources[FUNCTION].roles.len(), 1);
}
