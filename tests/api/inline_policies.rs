//! Put, get, list and delete of inline policies for users, groups and roles.

use serde_json::json;

use crate::support::{ACCOUNT, World, allow, policy};

const HOLDERS: [(&str, &str); 3] = [
    ("User", "carlos"),
    ("Group", "developers"),
    ("Role", "blog-role"),
];

fn world() -> World {
    let mut world = World::new();
    world.create_user("carlos");
    world.done("CreateGroup", json!({ "GroupName": "developers" }));
    world.create_role("blog-role", json!({ "AWS": ACCOUNT }));
    world
}

#[test]
fn put_get_list_delete_for_each_kind() {
    let mut world = world();
    let document = policy(json!([allow("s3:GetObject", "*")]));
    for (kind, name) in HOLDERS {
        let member = format!("{kind}Name");
        let one = json!({ member.as_str(): name, "PolicyName": "read" });
        let put =
            json!({ member.as_str(): name, "PolicyName": "read", "PolicyDocument": document });
        assert_eq!(
            world.done(&format!("Put{kind}Policy"), put.clone()),
            json!(null)
        );
        assert_eq!(world.done(&format!("Get{kind}Policy"), one.clone()), put);
        let listed = world.done(
            &format!("List{kind}Policies"),
            json!({ member.as_str(): name }),
        );
        assert_eq!(
            listed,
            json!({ "PolicyNames": ["read"], "IsTruncated": false })
        );
        world.done(&format!("Delete{kind}Policy"), one.clone());
        let missing = format!(
            "The {} policy with name read cannot be found.",
            kind.to_lowercase()
        );
        for operation in ["Get", "Delete"] {
            world.fails(
                &format!("{operation}{kind}Policy"),
                one.clone(),
                "NoSuchEntity",
                &missing,
            );
        }
    }
}

#[test]
fn h_all_inline_policies_of_an_entity_share_one_quota() {
    let mut world = world();
    for ((kind, name), limit) in HOLDERS.into_iter().zip([2048, 5120, 10240]) {
        let member = format!("{kind}Name");
        let put = |policy_name: &str, filler: usize| {
            let resource = format!("arn:aws:s3:::{}", "b".repeat(filler));
            let document =
                policy(json!([allow("s3:GetObject", &resource)])).replace(',', ",   \n ");
            json!({ member.as_str(): name, "PolicyName": policy_name, "PolicyDocument": document })
        };
        let operation = format!("Put{kind}Policy");
        world.done(&operation, put("first", limit / 2));
        let message = format!(
            "Maximum policy size of {limit} bytes exceeded for {} {name}",
            kind.to_lowercase()
        );
        world.fails(
            &operation,
            put("second", limit / 2),
            "LimitExceeded",
            &message,
        );
        world.done(&operation, put("first", limit - 150));
    }
}

#[test]
fn a_principal_has_no_place_in_an_identity_policy() {
    let mut world = world();
    let document =
        policy(json!([{ "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*" }]));
    world.fails(
        "PutUserPolicy",
        json!({ "UserName": "carlos", "PolicyName": "p", "PolicyDocument": document }),
        "MalformedPolicyDocument",
        "Policy document should not specify a principal.",
    );
}
