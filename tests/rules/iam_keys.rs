//! Section 3.3: keys that single calls of IAM and STS set. The caller may do everything under a condition on the key.

use serde_json::{Value, json};

use crate::support::{World, allow, keys, policy, trust, user_arn};

/// Whether the call is allowed to who may do everything if the condition holds.
fn may(world: &mut World, condition: Value, operation: &str, input: &Value) -> bool {
    if world
        .lab
        .account(&crate::support::ACCOUNT.parse().unwrap())
        .unwrap()
        .user("low")
        .is_none()
    {
        world.create_user("low");
    }
    let statement = json!({ "Effect": "Allow", "Action": ["iam:*", "sts:*"], "Resource": "*", "Condition": condition });
    world.put_user_policy("low", json!([statement]));
    let low = world.user("low");
    match world.call(&low, operation, input.clone()) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code, "AccessDenied", "{error}");
            false
        }
    }
}

fn equals(key: &str, value: &str) -> Value {
    json!({ "StringEquals": { key: value } })
}

fn absent(key: &str) -> Value {
    json!({ "Null": { key: "true" } })
}

#[test]
fn s3_3_policy_arn_of_what_is_attached() {
    let mut world = World::new();
    let (good, bad) = (
        world.create_policy("Good", json!([allow("s3:*", "*")])),
        world.create_policy("Bad", json!([allow("*", "*")])),
    );
    world.create_user("target");
    world.done("CreateGroup", json!({ "GroupName": "G" }));
    world.create_role("R", json!({ "AWS": user_arn("target") }));
    let condition = json!({ "ArnEquals": { "iam:PolicyARN": good } });
    for (member, name, kind) in [
        ("UserName", "target", "User"),
        ("GroupName", "G", "Group"),
        ("RoleName", "R", "Role"),
    ] {
        for verb in ["Attach", "Detach"] {
            let operation = format!("{verb}{kind}Policy");
            let input = |arn: &str| json!({ member: name, "PolicyArn": arn });
            assert!(
                !may(&mut world, condition.clone(), &operation, &input(&bad)),
                "{operation}"
            );
            assert!(
                may(&mut world, condition.clone(), &operation, &input(&good)),
                "{operation}"
            );
        }
    }
    assert!(may(
        &mut world,
        absent("iam:PolicyARN"),
        "GetUser",
        &json!({ "UserName": "target" })
    ));
}

#[test]
fn s3_3_boundary_in_the_request() {
    let mut world = World::new();
    let limit = world.create_policy("Limit", json!([allow("s3:*", "*")]));
    let condition = equals("iam:PermissionsBoundary", &limit);
    let create = |name: &str| json!({ "UserName": name });
    assert!(!may(
        &mut world,
        condition.clone(),
        "CreateUser",
        &create("a")
    ));
    assert!(may(
        &mut world,
        absent("iam:PermissionsBoundary"),
        "CreateUser",
        &create("a")
    ));
    let bounded = json!({ "UserName": "b", "PermissionsBoundary": limit });
    assert!(!may(
        &mut world,
        absent("iam:PermissionsBoundary"),
        "CreateUser",
        &bounded
    ));
    assert!(may(&mut world, condition.clone(), "CreateUser", &bounded));
    let role = json!({ "RoleName": "R", "AssumeRolePolicyDocument": trust(json!({ "AWS": user_arn("a") })),
        "PermissionsBoundary": limit });
    assert!(may(&mut world, condition.clone(), "CreateRole", &role));
    let put = json!({ "UserName": "a", "PermissionsBoundary": limit });
    assert!(may(
        &mut world,
        condition.clone(),
        "PutUserPermissionsBoundary",
        &put
    ));
    let put = json!({ "RoleName": "R", "PermissionsBoundary": limit });
    assert!(may(
        &mut world,
        condition,
        "PutRolePermissionsBoundary",
        &put
    ));
}

#[test]
fn s3_3_boundary_of_the_target() {
    let mut world = World::new();
    let limit = world.create_policy("Limit", json!([allow("s3:*", "*")]));
    let condition = equals("iam:PermissionsBoundary", &limit);
    let document = policy(json!([allow("s3:*", "*")]));
    for name in ["free", "bound"] {
        world.create_user(name);
        world.create_role(&format!("R-{name}"), json!({ "AWS": user_arn("free") }));
    }
    world.done(
        "PutUserPermissionsBoundary",
        json!({ "UserName": "bound", "PermissionsBoundary": limit }),
    );
    world.done(
        "PutRolePermissionsBoundary",
        json!({ "RoleName": "R-bound", "PermissionsBoundary": limit }),
    );
    let inline = json!({ "PolicyName": "p", "PolicyDocument": document });
    let attached = json!({ "PolicyArn": limit });
    let named = json!({ "PolicyName": "p" });
    let trust = json!({ "PolicyDocument": trust(json!({ "AWS": user_arn("free") })) });
    // In this order, so that what is deleted is there.
    for (operation, input) in [
        ("AttachUserPolicy", &attached),
        ("DetachUserPolicy", &attached),
        ("PutUserPolicy", &inline),
        ("DeleteUserPolicy", &named),
        ("AttachRolePolicy", &attached),
        ("DetachRolePolicy", &attached),
        ("PutRolePolicy", &inline),
        ("DeleteRolePolicy", &named),
        ("UpdateRole", &json!({ "Description": "x" })),
        ("UpdateRoleDescription", &json!({ "Description": "x" })),
        ("UpdateAssumeRolePolicy", &trust),
        ("GetRole", &json!({})),
        ("DeleteUserPermissionsBoundary", &json!({})),
        ("DeleteRolePermissionsBoundary", &json!({})),
    ] {
        let on = |name: &str| {
            let mut input = input.clone();
            if operation.contains("User") {
                input["UserName"] = name.into();
            } else {
                input["RoleName"] = format!("R-{name}").into();
            }
            input
        };
        assert!(
            !may(&mut world, condition.clone(), operation, &on("free")),
            "{operation}"
        );
        assert!(
            may(&mut world, condition.clone(), operation, &on("bound")),
            "{operation}"
        );
    }
    world.done(
        "PutRolePermissionsBoundary",
        json!({ "RoleName": "R-bound", "PermissionsBoundary": limit }),
    );
    assert!(!may(
        &mut world,
        condition.clone(),
        "DeleteRole",
        &json!({ "RoleName": "R-free" })
    ));
    assert!(may(
        &mut world,
        condition,
        "DeleteRole",
        &json!({ "RoleName": "R-bound" })
    ));
}

