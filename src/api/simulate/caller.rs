//! Who asks in a simulation. Source: IAM API Reference, `SimulatePrincipalPolicy`, `CallerArn`.

use crate::arn::{AccountId, Arn};
use crate::decision::{Context, Principal};
use crate::lab::Lab;
use crate::partition::Partition;

use super::super::authenticate::Identity;
use super::super::context;
use super::super::error::AwsError;

/// The simulated caller, and what the lab knows of it as condition keys; nobody in particular for a group.
///
/// # Errors
/// `InvalidInput` for what is no user, group or role.
pub fn named(lab: &Lab, arn: &str, context: &mut Context) -> Result<Identity, AwsError> {
    let refused = || {
        AwsError::new("InvalidInput", format!("Invalid Caller Arn: {arn}"))
            .with_help("the simulated caller is a user, a group or a role")
    };
    let parsed: Arn = arn.parse().map_err(|_| refused())?;
    let id = parsed.account_id().ok_or_else(refused)?;
    let account = lab.account(&id);
    let partition = Partition::named(parsed.partition()).ok_or_else(refused)?;
    let principal = match (parsed.service(), parsed.resource_type()) {
        ("iam", "user") => {
            let known = account.and_then(|account| account.user(parsed.resource_name()));
            Principal::User {
                id: known.map_or_else(String::new, |user| user.id.clone()),
                arn: parsed,
            }
        }
        ("iam", "role") => {
            let known = account.and_then(|account| account.role(parsed.resource_name()));
            Principal::RoleSession {
                session: Arn::sts(
                    partition,
                    &id,
                    &format!("assumed-role/{}/{SESSION}", parsed.resource_name()),
                ),
                id: known.map_or_else(String::new, |role| role.id.clone()),
                service_linked: parsed.resource().starts_with("role/aws-service-role/"),
                role: parsed,
            }
        }
        ("iam", "group") => return Ok(nobody(partition, &id)),
        _ => return Err(refused()),
    };
    let identity = Identity {
        principal,
        account: Some(id),
        key: None,
        temporary: false,
        partition,
    };
    context::set_caller_keys(lab, &identity, context);
    Ok(identity)
}

/// Name of the session in which a simulated role acts.
const SESSION: &str = "policy-simulator";

/// A caller of an account that no policy can name.
#[must_use]
pub fn nobody(partition: Partition, account: &AccountId) -> Identity {
    Identity {
        principal: Principal::User {
            arn: Arn::iam(partition, account, &format!("user/{SESSION}")),
            id: String::new(),
        },
        account: Some(account.clone()),
        key: None,
        temporary: false,
        partition,
    }
}
