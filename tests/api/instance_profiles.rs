//! Instance profiles: one role each, and the caller must be allowed to pass it (rules B38, C13).

use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, allow, user_arn};

const EC2: &str = "ec2.amazonaws.com";

fn profile(name: &str) -> Value {
    json!({ "InstanceProfileName": name })
}

fn with_role(name: &str, role: &str) -> Value {
    json!({ "InstanceProfileName": name, "RoleName": role })
}

/// A role and a profile, both called `web`.
fn world() -> World {
    let mut world = World::new();
    world.create_role("web", json!({ "Service": EC2 }));
    world.done("CreateInstanceProfile", profile("web"));
    world
}

#[test]
fn c13_a_profile_has_its_own_path_arn_and_id() {
    let mut world = World::new();
    let answer = world.done(
        "CreateInstanceProfile",
        json!({ "InstanceProfileName": "web", "Path": "/app/", "Tags": [{ "Key": "team", "Value": "blog" }] }),
    );
    let shown = &answer["InstanceProfile"];
    assert_eq!(
        shown["Arn"],
        format!("arn:aws:iam::{ACCOUNT}:instance-profile/app/web")
    );
    assert!(
        shown["InstanceProfileId"]
            .as_str()
            .unwrap()
            .starts_with("AIPA")
    );
    assert_eq!(shown["Roles"], json!([]));
    assert_eq!(shown["Tags"], json!([{ "Key": "team", "Value": "blog" }]));
    let got = world.done("GetInstanceProfile", profile("web"));
    assert_eq!(got, answer);
    let listed = world.done("ListInstanceProfiles", json!({ "PathPrefix": "/app/" }));
    assert_eq!(listed["InstanceProfiles"].as_array().unwrap().len(), 1);
    assert_eq!(listed["InstanceProfiles"][0].get("Tags"), None);
    let none = world.done("ListInstanceProfiles", json!({ "PathPrefix": "/other/" }));
    assert_eq!(none["InstanceProfiles"], json!([]));
}

#[test]
fn names_are_unique_without_regard_to_case_and_found_with_it() {
    let mut world = world();
    world.fails(
        "CreateInstanceProfile",
        profile("WEB"),
        "EntityAlreadyExists",
        "Instance Profile WEB already exists.",
    );
    world.fails(
        "GetInstanceProfile",
        profile("WEB"),
        "NoSuchEntity",
        "Instance Profile WEB cannot be found.",
    );
}

#[test]
fn c13_a_profile_holds_one_role() {
    let mut world = world();
    world.done("AddRoleToInstanceProfile", with_role("web", "web"));
    let got = world.done("GetInstanceProfile", profile("web"));
    assert_eq!(got["InstanceProfile"]["Roles"][0]["RoleName"], "web");
    let held = world.done("ListInstanceProfilesForRole", json!({ "RoleName": "web" }));
    assert_eq!(held["InstanceProfiles"][0]["InstanceProfileName"], "web");
    let details = world.done(
        "GetAccountAuthorizationDetails",
        json!({ "Filter": ["Role"] }),
    );
    assert_eq!(
        details["RoleDetailList"][0]["InstanceProfileList"][0]["InstanceProfileName"],
        "web"
    );
    world.create_role("api", json!({ "Service": EC2 }));
    world.fails(
        "AddRoleToInstanceProfile",
        with_role("web", "api"),
        "LimitExceeded",
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
    );
    world.fails(
        "RemoveRoleFromInstanceProfile",
        with_role("web", "api"),
        "NoSuchEntity",
        "The role with name api cannot be found in Instance Profile web.",
    );
    world.done("RemoveRoleFromInstanceProfile", with_role("web", "web"));
    world.done("AddRoleToInstanceProfile", with_role("web", "api"));
}

#[test]
fn c13_neither_the_role_nor_the_profile_is_deleted_while_they_belong_together() {
    let mut world = world();
    world.done("AddRoleToInstanceProfile", with_role("web", "web"));
    let conflict = "Cannot delete entity, must remove roles from instance profile first.";
    world.fails(
        "DeleteRole",
        json!({ "RoleName": "web" }),
        "DeleteConflict",
        conflict,
    );
    world.fails(
        "DeleteInstanceProfile",
        profile("web"),
        "DeleteConflict",
        conflict,
    );
    world.done("RemoveRoleFromInstanceProfile", with_role("web", "web"));
    world.done("DeleteInstanceProfile", profile("web"));
    world.done("DeleteRole", json!({ "RoleName": "web" }));
}

#[test]
fn missing_profiles_and_roles() {
    let mut world = world();
    for operation in ["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"] {
        world.fails(
            operation,
            with_role("none", "web"),
            "NoSuchEntity",
            "Instance Profile none cannot be found.",
        );
        world.fails(
            operation,
            with_role("web", "none"),
            "NoSuchEntity",
            "The role with name none cannot be found.",
        );
    }
    world.fails(
        "DeleteInstanceProfile",
        profile("none"),
        "NoSuchEntity",
        "Instance Profile none cannot be found.",
    );
}

#[test]
fn b38_adding_a_role_needs_pass_role_too() {
    let mut world = world();
    let dev = world.create_user_with("dev", json!([allow("iam:AddRoleToInstanceProfile", "*")]));
    world.fails_as(
        &dev,
        "AddRoleToInstanceProfile",
        with_role("web", "web"),
        "AccessDenied",
        &format!(
            "User: {} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::{ACCOUNT}:role/web because no \
             identity-based policy allows the iam:PassRole action",
            user_arn("dev")
        ),
    );
    world.put_user_policy(
        "dev",
        json!([
            allow("iam:AddRoleToInstanceProfile", &format!("arn:aws:iam::{ACCOUNT}:instance-profile/web")),
            { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
              "Condition": { "StringEquals": { "iam:PassedToService": EC2 } } }
        ]),
    );
    world
        .call(&dev, "AddRoleToInstanceProfile", with_role("web", "web"))
        .unwrap();
}

#[test]
fn a_denial_names_the_profile() {
    let mut world = world();
    let dev = world.create_user("dev");
    world.fails_as(
        &dev,
        "GetInstanceProfile",
        profile("web"),
        "AccessDenied",
        &format!(
            "User: {} is not authorized to perform: iam:GetInstanceProfile on resource: instance profile web because no \
             identity-based policy allows the iam:GetInstanceProfile action",
            user_arn("dev")
        ),
    );
}

#[test]
fn c14_tag_keys_of_profiles_are_case_sensitive_and_are_condition_keys() {
    let mut world = world();
    let tags = json!([{ "Key": "team", "Value": "blog" }, { "Key": "Team", "Value": "shop" }]);
    world.done(
        "TagInstanceProfile",
        json!({ "InstanceProfileName": "web", "Tags": tags }),
    );
    let listed = world.done("ListInstanceProfileTags", profile("web"));
    assert_eq!(listed["Tags"], tags);
    world.done(
        "UntagInstanceProfile",
        json!({ "InstanceProfileName": "web", "TagKeys": ["Team"] }),
    );
    let dev = world.create_user_with(
        "dev",
        json!([{ "Effect": "Allow", "Action": "iam:DeleteInstanceProfile", "Resource": "*",
            "Condition": { "StringEquals": { "aws:ResourceTag/team": "blog" } } }]),
    );
    world
        .call(&dev, "DeleteInstanceProfile", profile("web"))
        .unwrap();
}
