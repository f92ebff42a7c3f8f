//! Something is done whenever a file changes. Looks at the times of files: that works on every file system.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

const PAUSE: Duration = Duration::from_millis(200);

type Times = BTreeMap<PathBuf, (SystemTime, u64)>;

/// Does something now and after each change below `paths`, until it is stopped.
pub fn whenever_files_change(paths: &[PathBuf], stop: &AtomicBool, mut work: impl FnMut()) {
    let mut seen = None;
    while !stop.load(Ordering::Relaxed) {
        let now = times(paths);
        if seen.as_ref() != Some(&now) {
            work();
            // What the work itself has written is no change.
            seen = Some(times(paths));
        }
        thread::sleep(PAUSE);
    }
}

fn times(paths: &[PathBuf]) -> Times {
    let mut found = Times::new();
    for path in paths {
        match path.is_dir() {
            true => look(path, &mut found),
            // A script reads the files beside it.
            false => look(&crate::scenario::files::folder_of(path), &mut found),
        }
    }
    found
}

fn look(folder: &Path, found: &mut Times) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_waiting = path
            .extension()
            .is_some_and(|kind| kind == "new" || kind == "draft");
        let Ok(data) = entry.metadata() else { continue };
        if data.is_dir() {
            look(&path, found);
        } else if let Ok(time) = data.modified()
            && !is_waiting
        {
            found.insert(path, (time, data.len()));
        }
    }
}
