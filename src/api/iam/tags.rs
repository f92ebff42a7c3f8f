//! Tags of everything taggable. Source: IAM API Reference, `TagUser`, `UntagUser`, `ListUserTags` and their kin.

use serde_json::json;

use crate::arn::Arn;
use crate::lab::Tags;
use crate::lab::tags::KeyCase;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, with_tags};
use super::super::error::AwsError;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::policies::refuse_aws_policy;
use super::{instance_profiles, mfa_devices, oidc_providers, policies, roles, users};

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
        Target::Arn("PolicyArn"),
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
        Target::Arn("PolicyArn"),
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
        Target::Arn("PolicyArn"),
        |call| list(call, Tagged::Policy),
        "Lists the tags of a managed policy.",
        r#"let acct = account("123456789012"); acct.list_policy_tags(acct.create_policy("ReadAll", allow("s3:GetObject", "*")))"#,
    ),
    Operation::new(
        "TagMFADevice",
        Target::Arn("SerialNumber"),
        |call| tag(call, Tagged::MfaDevice),
        "Sets tags on a virtual MFA device.",
        r#"let iam = client("iam", account("123456789012")); let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" }).VirtualMFADevice.SerialNumber; iam.tag_mfa_device(#{ SerialNumber: serial, Tags: [#{ Key: "team", Value: "blog" }] })"#,
    ),
    Operation::new(
        "UntagMFADevice",
        Target::Arn("SerialNumber"),
        |call| untag(call, Tagged::MfaDevice),
        "Removes tags from a virtual MFA device.",
        r#"let iam = client("iam", account("123456789012")); let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" }).VirtualMFADevice.SerialNumber; iam.untag_mfa_device(#{ SerialNumber: serial, TagKeys: ["team"] })"#,
    ),
    Operation::new(
        "ListMFADeviceTags",
        Target::Arn("SerialNumber"),
        |call| list(call, Tagged::MfaDevice),
        "Lists the tags of a virtual MFA device.",
        r#"let iam = client("iam", account("123456789012")); let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" }).VirtualMFADevice.SerialNumber; iam.list_mfa_device_tags(#{ SerialNumber: serial }).Tags.len()"#,
    ),
    Operation::new(
        "TagInstanceProfile",
        instance_profiles::TARGET,
        |call| tag(call, Tagged::InstanceProfile),
        "Sets tags on an instance profile.",
        r#"let iam = client("iam", account("123456789012")); iam.create_instance_profile(#{ InstanceProfileName: "web" }); iam.tag_instance_profile(#{ InstanceProfileName: "web", Tags: [#{ Key: "team", Value: "blog" }] })"#,
    ),
    Operation::new(
        "UntagInstanceProfile",
        instance_profiles::TARGET,
        |call| untag(call, Tagged::InstanceProfile),
        "Removes tags from an instance profile.",
        r#"let iam = client("iam", account("123456789012")); iam.create_instance_profile(#{ InstanceProfileName: "web" }); iam.untag_instance_profile(#{ InstanceProfileName: "web", TagKeys: ["team"] })"#,
    ),
    Operation::new(
        "ListInstanceProfileTags",
        instance_profiles::TARGET,
        |call| list(call, Tagged::InstanceProfile),
        "Lists the tags of an instance profile.",
        r#"let iam = client("iam", account("123456789012")); iam.create_instance_profile(#{ InstanceProfileName: "web" }); iam.list_instance_profile_tags(#{ InstanceProfileName: "web" }).Tags.len()"#,
    ),
    Operation::new(
        "TagOpenIDConnectProvider",
        oidc_providers::TARGET,
        |call| tag(call, Tagged::OidcProvider),
        "Sets tags on an OpenID Connect provider.",
        r#"let iam = client("iam", account("123456789012")); let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn; iam.tag_open_id_connect_provider(#{ OpenIDConnectProviderArn: arn, Tags: [#{ Key: "team", Value: "blog" }] })"#,
    ),
    Operation::new(
        "UntagOpenIDConnectProvider",
        oidc_providers::TARGET,
        |call| untag(call, Tagged::OidcProvider),
        "Removes tags from an OpenID Connect provider.",
        r#"let iam = client("iam", account("123456789012")); let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn; iam.untag_open_id_connect_provider(#{ OpenIDConnectProviderArn: arn, TagKeys: ["team"] })"#,
    ),
    Operation::new(
        "ListOpenIDConnectProviderTags",
        oidc_providers::TARGET,
        |call| list(call, Tagged::OidcProvider),
        "Lists the tags of an OpenID Connect provider.",
        r#"let iam = client("iam", account("123456789012")); let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn; iam.list_open_id_connect_provider_tags(#{ OpenIDConnectProviderArn: arn }).Tags.len()"#,
    ),
];

/// What has tags.
#[derive(Clone, Copy)]
enum Tagged {
    User,
    Role,
    Policy,
    MfaDevice,
    InstanceProfile,
    OidcProvider,
}

impl Tagged {
    /// Users and roles ignore the case of tag keys, all others do not (rule C14).
    const fn case(self) -> KeyCase {
        match self {
            Self::User | Self::Role => KeyCase::Ignored,
            Self::Policy | Self::MfaDevice | Self::InstanceProfile | Self::OidcProvider => {
                KeyCase::Kept
            }
        }
    }

    /// The ARN of what the call names, once it is known to exist.
    fn arn(self, call: &Call<'_>) -> Result<Arn, AwsError> {
        match self {
            Self::User => Ok(users::named(call)?.arn.clone()),
            Self::Role => Ok(roles::named(call)?.arn.clone()),
            Self::Policy => Ok(policies::named(call)?.arn.clone()),
            Self::InstanceProfile => Ok(instance_profiles::named(call)?.arn.clone()),
            Self::OidcProvider => Ok(oidc_providers::named(call)?.arn.clone()),
            Self::MfaDevice => {
                let device = mfa_devices::named(call)?;
                device
                    .arn()
                    .ok_or_else(|| mfa_devices::missing(&device.serial))
            }
        }
    }
}

fn tag(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    refuse_aws_policy(
        call,
        call.input.text("PolicyArn").unwrap_or_default(),
        "TagPolicy",
    )?;
    let arn = tagged.arn(call)?;
    let tags = with_tags(&of(call, &arn)?, &call.input.tags("Tags"), tagged.case())?;
    set(call, &arn, tags)
}

fn untag(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    refuse_aws_policy(
        call,
        call.input.text("PolicyArn").unwrap_or_default(),
        "UntagPolicy",
    )?;
    let arn = tagged.arn(call)?;
    let mut tags = of(call, &arn)?;
    for key in call.input.texts("TagKeys") {
        tags.remove(key, tagged.case());
    }
    set(call, &arn, tags)
}

fn list(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    let pager = Pager::new(call.input)?;
    let arn = tagged.arn(call)?;
    let tags = of(call, &arn)?;
    let shown = tags.iter();
    let shown = shown.map(|(key, value)| json!({ "Key": key, "Value": value }));
    Ok(pager.page_of("Tags", shown.collect()))
}

fn of(call: &Call<'_>, arn: &Arn) -> Result<Tags, AwsError> {
    Ok(call.account()?.tags_of(arn).cloned().unwrap_or_default())
}

fn set(call: &mut Call<'_>, arn: &Arn, tags: Tags) -> Answer {
    if let Some(old) = call.account_mut()?.tags_mut(arn) {
        *old = tags;
    }
    Ok(nothing())
}
