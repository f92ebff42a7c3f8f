//! Groups. Source: IAM API Reference, `CreateGroup`, `GetGroup`, `ListGroups`, `UpdateGroup`, `DeleteGroup`.

use serde_json::json;

use crate::id::Kind;
use crate::lab::entity::{EntityId, key};
use crate::lab::group::Group;
use crate::lab::{Account, quota};

use super::super::access::Target;
use super::super::call::{Answer, Call, already_exists, not_found, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::remains::{Remains, line};
use super::super::shape::Shape;
use super::super::table::Operation;
use super::users;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateGroup",
        Target::New("group", "GroupName"),
        create,
        "Creates a group of users.",
        Example::new("", r#"GroupName: "developers""#),
    ),
    Operation::new(
        "GetGroup",
        Target::Group,
        get,
        "Describes a group and lists its users.",
        Example::new(
            r#"acct.create_group("developers");"#,
            r#"GroupName: "developers""#,
        ),
    ),
    Operation::new(
        "ListGroups",
        Target::List("group"),
        list,
        "Lists the groups of the account.",
        Example::new(r#"acct.create_group("developers");"#, ""),
    ),
    Operation::new(
        "UpdateGroup",
        Target::Group,
        update,
        "Renames a group or moves it to another path.",
        Example::new(
            r#"acct.create_group("developers");"#,
            r#"GroupName: "developers", NewGroupName: "builders""#,
        ),
    ),
    Operation::new(
        "DeleteGroup",
        Target::Group,
        delete,
        "Deletes a group that has neither users nor policies any more.",
        Example::new(
            r#"acct.create_group("developers");"#,
            r#"GroupName: "developers""#,
        ),
    ),
];

/// What every operation shows of a group.
pub fn shape(group: &Group) -> Shape {
    Shape::new()
        .with("Path", group.path.as_str())
        .with("GroupName", group.name.as_str())
        .with("GroupId", group.id.as_str())
        .with("Arn", group.arn.as_str())
        .with("CreateDate", group.created.to_string())
}

/// The group that `GroupName` names.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a Group, AwsError> {
    let name = call.input.required("GroupName");
    call.account()?
        .group(name)
        .ok_or_else(|| not_found("group", name))
}

fn create(call: &mut Call<'_>) -> Answer {
    let name = call.input.required("GroupName");
    let path = call.input.text("Path").unwrap_or("/");
    let account = call.account()?;
    if account.groups.contains_key(&key(name)) {
        return Err(already_exists("Group", name));
    }
    within_quota("GroupsPerAccount", account.groups.len(), quota::GROUPS)?;
    let id = call.id()?.clone();
    let group = Group {
        name: name.to_owned(),
        path: path.to_owned(),
        id: call.lab.change()?.issue_id(&id, Kind::Group, name),
        arn: call.arn(&format!("group{path}{name}"))?,
        created: call.now(),
        policies: Default::default(),
        members: Default::default(),
    };
    let answer = json!({ "Group": serde_json::Value::from(shape(&group)) });
    let account = call.account_mut()?;
    account
        .by_id
        .insert(group.id.clone(), EntityId::Group(key(name)));
    account.groups.insert(key(name), group);
    Ok(answer)
}

fn get(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let group = named(call)?;
    let account = call.account()?;
    let members = group
        .members
        .iter()
        .filter_map(|key| account.users.get(key));
    let mut answer = pager.page_of(
        "Users",
        members.map(|user| users::summary(user).into()).collect(),
    );
    if let Some(document) = answer.as_object_mut() {
        document.insert("Group".to_owned(), shape(group).into());
    }
    Ok(answer)
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let prefix = call.input.text("PathPrefix").unwrap_or("/");
    let account = call.account()?;
    let groups = pager
        .rest(&account.groups)
        .filter(|(_, group)| group.path.starts_with(prefix));
    Ok(pager.page(
        "Groups",
        groups.map(|(key, group)| (key, shape(group).into())),
    ))
}

fn update(call: &mut Call<'_>) -> Answer {
    let old = named(call)?.clone();
    let name = call.input.text("NewGroupName").unwrap_or(&old.name);
    let path = call.input.text("NewPath").unwrap_or(&old.path);
    let (from, to) = (key(&old.name), key(name));
    if from != to && call.account()?.groups.contains_key(&to) {
        return Err(already_exists("Group", name));
    }
    let arn = old.arn.with_resource(&format!("group{path}{name}"));
    let group = Group {
        name: name.to_owned(),
        path: path.to_owned(),
        arn,
        ..old
    };
    move_group(call.account_mut()?, &from, &to, group);
    Ok(nothing())
}

/// Puts a group under another key, in every index of the account.
fn move_group(account: &mut Account, from: &str, to: &str, group: Group) {
    for member in &group.members {
        let joined = account.users.get_mut(member).map(|user| &mut user.groups);
        for joined in joined
            .into_iter()
            .flatten()
            .filter(|joined| *joined == from)
        {
            to.clone_into(joined);
        }
    }
    for usage in account.policy_use.values_mut() {
        if usage.groups.remove(from) {
            usage.groups.insert(to.to_owned());
        }
    }
    account
        .by_id
        .insert(group.id.clone(), EntityId::Group(to.to_owned()));
    account.groups.remove(from);
    account.groups.insert(to.to_owned(), group);
}

/// Order: members, inline policies, attached policies.
fn refuse_while_used(account: &Account, group: &Group) -> Result<(), AwsError> {
    let name = group.name.as_str();
    let members = group
        .members
        .iter()
        .filter_map(|key| account.users.get(key));
    let inline = group.policies.inline.keys();
    let attached = group.policies.attached.iter();
    Remains::default()
        .with(
            "Cannot delete entity, must remove users from group first.",
            members.map(|user| {
                line(
                    "RemoveUserFromGroup",
                    &[("GroupName", name), ("UserName", &user.name)],
                )
            }),
        )
        .with(
            "Cannot delete entity, must delete policies first.",
            inline.map(|policy| {
                line(
                    "DeleteGroupPolicy",
                    &[("GroupName", name), ("PolicyName", policy)],
                )
            }),
        )
        .with(
            "Cannot delete entity, must detach all policies first.",
            attached.map(|arn| {
                line(
                    "DetachGroupPolicy",
                    &[("GroupName", name), ("PolicyArn", arn)],
                )
            }),
        )
        .refuse()
}

fn delete(call: &mut Call<'_>) -> Answer {
    let group = named(call)?;
    refuse_while_used(call.account()?, group)?;
    let (key, id) = (key(&group.name), group.id.clone());
    let account = call.account_mut()?;
    account.by_id.remove(&id);
    account.groups.remove(&key);
    Ok(nothing())
}
