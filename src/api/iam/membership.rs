//! Who is in which group. Source: IAM API Reference, `AddUserToGroup`, `RemoveUserFromGroup`, `ListGroupsForUser`.

use serde_json::Value;

use crate::lab::entity::key;
use crate::lab::quota;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::{groups, users};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "AddUserToGroup",
        Target::Group,
        add,
        "Puts a user into a group.",
        Example::new(
            r#"acct.create_group("developers");
acct.create_user("carlos");"#,
            r#"GroupName: "developers", UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "RemoveUserFromGroup",
        Target::Group,
        remove,
        "Takes a user out of a group.",
        Example::new(
            r#"acct.create_group("developers");
acct.create_user("carlos");
acct.add_user_to_group("developers", "carlos");"#,
            r#"GroupName: "developers", UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "ListGroupsForUser",
        Target::User,
        list,
        "Lists the groups a user is in.",
        Example::new(
            r#"acct.create_group("developers");
acct.create_user("carlos");
acct.add_user_to_group("developers", "carlos");"#,
            r#"UserName: "carlos""#,
        ),
    ),
];

/// Keys of the user and the group a call names.
fn pair(call: &Call<'_>) -> Result<(String, String), AwsError> {
    let group = key(&groups::named(call)?.name);
    let user = key(&users::named(call)?.name);
    Ok((user, group))
}

fn add(call: &mut Call<'_>) -> Answer {
    let (user, group) = pair(call)?;
    let joined = &users::named(call)?.groups;
    if joined.contains(&group) {
        return Ok(nothing());
    }
    within_quota("GroupsPerUser", joined.len(), quota::GROUPS_PER_USER)?;
    let account = call.account_mut()?;
    if let Some(group) = account.groups.get_mut(&group) {
        group.members.insert(user.clone());
    }
    if let Some(user) = account.users.get_mut(&user) {
        user.groups.push(group);
    }
    Ok(nothing())
}

fn remove(call: &mut Call<'_>) -> Answer {
    let (user, group) = pair(call)?;
    let account = call.account_mut()?;
    if let Some(group) = account.groups.get_mut(&group) {
        group.members.remove(&user);
    }
    if let Some(user) = account.users.get_mut(&user) {
        user.groups.retain(|joined| *joined != group);
    }
    Ok(nothing())
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let account = call.account()?;
    let joined = users::named(call)?
        .groups
        .iter()
        .filter_map(|key| account.groups.get(key));
    let shown: Vec<Value> = joined.map(|group| groups::shape(group).into()).collect();
    Ok(pager.page_of("Groups", shown))
}
