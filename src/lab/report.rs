//! Reports that an account asked for: a snapshot each, made when it is asked for.
//!
//! Source: IAM User Guide, "Generate credential reports for your AWS account", "Refine permissions in AWS using last accessed
//! information".

use crate::clock::Timestamp;

/// The credential report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialReport {
    /// When it was made.
    pub generated: Timestamp,
    /// Comma-separated values.
    pub csv: String,
}

/// A report on which services some entities could use, and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessReport {
    /// When it was made.
    pub created: Timestamp,
    /// What it is about.
    pub scope: Scope,
    /// Who uses the services.
    pub entities: Vec<Entity>,
    /// Prefixes of the services that are open to them, sorted.
    pub services: Vec<String>,
    /// The last use of each action by each entity.
    pub uses: Vec<Use>,
    /// Code and text, where it could not be made.
    pub error: Option<(&'static str, String)>,
}

/// What an access report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A user, group, role or policy; down to services, or to actions.
    Entity {
        /// Actions are told apart.
        actions: bool,
    },
    /// Part of an organization.
    Organization,
}

/// Somebody who uses services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its ARN; for an account, its path in the organization.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// `USER`, `ROLE` or `ACCOUNT`.
    pub kind: &'static str,
    /// Its unique id.
    pub id: String,
    /// `/` or `/division/…/`
    pub path: String,
}

/// A use of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Place of the entity in the report.
    pub entity: usize,
    /// Prefix of the service.
    pub service: String,
    /// The action without the prefix.
    pub action: String,
    /// When it was last tried.
    pub time: Timestamp,
    /// Where.
    pub region: String,
}

impl AccessReport {
    /// The uses of a service.
    pub fn uses_of<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a Use> {
        self.uses
            .iter()
            .filter(move |known| known.service == service)
    }
}
