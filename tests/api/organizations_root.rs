//! Central control of the root users of member accounts, and `AssumeRoot`.

use iamsh::lab::event::{OrganizationChange, RootTask};
use iamsh::lab::{Caller, Command};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, keys, user_arn};

const AUDIT: &str = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials";
const DELETE: &str = "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials";

/// The account manages an organization that the other account is a member of.
fn world() -> World {
    let mut world = World::new();
    world.account(OTHER);
    world.organize(OrganizationChange::Create {
        root: "r-ab12".to_owned(),
        management: ACCOUNT.parse().unwrap(),
    });
    world.organize(OrganizationChange::AddAccount {
        account: OTHER.parse().unwrap(),
        parent: None,
    });
    world
}

/// The same with root sessions on, and a user who may use them.
fn world_with_sessions() -> (World, Caller) {
    let mut world = world();
    world.done("EnableOrganizationsRootSessions", json!({}));
    let admin = world.create_user_with("admin", json!([allow("sts:AssumeRoot", "*")]));
    (world, admin)
}

fn asked(target: &str, task: &str) -> Value {
    json!({ "TargetPrincipal": target, "TaskPolicyArn": { "arn": task } })
}

#[test]
fn features_are_enabled_listed_and_disabled() {
    let mut world = world();
    let answer = world.done("EnableOrganizationsRootSessions", json!({}));
    assert_eq!(
        answer,
        json!({ "OrganizationId": "o-exampleorgid", "EnabledFeatures": ["RootSessions"] })
    );
    world.done("EnableOrganizationsRootCredentialsManagement", json!({}));
    let listed = world.done("ListOrganizationsFeatures", json!({}));
    assert_eq!(
        listed["EnabledFeatures"],
        json!(["RootCredentialsManagement", "RootSessions"])
    );
    world.done("DisableOrganizationsRootSessions", json!({}));
    let left = world.done("DisableOrganizationsRootCredentialsManagement", json!({}));
    assert_eq!(left["EnabledFeatures"], json!([]));
}

#[test]
fn only_the_management_account_decides() {
    let mut world = world();
    let member = Caller::Root(OTHER.parse().unwrap());
    world.fails_as(
        &member,
        "EnableOrganizationsRootSessions",
        json!({}),
        "CallerIsNotManagementAccountException",
        "The request was rejected because the account making the request is not the management account for the organization.",
    );
    for operation in [
        "DisableOrganizationsRootSessions",
        "ListOrganizationsFeatures",
    ] {
        world.fails_as(
            &member,
            operation,
            json!({}),
            "AccountNotManagementOrDelegatedAdministratorException",
            "The request was rejected because the account making the request is not the management account or delegated \
             administrator account for centralized root access.",
        );
    }
    let mut alone = World::new();
    alone.fails(
        "ListOrganizationsFeatures",
        json!({}),
        "OrganizationNotFoundException",
        "The request was rejected because your account is not part of an organization.",
    );
}

#[test]
fn a_root_session_is_the_root_user_within_its_task() {
    let (mut world, admin) = world_with_sessions();
    world.done_in(OTHER, "CreateAccessKey", json!({}));
    let answer = world
        .call(&admin, "AssumeRoot", asked(OTHER, AUDIT))
        .unwrap();
    let end = world.lab.clock.now().plus(900).to_string();
    assert_eq!(answer["Credentials"]["Expiration"], end);
    let session = keys(&answer["Credentials"]);
    assert_eq!(world.arn(&session), format!("arn:aws:iam::{OTHER}:root"));
    let listed = world.call(&session, "ListAccessKeys", json!({})).unwrap();
    let id = listed["AccessKeyMetadata"][0]["AccessKeyId"].clone();
    // Auditing is not deleting.
    let denied = world
        .call(&session, "DeleteAccessKey", json!({ "AccessKeyId": id }))
        .unwrap_err();
    assert_eq!(denied.code, "AccessDenied");
    assert!(
        denied.message.ends_with(&format!(
            "with an explicit deny in a session policy: {AUDIT}"
        )),
        "{denied}"
    );
    let answer = world
        .call(
            &admin,
            "AssumeRoot",
            asked(&format!("arn:aws:iam::{OTHER}:root"), DELETE),
        )
        .unwrap();
    let session = keys(&answer["Credentials"]);
    world
        .call(&session, "DeleteAccessKey", json!({ "AccessKeyId": id }))
        .unwrap();
    assert!(!world.may(&session, "s3:ListAllMyBuckets", "*"));
    let close = Command::RootTask {
        caller: session,
        task: RootTask::Close,
    };
    let refused = iamsh::api::execute(&mut world.lab, close).unwrap_err();
    assert_eq!(refused.code, "AccessDenied");
}

#[test]
fn what_assume_root_asks_for() {
    let (mut world, admin) = world_with_sessions();
    let denied = |target: &str| {
        format!(
            "User: {} is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::{target}:root",
            user_arn("admin")
        )
    };
    // Not a member; the management account itself.
    for target in ["333333333333", ACCOUNT] {
        world.fails_as(
            &admin,
            "AssumeRoot",
            asked(target, AUDIT),
            "AccessDenied",
            &denied(target),
        );
    }
    world.fails_as(
        &admin,
        "AssumeRoot",
        asked(OTHER, "arn:aws:iam::aws:policy/AdministratorAccess"),
        "ValidationError",
        "Policy arn:aws:iam::aws:policy/AdministratorAccess is not a root task policy.",
    );
    world.fails_as(
        &admin,
        "AssumeRoot",
        asked("somebody-else", AUDIT),
        "ValidationError",
        "somebody-else is invalid",
    );
    world.done("DisableOrganizationsRootSessions", json!({}));
    world.fails_as(
        &admin,
        "AssumeRoot",
        asked(OTHER, AUDIT),
        "AccessDenied",
        &denied(OTHER),
    );
    world.put_user_policy(
        "admin",
        json!([{ "Effect": "Allow", "Action": "sts:AssumeRoot", "Resource": "*",
            "Condition": { "ArnEquals": { "sts:TaskPolicyArn": DELETE } } }]),
    );
    world.done("EnableOrganizationsRootSessions", json!({}));
    let error = world
        .call(&admin, "AssumeRoot", asked(OTHER, AUDIT))
        .unwrap_err();
    assert!(error.message.contains("no identity-based policy allows"));
    world
        .call(&admin, "AssumeRoot", asked(OTHER, DELETE))
        .unwrap();
}
