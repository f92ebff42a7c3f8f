//! Who asks for what, from what a question says.

use serde_json::Value;

use crate::arn::{AccountId, Arn, InvalidAccountId};
use crate::decision::{Context, ContextValue, Principal, Request, Resource, derive};

use super::Unreadable;
use super::form::{RequestForm, ResourceForm};

/// The request, with the keys that follow from who asks.
pub(super) fn request(form: RequestForm) -> Result<Request, Unreadable> {
    let mut context = Context::default();
    for (key, value) in &form.context {
        context.set(key, context_value(key, value)?);
    }
    let principal = principal(&form.principal, &context)?;
    derive::principal_keys(&principal, &mut context);
    let (arn, account) = match form.resource {
        ResourceForm::Arn(arn) => (arn, None),
        ResourceForm::Full { arn, account_id } => (arn, account_id),
    };
    let account: Option<AccountId> = account
        .map(|account| account.parse())
        .transpose()
        .map_err(|error: InvalidAccountId| Unreadable {
            message: error.to_string(),
        })?
        .or_else(|| arn.split(':').nth(4).and_then(|part| part.parse().ok()))
        .or_else(|| principal.account());
    Ok(Request {
        principal,
        action: form.action,
        resource: Resource { arn, account },
        context,
    })
}

fn context_value(key: &str, value: &Value) -> Result<ContextValue, Unreadable> {
    let one = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(Unreadable {
            message: format!(
                "context key `{key}`: a string, a number, a boolean or a list of them is needed"
            ),
        }),
    };
    match value {
        Value::Array(values) => values
            .iter()
            .map(one)
            .collect::<Result<_, _>>()
            .map(ContextValue::Many),
        value => one(value).map(ContextValue::One),
    }
}

/// An ARN (user, root, role, session, federated user), a service, or `*` for anonymous.
fn principal(text: &str, context: &Context) -> Result<Principal, Unreadable> {
    if text == "*" {
        return Ok(Principal::Anonymous);
    }
    if !text.starts_with("arn:") && text.contains('.') {
        return Ok(Principal::Service {
            name: text.to_owned(),
        });
    }
    let refused = || Unreadable {
        message: format!(
            "`{text}` is no principal: an ARN of a user, root, role, session or federated user is needed, a service, or `*`"
        ),
    };
    let arn: Arn = text.parse().map_err(|_| refused())?;
    let account = arn.account_id().ok_or_else(refused)?;
    match (arn.service(), arn.resource_type()) {
        ("iam", "root") => Ok(Principal::Root {
            account,
            partition: arn.partition().to_owned(),
        }),
        ("iam", "user") => Ok(Principal::User {
            arn,
            id: unique_id(context, "AIDA"),
        }),
        ("iam", "role") => {
            let session = Arn::new(
                arn.partition(),
                "sts",
                "",
                account.as_str(),
                &format!("assumed-role/{}/session", arn.resource_name()),
            );
            Ok(role_session(session, arn, context))
        }
        ("sts", "assumed-role") => {
            let name = arn.resource().split('/').nth(1).unwrap_or_default();
            let plain = Arn::new(
                arn.partition(),
                "iam",
                "",
                account.as_str(),
                &format!("role/{name}"),
            );
            // A session ARN drops the role's path; the request may say it.
            let role = given(context, "aws:PrincipalArn").parse().unwrap_or(plain);
            Ok(role_session(arn, role, context))
        }
        ("sts", "federated-user") => Ok(Principal::FederatedUser {
            user: Arn::new(arn.partition(), "iam", "", account.as_str(), "root"),
            session: arn,
            user_id: String::new(),
        }),
        _ => Err(refused()),
    }
}

fn role_session(session: Arn, role: Arn, context: &Context) -> Principal {
    Principal::RoleSession {
        service_linked: role.resource().starts_with("role/aws-service-role/"),
        session,
        role,
        id: unique_id(context, "AROA"),
    }
}

/// The caller's unique id, where the request says it (rule C12).
fn unique_id(context: &Context, prefix: &str) -> String {
    let user_id = given(context, "aws:userid");
    let id = user_id.split(':').next().unwrap_or_default();
    if id.starts_with(prefix) {
        id.to_owned()
    } else {
        String::new()
    }
}

fn given(context: &Context, key: &str) -> String {
    match context.get(key) {
        Some(ContextValue::One(value)) => value.clone(),
        _ => String::new(),
    }
}
