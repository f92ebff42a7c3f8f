//! The corpus of the fuzz targets, replayed: every file as it is, and cut off at every place.

use std::fs;
use std::path::Path;

#[path = "../fuzz/targets.rs"]
mod targets;

#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let data = fs::read(entry.unwrap().path()).unwrap();
        for end in 0..=data.len() {
            run(data.get(..end).unwrap());
        }
        files += 1;
    }
    assert!(files >= 5, "the corpus of {target} is gone");
}

#[test]
fn policies() {
    replay("policy", targets::policy);
}

#[test]
fn patterns() {
    replay("pattern", targets::pattern);
}

#[test]
fn conditions() {
    replay("condition", targets::condition);
}

#[test]
fn decisions() {
    replay("decide", targets::decide);
}

#[test]
fn aws_lines() {
    replay("aws_line", targets::aws_line);
}

#[test]
fn lines() {
    replay("aws_lines", targets::aws_lines);
}

#[test]
fn requests() {
    replay("request", targets::request);
}
