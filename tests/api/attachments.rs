//! Attaching, detaching and listing managed policies.

use serde_json::json;

use crate::support::{ACCOUNT, World, allow};

const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

fn holders(world: &mut World) -> [(&'static str, &'static str, &'static str); 3] {
    world.create_user("carlos");
    world.done("CreateGroup", json!({ "GroupName": "developers" }));
    world.create_role("blog-role", json!({ "AWS": ACCOUNT }));
    [
        ("User", "UserName", "carlos"),
        ("Group", "GroupName", "developers"),
        ("Role", "RoleName", "blog-role"),
    ]
}

#[test]
fn attach_list_detach_for_each_kind() {
    let mut world = World::new();
    for (kind, member, name) in holders(&mut world) {
        let input = || json!({ member: name, "PolicyArn": READ_ONLY });
        let attach = format!("Attach{kind}Policy");
        assert_eq!(world.done(&attach, input()), json!(null));
        world.done(&attach, input());
        let listed = world.done(&list_of(kind), json!({ member: name }));
        assert_eq!(
            listed["AttachedPolicies"],
            json!([{ "PolicyName": "ReadOnlyAccess", "PolicyArn": READ_ONLY }])
        );
        world.done(&format!("Detach{kind}Policy"), input());
        world.fails(
            &format!("Detach{kind}Policy"),
            input(),
            "NoSuchEntity",
            &format!("Policy {READ_ONLY} was not found."),
        );
        assert_eq!(
            world.done(&list_of(kind), json!({ member: name }))["AttachedPolicies"],
            json!([])
        );
    }
}

fn list_of(kind: &str) -> String {
    format!("ListAttached{kind}Policies")
}

#[test]
fn what_cannot_be_attached() {
    let mut world = World::new();
    for (kind, member, name) in holders(&mut world) {
        let attach = format!("Attach{kind}Policy");
        for (arn, code, message) in [
            (
                "SourceCodeCommitter-is-a-name",
                "ValidationError",
                "Invalid ARN:  Could not be parsed!".to_owned(),
            ),
            (
                "arn:aws:iam::123456789:policy/short",
                "ValidationError",
                "Invalid ARN:  Could not be parsed!".to_owned(),
            ),
            (
                "arn:aws:iam::123456789012:policy/none",
                "NoSuchEntity",
                "Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable."
                    .to_owned(),
            ),
            (
                "arn:aws:iam::aws:policy/NoSuchAccess",
                "NoSuchEntity",
                "Policy arn:aws:iam::aws:policy/NoSuchAccess does not exist or is not attachable."
                    .to_owned(),
            ),
        ] {
            world.fails(
                &attach,
                json!({ member: name, "PolicyArn": arn }),
                code,
                &message,
            );
        }
    }
}

#[test]
fn h_ten_attached_policies_are_the_most() {
    let mut world = World::new();
    let kinds = holders(&mut world);
    let arns: Vec<String> = (0..11)
        .map(|n| world.create_policy(&format!("P{n}"), json!([allow("s3:*", "*")])))
        .collect();
    for (kind, member, name) in kinds {
        let attach = format!("Attach{kind}Policy");
        for arn in arns.iter().take(10) {
            world.done(&attach, json!({ member: name, "PolicyArn": arn }));
        }
        world.fails(
            &attach,
            json!({ member: name, "PolicyArn": arns[10] }),
            "LimitExceeded",
            &format!("Cannot exceed quota for PoliciesPer{kind}: 10"),
        );
    }
}

#[test]
fn list_entities_for_policy() {
    let mut world = World::new();
    for (kind, member, name) in holders(&mut world) {
        world.done(
            &format!("Attach{kind}Policy"),
            json!({ member: name, "PolicyArn": READ_ONLY }),
        );
    }
    let all = world.done("ListEntitiesForPolicy", json!({ "PolicyArn": READ_ONLY }));
    assert_eq!(all["PolicyUsers"][0]["UserName"], "carlos");
    assert_eq!(all["PolicyGroups"][0]["GroupName"], "developers");
    assert_eq!(all["PolicyRoles"][0]["RoleName"], "blog-role");
    let users = world.done(
        "ListEntitiesForPolicy",
        json!({ "PolicyArn": READ_ONLY, "EntityFilter": "User" }),
    );
    assert_eq!(users["PolicyRoles"], json!([]));
    let first = world.done(
        "ListEntitiesForPolicy",
        json!({ "PolicyArn": READ_ONLY, "MaxItems": 2 }),
    );
    assert_eq!(first["IsTruncated"], true);
    let rest = world.done(
        "ListEntitiesForPolicy",
        json!({ "PolicyArn": READ_ONLY, "Marker": first["Marker"] }),
    );
    assert_eq!(rest["PolicyRoles"][0]["RoleName"], "blog-role");
    assert_eq!(rest["PolicyUsers"], json!([]));
    world.fails(
        "ListEntitiesForPolicy",
        json!({ "PolicyArn": "arn:aws:iam::123456789012:policy/none" }),
        "NoSuchEntity",
        "Policy arn:aws:iam::123456789012:policy/none was not found.",
    );
}
