//! Which scripts a command line names, and their texts.

use std::io;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

/// The largest script, in bytes.
const SCRIPT_SIZE: u64 = 16 << 20;

/// A file or folder that cannot be used.
#[derive(Debug)]
pub struct Unusable {
    path: PathBuf,
    reason: String,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read `{}`: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for Unusable {}

fn unusable(path: &Path, reason: impl Into<String>) -> Unusable {
    Unusable {
        path: path.to_owned(),
        reason: reason.into(),
    }
}

fn because(path: &Path, error: &io::Error) -> Unusable {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    unusable(path, reason)
}

/// The scripts that `paths` name: files as they are, folders with all `*.rhai` below them in the order of their names.
///
/// # Errors
/// For a path that does not exist, and a folder without scripts.
pub fn scripts(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Unusable> {
    let mut found = Vec::new();
    for path in paths {
        let kind = fs::metadata(path).map_err(|error| because(path, &error))?;
        if kind.is_dir() {
            let before = found.len();
            below(path, &mut found)?;
            if found.len() == before {
                return Err(unusable(path, "there is no script (*.rhai) in it"));
            }
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Unusable> {
    let refused = |error: io::Error| because(folder, &error);
    let entries = fs::read_dir(folder).map_err(refused)?;
    let mut entries = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(refused)?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rhai")
        {
            found.push(path);
        }
    }
    Ok(())
}

/// The text of a script.
///
/// # Errors
/// For what cannot be read, is too large, or is no text.
pub fn text(path: &Path) -> Result<String, Unusable> {
    let size = fs::metadata(path)
        .map_err(|error| because(path, &error))?
        .len();
    if size > SCRIPT_SIZE {
        return Err(unusable(
            path,
            format!("{size} bytes are more than the {SCRIPT_SIZE} accepted"),
        ));
    }
    let bytes = fs::read(path).map_err(|error| because(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        unusable(
            path,
            format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()),
        )
    })?;
    match text.find('\0') {
        Some(at) => Err(unusable(path, format!("byte {at} is NUL"))),
        None => Ok(text),
    }
}

/// The folder a script's files are read from.
#[must_use]
pub fn folder_of(script: &Path) -> PathBuf {
    match script.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
