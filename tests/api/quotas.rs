//! Quotas, names and sizes (section H) that no other file holds.

use iamsh::lab::Command;
use iamsh::lab::event::OrganizationChange;
use iamsh::lab::organization::ControlKind;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, deny, policy, trust, user_arn};

#[test]
fn h_entities_of_an_account() {
    let mut world = World::new();
    let document = policy(json!([allow("s3:*", "*")]));
    let trust = trust(json!({ "AWS": ACCOUNT }));
    let input = |kind: &str, number: usize| match kind {
        "Role" => json!({ "RoleName": format!("r{number}"), "AssumeRolePolicyDocument": trust }),
        "Policy" => json!({ "PolicyName": format!("p{number}"), "PolicyDocument": document }),
        _ => json!({ format!("{kind}Name"): format!("n{number}") }),
    };
    for (kind, quota, limit) in [
        ("Group", "GroupsPerAccount", 300),
        ("Role", "RolesPerAccount", 1000),
        ("Policy", "PoliciesPerAccount", 1500),
        ("User", "UsersPerAccount", 5000),
    ] {
        let operation = format!("Create{kind}");
        for number in 0..limit {
            world.done(&operation, input(kind, number));
        }
        let root = world.root();
        let error = world
            .call(&root, &operation, input(kind, limit))
            .unwrap_err();
        assert_eq!(
            (error.code, error.message),
            (
                "LimitExceeded",
                format!("Cannot exceed quota for {quota}: {limit}")
            )
        );
    }
}

#[test]
fn h_names_have_lengths() {
    let mut world = World::new();
    let document = policy(json!([allow("s3:*", "*")]));
    let trust = trust(json!({ "AWS": ACCOUNT }));
    world.create_user("u");
    for (operation, member, limit, rest) in [
        ("CreateUser", "UserName", 64, json!({})),
        ("CreateGroup", "GroupName", 128, json!({})),
        (
            "CreateRole",
            "RoleName",
            64,
            json!({ "AssumeRolePolicyDocument": trust }),
        ),
        (
            "CreatePolicy",
            "PolicyName",
            128,
            json!({ "PolicyDocument": document }),
        ),
        (
            "PutUserPolicy",
            "PolicyName",
            128,
            json!({ "UserName": "u", "PolicyDocument": document }),
        ),
    ] {
        let input = |length: usize| -> Value {
            let mut input = rest.clone();
            input[member] = "n".repeat(length).into();
            input
        };
        let path = iamsh::api::model::lower_camel(member);
        world.fails(
            operation,
            input(limit + 1),
            "ValidationError",
            &format!(
                "1 validation error detected: Value at '{path}' failed to satisfy constraint: Member must have length less \
                 than or equal to {limit}"
            ),
        );
        world.done(operation, input(limit));
    }
}

#[test]
fn h_session_policies_in_size_and_number() {
    let mut world = World::new();
    let user = world.create_user("u");
    let role = world.create_role("R", json!({ "AWS": user_arn("u") }));
    let asked = |extra: Value| {
        let mut input = json!({ "RoleArn": role, "RoleSessionName": "test" });
        input
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        input
    };
    let long = policy(json!([allow(
        "s3:GetObject",
        &format!("arn:aws:s3:::{}", "b".repeat(2000))
    )]));
    world.fails_as(
        &user,
        "AssumeRole",
        asked(json!({ "Policy": long })),
        "PackedPolicyTooLarge",
        "Packed policy consumes 103% of allotted space, please use smaller policy.",
    );
    let arns: Vec<Value> = (0..11)
        .map(|_| json!({ "arn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }))
        .collect();
    world.fails_as(
        &user,
        "AssumeRole",
        asked(json!({ "PolicyArns": arns })),
        "ValidationError",
        "The number of managed policies passed must be at most 10.",
    );
}

#[test]
fn h_five_control_policies_of_a_kind_on_a_node() {
    let mut world = World::new();
    let mut organize = |change: OrganizationChange| {
        let command = Command::Organize {
            organization: "o-example".to_owned(),
            change,
        };
        iamsh::api::execute(&mut world.lab, command)
    };
    organize(OrganizationChange::Create {
        root: "r-root".to_owned(),
        management: ACCOUNT.parse().unwrap(),
    })
    .unwrap();
    let mut attach = |number: u8| {
        organize(OrganizationChange::Attach {
            kind: ControlKind::Service,
            target: "r-root".to_owned(),
            name: format!("p{number}"),
            document: policy(json!([deny("s3:*", "*")])),
        })
    };
    // FullAWSAccess is one of the five.
    for number in 0..4 {
        attach(number).unwrap();
    }
    assert_eq!(attach(4).unwrap_err().code, "ConstraintViolationException");
}
