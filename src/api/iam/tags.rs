//! Tags of users, roles and managed policies. Source: IAM API Reference, `TagUser`, `UntagUser`, `ListUserTags` and their kin.

use serde_json::{Value, json};

use crate::lab::Tags;
use crate::lab::tags::KeyCase;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, with_tags};
use super::super::error::AwsError;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::policies::{not_found, refuse_aws_policy};
use super::{policies, roles, users};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "TagUser",
        Target::User,
        |call| tag(call, Tagged::User),
        "Sets tags on a user.",
        r#"let acct = account("123456789012"); acct.create_user("carlos"); acct.tag_user("carlos", #{ team: "blog" })"#,
    ),
    Operation::new(
        "TagRole",
        Target::Role,
        |call| tag(call, Tagged::Role),
        "Sets tags on a role; sessions that exist see them.",
        r#"let acct = account("123456789012"); acct.create_role("blog-role", trust_for(acct)); acct.tag_role("blog-role", #{ team: "blog" })"#,
    ),
    Operation::new(
        "TagPolicy",
        Target::Policy,
        |call| tag(call, Tagged::Policy),
        "Sets tags on a managed policy.",
        r#"let acct = account("123456789012"); acct.tag_policy(acct.create_policy("ReadAll", allow("s3:GetObject", "*")), #{ team: "blog" })"#,
    ),
    Operation::new(
        "UntagUser",
        Target::User,
        |call| untag(call, Tagged::User),
        "Removes tags from a user.",
        r#"let acct = account("123456789012"); acct.create_user("carlos", #{ Tags: #{ team: "blog" } }); acct.untag_user("carlos", ["team"])"#,
    ),
    Operation::new(
        "UntagRole",
        Target::Role,
        |call| untag(call, Tagged::Role),
        "Removes tags from a role.",
        r#"let acct = account("123456789012"); acct.create_role("blog-role", trust_for(acct), #{ Tags: #{ team: "blog" } }); acct.untag_role("blog-role", ["team"])"#,
    ),
    Operation::new(
        "UntagPolicy",
        Target::Policy,
        |call| untag(call, Tagged::Policy),
        "Removes tags from a managed policy.",
        r#"let acct = account("123456789012"); acct.untag_policy(acct.create_policy("ReadAll", allow("s3:GetObject", "*")), ["team"])"#,
    ),
    Operation::new(
        "ListUserTags",
        Target::User,
        |call| list(call, Tagged::User),
        "Lists the tags of a user.",
        r#"let acct = account("123456789012"); acct.create_user("carlos", #{ Tags: #{ team: "blog" } }); acct.list_user_tags("carlos")"#,
    ),
    Operation::new(
        "ListRoleTags",
        Target::Role,
        |call| list(call, Tagged::Role),
        "Lists the tags of a role.",
        r#"let acct = account("123456789012"); acct.create_role("blog-role", trust_for(acct)); acct.list_role_tags("blog-role")"#,
    ),
    Operation::new(
        "ListPolicyTags",
        Target::Policy,
        |call| list(call, Tagged::Policy),
        "Lists the tags of a managed policy.",
        r#"let acct = account("123456789012"); acct.list_policy_tags(acct.create_policy("ReadAll", allow("s3:GetObject", "*")))"#,
    ),
];

/// What has tags.
#[derive(Clone, Copy)]
enum Tagged {
    User,
    Role,
    Policy,
}

impl Tagged {
    /// Users and roles ignore the case of tag keys, policies do not (rule C14).
    const fn case(self) -> KeyCase {
        match self {
            Self::User | Self::Role => KeyCase::Ignored,
            Self::Policy => KeyCase::Kept,
        }
    }

    fn tags<'a>(self, call: &'a Call<'_>) -> Result<&'a Tags, AwsError> {
        Ok(match self {
            Self::User => &users::named(call)?.tags,
            Self::Role => &roles::named(call)?.tags,
            Self::Policy => &policies::named(call)?.tags,
        })
    }

    fn set(self, call: &mut Call<'_>, tags: Tags) -> Result<(), AwsError> {
        match self {
            Self::User => users::named_mut(call)?.tags = tags,
            Self::Role => roles::named_mut(call)?.tags = tags,
            Self::Policy => {
                let arn = call.input.required("PolicyArn");
                let policy = call
                    .account_mut()?
                    .policy_mut(arn)
                    .ok_or_else(|| not_found(arn))?;
                policy.tags = tags;
            }
        }
        Ok(())
    }
}

fn tag(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    refuse_aws_policy(
        call,
        call.input.text("PolicyArn").unwrap_or_default(),
        "TagPolicy",
    )?;
    let tags = with_tags(tagged.tags(call)?, &call.input.tags("Tags"), tagged.case())?;
    tagged.set(call, tags)?;
    Ok(nothing())
}

fn untag(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    refuse_aws_policy(
        call,
        call.input.text("PolicyArn").unwrap_or_default(),
        "UntagPolicy",
    )?;
    let mut tags = tagged.tags(call)?.clone();
    for key in call.input.texts("TagKeys") {
        tags.remove(key, tagged.case());
    }
    tagged.set(call, tags)?;
    Ok(nothing())
}

fn list(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    let pager = Pager::new(call.input)?;
    let tags = tagged.tags(call)?.iter();
    let shown: Vec<Value> = tags
        .map(|(key, value)| json!({ "Key": key, "Value": value }))
        .collect();
    Ok(pager.page_of("Tags", shown))
}
