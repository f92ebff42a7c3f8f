//! CreateUser, GetUser, ListUsers, UpdateUser, DeleteUser.

use serde_json::json;

use crate::support::{World, allow};

#[test]
fn create_user_answers_with_the_user() {
    let mut world = World::new();
    let answer = world.done(
        "CreateUser",
        json!({ "UserName": "carlos", "Path": "/division/", "Tags": [{ "Key": "team", "Value": "blog" }] }),
    );
    let id = world
        .lab
        .account(&"123456789012".parse().unwrap())
        .unwrap()
        .user("carlos")
        .unwrap()
        .id
        .clone();
    assert_eq!(
        answer,
        json!({ "User": {
            "Path": "/division/",
            "UserName": "carlos",
            "UserId": id,
            "Arn": "arn:aws:iam::123456789012:user/division/carlos",
            "CreateDate": "2026-01-01T00:00:00Z",
            "Tags": [{ "Key": "team", "Value": "blog" }],
        } })
    );
    assert_eq!(
        answer["User"].as_object().unwrap().keys().next().unwrap(),
        "Path"
    );
}

#[test]
fn create_user_errors() {
    let mut world = World::new();
    world.create_user("Bob");
    for (input, code, message) in [
        (
            json!({ "UserName": "Bob" }),
            "EntityAlreadyExists",
            "User with name Bob already exists.",
        ),
        (
            json!({ "UserName": "bob" }),
            "EntityAlreadyExists",
            "User with name bob already exists.",
        ),
        (
            json!({ "UserName": "a b" }),
            "ValidationError",
            "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the \
             following: +=,.@_-",
        ),
        (
            json!({ "UserName": "x".repeat(65) }),
            "ValidationError",
            "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less \
             than or equal to 64",
        ),
        (
            json!({ "UserName": "x", "Path": "blog" }),
            "ValidationError",
            "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric \
             characters and/or / characters.",
        ),
        (
            json!({ "UserName": "x", "Tags": [{ "Key": "a", "Value": "1" }, { "Key": "A", "Value": "2" }] }),
            "InvalidInput",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ),
        (
            json!({ "UserName": "x", "PermissionsBoundary": "arn:aws:iam::123456789012:policy/none" }),
            "NoSuchEntity",
            "Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.",
        ),
        (
            json!({ "UserNam": "x" }),
            "ParamValidation",
            "Parameter validation failed:\nMissing required parameter in input: \"UserName\"\nUnknown parameter in input: \
             \"UserNam\", must be one of: Path, UserName, PermissionsBoundary, Tags",
        ),
    ] {
        world.fails("CreateUser", input, code, message);
    }
}

#[test]
fn get_user_by_name_and_without() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("iam:GetUser", "*")]));
    let by_name = world.done("GetUser", json!({ "UserName": "carlos" }));
    assert_eq!(by_name["User"]["UserName"], "carlos");
    let own = world.call(&carlos, "GetUser", json!({})).unwrap();
    assert_eq!(own, by_name);
    let root = world.done("GetUser", json!({}));
    assert_eq!(root["User"]["Arn"], "arn:aws:iam::123456789012:root");
}

#[test]
fn a_missing_user_is_no_such_entity_for_every_operation() {
    let mut world = World::new();
    for operation in ["GetUser", "UpdateUser", "DeleteUser", "ListUserPolicies"] {
        world.fails(
            operation,
            json!({ "UserName": "nobody" }),
            "NoSuchEntity",
            "The user with name nobody cannot be found.",
        );
    }
}

#[test]
fn lists_are_in_order_of_names_and_paged() {
    let mut world = World::new();
    for name in ["zoe", "Bob", "adam"] {
        world.create_user(name);
    }
    let names = |answer: &serde_json::Value| -> Vec<String> {
        answer["Users"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| crate::support::text(&user["UserName"]))
            .collect()
    };
    let first = world.done("ListUsers", json!({ "MaxItems": 2 }));
    assert_eq!(names(&first), ["adam", "Bob"]);
    assert_eq!(first["IsTruncated"], true);
    let second = world.done("ListUsers", json!({ "Marker": first["Marker"] }));
    assert_eq!(names(&second), ["zoe"]);
    assert_eq!(second["IsTruncated"], false);
    assert!(second.get("Marker").is_none());
}

