//! CreateGroup, GetGroup, ListGroups, UpdateGroup, DeleteGroup and membership.

use serde_json::json;

use crate::support::{World, allow};

fn developers(world: &mut World) {
    world.done("CreateGroup", json!({ "GroupName": "developers" }));
    world.create_user("carlos");
    world.done(
        "AddUserToGroup",
        json!({ "GroupName": "developers", "UserName": "carlos" }),
    );
}

#[test]
fn a_group_and_its_members() {
    let mut world = World::new();
    developers(&mut world);
    let group = world.done("GetGroup", json!({ "GroupName": "developers" }));
    assert_eq!(
        group["Group"]["Arn"],
        "arn:aws:iam::123456789012:group/developers"
    );
    assert_eq!(group["Users"][0]["UserName"], "carlos");
    assert_eq!(
        group.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["Group", "Users", "IsTruncated"]
    );
    let joined = world.done("ListGroupsForUser", json!({ "UserName": "carlos" }));
    assert_eq!(joined["Groups"][0]["GroupName"], "developers");
    assert_eq!(
        world.done("ListGroups", json!({}))["Groups"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn group_errors() {
    let mut world = World::new();
    developers(&mut world);
    world.fails(
        "CreateGroup",
        json!({ "GroupName": "Developers" }),
        "EntityAlreadyExists",
        "Group with name Developers already exists.",
    );
    for (operation, input) in [
        ("GetGroup", json!({ "GroupName": "none" })),
        ("DeleteGroup", json!({ "GroupName": "none" })),
        ("UpdateGroup", json!({ "GroupName": "none" })),
        (
            "AddUserToGroup",
            json!({ "GroupName": "none", "UserName": "carlos" }),
        ),
    ] {
        world.fails(
            operation,
            input,
            "NoSuchEntity",
            "The group with name none cannot be found.",
        );
    }
    world.fails(
        "AddUserToGroup",
        json!({ "GroupName": "developers", "UserName": "none" }),
        "NoSuchEntity",
        "The user with name none cannot be found.",
    );
    world.fails(
        "DeleteGroup",
        json!({ "GroupName": "developers" }),
        "DeleteConflict",
        "Cannot delete entity, must remove users from group first.",
    );
}

#[test]
fn b3_policies_of_a_group_are_its_members() {
    let mut world = World::new();
    developers(&mut world);
    let carlos = world.user("carlos");
    let policy = world.create_policy("P", json!([allow("s3:GetObject", "*")]));
    assert!(!world.may(&carlos, "s3:GetObject", "arn:aws:s3:::b/k"));
    world.done(
        "AttachGroupPolicy",
        json!({ "GroupName": "developers", "PolicyArn": policy }),
    );
    assert!(world.may(&carlos, "s3:GetObject", "arn:aws:s3:::b/k"));
    world.done(
        "UpdateGroup",
        json!({ "GroupName": "developers", "NewGroupName": "builders" }),
    );
    assert!(world.may(&carlos, "s3:GetObject", "arn:aws:s3:::b/k"));
    world.done(
        "RemoveUserFromGroup",
        json!({ "GroupName": "builders", "UserName": "carlos" }),
    );
    assert!(!world.may(&carlos, "s3:GetObject", "arn:aws:s3:::b/k"));
    world.fails(
        "DeleteGroup",
        json!({ "GroupName": "builders" }),
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
    );
}

#[test]
fn h_joining_twice_is_joining_once_and_ten_groups_are_the_most() {
    let mut world = World::new();
    developers(&mut world);
    let join = |group: &str| json!({ "GroupName": group, "UserName": "carlos" });
    world.done("AddUserToGroup", join("developers"));
    for number in 1..=10 {
        let name = format!("g{number}");
        world.done("CreateGroup", json!({ "GroupName": name }));
        if number < 10 {
            world.done("AddUserToGroup", join(&name));
        }
    }
    world.fails(
        "AddUserToGroup",
        join("g10"),
        "LimitExceeded",
        "Cannot exceed quota for GroupsPerUser: 10",
    );
}
