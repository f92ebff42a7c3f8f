//! Instance profiles and the role in them. Source: IAM API Reference, `CreateInstanceProfile`, `GetInstanceProfile`,
//! `ListInstanceProfiles`, `ListInstanceProfilesForRole`, `AddRoleToInstanceProfile`, `RemoveRoleFromInstanceProfile`,
//! `DeleteInstanceProfile`.

use serde_json::{Value, json};

use crate::id::Kind;
use crate::lab::entity::key;
use crate::lab::instance_profile::InstanceProfile;
use crate::lab::tags::KeyCase;
use crate::lab::{Account, Lab, Tags, quota};

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, quota_exceeded, with_tags, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::pass_role;
use super::super::remains::{Remains, line};
use super::super::shape::Shape;
use super::super::table::Operation;
use super::roles;

/// The profile that `InstanceProfileName` names.
pub const TARGET: Target = Target::Named("instance-profile", "InstanceProfileName");
/// Who gets the role in the end, as `iam:PassedToService` says.
const SERVICE: &str = "ec2.amazonaws.com";

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateInstanceProfile",
        Target::New("instance-profile", "InstanceProfileName"),
        create,
        "Creates an instance profile, which can hold one role.",
        Example::new("", r#"InstanceProfileName: "web""#),
    )
    .tagging_with("TagInstanceProfile"),
    Operation::new(
        "GetInstanceProfile",
        TARGET,
        get,
        "Describes an instance profile and the role in it.",
        Example::new(
            r#"iam.create_instance_profile(#{ InstanceProfileName: "web" });"#,
            r#"InstanceProfileName: "web""#,
        ),
    ),
    Operation::new(
        "ListInstanceProfiles",
        Target::List("instance-profile"),
        list,
        "Lists the instance profiles of the account.",
        Example::new("", ""),
    ),
    Operation::new(
        "ListInstanceProfilesForRole",
        Target::Role,
        list_for_role,
        "Lists the instance profiles that hold a role.",
        Example::new(
            r#"acct.create_role("web", trust_for("ec2.amazonaws.com"));"#,
            r#"RoleName: "web""#,
        ),
    ),
    Operation::new(
        "AddRoleToInstanceProfile",
        TARGET,
        add_role,
        "Puts a role into an instance profile; the caller must be allowed to pass it.",
        Example::new(
            r#"acct.create_role("web", trust_for("ec2.amazonaws.com"));
iam.create_instance_profile(#{ InstanceProfileName: "web" });"#,
            r#"InstanceProfileName: "web", RoleName: "web""#,
        ),
    ),
    Operation::new(
        "RemoveRoleFromInstanceProfile",
        TARGET,
        remove_role,
        "Takes the role out of an instance profile.",
        Example::new(
            r#"acct.create_role("web", trust_for("ec2.amazonaws.com"));
iam.create_instance_profile(#{ InstanceProfileName: "web" });
iam.add_role_to_instance_profile(#{ InstanceProfileName: "web", RoleName: "web" });"#,
            r#"InstanceProfileName: "web", RoleName: "web""#,
        ),
    ),
    Operation::new(
        "DeleteInstanceProfile",
        TARGET,
        delete,
        "Deletes an instance profile that holds no role.",
        Example::new(
            r#"iam.create_instance_profile(#{ InstanceProfileName: "web" });"#,
            r#"InstanceProfileName: "web""#,
        ),
    ),
];

/// The profile that `InstanceProfileName` names.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a InstanceProfile, AwsError> {
    let name = call.input.required("InstanceProfileName");
    call.account()?
        .instance_profiles
        .get(&key(name))
        .filter(|profile| profile.name == name)
        .ok_or_else(|| {
            AwsError::new(
                "NoSuchEntity",
                format!("Instance Profile {name} cannot be found."),
            )
        })
}

/// The profiles that hold the role with this key.
pub fn holding<'a>(
    account: &'a Account,
    role: &'a str,
) -> impl Iterator<Item = &'a InstanceProfile> {
    account
        .instance_profiles
        .values()
        .filter(move |profile| profile.role.as_deref() == Some(role))
}

/// A profile as it stands in lists and in `GetAccountAuthorizationDetails`.
#[must_use]
pub fn shape(lab: &Lab, account: &Account, profile: &InstanceProfile) -> Shape {
    let role = profile.role.as_ref().and_then(|key| account.roles.get(key));
    let roles: Vec<Value> = role
        .map(|role| roles::summary(lab, role).into())
        .into_iter()
        .collect();
    Shape::new()
        .with("Path", profile.path.as_str())
        .with("InstanceProfileName", profile.name.as_str())
        .with("InstanceProfileId", profile.id.as_str())
        .with("Arn", profile.arn.as_str())
        .with("CreateDate", profile.created.to_string())
        .with("Roles", roles)
}