#[test]
fn list_users_by_path() {
    let mut world = World::new();
    world.done("CreateUser", json!({ "UserName": "a", "Path": "/blog/" }));
    world.create_user("b");
    let listed = world.done("ListUsers", json!({ "PathPrefix": "/blog/" }));
    assert_eq!(listed["Users"].as_array().unwrap().len(), 1);
}

#[test]
fn update_user_renames_everywhere_and_keeps_the_id() {
    let mut world = World::new();
    let carlos = world.create_user_with("carlos", json!([allow("s3:GetObject", "*")]));
    world.done("CreateGroup", json!({ "GroupName": "developers" }));
    world.done(
        "AddUserToGroup",
        json!({ "GroupName": "developers", "UserName": "carlos" }),
    );
    world.done(
        "UpdateUser",
        json!({ "UserName": "carlos", "NewUserName": "Carla", "NewPath": "/blog/" }),
    );
    assert_eq!(
        world.arn(&carlos),
        "arn:aws:iam::123456789012:user/blog/Carla"
    );
    assert!(world.may(&carlos, "s3:GetObject", "arn:aws:s3:::b/k"));
    let group = world.done("GetGroup", json!({ "GroupName": "developers" }));
    assert_eq!(group["Users"][0]["UserName"], "Carla");
    world.fails(
        "GetUser",
        json!({ "UserName": "carlos" }),
        "NoSuchEntity",
        "The user with name carlos cannot be found.",
    );
    world.create_user("other");
    world.fails(
        "UpdateUser",
        json!({ "UserName": "Carla", "NewUserName": "OTHER" }),
        "EntityAlreadyExists",
        "User with name OTHER already exists.",
    );
}

#[test]
fn delete_user_refuses_while_something_is_attached() {
    let mut world = World::new();
    world.create_user("carlos");
    let user = || json!({ "UserName": "carlos" });
    world.done("CreateGroup", json!({ "GroupName": "developers" }));
    world.done(
        "AddUserToGroup",
        json!({ "GroupName": "developers", "UserName": "carlos" }),
    );
    let policy = world.create_policy("P", json!([allow("s3:*", "*")]));
    world.done(
        "AttachUserPolicy",
        json!({ "UserName": "carlos", "PolicyArn": policy }),
    );
    world.put_user_policy("carlos", json!([allow("s3:*", "*")]));
    let key = world.done("CreateAccessKey", user());
    let conflict = "DeleteConflict";
    world.fails(
        "DeleteUser",
        user(),
        conflict,
        "Cannot delete entity, must delete access keys first.",
    );
    world.done(
        "DeleteAccessKey",
        json!({ "UserName": "carlos", "AccessKeyId": key["AccessKey"]["AccessKeyId"] }),
    );
    world.fails(
        "DeleteUser",
        user(),
        conflict,
        "Cannot delete entity, must delete policies first.",
    );
    world.done(
        "DeleteUserPolicy",
        json!({ "UserName": "carlos", "PolicyName": "test" }),
    );
    world.fails(
        "DeleteUser",
        user(),
        conflict,
        "Cannot delete entity, must detach all policies first.",
    );
    world.done(
        "DetachUserPolicy",
        json!({ "UserName": "carlos", "PolicyArn": policy }),
    );
    world.fails(
        "DeleteUser",
        user(),
        conflict,
        "Cannot delete entity, must remove users from group first.",
    );
    world.done(
        "RemoveUserFromGroup",
        json!({ "GroupName": "developers", "UserName": "carlos" }),
    );
    assert_eq!(world.done("DeleteUser", user()), json!(null));
    let again = world.done("CreateUser", user());
    assert!(
        again["User"]["UserId"]
            .as_str()
            .unwrap()
            .starts_with("AIDA")
    );
}

#[test]
fn c7_a_recreated_user_is_somebody_else() {
    let mut world = World::new();
    let old = world.create_user("dev");
    world.done("DeleteUser", json!({ "UserName": "dev" }));
    let new = world.create_user("dev");
    assert_ne!(old, new);
    world.fails_as(
        &old,
        "GetCallerIdentity",
        json!({}),
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
    );
}
