//! Inline policies. Source: IAM API Reference, `PutUserPolicy`, `GetUserPolicy`, `ListUserPolicies`, `DeleteUserPolicy`
//! and their kin for groups and roles.

use serde_json::{Map, Value};

use crate::lab::entity::PolicySet;
use crate::policy::check::PolicyKind;
use crate::policy::size::{self, SizeLimits};

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing};
use super::super::documents;
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::attachments::Holder;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "PutUserPolicy",
        Target::User,
        |call| put(call, Holder::User),
        "Embeds a policy in a user, or replaces one.",
        Example::new(
            r#"acct.create_user("carlos");
let document = allow("s3:GetObject", "*");"#,
            r#"UserName: "carlos", PolicyName: "read", PolicyDocument: document"#,
        ),
    ),
    Operation::new(
        "PutGroupPolicy",
        Target::Group,
        |call| put(call, Holder::Group),
        "Embeds a policy in a group, or replaces one.",
        Example::new(
            r#"acct.create_group("developers");
let document = allow("s3:GetObject", "*");"#,
            r#"GroupName: "developers", PolicyName: "read", PolicyDocument: document"#,
        ),
    ),
    Operation::new(
        "PutRolePolicy",
        Target::Role,
        |call| put(call, Holder::Role),
        "Embeds a policy in a role, or replaces one.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));
let document = allow("s3:GetObject", "*");"#,
            r#"RoleName: "blog-role", PolicyName: "read", PolicyDocument: document"#,
        ),
    ),
    Operation::new(
        "GetUserPolicy",
        Target::User,
        |call| get(call, Holder::User),
        "Shows a policy embedded in a user.",
        Example::new(
            r#"acct.create_user("carlos");
acct.put_user_policy("carlos", "read", allow("s3:GetObject", "*"));"#,
            r#"UserName: "carlos", PolicyName: "read""#,
        ),
    ),
    Operation::new(
        "GetGroupPolicy",
        Target::Group,
        |call| get(call, Holder::Group),
        "Shows a policy embedded in a group.",
        Example::new(
            r#"acct.create_group("developers");
acct.put_group_policy("developers", "read", allow("s3:GetObject", "*"));"#,
            r#"GroupName: "developers", PolicyName: "read""#,
        ),
    ),
    Operation::new(
        "GetRolePolicy",
        Target::Role,
        |call| get(call, Holder::Role),
        "Shows a policy embedded in a role.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));
acct.put_role_policy("blog-role", "read", allow("s3:GetObject", "*"));"#,
            r#"RoleName: "blog-role", PolicyName: "read""#,
        ),
    ),
    Operation::new(
        "ListUserPolicies",
        Target::User,
        |call| list(call, Holder::User),
        "Lists the names of a user's embedded policies.",
        Example::new(r#"acct.create_user("carlos");"#, r#"UserName: "carlos""#),
    ),
    Operation::new(
        "ListGroupPolicies",
        Target::Group,
        |call| list(call, Holder::Group),
        "Lists the names of a group's embedded policies.",
        Example::new(
            r#"acct.create_group("developers");"#,
            r#"GroupName: "developers""#,
        ),
    ),
    Operation::new(
        "ListRolePolicies",
        Target::Role,
        |call| list(call, Holder::Role),
        "Lists the names of a role's embedded policies.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role""#,
        ),
    ),
    Operation::new(
        "DeleteUserPolicy",
        Target::User,
        |call| delete(call, Holder::User),
        "Removes a policy embedded in a user.",
        Example::new(
            r#"acct.create_user("carlos");
acct.put_user_policy("carlos", "read", allow("s3:GetObject", "*"));"#,
            r#"UserName: "carlos", PolicyName: "read""#,
        ),
    ),
    Operation::new(
        "DeleteGroupPolicy",
        Target::Group,
        |call| delete(call, Holder::Group),
        "Removes a policy embedded in a group.",
        Example::new(
            r#"acct.create_group("developers");
acct.put_group_policy("developers", "read", allow("s3:GetObject", "*"));"#,
            r#"GroupName: "developers", PolicyName: "read""#,
        ),
    ),
    Operation::new(
        "DeleteRolePolicy",
        Target::Role,
        |call| delete(call, Holder::Role),
        "Removes a policy embedded in a role.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));
acct.put_role_policy("blog-role", "read", allow("s3:GetObject", "*"));"#,
            r#"RoleName: "blog-role", PolicyName: "read""#,
        ),
    ),
];