fn create(call: &mut Call<'_>) -> Answer {
    let name = call.input.required("InstanceProfileName");
    let path = call.input.text("Path").unwrap_or("/");
    let known = &call.account()?.instance_profiles;
    if known.contains_key(&key(name)) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("Instance Profile {name} already exists."),
        ));
    }
    within_quota(
        "InstanceProfilesPerAccount",
        known.len(),
        quota::INSTANCE_PROFILES,
    )?;
    let tags = with_tags(&Tags::default(), &call.input.tags("Tags"), KeyCase::Kept)?;
    let id = call.id()?.clone();
    let profile = InstanceProfile {
        name: name.to_owned(),
        path: path.to_owned(),
        id: call
            .lab
            .change()?
            .issue_id(&id, Kind::InstanceProfile, name),
        arn: call.arn(&format!("instance-profile{path}{name}"))?,
        created: call.now(),
        tags,
        role: None,
    };
    let shown = shape(&call.lab, call.account()?, &profile).with_tags(&profile.tags);
    call.account_mut()?
        .instance_profiles
        .insert(key(name), profile);
    Ok(json!({ "InstanceProfile": Value::from(shown) }))
}

fn get(call: &mut Call<'_>) -> Answer {
    let profile = named(call)?;
    let shown = shape(&call.lab, call.account()?, profile).with_tags(&profile.tags);
    Ok(json!({ "InstanceProfile": Value::from(shown) }))
}

fn list(call: &mut Call<'_>) -> Answer {
    let prefix = call.input.text("PathPrefix").unwrap_or("/");
    page(call, |profile| profile.path.starts_with(prefix))
}

fn list_for_role(call: &mut Call<'_>) -> Answer {
    let role = key(&roles::named(call)?.name);
    page(call, |profile| profile.role.as_ref() == Some(&role))
}

fn page(call: &Call<'_>, wanted: impl Fn(&InstanceProfile) -> bool) -> Answer {
    let pager = Pager::new(call.input)?;
    let account = call.account()?;
    let profiles = pager
        .rest(&account.instance_profiles)
        .filter(|(_, profile)| wanted(profile));
    let shown = profiles.map(|(key, profile)| (key, shape(&call.lab, account, profile).into()));
    Ok(pager.page("InstanceProfiles", shown))
}

fn add_role(call: &mut Call<'_>) -> Answer {
    let profile = named(call)?;
    let role = roles::named(call)?;
    roles::refuse_protected(role)?;
    pass_role::permitted(
        &call.lab,
        call.identity,
        &role.arn,
        Some(SERVICE),
        "*",
        call.given,
    )?;
    if profile.role.is_some() {
        return Err(quota_exceeded("InstanceSessionsPerInstanceProfile", 1));
    }
    let (profile, role) = (key(&profile.name), key(&role.name));
    set_role(call, &profile, Some(role))
}

fn remove_role(call: &mut Call<'_>) -> Answer {
    let profile = named(call)?;
    let role = roles::named(call)?;
    if profile.role.as_ref() != Some(&key(&role.name)) {
        return Err(AwsError::new(
            "NoSuchEntity",
            format!(
                "The role with name {} cannot be found in Instance Profile {}.",
                role.name, profile.name
            ),
        ));
    }
    let profile = key(&profile.name);
    set_role(call, &profile, None)
}

fn set_role(call: &mut Call<'_>, profile: &str, role: Option<String>) -> Answer {
    if let Some(profile) = call.account_mut()?.instance_profiles.get_mut(profile) {
        profile.role = role;
    }
    Ok(nothing())
}

/// AWS's text for a profile that holds a role, and for a role that a profile holds (rule C13).
pub const IN_USE: &str = "Cannot delete entity, must remove roles from instance profile first.";

/// The call that takes a role out of a profile.
#[must_use]
pub fn removal(profile: &str, role: &str) -> String {
    line(
        "RemoveRoleFromInstanceProfile",
        &[("InstanceProfileName", profile), ("RoleName", role)],
    )
}

fn delete(call: &mut Call<'_>) -> Answer {
    let profile = named(call)?;
    let role = profile
        .role
        .as_ref()
        .and_then(|key| call.account().ok()?.roles.get(key));
    Remains::default()
        .with(IN_USE, role.map(|role| removal(&profile.name, &role.name)))
        .refuse()?;
    let key = key(&profile.name);
    call.account_mut()?.instance_profiles.remove(&key);
    Ok(nothing())
}
