//! Requests of partners for temporary access to an account. Source: IAM API Reference, `CreateDelegationRequest` and its kin; IAM User
//! Guide, "Temporary delegation".
//!
//! Only partners whose policy templates AWS has registered can make a request, and no account of the lab is one: so there are no
//! requests, and these operations answer as AWS does for an account that never had any.

use serde_json::json;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::input::Input;
use super::super::pager::Pager;
use super::super::table::Operation;

/// What a request is authorized on: the operations name it by its id.
const REQUEST: Target = Target::Named("delegation-request", "DelegationRequestId");

const fn about_one(name: &'static str, summary: &'static str, example: Example) -> Operation {
    Operation::new(name, REQUEST, missing, summary, example)
}

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateDelegationRequest",
        Target::Everything,
        create,
        "Asks the owner of an account for access, as a partner with a registered policy template.",
        Example::new("", r#"Description: "Help", Permissions: #{ PolicyTemplateArn: "arn:aws:iam:::delegation-template/none" }, RequestorWorkflowId: "workflow", NotificationChannel: "channel", SessionDuration: 3600"#).fails("InvalidInput"),
    ),
    Operation::new(
        "ListDelegationRequests",
        Target::Everything,
        list,
        "Lists the requests for access to the account.",
        Example::new("", ""),
    ),
    about_one(
        "GetDelegationRequest",
        "Describes a request for access.",
        Example::new("", r#"DelegationRequestId: "00000000-0000-4000""#).fails("NoSuchEntity"),
    ),
    about_one(
        "AssociateDelegationRequest",
        "Takes a request for access on, to decide about it.",
        Example::new("", r#"DelegationRequestId: "00000000-0000-4000""#).fails("NoSuchEntity"),
    ),
    about_one(
        "UpdateDelegationRequest",
        "Adds notes to a request for access, and passes it on.",
        Example::new("", r#"DelegationRequestId: "00000000-0000-4000""#).fails("NoSuchEntity"),
    ),
    about_one(
        "AcceptDelegationRequest",
        "Accepts a request for access.",
        Example::new("", r#"DelegationRequestId: "00000000-0000-4000""#).fails("NoSuchEntity"),
    ),
    about_one(
        "RejectDelegationRequest",
        "Rejects a request for access.",
        Example::new("", r#"DelegationRequestId: "00000000-0000-4000""#).fails("NoSuchEntity"),
    ),
    about_one(
        "SendDelegationToken",
        "Sends the partner the token of an accepted request.",
        Example::new("", r#"DelegationRequestId: "00000000-0000-4000""#).fails("NoSuchEntity"),
    ),
    Operation::new(
        "GetHumanReadableSummary",
        Target::Arn("EntityArn"),
        summary,
        "Describes a request for access in words.",
        Example::new("", r#"EntityArn: "arn:aws:iam::123456789012:delegation-request/none""#).fails("NoSuchEntity"),
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
