//! Principals in stored trust and resource policies: users and roles stand as unique ids (rules C1–C3).
//!
//! Saving replaces ARNs by ids, so that a re-created entity is not trusted by accident; showing replaces the ids of
//! living entities by their ARNs. Source: IAM User Guide, "AWS JSON policy elements: Principal".

use crate::arn::{AccountId, Arn};
use crate::id::{Kind, Origin};
use crate::partition::Partition;
use crate::policy::check::{MustExist, named_principals};
use crate::policy::document::{Document, PrincipalEntry, PrincipalKind, Text};

use super::Lab;

impl Lab {
    /// The text to store for a document that names principals; accounts given by their id are those of `partition`.
    ///
    /// # Errors
    /// The first principal that does not exist.
    pub fn store_principals(
        &self,
        partition: Partition,
        document: &Document,
    ) -> Result<String, PrincipalEntry> {
        let mut changes = Vec::new();
        for (entry, needed) in named_principals(document) {
            let stored = needed.and_then(|needed| self.stored_form(partition, entry, needed));
            changes.push((&entry.name, stored.ok_or_else(|| entry.clone())?));
        }
        changes.retain(|(name, stored)| name.value != *stored);
        Ok(with_replaced(&document.source, &changes))
    }

    /// The text to show for a document stored by [`Lab::store_principals`].
    #[must_use]
    pub fn show_principals(&self, document: &Document) -> String {
        let changes: Vec<_> = aws_principals(document)
            .filter_map(|name| Some((name, self.arn_of_id(&name.value)?)))
            .collect();
        with_replaced(&document.source, &changes)
    }

    /// How a principal is stored; `None` when it does not exist in the lab.
    fn stored_form(
        &self,
        partition: Partition,
        entry: &PrincipalEntry,
        needed: MustExist,
    ) -> Option<String> {
        let name = &entry.name.value;
        let account = |arn: &Arn| self.account(&arn.account_id()?);
        match needed {
            MustExist::Nothing => Some(match (entry.kind, name.parse::<AccountId>()) {
                (PrincipalKind::Aws, Ok(account)) => {
                    Arn::iam(partition, &account, "root").to_string()
                }
                _ => name.clone(),
            }),
            MustExist::User(arn) => {
                let user = account(&arn)?.user(arn.resource_name())?;
                (user.arn == arn).then(|| user.id.clone())
            }
            MustExist::Role(arn) => {
                let role = account(&arn)?.role(arn.resource_name())?;
                (role.arn == arn).then(|| role.id.clone())
            }
            MustExist::RoleNamed {
                account,
                name: role,
            } => self.account(&account)?.role(&role).map(|_| name.clone()),
            MustExist::UniqueId(id) => self.arn_of_id(&id).map(|_| id),
            MustExist::Provider(arn) => account(&arn)?.has_provider(&arn).then(|| name.clone()),
        }
    }

    /// ARN of the living user or role with this unique id.
    #[must_use]
    pub fn arn_of_id(&self, id: &str) -> Option<String> {
        if !id.starts_with("AIDA") && !id.starts_with("AROA") {
            return None;
        }
        self.accounts.values().find_map(|account| {
            let user = account.user_by_id(id).map(|u| u.arn.to_string());
            user.or_else(|| account.role_by_id(id).map(|r| r.arn.to_string()))
        })
    }
}

/// A user or role that is no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Its account.
    pub account: AccountId,
    /// `user` or `role`.
    pub kind: &'static str,
    /// Its name when it was created.
    pub name: String,
}

impl Lab {
    /// Whose unique id this was: every id the lab ever issued can be derived again.
    #[must_use]
    pub fn former(&self, id: &str) -> Option<Former> {
        let (kind, word) = match id.get(..4)? {
            "AIDA" => (Kind::User, "user"),
            "AROA" => (Kind::Role, "role"),
            _ => return None,
        };
        let deriver = self.deriver();
        self.accounts.values().find_map(|account| {
            let mut issued = account
                .issued
                .iter()
                .filter(|((issued, _), _)| *issued == kind);
            let ((_, name), _) = issued.find(|((_, name), times)| {
                let mut occurrences = 0..**times;
                occurrences.any(|occurrence| {
                    let origin = Origin {
                        account: &account.id,
                        kind,
                        name,
                        occurrence,
                    };
                    deriver.unique_id(&origin) == id
                })
            })?;
            Some(Former {
                account: account.id.clone(),
                kind: word,
                name: name.clone(),
            })
        })
    }
}

fn aws_principals(document: &Document) -> impl Iterator<Item = &Text> {
    document
        .statements
        .iter()
        .filter_map(|s| s.principal.as_ref())
        .flat_map(|p| &p.entries)
        .filter(|e| e.kind == PrincipalKind::Aws)
        .map(|e| &e.name)
}

/// `source` with each string at its span replaced by another, last first so that earlier spans stay true.
fn with_replaced(source: &str, changes: &[(&Text, String)]) -> String {
    let mut text = source.to_owned();
    let mut ordered: Vec<_> = changes.iter().collect();
    ordered.sort_by_key(|(name, _)| std::cmp::Reverse(name.span.start));
    for (name, new) in ordered {
        let quoted = serde_json::Value::from(new.as_str()).to_string();
        if text.is_char_boundary(name.span.start) && text.is_char_boundary(name.span.end) {
            text.replace_range(name.span.start..name.span.end, &quoted);
        }
    }
    text
}
