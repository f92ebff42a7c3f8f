//! The account: alias, summary, authorization details, and what only the root user may do.

use iamsh::api;
use iamsh::lab::Command;
use iamsh::lab::event::RootTask;
use serde_json::json;

use crate::support::{ACCOUNT, World, allow};

#[test]
fn the_alias_is_unique_in_the_world() {
    let mut world = World::new();
    world.done("CreateAccountAlias", json!({ "AccountAlias": "blog" }));
    assert_eq!(
        world.done("ListAccountAliases", json!({}))["AccountAliases"],
        json!(["blog"])
    );
    world.fails(
        "CreateAccountAlias",
        json!({ "AccountAlias": "blog" }),
        "EntityAlreadyExists",
        "The account alias blog already exists.",
    );
    world.fails(
        "DeleteAccountAlias",
        json!({ "AccountAlias": "none" }),
        "NoSuchEntity",
        "The account alias none cannot be found.",
    );
    world.done("DeleteAccountAlias", json!({ "AccountAlias": "blog" }));
    assert_eq!(
        world.done("ListAccountAliases", json!({}))["AccountAliases"],
        json!([])
    );
}

#[test]
fn the_summary_counts() {
    let mut world = World::new();
    world.create_user("carlos");
    world.create_policy("P", json!([allow("s3:*", "*")]));
    let summary = world.done("GetAccountSummary", json!({}));
    assert_eq!(summary["SummaryMap"]["Users"], 1);
    assert_eq!(summary["SummaryMap"]["Policies"], 1);
    assert_eq!(summary["SummaryMap"]["UsersQuota"], 5000);
}

#[test]
fn authorization_details_show_everything_and_page_over_four_lists() {
    let mut world = World::new();
    world.create_user_with("carlos", json!([allow("s3:*", "*")]));
    world.done("CreateGroup", json!({ "GroupName": "developers" }));
    world.create_role("blog-role", json!({ "AWS": ACCOUNT }));
    world.create_policy("P", json!([allow("s3:*", "*")]));
    let all = world.done("GetAccountAuthorizationDetails", json!({}));
    assert_eq!(
        all["UserDetailList"][0]["UserPolicyList"][0]["PolicyName"],
        "test"
    );
    assert_eq!(all["GroupDetailList"][0]["GroupName"], "developers");
    assert_eq!(all["RoleDetailList"][0]["RoleName"], "blog-role");
    assert_eq!(
        all["Policies"][0]["PolicyVersionList"][0]["VersionId"],
        "v1"
    );
    let users = world.done(
        "GetAccountAuthorizationDetails",
        json!({ "Filter": ["User"] }),
    );
    assert_eq!(users["RoleDetailList"], json!([]));
    let first = world.done("GetAccountAuthorizationDetails", json!({ "MaxItems": 3 }));
    let rest = world.done(
        "GetAccountAuthorizationDetails",
        json!({ "Marker": first["Marker"] }),
    );
    assert_eq!(rest["Policies"].as_array().unwrap().len(), 1);
    assert_eq!(rest["UserDetailList"], json!([]));
}

#[test]
fn only_the_root_user_closes_the_account() {
    let mut world = World::new();
    let admin = world.create_user_with("Admin", json!([allow("*", "*")]));
    let task = |caller| Command::RootTask {
        caller,
        task: RootTask::Close,
    };
    let error = api::execute(&mut world.lab, task(admin.clone())).unwrap_err();
    assert_eq!(error.code, "AccessDenied");
    let root = world.root();
    api::execute(&mut world.lab, task(root.clone())).unwrap();
    for caller in [admin, root] {
        let error = world
            .call(&caller, "GetCallerIdentity", json!({}))
            .unwrap_err();
        assert_eq!(error.code, "InvalidClientTokenId");
    }
}

#[test]
fn accounts_have_an_e_mail_address_of_their_own() {
    let mut world = World::new();
    for (id, email, code) in [
        (ACCOUNT, "new@example.com", "EntityAlreadyExists"),
        (
            "111111111111",
            "123456789012@EXAMPLE.com",
            "EntityAlreadyExists",
        ),
        ("111111111111", "no address", "InvalidInput"),
    ] {
        let command = Command::CreateAccount {
            id: id.parse().unwrap(),
            email: email.to_owned(),
            name: "x".to_owned(),
        };
        assert_eq!(
            api::execute(&mut world.lab, command).unwrap_err().code,
            code
        );
    }
}
