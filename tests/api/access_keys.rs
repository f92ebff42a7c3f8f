//! CreateAccessKey, ListAccessKeys, UpdateAccessKey, DeleteAccessKey, GetAccessKeyLastUsed.

use serde_json::json;

use crate::support::{World, allow, keys, text, user_arn};

#[test]
fn a_key_acts_as_its_user() {
    let mut world = World::new();
    world.create_user("carlos");
    let answer = world.done("CreateAccessKey", json!({ "UserName": "carlos" }));
    let members: Vec<&String> = answer["AccessKey"].as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        [
            "UserName",
            "AccessKeyId",
            "Status",
            "SecretAccessKey",
            "CreateDate"
        ]
    );
    let carlos = keys(&answer["AccessKey"]);
    assert_eq!(world.arn(&carlos), user_arn("carlos"));
    let listed = world.done("ListAccessKeys", json!({ "UserName": "carlos" }));
    assert!(
        listed["AccessKeyMetadata"][0]
            .get("SecretAccessKey")
            .is_none()
    );
    let info = world.done(
        "GetAccessKeyInfo",
        json!({ "AccessKeyId": answer["AccessKey"]["AccessKeyId"] }),
    );
    assert_eq!(info, json!({ "Account": "123456789012" }));
}

#[test]
fn an_inactive_or_deleted_key_is_nobody() {
    let mut world = World::new();
    world.create_user("carlos");
    let answer = world.done("CreateAccessKey", json!({ "UserName": "carlos" }));
    let carlos = keys(&answer["AccessKey"]);
    let id = text(&answer["AccessKey"]["AccessKeyId"]);
    let invalid = "The security token included in the request is invalid.";
    let status =
        |status: &str| json!({ "UserName": "carlos", "AccessKeyId": id, "Status": status });
    world.done("UpdateAccessKey", status("Inactive"));
    world.fails_as(
        &carlos,
        "GetCallerIdentity",
        json!({}),
        "InvalidClientTokenId",
        invalid,
    );
    world.done("UpdateAccessKey", status("Active"));
    assert_eq!(world.arn(&carlos), user_arn("carlos"));
    world.done(
        "DeleteAccessKey",
        json!({ "UserName": "carlos", "AccessKeyId": id }),
    );
    world.fails_as(
        &carlos,
        "GetCallerIdentity",
        json!({}),
        "InvalidClientTokenId",
        invalid,
    );
    for operation in ["UpdateAccessKey", "DeleteAccessKey"] {
        let input = match operation {
            "UpdateAccessKey" => status("Active"),
            _ => json!({ "UserName": "carlos", "AccessKeyId": id }),
        };
        let missing = format!("The Access Key with id {id} cannot be found.");
        world.fails(operation, input, "NoSuchEntity", &missing);
    }
}

#[test]
fn h_two_access_keys_are_the_most() {
    let mut world = World::new();
    world.create_user("carlos");
    for _ in 0..2 {
        world.done("CreateAccessKey", json!({ "UserName": "carlos" }));
    }
    world.fails(
        "CreateAccessKey",
        json!({ "UserName": "carlos" }),
        "LimitExceeded",
        "Cannot exceed quota for AccessKeysPerUser: 2",
    );
}

#[test]
fn without_a_name_the_caller_s_own_keys_are_meant() {
    let mut world = World::new();
    let carlos = world.create_user_with(
        "carlos",
        json!([allow("iam:*AccessKey*", &user_arn("carlos"))]),
    );
    let own = world.call(&carlos, "CreateAccessKey", json!({})).unwrap();
    assert_eq!(own["AccessKey"]["UserName"], "carlos");
    let root = world.done("CreateAccessKey", json!({}));
    assert_eq!(
        world.arn(&keys(&root["AccessKey"])),
        "arn:aws:iam::123456789012:root"
    );
    world.create_user("dev");
    let denied = world
        .call(&carlos, "CreateAccessKey", json!({ "UserName": "dev" }))
        .unwrap_err();
    assert_eq!(
        denied.message,
        "User: arn:aws:iam::123456789012:user/carlos is not authorized to perform: iam:CreateAccessKey on resource: user \
         dev because no identity-based policy allows the iam:CreateAccessKey action"
    );
}

#[test]
fn the_last_use_is_noted() {
    let mut world = World::new();
    world.create_user("carlos");
    let answer = world.done("CreateAccessKey", json!({ "UserName": "carlos" }));
    let id = json!({ "AccessKeyId": answer["AccessKey"]["AccessKeyId"] });
    let never = world.done("GetAccessKeyLastUsed", id.clone());
    assert_eq!(
        never["AccessKeyLastUsed"],
        json!({ "ServiceName": "N/A", "Region": "N/A" })
    );
    world.advance(60);
    world.arn(&keys(&answer["AccessKey"]));
    let used = world.done("GetAccessKeyLastUsed", id);
    assert_eq!(used["UserName"], "carlos");
    assert_eq!(
        used["AccessKeyLastUsed"],
        json!({ "LastUsedDate": "2026-01-01T00:01:00Z", "ServiceName": "sts", "Region": "us-east-1" })
    );
}
