//! Files below the folder they are read from.

use std::fs;
use std::path::Path;

use super::{Candidate, MOST};

/// The files and folders whose path begins with `prefix`; folders end in `/`.
pub fn files(folder: &Path, prefix: &str) -> Vec<Candidate> {
    let (inside, name) = match prefix.rfind('/') {
        Some(at) => prefix.split_at(at + 1),
        None => ("", prefix),
    };
    let Ok(entries) = fs::read_dir(folder.join(inside)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.filter_map(Result::ok).take(10_000) {
        let Ok(file) = entry.file_name().into_string() else {
            continue;
        };
        let hidden = file.starts_with('.') && !name.starts_with('.');
        if !file.starts_with(name) || hidden {
            continue;
        }
        let end = if entry.path().is_dir() { "/" } else { "" };
        found.push(Candidate::plain(format!("{inside}{file}{end}")));
        if found.len() == MOST {
            break;
        }
    }
    found
}
