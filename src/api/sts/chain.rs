//! A chain of roles, as far as the log remembers it: whose credentials obtained the credentials of a call.
//!
//! Source: IAM User Guide, "Methods to assume a role", role chaining.

use crate::lab::event::{Command, Event, Outcome};
use crate::lab::role::Role;
use crate::lab::{Caller, Lab};

use super::super::authenticate::Identity;

/// What to say when a chained session is to last too long.
#[must_use]
pub fn help(lab: &Lab, identity: &Identity, role: &Role, longest: u32) -> String {
    let callers = callers(lab, identity);
    format!(
        "this is hop {} of a chain: {} → {}; a role assumed with the credentials of a role lasts {longest} seconds at the most, \
         whatever its MaxSessionDuration: ask for no more, or assume it with long-term credentials",
        callers.len(),
        callers.join(" → "),
        role.arn
    )
}

/// ARNs from the first caller to the present one.
fn callers(lab: &Lab, identity: &Identity) -> Vec<String> {
    let mut arns = vec![identity.principal.caller_arn()];
    let mut key = identity.key.clone();
    while let Some(event) = key.as_deref().and_then(|key| issuing(lab, key)) {
        arns.push(event.caller.clone());
        key = match &event.command {
            Command::Call {
                caller: Caller::Keys(keys),
                ..
            } => Some(keys.access_key_id.clone()),
            _ => None,
        };
    }
    arns.reverse();
    arns
}

/// The call that issued the temporary credentials of a key.
fn issuing<'a>(lab: &'a Lab, key: &str) -> Option<&'a Event> {
    let issued = |event: &&Event| match &event.outcome {
        Outcome::Done(answer) => {
            answer
                .value()
                .pointer("/Credentials/AccessKeyId")
                .and_then(|id| id.as_str())
                == Some(key)
        }
        Outcome::Failed { .. } => false,
    };
    lab.log.events().iter().rev().find(issued)
}
