//! CreateRole, GetRole, ListRoles, UpdateRole, UpdateAssumeRolePolicy, DeleteRole, and trust policies as they are stored.

use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, policy, text, trust, user_arn};

fn document(value: &Value) -> Value {
    serde_json::from_str(value.as_str().unwrap()).unwrap()
}

#[test]
fn answers_show_what_aws_shows() {
    let mut world = World::new();
    let trust = trust(json!({ "AWS": ACCOUNT }));
    let created = world.done(
        "CreateRole",
        json!({ "RoleName": "R", "Path": "/a/b/", "AssumeRolePolicyDocument": trust, "Description": "d" }),
    );
    let members: Vec<&String> = created["Role"].as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        [
            "Path",
            "RoleName",
            "RoleId",
            "Arn",
            "CreateDate",
            "AssumeRolePolicyDocument",
            "Description"
        ]
    );
    assert_eq!(
        created["Role"]["Arn"],
        "arn:aws:iam::123456789012:role/a/b/R"
    );
    let got = world.done("GetRole", json!({ "RoleName": "R" }));
    assert_eq!(got["Role"]["MaxSessionDuration"], 3600);
    assert_eq!(got["Role"]["RoleLastUsed"], json!({}));
    assert!(got["Role"].get("Tags").is_none());
    let listed = world.done("ListRoles", json!({ "PathPrefix": "/a/" }));
    assert_eq!(listed["Roles"][0]["MaxSessionDuration"], 3600);
    assert!(listed["Roles"][0].get("RoleLastUsed").is_none());
}

#[test]
fn role_errors() {
    let mut world = World::new();
    world.create_role("R", json!({ "AWS": ACCOUNT }));
    let own_trust = trust(json!({ "AWS": ACCOUNT }));
    for (input, code, message) in [
        (
            json!({ "RoleName": "r", "AssumeRolePolicyDocument": own_trust }),
            "EntityAlreadyExists",
            "Role with name r already exists.",
        ),
        (
            json!({ "RoleName": "x", "AssumeRolePolicyDocument": "{ \"Version\": }" }),
            "MalformedPolicyDocument",
            "This policy contains invalid Json",
        ),
        (
            json!({ "RoleName": "x", "AssumeRolePolicyDocument": own_trust, "MaxSessionDuration": 100 }),
            "ValidationError",
            "1 validation error detected: Value at 'maxSessionDuration' failed to satisfy constraint: Member must have \
             value greater than or equal to 3600",
        ),
        (
            json!({ "RoleName": "x", "AssumeRolePolicyDocument": trust(json!({ "AWS": user_arn("x").replace(ACCOUNT, "123456789") })) }),
            "MalformedPolicyDocument",
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789:user/x\"",
        ),
        (
            json!({ "RoleName": "x", "AssumeRolePolicyDocument": policy(json!([allow("sts:AssumeRole", "*")])) }),
            "MalformedPolicyDocument",
            "Missing required field Principal",
        ),
        (
            json!({ "RoleName": "x", "AssumeRolePolicyDocument": format!("{own_trust}{}", "x".repeat(2049)) }),
            "LimitExceeded",
            "Cannot exceed quota for ACLSizePerRole: 2048",
        ),
    ] {
        if message.contains("maxSessionDuration") {
            // boto3 and the CLI refuse numbers below the minimum before they send anything.
            world.fails(
                "CreateRole",
                input,
                "ParamValidation",
                "Parameter validation failed:\nInvalid value for parameter MaxSessionDuration, value: 100, valid min value: \
                 3600",
            );
        } else {
            world.fails("CreateRole", input, code, message);
        }
    }
    for operation in ["GetRole", "DeleteRole", "UpdateRole"] {
        world.fails(
            operation,
            json!({ "RoleName": "none" }),
            "NoSuchEntity",
            "The role with name none cannot be found.",
        );
    }
}

#[test]
fn c3_a_missing_principal_is_refused() {
    let mut world = World::new();
    let ghost = trust(json!({ "AWS": user_arn("ghost") }));
    world.fails(
        "CreateRole",
        json!({ "RoleName": "R", "AssumeRolePolicyDocument": ghost }),
        "MalformedPolicyDocument",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:user/ghost\"",
    );
}