/// The most characters all inline policies of one entity may have together.
fn size_limit(holder: Holder) -> usize {
    let limits = SizeLimits::default();
    match holder {
        Holder::User => limits.inline_user,
        Holder::Group => limits.inline_group,
        Holder::Role => limits.inline_role,
    }
}

fn put(call: &mut Call<'_>, holder: Holder) -> Answer {
    let key = holder.key(call, true)?;
    let name = call.input.required("PolicyName").to_owned();
    let text = call.input.required("PolicyDocument");
    let Some(policies) = holder.policies(call.account()?, &key) else {
        return Ok(nothing());
    };
    within_limit(call, holder, policies, &name, text)?;
    let document = documents::checked(&call.lab, PolicyKind::Inline, text)?;
    let stored = documents::stored(&name, None, document);
    if let Some(policies) = holder.policies_mut(call.account_mut()?, &key) {
        policies.inline.insert(name, stored);
    }
    Ok(nothing())
}

fn within_limit(
    call: &Call<'_>,
    holder: Holder,
    policies: &PolicySet,
    name: &str,
    text: &str,
) -> Result<(), AwsError> {
    let others = policies.inline.iter().filter(|(other, _)| *other != name);
    let counted: usize = others
        .map(|(_, policy)| size::without_blanks(policy.text()))
        .sum();
    let total = counted + size::without_blanks(text);
    let limit = size_limit(holder);
    if total <= limit {
        return Ok(());
    }
    let kind = holder.title();
    let entity = call.input.required(&format!("{kind}Name"));
    Err(AwsError::new(
        "LimitExceeded",
        format!(
            "Maximum policy size of {limit} bytes exceeded for {} {entity}",
            kind.to_ascii_lowercase()
        ),
    )
    .with_help(format!(
        "all inline policies together would have {total} characters without white space, {limit} are allowed"
    )))
}

fn missing(holder: Holder, name: &str) -> AwsError {
    let kind = holder.title().to_ascii_lowercase();
    AwsError::new(
        "NoSuchEntity",
        format!("The {kind} policy with name {name} cannot be found."),
    )
}

fn get(call: &mut Call<'_>, holder: Holder) -> Answer {
    let key = holder.key(call, false)?;
    let name = call.input.required("PolicyName");
    let policy = holder
        .policies(call.account()?, &key)
        .and_then(|policies| policies.inline.get(name))
        .ok_or_else(|| missing(holder, name))?;
    let member = format!("{}Name", holder.title());
    let mut answer = Map::new();
    answer.insert(member.clone(), call.input.required(&member).into());
    answer.insert("PolicyName".to_owned(), name.into());
    answer.insert("PolicyDocument".to_owned(), policy.text().into());
    Ok(answer.into())
}

fn list(call: &mut Call<'_>, holder: Holder) -> Answer {
    let pager = Pager::new(call.input)?;
    let key = holder.key(call, false)?;
    let Some(policies) = holder.policies(call.account()?, &key) else {
        return Ok(nothing());
    };
    let names = pager
        .rest(&policies.inline)
        .map(|(name, _)| (name, Value::from(name)));
    Ok(pager.page("PolicyNames", names))
}

fn delete(call: &mut Call<'_>, holder: Holder) -> Answer {
    let key = holder.key(call, true)?;
    let name = call.input.required("PolicyName").to_owned();
    holder
        .policies_mut(call.account_mut()?, &key)
        .and_then(|policies| policies.inline.remove(&name))
        .ok_or_else(|| missing(holder, &name))?;
    Ok(nothing())
}
