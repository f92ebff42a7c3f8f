//! The condition keys that follow from who the caller is.
//!
//! Source: IAM User Guide, "AWS global condition context keys", properties of the principal (section 3.1).

use crate::policy::{Context, ContextValue, KeyName};

use super::request::Principal;

const PRINCIPAL_ACCOUNT: KeyName = KeyName::known("aws:PrincipalAccount");
const PRINCIPAL_ARN: KeyName = KeyName::known("aws:PrincipalArn");
const PRINCIPAL_IS_AWS_SERVICE: KeyName = KeyName::known("aws:PrincipalIsAWSService");
const PRINCIPAL_SERVICE_NAME: KeyName = KeyName::known("aws:PrincipalServiceName");
const PRINCIPAL_SERVICE_NAMES_LIST: KeyName = KeyName::known("aws:PrincipalServiceNamesList");
const PRINCIPAL_TYPE: KeyName = KeyName::known("aws:PrincipalType");
const USER_ID: KeyName = KeyName::known("aws:userid");
const USER_NAME: KeyName = KeyName::known("aws:username");

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
            context.put_default(USER_ID, account.as_str());
        }
        Principal::User { arn, id } => {
            identity_keys(context, arn.as_str(), arn.account(), "User");
            set_known(context, USER_ID, id.clone());
            context.put_default(USER_NAME, arn.resource_name());
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
            set_known(context, USER_ID, user_id);
        }
        Principal::FederatedUser { session, .. } => {
            identity_keys(
                context,
                session.as_str(),
                session.account(),
                "FederatedUser",
            );
            let user_id = format!("{}:{}", session.account(), session.resource_name());
            context.put_default(USER_ID, user_id);
        }
        Principal::Service { name } => {
            context.put_default(PRINCIPAL_IS_AWS_SERVICE, "true");
            context.put_default(PRINCIPAL_SERVICE_NAME, name.as_str());
            context.put_default(
                PRINCIPAL_SERVICE_NAMES_LIST,
                ContextValue::Many(vec![name.clone()]),
            );
        }
        // While a token is being exchanged there is no AWS identity yet.
        Principal::Federated { .. } => {}
        Principal::Anonymous => {
            context.put_default(PRINCIPAL_ACCOUNT, "anonymous");
            context.put_default(PRINCIPAL_TYPE, "Anonymous");
            context.put_default(USER_ID, "anonymous");
        }
    }
}

fn identity_keys(context: &mut Context, arn: &str, account: &str, kind: &str) {
    context.put_default(PRINCIPAL_ARN, arn);
    context.put_default(PRINCIPAL_ACCOUNT, account);
    context.put_default(PRINCIPAL_TYPE, kind);
    context.put_default(PRINCIPAL_IS_AWS_SERVICE, "false");
}

/// An id nobody knows stays absent.
fn set_known(context: &mut Context, key: KeyName, value: String) {
    if !value.is_empty() {
        context.put_default(key, value);
    }
}
