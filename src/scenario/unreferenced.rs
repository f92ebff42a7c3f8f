//! Snapshots that belong to no scenario any more, and changes that wait.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::discover::Scenario;
use super::outcome::Report;

/// Snapshots in the folders of the scenarios that none of them took. Only of files below `whole`: elsewhere, files that were not
/// looked at may take them.
#[must_use]
pub fn unreferenced(reports: &[Report], whole: &[&Path]) -> Vec<PathBuf> {
    let is_looked_at = |path: &Path| whole.iter().any(|folder| path.starts_with(folder));
    let mut taken = BTreeSet::new();
    let mut folders = BTreeSet::new();
    // Names of scenarios that did not come to their end: whatever begins with one may be theirs.
    let mut unfinished = Vec::new();
    for report in reports {
        let file = &report.scenario.file;
        taken.extend(report.outcome.snapshots.iter().cloned());
        if file.header.skip.is_some()
            || report.outcome.cut_short
            || report.outcome.status.word() == "not run"
        {
            let whole = file.snapshot(None);
            unfinished.push(whole.with_extension(""));
            taken.insert(whole);
        }
        if is_looked_at(&file.path) {
            folders.insert(file.snapshots());
        }
    }
    let may_be_taken = |path: &Path| {
        let name = path.to_string_lossy();
        unfinished
            .iter()
            .any(|own| name.starts_with(&format!("{}@", own.to_string_lossy())))
    };
    let files = folders.iter().flat_map(|folder| files_in(folder));
    files
        .filter(|path| path.extension().is_some_and(|kind| kind == "snap"))
        .filter(|path| !taken.contains(path) && !may_be_taken(path))
        .collect()
}

/// Changes that wait beside the snapshots and documents of these scenarios.
#[must_use]
pub fn waiting(scenarios: &[Scenario]) -> Vec<PathBuf> {
    let mut found = BTreeSet::new();
    for scenario in scenarios {
        let file = &scenario.file;
        let own = file.snapshot(None);
        let stem = own.with_extension("").to_string_lossy().into_owned();
        let is_own = |path: &PathBuf| {
            let name = path.to_string_lossy();
            name.strip_prefix(&stem).is_some_and(|rest| {
                rest == ".snap.new" || (rest.starts_with('@') && rest.ends_with(".snap.new"))
            })
        };
        found.extend(files_in(&file.snapshots()).into_iter().filter(is_own));
        let document = super::snapshot::store::pending(&file.path);
        if document.is_file() {
            found.insert(document);
        }
    }
    found.into_iter().collect()
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}
