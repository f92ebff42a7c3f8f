//! CreatePolicy, GetPolicy, ListPolicies, DeletePolicy and versions.

use serde_json::{Value, json};

use crate::support::{World, allow, policy};

const ARN: &str = "arn:aws:iam::123456789012:policy/SourceCodeCommitter";

fn committer(world: &mut World) {
    let arn = world.create_policy(
        "SourceCodeCommitter",
        json!([allow("codecommit:GitPush", "*")]),
    );
    assert_eq!(arn, ARN);
}

#[test]
fn create_policy_answers_with_version_one() {
    let mut world = World::new();
    let document = policy(json!([allow("codecommit:GitPush", "*")]));
    let answer = world.done(
        "CreatePolicy",
        json!({ "PolicyName": "SourceCodeCommitter", "PolicyDocument": document, "Description": "d" }),
    );
    let shown = answer["Policy"].as_object().unwrap();
    assert_eq!(
        shown.keys().collect::<Vec<_>>(),
        [
            "PolicyName",
            "PolicyId",
            "Arn",
            "Path",
            "DefaultVersionId",
            "AttachmentCount",
            "PermissionsBoundaryUsageCount",
            "IsAttachable",
            "CreateDate",
            "UpdateDate"
        ]
    );
    assert_eq!(shown["DefaultVersionId"], "v1");
    let got = world.done("GetPolicy", json!({ "PolicyArn": ARN }));
    assert_eq!(got["Policy"]["Description"], "d");
    let version = world.done(
        "GetPolicyVersion",
        json!({ "PolicyArn": ARN, "VersionId": "v1" }),
    );
    assert_eq!(version["PolicyVersion"]["Document"], Value::from(document));
}

