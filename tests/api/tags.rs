//! Tags of users, roles and managed policies.

use serde_json::json;

use crate::support::{ACCOUNT, World, allow};

#[test]
fn set_list_remove_for_each_kind() {
    let mut world = World::new();
    world.create_user("carlos");
    world.create_role("blog-role", json!({ "AWS": ACCOUNT }));
    let arn = world.create_policy("P", json!([allow("s3:*", "*")]));
    for (kind, member, name) in [
        ("User", "UserName", "carlos"),
        ("Role", "RoleName", "blog-role"),
        ("Policy", "PolicyArn", arn.as_str()),
    ] {
        let tags = json!([{ "Key": "team", "Value": "blog" }, { "Key": "Stage", "Value": "" }]);
        world.done(&format!("Tag{kind}"), json!({ member: name, "Tags": tags }));
        let listed = world.done(&format!("List{kind}Tags"), json!({ member: name }));
        assert_eq!(listed, json!({ "Tags": tags, "IsTruncated": false }));
        world.done(
            &format!("Untag{kind}"),
            json!({ member: name, "TagKeys": ["team", "none"] }),
        );
        let listed = world.done(&format!("List{kind}Tags"), json!({ member: name }));
        assert_eq!(listed["Tags"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn c14_h_reserved_duplicate_and_too_many() {
    let mut world = World::new();
    world.create_user("carlos");
    let tag = |tags: serde_json::Value| json!({ "UserName": "carlos", "Tags": tags });
    world.fails(
        "TagUser",
        tag(json!([{ "Key": "aws:x", "Value": "1" }])),
        "InvalidInput",
        "Tag keys beginning with aws: are reserved for system use.",
    );
    world.fails(
        "TagUser",
        tag(json!([{ "Key": "a", "Value": "1" }, { "Key": "A", "Value": "1" }])),
        "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
    for number in 0..50 {
        world.done(
            "TagUser",
            tag(json!([{ "Key": format!("k{number}"), "Value": "v" }])),
        );
    }
    world.fails(
        "TagUser",
        tag(json!([{ "Key": "k50", "Value": "v" }])),
        "LimitExceeded",
        "Cannot exceed quota for TagsPerResource: 50",
    );
    world.done("TagUser", tag(json!([{ "Key": "K7", "Value": "w" }])));
}
