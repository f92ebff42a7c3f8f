//! Who lines are: somebody who was chosen, the variables that were exported, the profiles of the virtual `~/.aws` files.
//!
//! Nothing here reads the machine's environment. Source: AWS CLI User Guide, "Environment variables to configure the AWS
//! CLI", "Configuration and credential file settings in the AWS CLI".

use std::collections::BTreeMap;

use crate::clock::Timestamp;
use crate::decision::Context;
use crate::lab::{Caller, Credentials};

/// Variables that say who a line is. To export one of them is to take back an earlier choice.
const WHO: [&str; 6] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
];

/// Somebody that lines act as, with the condition keys that go with each of their requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Who it is.
    pub caller: Caller,
    /// Condition keys of every request.
    pub context: Context,
}

/// Exported variables and profiles. Plain data: a copy is an environment of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Environment {
    chosen: Option<Chosen>,
    variables: BTreeMap<String, String>,
    profiles: BTreeMap<String, Profile>,
    /// Sessions of the roles that profiles name, with their ends: the AWS CLI's cache.
    pub(super) sessions: BTreeMap<String, (Credentials, Timestamp)>,
}

/// The settings of one profile, such as `aws_access_key_id` or `region`.
pub type Profile = BTreeMap<String, String>;

impl Environment {
    /// Has lines act as somebody, until a variable is exported that says who they are; or as variables and profiles say.
    pub fn choose(&mut self, chosen: Option<Chosen>) {
        self.chosen = chosen;
    }

    /// Who was chosen; a `--profile` of the line has more weight, variables that were exported before have less.
    #[must_use]
    pub const fn chosen(&self) -> Option<&Chosen> {
        self.chosen.as_ref()
    }

    /// What `export NAME=VALUE` does.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        if WHO.contains(&name.as_str()) {
            self.chosen = None;
        }
        self.variables.insert(name, value.into());
    }

    /// What `unset NAME` does.
    pub fn unset(&mut self, name: &str) {
        self.variables.remove(name);
    }

    /// The value of a variable that is exported and not empty.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    /// The profiles by name.
    #[must_use]
    pub const fn profiles(&self) -> &BTreeMap<String, Profile> {
        &self.profiles
    }

    /// A setting of a profile, as written.
    #[must_use]
    pub fn setting(&self, profile: &str, name: &str) -> Option<&str> {
        self.profiles.get(profile)?.get(name).map(String::as_str)
    }

    /// Gives a profile these settings and no others.
    pub fn set_profile(&mut self, profile: &str, settings: Profile) {
        self.sessions.clear();
        self.profiles.insert(profile.to_owned(), settings);
    }

    /// Writes a setting of a profile, which comes to be if there is none of this name.
    pub fn configure(&mut self, profile: &str, name: &str, value: &str) {
        // What a profile was given may depend on any other one.
        self.sessions.clear();
        self.profiles
            .entry(profile.to_owned())
            .or_default()
            .insert(name.to_owned(), value.to_owned());
    }

    /// The profile that variables name.
    #[must_use]
    pub fn chosen_profile(&self) -> Option<&str> {
        self.variable("AWS_PROFILE")
            .or_else(|| self.variable("AWS_DEFAULT_PROFILE"))
    }

    /// The region: of the option, of a variable, of the profile.
    #[must_use]
    pub fn region<'e>(&'e self, option: Option<&'e str>, profile: &str) -> Option<&'e str> {
        option
            .or_else(|| self.variable("AWS_REGION"))
            .or_else(|| self.variable("AWS_DEFAULT_REGION"))
            .or_else(|| self.setting(profile, "region"))
    }
}