#[test]
fn s3_3_boundary_of_the_target_in_a_question() {
    let mut world = World::new();
    let limit = world.create_policy("Limit", json!([allow("s3:*", "*")]));
    for name in ["free", "bound"] {
        world.create_user(name);
    }
    world.done(
        "PutUserPermissionsBoundary",
        json!({ "UserName": "bound", "PermissionsBoundary": limit }),
    );
    let condition = equals("iam:PermissionsBoundary", &limit);
    let low = world.create_user_with(
        "low",
        json!([{ "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": condition }]),
    );
    assert!(world.may(&low, "iam:DeleteUserPolicy", &user_arn("bound")));
    assert!(world.may(&low, "IAM:deleteuserpolicy", &user_arn("bound")));
    assert!(!world.may(&low, "iam:DeleteUserPolicy", &user_arn("free")));
    // What the call itself would set is for the question to say.
    assert!(!world.may(&low, "iam:CreateUser", &user_arn("bound")));
}

#[test]
fn s3_3_tags_of_iam_entities_under_both_names() {
    let mut world = World::new();
    let tags = json!([{ "Key": "team", "Value": "blog" }]);
    world.done("CreateUser", json!({ "UserName": "tagged", "Tags": tags }));
    world.create_user("plain");
    for key in ["iam:ResourceTag/team", "aws:ResourceTag/team"] {
        let get = |name: &str| json!({ "UserName": name });
        assert!(
            may(&mut world, equals(key, "blog"), "GetUser", &get("tagged")),
            "{key}"
        );
        assert!(
            !may(&mut world, equals(key, "blog"), "GetUser", &get("plain")),
            "{key}"
        );
        assert!(
            may(&mut world, absent(key), "GetUser", &get("plain")),
            "{key}"
        );
    }
}

/// Whether carlos may assume a role whose trust has the condition.
fn trusted(condition: Value, extra: Value) -> bool {
    let mut world = World::new();
    let carlos = world.create_user("carlos");
    let document = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": user_arn("carlos") },
        "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Condition": condition }]),
    );
    let tags = json!([{ "Key": "kind", "Value": "open" }]);
    let input = json!({ "RoleName": "R", "AssumeRolePolicyDocument": document, "Tags": tags });
    let role = world.done("CreateRole", input);
    let mut input = json!({ "RoleArn": role["Role"]["Arn"], "RoleSessionName": "test" });
    input
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    match world.call(&carlos, "AssumeRole", input) {
        Ok(answer) => {
            keys(&answer["Credentials"]);
            true
        }
        Err(error) => {
            assert_eq!(error.code, "AccessDenied", "{error}");
            false
        }
    }
}

#[test]
fn s3_3_external_id_only_if_passed() {
    let passed = json!({ "ExternalId": "unique" });
    assert!(trusted(equals("sts:ExternalId", "unique"), passed.clone()));
    assert!(!trusted(equals("sts:ExternalId", "unique"), json!({})));
    assert!(!trusted(equals("sts:ExternalId", "other"), passed));
    assert!(trusted(absent("sts:ExternalId"), json!({})));
}

#[test]
fn s3_3_role_session_name() {
    assert!(trusted(equals("sts:RoleSessionName", "test"), json!({})));
    assert!(!trusted(
        equals("sts:RoleSessionName", "${aws:username}"),
        json!({})
    ));
    let own = json!({ "RoleSessionName": "carlos" });
    assert!(trusted(
        equals("sts:RoleSessionName", "${aws:username}"),
        own
    ));
}

#[test]
fn s3_3_source_identity_only_if_passed() {
    assert!(trusted(
        equals("sts:SourceIdentity", "carlos"),
        json!({ "SourceIdentity": "carlos" })
    ));
    assert!(trusted(absent("sts:SourceIdentity"), json!({})));
    assert!(!trusted(equals("sts:SourceIdentity", "carlos"), json!({})));
}

#[test]
fn s3_3_transitive_tag_keys_and_tags_of_the_session() {
    let tags =
        json!({ "Tags": [{ "Key": "team", "Value": "blog" }], "TransitiveTagKeys": ["team"] });
    let all = json!({ "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": "team" },
        "Null": { "sts:TransitiveTagKeys": "false" } });
    assert!(trusted(all, tags.clone()));
    assert!(trusted(absent("sts:TransitiveTagKeys"), json!({})));
    assert!(trusted(equals("aws:RequestTag/team", "blog"), tags));
}

#[test]
fn s3_3_a_role_that_is_assumed_shows_its_tags_and_no_duration() {
    for key in ["aws:ResourceTag/kind", "iam:ResourceTag/kind"] {
        assert!(trusted(equals(key, "open"), json!({})), "{key}");
        assert!(!trusted(equals(key, "closed"), json!({})), "{key}");
    }
    assert!(trusted(
        absent("sts:DurationSeconds"),
        json!({ "DurationSeconds": 900 })
    ));
}
