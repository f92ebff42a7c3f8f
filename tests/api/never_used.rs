//! Operations that answer as AWS does for an account that never used them, and settings of an account.

use serde_json::json;

use crate::support::World;

#[test]
fn there_are_no_delegation_requests() {
    let mut world = World::new();
    let listed = world.done("ListDelegationRequests", json!({}));
    assert_eq!(
        listed,
        json!({ "DelegationRequests": [], "isTruncated": false })
    );
    let id = "00000000-0000-4000";
    for operation in [
        "GetDelegationRequest",
        "AssociateDelegationRequest",
        "UpdateDelegationRequest",
        "AcceptDelegationRequest",
        "RejectDelegationRequest",
        "SendDelegationToken",
    ] {
        world.fails(
            operation,
            json!({ "DelegationRequestId": id }),
            "NoSuchEntity",
            &format!("The delegation request with id {id} cannot be found."),
        );
    }
    let template = "arn:aws:iam:::delegation-template/none";
    world.fails(
        "CreateDelegationRequest",
        json!({ "Description": "Help", "Permissions": { "PolicyTemplateArn": template }, "RequestorWorkflowId": "workflow",
            "NotificationChannel": "channel", "SessionDuration": 3600 }),
        "InvalidInput",
        &format!("The policy template {template} is not registered for this account."),
    );
    world.fails(
        "GetHumanReadableSummary",
        json!({ "EntityArn": format!("arn:aws:iam::123456789012:delegation-request/{id}") }),
        "NoSuchEntity",
        &format!("The delegation request with id {id} cannot be found."),
    );
    world.fails(
        "GetHumanReadableSummary",
        json!({ "EntityArn": "arn:aws:iam::123456789012:user/carlos" }),
        "InvalidInput",
        "There are no summaries of arn:aws:iam::123456789012:user/carlos.",
    );
    world.fails(
        "GetDelegatedAccessToken",
        json!({ "TradeInToken": "none" }),
        "ExpiredTradeInTokenException",
        "The trade-in token provided in the request has expired and can no longer be exchanged for credentials.",
    );
}

#[test]
fn there_are_no_role_templates() {
    let mut world = World::new();
    let arn = "arn:aws:iam::aws:role-template/none";
    for operation in ["GetRoleTemplateVersion", "AcquireRole"] {
        world.fails(
            operation,
            json!({ "TemplateArn": arn }),
            "NoSuchEntity",
            &format!("The role template {arn} cannot be found."),
        );
    }
}

#[test]
fn settings_of_an_account_are_kept() {
    let mut world = World::new();
    let properties = |world: &mut World| world.done("GetAccountProperties", json!({}));
    assert_eq!(properties(&mut world), json!({ "Properties": {} }));
    for given in [json!({ "a": "1", "b": "2" }), json!({ "b": "3" })] {
        world.done("PutAccountProperties", json!({ "Properties": given }));
    }
    assert_eq!(
        properties(&mut world),
        json!({ "Properties": { "a": "1", "b": "3" } })
    );
    world.done(
        "SetSecurityTokenServicePreferences",
        json!({ "GlobalEndpointTokenVersion": "v2Token" }),
    );
    let summary = world.done("GetAccountSummary", json!({}));
    assert_eq!(summary["SummaryMap"]["GlobalEndpointTokenVersion"], 2);
}
