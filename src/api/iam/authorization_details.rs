//! Everything about an account's identities at once. Source: IAM API Reference, `GetAccountAuthorizationDetails`.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::lab::Account;
use crate::reference::managed_policies;

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::describe;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::attachments::split_page;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetAccountAuthorizationDetails",
    Target::Everything,
    details,
    "Dumps users, groups, roles and policies with all their documents.",
    Example::new(r#"acct.create_user("carlos");"#, ""),
)];

fn details(call: &mut Call<'_>) -> Answer {
    let filter = call.input.texts("Filter");
    let wanted = |kind: &str| filter.is_empty() || filter.contains(&kind);
    let account = call.account()?;
    let mut items = Vec::new();
    let mut add = |list: &str, item: Shape| items.push(json!([list, Value::from(item)]));
    if wanted("User") {
        for user in account.users.values() {
            add("UserDetailList", describe::user_detail(account, user));
        }
    }
    if wanted("Group") {
        for group in account.groups.values() {
            add("GroupDetailList", describe::group_detail(group));
        }
    }
    if wanted("Role") {
        for role in account.roles.values() {
            add(
                "RoleDetailList",
                describe::role_detail(&call.lab, account, role),
            );
        }
    }
    if wanted("LocalManagedPolicy") {
        for policy in account.policies.values() {
            add("Policies", describe::policy_detail(account, policy));
        }
    }
    if wanted("AWSManagedPolicy") {
        for policy in used_aws_policies(account) {
            add("Policies", describe::aws_policy_detail(account, &policy));
        }
    }
    let lists = [
        "UserDetailList",
        "GroupDetailList",
        "RoleDetailList",
        "Policies",
    ];
    Ok(split_page(&Pager::new(call.input)?, &lists, items))
}

/// AWS's own policies appear when they are attached to something in the account.
fn used_aws_policies(
    account: &Account,
) -> impl Iterator<Item = Cow<'static, managed_policies::ManagedPolicy>> + '_ {
    let used = account
        .policy_use
        .iter()
        .filter(|(_, usage)| usage.attachments() + usage.boundaries() > 0);
    used.filter_map(|(arn, _)| managed_policies::find(arn))
}
