//! The entities of an account that carry tags, found by their ARN.
//!
//! Source: IAM User Guide, "Tags for AWS Identity and Access Management resources".

use crate::arn::Arn;

use super::Account;
use super::entity::key;
use super::tags::Tags;

impl Account {
    /// The tags of the entity with this ARN; none for what does not exist or has no tags, such as a group.
    #[must_use]
    pub fn tags_of(&self, arn: &Arn) -> Option<&Tags> {
        let name = arn.resource_name();
        match arn.resource_type() {
            "user" => self
                .user(name)
                .filter(|user| user.arn == *arn)
                .map(|user| &user.tags),
            "role" => self
                .role(name)
                .filter(|role| role.arn == *arn)
                .map(|role| &role.tags),
            "policy" => self.policy(arn.as_str()).map(|policy| &policy.tags),
            "mfa" => self
                .mfa_devices
                .get(&key(arn.as_str()))
                .map(|device| &device.tags),
            "instance-profile" => self
                .instance_profiles
                .get(&key(name))
                .filter(|profile| profile.arn == *arn)
                .map(|profile| &profile.tags),
            "oidc-provider" => self.oidc_providers.get(arn.as_str()).map(|p| &p.tags),
            "saml-provider" => self
                .saml_providers
                .get(&key(name))
                .filter(|provider| provider.arn == *arn)
                .map(|provider| &provider.tags),
            _ => None,
        }
    }

    /// The ARN of the entity of a type with a name, for types that are named but no principals.
    #[must_use]
    pub fn arn_named(&self, kind: &str, name: &str) -> Option<&Arn> {
        let arn = match kind {
            "instance-profile" => &self.instance_profiles.get(&key(name))?.arn,
            _ => return None,
        };
        Some(arn).filter(|arn| arn.resource_name() == name)
    }

    /// The same tags, to change them.
    pub fn tags_mut(&mut self, arn: &Arn) -> Option<&mut Tags> {
        self.tags_of(arn)?;
        let name = key(arn.resource_name());
        match arn.resource_type() {
            "user" => self.users.get_mut(&name).map(|user| &mut user.tags),
            "role" => self.roles.get_mut(&name).map(|role| &mut role.tags),
            "policy" => self.policies.get_mut(&name).map(|policy| &mut policy.tags),
            "mfa" => self
                .mfa_devices
                .get_mut(&key(arn.as_str()))
                .map(|device| &mut device.tags),
            "instance-profile" => self
                .instance_profiles
                .get_mut(&name)
                .map(|profile| &mut profile.tags),
            "oidc-provider" => self
                .oidc_providers
                .get_mut(arn.as_str())
                .map(|provider| &mut provider.tags),
            "saml-provider" => self
                .saml_providers
                .get_mut(&name)
                .map(|provider| &mut provider.tags),
            _ => None,
        }
    }
}
