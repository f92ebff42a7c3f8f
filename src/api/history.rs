//! Entries of the log as documents, as scripts and the server show them. Secrets stay out of sight.

use serde_json::{Value, json};

use crate::lab::Command;
use crate::lab::event::{Event, Outcome, RootTask};

/// An entry of the log as a document: `Summary`, `Number`, `Time`, `Caller`, `Operation`, `Input`, `Outcome`, `Code`, `Message`.
#[must_use]
pub fn document(event: &Event) -> Value {
    let (operation, input) = what(&event.command);
    let (outcome, code, message) = match &event.outcome {
        Outcome::Done(_) => ("Done", Value::Null, Value::Null),
        Outcome::Failed { code, message } => ("Failed", json!(code), json!(message)),
    };
    let end = code.as_str().unwrap_or(outcome);
    json!({
        "Summary": format!("{} {} {operation} {end}", event.number, event.time),
        "Number": event.number, "Time": event.time.to_string(), "Caller": event.caller,
        "Operation": operation, "Input": input, "Outcome": outcome, "Code": code, "Message": message,
    })
}

/// What a command does, by name, and with what.
fn what(command: &Command) -> (String, Value) {
    match command {
        Command::CreateAccount { id, email, name } => (
            "CreateAccount".to_owned(),
            json!({ "Id": id.as_str(), "Email": email, "Name": name }),
        ),
        Command::AdoptKey { account, key } => (
            "AdoptKey".to_owned(),
            json!({ "Account": account.as_str(), "AccessKeyId": key.access_key_id }),
        ),
        Command::Advance { seconds } => ("Advance".to_owned(), json!({ "Seconds": seconds })),
        Command::Configure { setting, value } => {
            ("Configure".to_owned(), json!({ setting: value }))
        }
        Command::Call {
            operation, input, ..
        } => (operation.clone(), input.clone()),
        Command::Perform {
            action, resource, ..
        } => (action.clone(), json!({ "Resource": resource })),
        Command::Organize {
            organization,
            change,
        } => (
            "Organize".to_owned(),
            json!({ "Organization": organization, "Change": format!("{change:?}") }),
        ),
        Command::Endpoint { endpoint, change } => (
            "Endpoint".to_owned(),
            json!({ "Endpoint": endpoint, "Change": format!("{change:?}") }),
        ),
        // The password stays out of sight.
        Command::SignIn { account, request } => (
            "SignIn".to_owned(),
            json!({ "Account": account.as_str(), "UserName": request.user }),
        ),
        // So do the codes of an MFA device.
        Command::RootTask { task, .. } => (task.name().to_owned(), root_task(task)),
    }
}

fn root_task(task: &RootTask) -> Value {
    match task {
        RootTask::Close => Value::Null,
        RootTask::ChangeEmail(email) => json!({ "Email": email }),
        RootTask::ChangeName(name) => json!({ "Name": name }),
        RootTask::EnableMfa { serial, .. } | RootTask::DeactivateMfa { serial } => {
            json!({ "SerialNumber": serial })
        }
    }
}
