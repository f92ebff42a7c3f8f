//! How far somebody is, kept between runs.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// A place in the tutorial, and how the session got there.
#[derive(Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Progress {
    /// Place of the lesson.
    pub lesson: usize,
    /// Place of the step in it.
    pub step: usize,
    /// What was typed.
    pub inputs: Vec<String>,
}

/// Reads it; none where there is none, or what is there is no such file.
pub fn read(file: &Path) -> Option<Progress> {
    serde_json::from_str(&fs::read_to_string(file).ok()?).ok()
}

/// Writes it. Where it cannot be kept the tutorial goes on all the same.
pub fn write(file: &Path, progress: &Progress) {
    let Ok(text) = serde_json::to_string(progress) else {
        return;
    };
    if let Some(folder) = file.parent() {
        let _ = fs::create_dir_all(folder);
    }
    // A new file takes the old one's place at once: never half of one.
    let fresh = file.with_extension("new");
    if fs::write(&fresh, text).is_ok() {
        let _ = fs::rename(&fresh, file);
    }
}
