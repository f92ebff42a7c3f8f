//! Entries of the log as documents, as scripts and the server show them. Secrets stay out of sight.

use serde::Serialize;
use serde_json::{Value, json};

use crate::lab::Command;
use crate::lab::event::{Event, Outcome, RootTask};

use super::model::capitalized;

/// An entry of the log as a document: `Summary`, `Number`, `Time`, `Caller`, `Operation`, `Input`, `Outcome`, `Code`, `Message`.
#[must_use]
pub fn document(event: &Event) -> Value {
    let (operation, input) = (event.command.operation(), input(&event.command));
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

/// What a command is done with.
fn input(command: &Command) -> Value {
    match command {
        Command::CreateAccount { id, email, name } => {
            json!({ "Id": id.as_str(), "Email": email, "Name": name })
        }
        Command::AdoptKey { account, key } => {
            json!({ "Account": account.as_str(), "AccessKeyId": key.access_key_id })
        }
        Command::Advance { seconds } => json!({ "Seconds": seconds }),
        Command::Configure { setting, value } => json!({ setting: value }),
        Command::Call { input, .. } => input.clone(),
        Command::Perform { resource, .. } => json!({ "Resource": resource }),
        Command::Organize {
            organization,
            change,
        } => with_change(json!({ "Organization": organization }), change),
        Command::Endpoint { endpoint, change } => {
            with_change(json!({ "Endpoint": endpoint }), change)
        }
        // The password stays out of sight.
        Command::SignIn { account, request } => {
            json!({ "Account": account.as_str(), "UserName": request.user })
        }
        // So do the codes of an MFA device.
        Command::RootTask { task, .. } => root_task(task),
    }
}

/// A document with the name of a change, and what it is done with: `"Change": "AddUnit", "Unit": "ou-…"`.
fn with_change(mut document: Value, change: &impl Serialize) -> Value {
    let (name, given) = match serde_json::to_value(change) {
        Ok(Value::Object(change)) => change.into_iter().next().unwrap_or_default(),
        Ok(Value::String(name)) => (name, Value::Null),
        _ => return document,
    };
    if let Value::Object(members) = &mut document {
        members.insert("Change".to_owned(), name.into());
        let given = given.as_object().into_iter().flatten();
        members.extend(given.map(|(name, value)| (capitalized(name), value.clone())));
    }
    document
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
