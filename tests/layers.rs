//! Each layer uses only those above it, and a few crates stay in their room. The table is that of ARCHITECTURE.md.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Layers from the top: a file may use its own layer and those before it.
const LAYERS: &[&[&str]] = &[
    &["arn", "clock", "id", "partition"],
    &["reference"],
    &["policy"],
    &["decision"],
    &["lab"],
    &["api"],
    &["access", "lint"],
    &["store"],
    &["render"],
    &["aws_cli"],
    &["help"],
    &["script"],
    // Beside each other: neither uses the other.
    &["scenario"],
    &["shell"],
    &["serve"],
    &["cli"],
];

/// Crates and the one folder that may name them.
const ROOMS: &[(&str, &str)] = &[
    ("rhai", "script"),
    ("rustyline", "shell"),
    ("clap", "cli"),
    ("owo_colors", "render"),
    ("annotate_snippets", "render"),
    ("quick_junit", "scenario"),
    ("roxmltree", "lab"),
    ("similar", "render"),
    ("x509_cert", "lab"),
    ("jmespath", "aws_cli"),
    ("yaml_rust2", "aws_cli"),
    ("redb", "store"),
    ("hyper", "serve"),
    ("http", "serve"),
    ("tokio", "serve"),
    ("aws_smithy_runtime_api", "serve"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The first word of a file's path under `src/`: its layer.
fn layer_of(path: &Path) -> String {
    let inside = path
        .strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
        .unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|names| names.contains(&layer))
}

#[test]
fn layers_know_only_those_above_them() {
    let mut files = Vec::new();
    sources(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut files,
    );
    let mut wrong = Vec::new();
    for path in files {
        let own = layer_of(&path);
        let Some(own_rank) = rank(&own) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            for (at, _) in code.match_indices("crate::") {
                let rest = code.get(at + 7..).unwrap();
                let used: String = rest
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if rank(&used).is_some_and(|rank| rank > own_rank) {
                    wrong.push(format!(
                        "{}:{}: `{own}` uses `{used}`",
                        path.display(),
                        number + 1
                    ));
                }
            }
            for (name, room) in ROOMS {
                let names_it =
                    code.contains(&format!("{name}::")) || code.contains(&format!("use {name}"));
                if names_it && own != *room {
                    wrong.push(format!(
                        "{}:{}: `{name}` belongs to `{room}`",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
