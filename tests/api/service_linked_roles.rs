//! Roles that belong to a service (rule B34).

use iamsh::lab::Caller;
use iamsh::lab::event::ResourceEffect;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, World, policy, text, user_arn};

const ECS: &str = "ecs.amazonaws.com";
const ROLE: &str = "AWSServiceRoleForECS";

fn of(service: &str) -> Value {
    json!({ "AWSServiceName": service })
}

fn world() -> World {
    let mut world = World::new();
    world.done("CreateServiceLinkedRole", of(ECS));
    world
}

#[test]
fn b34_aws_writes_the_role() {
    let mut world = World::new();
    let answer = world.done("CreateServiceLinkedRole", of(ECS));
    let role = &answer["Role"];
    assert_eq!(
        role["Arn"],
        format!("arn:aws:iam::{ACCOUNT}:role/aws-service-role/{ECS}/{ROLE}")
    );
    let got = world.done("ListAttachedRolePolicies", json!({ "RoleName": ROLE }));
    assert_eq!(
        got["AttachedPolicies"][0]["PolicyArn"],
        "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy"
    );
    // The service, and nobody else, assumes it.
    let arn = text(&role["Arn"]);
    let session = world.assume(&Caller::Service(ECS.to_owned()), &arn, "task");
    assert!(world.may(&session, "ec2:DescribeNetworkInterfaces", "*"));
    world.refuses_assume(&Caller::Service("ec2.amazonaws.com".to_owned()), &arn);
}

#[test]
fn b34_nobody_changes_it() {
    let mut world = world();
    let protected = format!(
        "Cannot perform the operation on the protected role '{ROLE}' - this role is only modifiable by AWS"
    );
    let trust = policy(
        json!([{ "Effect": "Allow", "Principal": { "AWS": ACCOUNT }, "Action": "sts:AssumeRole" }]),
    );
    for (operation, input) in [
        ("DeleteRole", json!({ "RoleName": ROLE })),
        (
            "UpdateAssumeRolePolicy",
            json!({ "RoleName": ROLE, "PolicyDocument": trust }),
        ),
        (
            "AttachRolePolicy",
            json!({ "RoleName": ROLE, "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess" }),
        ),
        (
            "PutRolePermissionsBoundary",
            json!({ "RoleName": ROLE, "PermissionsBoundary": "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
        ),
    ] {
        world.fails(operation, input, "UnmodifiableEntity", &protected);
    }
}

#[test]
fn names_and_suffixes() {
    let mut world = world();
    world.fails(
        "CreateServiceLinkedRole",
        of(ECS),
        "InvalidInput",
        &format!(
            "Service role name {ROLE} has been taken in this account, please try a different suffix."
        ),
    );
    world.fails(
        "CreateServiceLinkedRole",
        json!({ "AWSServiceName": ECS, "CustomSuffix": "blue" }),
        "InvalidInput",
        "Custom suffix is not allowed for ecs.amazonaws.com",
    );
    let answer = world.done(
        "CreateServiceLinkedRole",
        json!({ "AWSServiceName": "autoscaling.amazonaws.com", "CustomSuffix": "blue" }),
    );
    assert_eq!(
        answer["Role"]["RoleName"],
        "AWSServiceRoleForAutoScaling_blue"
    );
    world.fails(
        "CreateServiceLinkedRole",
        of("nosuch.amazonaws.com"),
        "NoSuchEntity",
        "There is no service-linked role for the service nosuch.amazonaws.com.",
    );
}

#[test]
fn every_service_of_the_table_gets_its_role() {
    let mut world = World::new();
    for role in iamsh::reference::service_roles::SERVICE_ROLES {
        world.done("CreateServiceLinkedRole", of(role.service));
    }
}

#[test]
fn b34_a_deletion_is_a_task() {
    let mut world = world();
    let answer = world.done("DeleteServiceLinkedRole", json!({ "RoleName": ROLE }));
    let task = text(&answer["DeletionTaskId"]);
    assert!(
        task.starts_with(&format!("task/aws-service-role/{ECS}/{ROLE}/")),
        "{task}"
    );
    let status = world.done(
        "GetServiceLinkedRoleDeletionStatus",
        json!({ "DeletionTaskId": task }),
    );
    assert_eq!(status, json!({ "Status": "SUCCEEDED" }));
    let roles = world.done("ListRoles", json!({}));
    assert_eq!(roles["Roles"], json!([]));
    world.done("CreateServiceLinkedRole", of(ECS));
    let other = world.done("DeleteServiceLinkedRole", json!({ "RoleName": ROLE }));
    assert_ne!(other["DeletionTaskId"], task);
}

#[test]
fn b34_a_role_in_use_is_not_deleted() {
    let mut world = world();
    let cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/blog";
    let role = format!("arn:aws:iam::{ACCOUNT}:role/aws-service-role/{ECS}/{ROLE}");
    let root = world.root();
    let create = ResourceEffect::Create {
        tags: Vec::new(),
        policy: None,
    };
    world
        .perform_passing(&root, "ecs:CreateCluster", cluster, create, &[(&role, ECS)])
        .unwrap();
    let answer = world.done("DeleteServiceLinkedRole", json!({ "RoleName": ROLE }));
    let status = world.done(
        "GetServiceLinkedRoleDeletionStatus",
        json!({ "DeletionTaskId": answer["DeletionTaskId"] }),
    );
    assert_eq!(status["Status"], "FAILED");
    assert_eq!(
        status["Reason"]["RoleUsageList"],
        json!([{ "Region": "us-east-1", "Resources": [cluster] }])
    );
    world.done("GetRole", json!({ "RoleName": ROLE }));
}

#[test]
fn tasks_and_roles_that_are_none() {
    let mut world = world();
    world.create_role("mine", json!({ "Service": ECS }));
    world.fails(
        "DeleteServiceLinkedRole",
        json!({ "RoleName": "mine" }),
        "NoSuchEntity",
        "The service-linked role with name mine cannot be found.",
    );
    world.fails(
        "DeleteServiceLinkedRole",
        json!({ "RoleName": "none" }),
        "NoSuchEntity",
        "The role with name none cannot be found.",
    );
    world.fails(
        "GetServiceLinkedRoleDeletionStatus",
        json!({ "DeletionTaskId": "nonsense" }),
        "InvalidInput",
        "Deletion Task Id nonsense is invalid.",
    );
    let none = format!("task/aws-service-role/{ECS}/{ROLE}/none");
    world.fails(
        "GetServiceLinkedRoleDeletionStatus",
        json!({ "DeletionTaskId": none }),
        "NoSuchEntity",
        &format!("Deletion Task Id {none} cannot be found."),
    );
}

#[test]
fn the_service_is_a_condition_key() {
    let mut world = World::new();
    let dev = world.create_user_with(
        "dev",
        json!([{ "Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole"], "Resource": "*",
            "Condition": { "StringEquals": { "iam:AWSServiceName": ECS } } }]),
    );
    let denied = world
        .call(&dev, "CreateServiceLinkedRole", of("rds.amazonaws.com"))
        .unwrap_err();
    assert_eq!(
        denied.message,
        format!(
            "User: {} is not authorized to perform: iam:CreateServiceLinkedRole on resource: \
             arn:aws:iam::{ACCOUNT}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS because no identity-based \
             policy allows the iam:CreateServiceLinkedRole action",
            user_arn("dev")
        )
    );
    world
        .call(&dev, "CreateServiceLinkedRole", of(ECS))
        .unwrap();
    world
        .call(&dev, "DeleteServiceLinkedRole", json!({ "RoleName": ROLE }))
        .unwrap();
}
