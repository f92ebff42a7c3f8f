//! `--lab FILE`: the lab a command works on.

use std::path::Path;

use crate::lab::Settings;
use crate::store::{KeptLab, StoreError};

/// The lab in the file; an empty one that ends with the program where no file is named.
///
/// # Errors
/// For a file that cannot be used.
pub fn open(file: Option<&Path>) -> Result<KeptLab, StoreError> {
    match file {
        Some(file) => KeptLab::open(file, &Settings::default()),
        None => Ok(KeptLab::in_memory(Settings::default())),
    }
}
