//! What can be wrong with a file that keeps a lab.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::api::AwsError;

/// A file that cannot be used, and why.
#[derive(Debug)]
pub struct StoreError {
    path: PathBuf,
    /// What is wrong.
    pub damage: Damage,
}

/// What is wrong with a file.
#[derive(Debug)]
pub enum Damage {
    /// Another process has it open.
    InUse,
    /// It is no file of a lab.
    NotALab,
    /// A later version of `iamsh` wrote it.
    Newer(String),
    /// A part of it cannot be read.
    Corrupt(String),
    /// The file system refuses.
    Io(String),
}

impl StoreError {
    pub(super) fn new(path: &Path, damage: Damage) -> Self {
        Self {
            path: path.to_owned(),
            damage,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot use the lab in `{}`: ", self.path.display())?;
        match &self.damage {
            Damage::InUse => f.write_str("another process has it open"),
            Damage::NotALab => f.write_str("it is no file of a lab"),
            Damage::Newer(version) => write!(
                f,
                "it is of format {version}, which a later version of iamsh wrote"
            ),
            Damage::Corrupt(what) => write!(f, "it is damaged: {what}"),
            Damage::Io(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<redb::Error> for Damage {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => Self::InUse,
            redb::Error::UpgradeRequired(version) => {
                Self::Corrupt(format!("its pages are of format {version}"))
            }
            redb::Error::TableTypeMismatch { .. } | redb::Error::TableDoesNotExist(_) => {
                Self::NotALab
            }
            redb::Error::Corrupted(what) => Self::Corrupt(what),
            redb::Error::RepairAborted => Self::Corrupt("it cannot be repaired".to_owned()),
            redb::Error::Io(error) => match error.kind() {
                std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => {
                    Self::NotALab
                }
                std::io::ErrorKind::NotFound => Self::Io("no such folder".to_owned()),
                std::io::ErrorKind::PermissionDenied => Self::Io("permission denied".to_owned()),
                _ => Self::Io(error.to_string()),
            },
            other => Self::Io(other.to_string()),
        }
    }
}

/// What a caller sees when its command cannot be kept: AWS's answer for a service that is not well, and the reason as help.
impl From<&StoreError> for AwsError {
    fn from(error: &StoreError) -> Self {
        Self::new(
            "ServiceFailure",
            "The request processing has failed because of an unknown error, exception or failure.",
        )
        .with_help(error.to_string())
    }
}
