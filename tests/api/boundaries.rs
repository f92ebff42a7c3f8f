//! Permissions boundaries of users and roles.

use serde_json::json;

use crate::support::{ACCOUNT, World, allow, user_arn};

#[test]
fn b10_a_boundary_is_an_intersection() {
    let mut world = World::new();
    let low = world.create_user_with("low", json!([allow("s3:*", "*"), allow("iam:*", "*")]));
    let boundary = world.create_policy("Bound", json!([allow("s3:*", "*"), allow("ec2:*", "*")]));
    let set = json!({ "UserName": "low", "PermissionsBoundary": boundary });
    world.done("PutUserPermissionsBoundary", set);
    assert!(world.may(&low, "s3:ListAllMyBuckets", "*"));
    assert!(!world.may(&low, "ec2:DescribeInstances", "*"));
    let message = format!(
        "User: {} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/new because no \
         permissions boundary allows the iam:CreateUser action",
        user_arn("low")
    );
    world.fails_as(
        &low,
        "CreateUser",
        json!({ "UserName": "new" }),
        "AccessDenied",
        &message,
    );
    let shown = world.done("GetUser", json!({ "UserName": "low" }));
    assert_eq!(
        shown["User"]["PermissionsBoundary"],
        json!({ "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": boundary })
    );
    let used = world.done("GetPolicy", json!({ "PolicyArn": boundary }));
    assert_eq!(used["Policy"]["PermissionsBoundaryUsageCount"], 1);
    world.fails(
        "DeletePolicy",
        json!({ "PolicyArn": boundary }),
        "DeleteConflict",
        "Cannot delete a policy attached to entities.",
    );
    world.done(
        "DeleteUserPermissionsBoundary",
        json!({ "UserName": "low" }),
    );
    world
        .call(&low, "CreateUser", json!({ "UserName": "new" }))
        .unwrap();
    world.done("DeletePolicy", json!({ "PolicyArn": boundary }));
}

#[test]
fn a_role_has_one_too() {
    let mut world = World::new();
    let boundary = world.create_policy("Bound", json!([allow("s3:*", "*")]));
    world.create_role("R", json!({ "AWS": ACCOUNT }));
    let set = json!({ "RoleName": "R", "PermissionsBoundary": boundary });
    world.done("PutRolePermissionsBoundary", set);
    let shown = world.done("GetRole", json!({ "RoleName": "R" }));
    assert_eq!(
        shown["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"],
        boundary.as_str()
    );
    world.done("DeleteRolePermissionsBoundary", json!({ "RoleName": "R" }));
    let shown = world.done("GetRole", json!({ "RoleName": "R" }));
    assert!(shown["Role"].get("PermissionsBoundary").is_none());
}

#[test]
fn b28_a_boundary_stops_assume_role_even_if_the_trust_names_the_user() {
    let mut world = World::new();
    let low = world.create_user("low");
    let role = world.create_role("R", json!({ "AWS": user_arn("low") }));
    world.assume(&low, &role, "before");
    let boundary = world.create_policy("Bound", json!([allow("s3:*", "*")]));
    world.done(
        "PutUserPermissionsBoundary",
        json!({ "UserName": "low", "PermissionsBoundary": boundary }),
    );
    world.refuses_assume(&low, &role);
}
