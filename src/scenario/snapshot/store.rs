//! Where snapshots are kept, and what becomes of one that differs.
//!
//! A change waits as `NAME.snap.new` beside `NAME.snap` until somebody accepts or rejects it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::format;

/// Whether snapshots are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// What is new or differs waits beside the snapshot, and fails.
    Pending,
    /// What is new is written; what differs waits.
    New,
    /// Everything is written.
    All,
    /// Nothing is written.
    No,
}

/// What came of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// It is as it was.
    Same,
    /// The snapshot was written.
    Written,
    /// There was none; the new one waits, unless nothing is written.
    New {
        /// What there is now.
        found: String,
    },
    /// It differs; the new one waits, unless nothing is written.
    Differs {
        /// What the snapshot holds.
        wanted: String,
        /// What there is now.
        found: String,
    },
    /// The snapshot cannot be read or written.
    Unusable(String),
}

/// The file of a change that waits.
#[must_use]
pub fn pending(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Compares a content with the snapshot in a file. `source` is what the snapshot is of.
#[must_use]
pub fn compare(file: &Path, source: &str, found: &str, update: Update) -> Compared {
    let found = format::normal(found);
    let wanted = match fs::read(file) {
        Ok(bytes) => match read(bytes) {
            Ok(content) => Some(content),
            Err(_) if update == Update::All => None,
            Err(reason) => {
                return unusable(
                    file,
                    &format!("is no snapshot: {reason}; `--update all` writes it anew"),
                );
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return unusable(file, &format!("cannot be read: {error}")),
    };
    if wanted.as_deref() == Some(&found) {
        // A change that waited is none any more.
        if update != Update::No {
            let _ = fs::remove_file(pending(file));
        }
        return Compared::Same;
    }
    let text = format::write(source, &found);
    let accepted = update == Update::All || (update == Update::New && wanted.is_none());
    let written = match update {
        Update::No => Ok(()),
        _ if accepted => put(file, &text).map(|()| drop(fs::remove_file(pending(file)))),
        _ => put(&pending(file), &text),
    };
    match (written, wanted) {
        (Err(error), _) => unusable(file, &format!("cannot be written: {error}")),
        (Ok(()), _) if accepted => Compared::Written,
        (Ok(()), None) => Compared::New { found },
        (Ok(()), Some(wanted)) => Compared::Differs { wanted, found },
    }
}

fn read(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    format::content(&text)
}

fn unusable(file: &Path, reason: &str) -> Compared {
    Compared::Unusable(format!("the snapshot `{}` {reason}", file.display()))
}

/// Writes a file as a whole or not at all.
///
/// # Errors
/// The system's.
pub fn put(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut draft = file.as_os_str().to_owned();
    draft.push(".draft");
    let draft = PathBuf::from(draft);
    fs::write(&draft, text)?;
    fs::rename(&draft, file).inspect_err(|_| drop(fs::remove_file(&draft)))
}

/// Accepts a change that waits.
///
/// # Errors
/// The system's.
pub fn accept(pending: &Path) -> io::Result<()> {
    fs::rename(pending, target(pending))
}

/// Rejects a change that waits.
///
/// # Errors
/// The system's.
pub fn reject(pending: &Path) -> io::Result<()> {
    fs::remove_file(pending)
}

/// What a change that waits would replace.
#[must_use]
pub fn target(pending: &Path) -> PathBuf {
    pending.with_extension("")
}

/// What becomes of a document whose blocks show something else now.
#[must_use]
pub fn compare_document(file: &Path, found: &str, update: Update) -> Compared {
    let written = match update {
        Update::No => Ok(()),
        Update::All => put(file, found).map(|()| drop(fs::remove_file(pending(file)))),
        Update::New | Update::Pending => put(&pending(file), found),
    };
    match written {
        Err(error) => {
            Compared::Unusable(format!("`{}` cannot be written: {error}", file.display()))
        }
        Ok(()) if update == Update::All => Compared::Written,
        Ok(()) => Compared::New {
            found: found.to_owned(),
        },
    }
}
