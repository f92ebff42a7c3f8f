//! AWS's answers as script values: entities become handles, lists arrays, credentials sessions, the rest documents.

use rhai::{Array, Dynamic};
use serde_json::Value;

use crate::api::model::{Operation, with_documents};
use crate::arn::AccountId;

use super::actor::{Actor, Session};
use super::convert::lift;
use super::entity::{self, Entity, Group, Policy, Role, User};
use super::error::Error;
use super::native::Failure;
use super::record::{AccessKey, CallerIdentity, Record};

/// Calls an operation and answers with handles. Lists come whole, whatever their length, unless `MaxItems` or `Marker` is given.
///
/// # Errors
/// AWS's.
pub fn call(actor: &Actor, operation: &Operation, input: &Value) -> Result<Dynamic, Failure> {
    let ask = |input: Value| {
        let answer = actor.call(operation.service, operation.name, input);
        answer.map_err(|error| Error::aws(error, operation.name).thrown())
    };
    let paged = ["MaxItems", "Marker"]
        .iter()
        .any(|name| input.get(name).is_some());
    let first = ask(input.clone())?;
    let whole = match &operation.paginator {
        Some(paginator) if !paged => {
            let mut whole = first;
            let mut next = whole.get(paginator.output_token).cloned();
            while let Some(marker) = next {
                let mut input = input.clone();
                if let Some(members) = input.as_object_mut() {
                    members.insert(paginator.input_token.to_owned(), marker);
                }
                let page = ask(input)?;
                next = page.get(paginator.output_token).cloned();
                extend(&mut whole, page, &paginator.result_keys);
            }
            if let Some(members) = whole.as_object_mut() {
                members.shift_remove(paginator.output_token);
                members.shift_remove(paginator.more_results);
            }
            whole
        }
        _ => first,
    };
    let whole = with_documents(whole, operation);
    Ok(if paged {
        lift(&whole)
    } else {
        value(actor, operation, &whole)
    })
}

fn extend(whole: &mut Value, mut page: Value, lists: &[&str]) {
    for list in lists {
        let more = page
            .get_mut(list)
            .and_then(Value::as_array_mut)
            .map(std::mem::take);
        if let (Some(more), Some(all)) = (more, whole.get_mut(list).and_then(Value::as_array_mut)) {
            all.extend(more);
        }
    }
}

/// The one thing an answer is about, or the answer as a document.
fn value(actor: &Actor, operation: &Operation, answer: &Value) -> Dynamic {
    if operation.name == "GetCallerIdentity" {
        return Dynamic::from(Record::<CallerIdentity>::new(answer.clone()));
    }
    if let Some(session) = answer
        .get("Credentials")
        .and_then(|keys| Session::with_keys(actor, keys))
    {
        return Dynamic::from(session);
    }
    let Some(members) = answer.as_object() else {
        return Dynamic::UNIT;
    };
    let account = own_account(actor);
    let only = members.iter().next().filter(|_| members.len() == 1);
    match only {
        Some((name, Value::Array(items))) => {
            let items = items
                .iter()
                .map(|item| handle(actor, account.as_ref(), name, item));
            items
                .map(|item| item.unwrap_or_else(|doc| lift(&doc)))
                .collect::<Array>()
                .into()
        }
        Some((name, item)) => {
            handle(actor, account.as_ref(), name, item).unwrap_or_else(|_| lift(answer))
        }
        None => lift(answer),
    }
}

fn own_account(actor: &Actor) -> Option<AccountId> {
    let identity = actor.world.whoami(&actor.caller, &actor.given).ok()?;
    identity.get("Account")?.as_str()?.parse().ok()
}

/// The handle for a member of an answer; the item itself when it is none.
fn handle(
    actor: &Actor,
    account: Option<&AccountId>,
    member: &str,
    item: &Value,
) -> Result<Dynamic, Value> {
    let none = || item.clone();
    let own = account.ok_or_else(none)?;
    let account = entity::account_in(item, own);
    fn made<K: entity::Kind>(actor: &Actor, account: &AccountId, item: &Value) -> Option<Dynamic> {
        Entity::<K>::from_answer(actor, account, item).map(Dynamic::from)
    }
    let handle = match member {
        "User" | "Users" => made::<User>(actor, &account, item),
        "Group" | "Groups" => made::<Group>(actor, &account, item),
        "Role" | "Roles" => made::<Role>(actor, &account, item),
        "Policy" | "Policies" => made::<Policy>(actor, &account, item),
        "AttachedPolicies" => made::<Policy>(actor, &account, &attached(item)),
        "AccessKey" | "AccessKeyMetadata" => {
            Some(Dynamic::from(Record::<AccessKey>::new(item.clone())))
        }
        _ => None,
    };
    handle.ok_or_else(none)
}

/// Lists of attached policies say `PolicyArn` for the ARN.
fn attached(item: &Value) -> Value {
    let mut item = item.clone();
    if let Some(members) = item.as_object_mut()
        && let Some(arn) = members.shift_remove("PolicyArn")
    {
        members.insert("Arn".to_owned(), arn);
    }
    item
}