#[test]
fn c1_twelve_digits_are_stored_as_the_root_arn() {
    let mut world = World::new();
    world.create_role("R", json!({ "AWS": ACCOUNT }));
    let got = world.done("GetRole", json!({ "RoleName": "R" }));
    let shown = document(&got["Role"]["AssumeRolePolicyDocument"]);
    assert_eq!(
        shown["Statement"][0]["Principal"]["AWS"],
        "arn:aws:iam::123456789012:root"
    );
}

#[test]
fn c2_a_deleted_principal_shows_as_its_id_and_is_not_trusted_again() {
    let mut world = World::new();
    let dev = world.create_user("dev");
    let id = world.done("GetUser", json!({ "UserName": "dev" }))["User"]["UserId"].clone();
    let role = world.create_role("R", json!({ "AWS": user_arn("dev") }));
    let principal = |world: &mut World| {
        let got = world.done("GetRole", json!({ "RoleName": "R" }));
        document(&got["Role"]["AssumeRolePolicyDocument"])["Statement"][0]["Principal"]["AWS"]
            .clone()
    };
    assert_eq!(principal(&mut world), json!(user_arn("dev")));
    world.assume(&dev, &role, "before");
    world.done("DeleteUser", json!({ "UserName": "dev" }));
    assert_eq!(principal(&mut world), id);
    let dev = world.create_user("dev");
    assert_eq!(principal(&mut world), id);
    world.refuses_assume(&dev, &role);
    world.done(
        "UpdateAssumeRolePolicy",
        json!({ "RoleName": "R", "PolicyDocument": trust(json!({ "AWS": user_arn("dev") })) }),
    );
    world.assume(&dev, &role, "after");
}

#[test]
fn update_role_and_its_description() {
    let mut world = World::new();
    world.create_role("R", json!({ "AWS": ACCOUNT }));
    let answer = world.done(
        "UpdateRole",
        json!({ "RoleName": "R", "MaxSessionDuration": 43200 }),
    );
    assert_eq!(answer, json!({}));
    let answer = world.done(
        "UpdateRoleDescription",
        json!({ "RoleName": "R", "Description": "new" }),
    );
    assert_eq!(answer["Role"]["Description"], "new");
    assert_eq!(answer["Role"]["MaxSessionDuration"], 43200);
}

#[test]
fn delete_role_refuses_while_policies_are_there() {
    let mut world = World::new();
    world.create_role("R", json!({ "AWS": ACCOUNT }));
    let arn = world.create_policy("P", json!([allow("s3:*", "*")]));
    world.done(
        "AttachRolePolicy",
        json!({ "RoleName": "R", "PolicyArn": arn }),
    );
    world.fails(
        "DeleteRole",
        json!({ "RoleName": "R" }),
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
    );
    world.done(
        "DetachRolePolicy",
        json!({ "RoleName": "R", "PolicyArn": arn }),
    );
    world.done(
        "PutRolePolicy",
        json!({ "RoleName": "R", "PolicyName": "p", "PolicyDocument": policy(json!([allow("s3:*", "*")])) }),
    );
    world.fails(
        "DeleteRole",
        json!({ "RoleName": "R" }),
        "DeleteConflict",
        "Cannot delete entity, must delete policies first.",
    );
    world.done(
        "DeleteRolePolicy",
        json!({ "RoleName": "R", "PolicyName": "p" }),
    );
    world.done("DeleteRole", json!({ "RoleName": "R" }));
}

#[test]
fn b34_service_linked_roles_are_only_modifiable_by_aws() {
    let mut world = World::new();
    let trust = trust(json!({ "Service": "ec2.amazonaws.com" }));
    world.done(
        "CreateRole",
        json!({ "RoleName": "Linked", "Path": "/aws-service-role/ec2.amazonaws.com/", "AssumeRolePolicyDocument": trust }),
    );
    let text = text(&json!(
        "Cannot perform the operation on the protected role 'Linked' - this role is only modifiable by AWS"
    ));
    world.fails(
        "UpdateRole",
        json!({ "RoleName": "Linked", "Description": "mine" }),
        "UnmodifiableEntity",
        &text,
    );
}
