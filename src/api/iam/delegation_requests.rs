//! Requests of partners for temporary access to an account. Source: IAM API Reference, `CreateDelegationRequest` and its kin; IAM User
//! Guide, "Temporary delegation".
//!
//! Only partners whose policy templates AWS has registered can make a request, and no account of the lab is one: so there are no
//! requests, and these operations answer as AWS does for an account that never had any.

use serde_json::json;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::input::Input;
use super::super::pager::Pager;
use super::super::table::Operation;

/// What a request is authorized on: the operations name it by its id.
const REQUEST: Target = Target::Named("delegation-request", "DelegationRequestId");

const fn about_one(name: &'static str, summary: &'static str, example: &'static str) -> Operation {
    Operation::new(name, REQUEST, missing, summary, example)
}

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateDelegationRequest",
        Target::Everything,
        create,
        "Asks the owner of an account for access, as a partner with a registered policy template.",
        r#"let iam = client("iam", account("123456789012")); expect_error("InvalidInput", || iam.create_delegation_request(#{ Description: "Help", Permissions: #{ PolicyTemplateArn: "arn:aws:iam:::delegation-template/none" }, RequestorWorkflowId: "workflow", NotificationChannel: "channel", SessionDuration: 3600 })).message"#,
    ),
    Operation::new(
        "ListDelegationRequests",
        Target::Everything,
        list,
        "Lists the requests for access to the account.",
        r#"client("iam", account("123456789012")).list_delegation_requests().DelegationRequests.len()"#,
    ),
    about_one(
        "GetDelegationRequest",
        "Describes a request for access.",
        r#"let iam = client("iam", account("123456789012")); expect_error("NoSuchEntity", || iam.get_delegation_request(#{ DelegationRequestId: "00000000-0000-4000" })).message"#,
    ),
    about_one(
        "AssociateDelegationRequest",
        "Takes a request for access on, to decide about it.",
        r#"let iam = client("iam", account("123456789012")); expect_error("NoSuchEntity", || iam.associate_delegation_request(#{ DelegationRequestId: "00000000-0000-4000" })).message"#,
    ),
    about_one(
        "UpdateDelegationRequest",
        "Adds notes to a request for access, and passes it on.",
        r#"let iam = client("iam", account("123456789012")); expect_error("NoSuchEntity", || iam.update_delegation_request(#{ DelegationRequestId: "00000000-0000-4000" })).message"#,
    ),
    about_one(
        "AcceptDelegationRequest",
        "Accepts a request for access.",
        r#"let iam = client("iam", account("123456789012")); expect_error("NoSuchEntity", || iam.accept_delegation_request(#{ DelegationRequestId: "00000000-0000-4000" })).message"#,
    ),
    about_one(
        "RejectDelegationRequest",
        "Rejects a request for access.",
        r#"let iam = client("iam", account("123456789012")); expect_error("NoSuchEntity", || iam.reject_delegation_request(#{ DelegationRequestId: "00000000-0000-4000" })).message"#,
    ),
    about_one(
        "SendDelegationToken",
        "Sends the partner the token of an accepted request.",
        r#"let iam = client("iam", account("123456789012")); expect_error("NoSuchEntity", || iam.send_delegation_token(#{ DelegationRequestId: "00000000-0000-4000" })).message"#,
    ),
    Operation::new(
        "GetHumanReadableSummary",
        Target::Arn("EntityArn"),
        summary,
        "Describes a request for access in words.",
        r#"let iam = client("iam", account("123456789012")); expect_error("NoSuchEntity", || iam.get_human_readable_summary(#{ EntityArn: "arn:aws:iam::123456789012:delegation-request/none" })).message"#,
    ),
];

fn none(id: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("The delegation request with id {id} cannot be found."),
    )
    .with_help("no account of the lab is a registered partner, so there are no requests")
}

fn create(call: &mut Call<'_>) -> Answer {
    let template = call
        .input
        .value("Permissions")
        .and_then(|permissions| Input::new(permissions).text("PolicyTemplateArn"));
    Err(AwsError::new(
        "InvalidInput",
        match template {
            Some(arn) => format!("The policy template {arn} is not registered for this account."),
            None => "Permissions must name a policy template.".to_owned(),
        },
    )
    .with_help("AWS registers policy templates of partners; no account of the lab is one"))
}

fn list(call: &mut Call<'_>) -> Answer {
    Pager::new(call.input)?;
    // The only answer whose flag begins with a small letter.
    Ok(json!({ "DelegationRequests": [], "isTruncated": false }))
}

fn missing(call: &mut Call<'_>) -> Answer {
    Err(none(call.input.required("DelegationRequestId")))
}

fn summary(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("EntityArn");
    match arn.split_once(":delegation-request/") {
        Some((_, id)) => Err(none(id)),
        None => Err(
            AwsError::new("InvalidInput", format!("There are no summaries of {arn}."))
                .with_help("only delegation requests have them"),
        ),
    }
}
