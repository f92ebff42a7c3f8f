//! The condition keys that follow from who the caller is.
//!
//! Source: IAM User Guide, "AWS global condition context keys", properties of the principal (section 3.1).

use crate::policy::{Context, ContextValue};

use super::request::Principal;

/// Sets the keys of the caller's identity where the context has none.
pub fn principal_keys(principal: &Principal, context: &mut Context) {
    match principal {
        Principal::Root { account, .. } => {
            identity_keys(
                context,
                &principal.caller_arn(),
                account.as_str(),
                "Account",
            );
            context.set_default("aws:userid", account.as_str());
        }
        Principal::User { arn, id } => {
            identity_keys(context, arn.as_str(), arn.account(), "User");
            set_known(context, "aws:userid", id.clone());
            context.set_default("aws:username", arn.resource_name());
        }
        Principal::RoleSession {
            session, role, id, ..
        } => {
            identity_keys(context, role.as_str(), session.account(), "AssumedRole");
            let user_id = if id.is_empty() {
                String::new()
            } else {
                format!("{id}:{}", session.resource_name())
            };
            set_known(context, "aws:userid", user_id);
        }
        Principal::FederatedUser { session, .. } => {
            identity_keys(
                context,
                session.as_str(),
                session.account(),
                "FederatedUser",
            );
            let user_id = format!("{}:{}", session.account(), session.resource_name());
            context.set_default("aws:userid", user_id);
        }
        Principal::Service { name } => {
            context.set_default("aws:PrincipalIsAWSService", "true");
            context.set_default("aws:PrincipalServiceName", name.as_str());
            context.set_default(
                "aws:PrincipalServiceNamesList",
                ContextValue::Many(vec![name.clone()]),
            );
        }
        // While a token is being exchanged there is no AWS identity yet.
        Principal::Federated { .. } => {}
        Principal::Anonymous => {
            context.set_default("aws:PrincipalAccount", "anonymous");
            context.set_default("aws:PrincipalType", "Anonymous");
            context.set_default("aws:userid", "anonymous");
        }
    }
}

fn identity_keys(context: &mut Context, arn: &str, account: &str, kind: &str) {
    context.set_default("aws:PrincipalArn", arn);
    context.set_default("aws:PrincipalAccount", account);
    context.set_default("aws:PrincipalType", kind);
    context.set_default("aws:PrincipalIsAWSService", "false");
}

/// An id nobody knows stays absent.
fn set_known(context: &mut Context, name: &str, value: String) {
    if !value.is_empty() {
        context.set_default(name, value);
    }
}
