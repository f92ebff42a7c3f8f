//! The account itself: alias and summary. Source: IAM API Reference, `CreateAccountAlias`, `DeleteAccountAlias`,
//! `ListAccountAliases`, `GetAccountSummary`.

use serde_json::{Value, json};

use crate::lab::quota;
use crate::policy::size::SizeLimits;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::mfa_assignment::devices_of;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateAccountAlias",
        Target::Everything,
        create_alias,
        "Gives the account an alias; one it had is replaced.",
        Example::new("", r#"AccountAlias: "my-blog""#),
    ),
    Operation::new(
        "DeleteAccountAlias",
        Target::Everything,
        delete_alias,
        "Removes the account's alias.",
        Example::new(
            r#"acct.create_account_alias("my-blog");"#,
            r#"AccountAlias: "my-blog""#,
        ),
    ),
    Operation::new(
        "ListAccountAliases",
        Target::Everything,
        list_aliases,
        "Lists the account's alias.",
        Example::new("", ""),
    ),
    Operation::new(
        "GetAccountSummary",
        Target::Everything,
        summary,
        "Counts the account's entities and shows its quotas.",
        Example::new("", ""),
    ),
];

fn create_alias(call: &mut Call<'_>) -> Answer {
    let alias = call.input.required("AccountAlias");
    let taken = call
        .lab
        .accounts
        .values()
        .any(|other| other.alias.as_deref() == Some(alias));
    if taken {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("The account alias {alias} already exists."),
        ));
    }
    let alias = alias.to_owned();
    call.account_mut()?.alias = Some(alias);
    Ok(nothing())
}

fn delete_alias(call: &mut Call<'_>) -> Answer {
    let alias = call.input.required("AccountAlias");
    if call.account()?.alias.as_deref() != Some(alias) {
        return Err(AwsError::new(
            "NoSuchEntity",
            format!("The account alias {alias} cannot be found."),
        ));
    }
    call.account_mut()?.alias = None;
    Ok(nothing())
}

fn list_aliases(call: &mut Call<'_>) -> Answer {
    let aliases = call
        .account()?
        .alias
        .iter()
        .map(|alias| Value::from(alias.as_str()));
    Ok(Pager::new(call.input)?.page_of("AccountAliases", aliases.collect()))
}

fn summary(call: &mut Call<'_>) -> Answer {
    let account = call.account()?;
    let sizes = SizeLimits::default();
    let versions: usize = account
        .policies
        .values()
        .map(|policy| policy.versions.len())
        .sum();
    Ok(json!({ "SummaryMap": {
        "Users": account.users.len(),
        "UsersQuota": quota::USERS,
        "Groups": account.groups.len(),
        "GroupsQuota": quota::GROUPS,
        "Roles": account.roles.len(),
        "RolesQuota": quota::ROLES,
        "Policies": account.policies.len(),
        "PoliciesQuota": quota::POLICIES,
        "PolicyVersionsInUse": versions,
        "PolicyVersionsInUseQuota": 10_000,
        "PolicySizeQuota": sizes.managed,
        "VersionsPerPolicyQuota": quota::POLICY_VERSIONS,
        "AssumeRolePolicySizeQuota": sizes.trust,
        "UserPolicySizeQuota": sizes.inline_user,
        "GroupPolicySizeQuota": sizes.inline_group,
        "RolePolicySizeQuota": sizes.inline_role,
        "AttachedPoliciesPerUserQuota": quota::ATTACHED_POLICIES,
        "AttachedPoliciesPerGroupQuota": quota::ATTACHED_POLICIES,
        "AttachedPoliciesPerRoleQuota": quota::ATTACHED_POLICIES,
        "GroupsPerUserQuota": quota::GROUPS_PER_USER,
        "AccessKeysPerUserQuota": quota::ACCESS_KEYS,
        "AccountAccessKeysPresent": u8::from(!account.root_keys.is_empty()),
        "AccountMFAEnabled": u8::from(devices_of(account, account.id.as_str()).next().is_some()),
        "MFADevices": account.mfa_devices.len(),
        "MFADevicesInUse": account.mfa_devices.values().filter(|device| device.assignment.is_some()).count(),
        "InstanceProfiles": account.instance_profiles.len(),
        "InstanceProfilesQuota": quota::INSTANCE_PROFILES,
        "ServerCertificates": account.server_certificates.len(),
        "ServerCertificatesQuota": quota::SERVER_CERTIFICATES,
        "SigningCertificatesPerUserQuota": quota::SIGNING_CERTIFICATES,
        "AccountSigningCertificatesPresent": u8::from(!account.root_signing_certificates.is_empty()),
        "Providers": account.oidc_providers.len() + account.saml_providers.len(),
        "GlobalEndpointTokenVersion": account.token_version,
    } }))
}