#[test]
fn policy_errors() {
    let mut world = World::new();
    committer(&mut world);
    let good = policy(json!([allow("s3:*", "*")]));
    for (operation, input, code, message) in [
        (
            "CreatePolicy",
            json!({ "PolicyName": "sourcecodecommitter", "PolicyDocument": good }),
            "EntityAlreadyExists",
            "A policy called sourcecodecommitter already exists. Duplicate names are not allowed.",
        ),
        (
            "CreatePolicy",
            json!({ "PolicyName": "x", "PolicyDocument": "{}" }),
            "MalformedPolicyDocument",
            "Syntax errors in policy.",
        ),
        (
            "CreatePolicy",
            json!({ "PolicyName": "x", "PolicyDocument": policy(json!([allow("invalid", "*")])) }),
            "MalformedPolicyDocument",
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        (
            "CreatePolicy",
            json!({ "PolicyName": "x", "PolicyDocument": policy(json!([allow("s3:*", &"x".repeat(6145))])) }),
            "LimitExceeded",
            "Cannot exceed quota for PolicySize: 6144",
        ),
        (
            "GetPolicy",
            json!({ "PolicyArn": "arn:aws:iam::123456789012:policy/none" }),
            "NoSuchEntity",
            "Policy arn:aws:iam::123456789012:policy/none was not found.",
        ),
        (
            "GetPolicy",
            json!({ "PolicyArn": "SourceCodeCommitterNoArnAtAll" }),
            "ValidationError",
            "Invalid ARN:  Could not be parsed!",
        ),
        (
            "DeletePolicyVersion",
            json!({ "PolicyArn": ARN, "VersionId": "v1" }),
            "DeleteConflict",
            "Cannot delete the default version of a policy.",
        ),
        (
            "DeletePolicyVersion",
            json!({ "PolicyArn": ARN, "VersionId": "v7" }),
            "NoSuchEntity",
            "Policy arn:aws:iam::123456789012:policy/SourceCodeCommitter version v7 does not exist or is not attachable.",
        ),
    ] {
        world.fails(operation, input, code, message);
    }
}

#[test]
fn h_five_versions_are_the_most() {
    let mut world = World::new();
    committer(&mut world);
    let version = |default: bool| json!({ "PolicyArn": ARN, "PolicyDocument": policy(json!([allow("s3:*", "*")])), "SetAsDefault": default });
    for number in 2..=5 {
        let answer = world.done("CreatePolicyVersion", version(number == 3));
        assert_eq!(answer["PolicyVersion"]["VersionId"], format!("v{number}"));
        assert_eq!(answer["PolicyVersion"]["IsDefaultVersion"], number == 3);
    }
    world.fails(
        "CreatePolicyVersion",
        version(false),
        "LimitExceeded",
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    );
    world.fails(
        "DeletePolicy",
        json!({ "PolicyArn": ARN }),
        "DeleteConflict",
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The \
         default version is deleted with the policy.",
    );
    world.done(
        "DeletePolicyVersion",
        json!({ "PolicyArn": ARN, "VersionId": "v5" }),
    );
    let next = world.done("CreatePolicyVersion", version(false));
    assert_eq!(next["PolicyVersion"]["VersionId"], "v6");
    let listed = world.done("ListPolicyVersions", json!({ "PolicyArn": ARN }));
    assert_eq!(listed["Versions"][0]["VersionId"], "v6");
    assert_eq!(listed["Versions"].as_array().unwrap().len(), 5);
}

#[test]
fn the_default_version_is_the_one_in_force() {
    let mut world = World::new();
    committer(&mut world);
    let carlos = world.create_user("carlos");
    world.done(
        "AttachUserPolicy",
        json!({ "UserName": "carlos", "PolicyArn": ARN }),
    );
    world.done(
        "CreatePolicyVersion",
        json!({ "PolicyArn": ARN, "PolicyDocument": policy(json!([allow("s3:GetObject", "*")])), "SetAsDefault": true }),
    );
    assert!(world.may(&carlos, "s3:GetObject", "arn:aws:s3:::b/k"));
    world.done(
        "SetDefaultPolicyVersion",
        json!({ "PolicyArn": ARN, "VersionId": "v1" }),
    );
    assert!(!world.may(&carlos, "s3:GetObject", "arn:aws:s3:::b/k"));
    assert!(world.may(
        &carlos,
        "codecommit:GitPush",
        "arn:aws:codecommit:us-east-1:123456789012:r"
    ));
}

#[test]
fn list_policies_by_scope() {
    let mut world = World::new();
    committer(&mut world);
    let local = world.done("ListPolicies", json!({ "Scope": "Local" }));
    assert_eq!(local["Policies"].as_array().unwrap().len(), 1);
    let all = world.done("ListPolicies", json!({ "MaxItems": 1000 }));
    assert!(all["Policies"].as_array().unwrap().len() > 500);
    let attached = world.done("ListPolicies", json!({ "OnlyAttached": true }));
    assert_eq!(attached["Policies"], json!([]));
}

#[test]
fn b34_aws_managed_policies_cannot_be_changed() {
    let mut world = World::new();
    let arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    let got = world.done("GetPolicy", json!({ "PolicyArn": arn }));
    assert_eq!(got["Policy"]["PolicyName"], "AdministratorAccess");
    for (operation, input) in [
        ("DeletePolicy", json!({ "PolicyArn": arn })),
        (
            "CreatePolicyVersion",
            json!({ "PolicyArn": arn, "PolicyDocument": policy(json!([allow("s3:*", "*")])) }),
        ),
    ] {
        let message = format!(
            "User: arn:aws:iam::123456789012:root is not authorized to perform: iam:{operation} on resource: policy {arn}"
        );
        world.fails(operation, input, "AccessDenied", &message);
    }
}

#[test]
fn a_policy_in_use_is_not_deleted() {
    let mut world = World::new();
    committer(&mut world);
    world.create_user("carlos");
    world.done(
        "AttachUserPolicy",
        json!({ "UserName": "carlos", "PolicyArn": ARN }),
    );
    world.fails(
        "DeletePolicy",
        json!({ "PolicyArn": ARN }),
        "DeleteConflict",
        "Cannot delete a policy attached to entities.",
    );
    world.done(
        "DetachUserPolicy",
        json!({ "UserName": "carlos", "PolicyArn": ARN }),
    );
    world.done("DeletePolicy", json!({ "PolicyArn": ARN }));
    world.fails(
        "GetPolicy",
        json!({ "PolicyArn": ARN }),
        "NoSuchEntity",
        &format!("Policy {ARN} was not found."),
    );
}
