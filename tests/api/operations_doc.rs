//! `docs/operations.md` says where every operation is written and which tests use it. `UPDATE_DOCS=1` rewrites it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use iamsh::api::model;
use iamsh::api::table::{Service, operations};

const DOCUMENT: &str = "docs/operations.md";
/// Tests named in a row; of others it says only that there are some.
const NAMED: usize = 3;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

/// Files by the operations whose rows stand in them.
fn files() -> BTreeMap<String, String> {
    let mut found = Vec::new();
    for folder in ["src/api/iam", "src/api/sts"] {
        sources(&root().join(folder), &mut found);
    }
    let mut files = BTreeMap::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        for row in ["Operation::new(", "about_one("] {
            for rest in text.split(row).skip(1) {
                let rest = rest.trim_start();
                if let Some(name) = rest
                    .strip_prefix('"')
                    .and_then(|rest| rest.split('"').next())
                {
                    files.insert(name.to_owned(), shown.clone());
                }
            }
        }
    }
    files
}

/// A function of a test file.
struct Function {
    name: String,
    is_test: bool,
    body: String,
}

fn functions(text: &str) -> Vec<Function> {
    let mut functions: Vec<Function> = Vec::new();
    let mut test = false;
    for line in text.lines() {
        test |= line.trim() == "#[test]";
        let trimmed = line.trim_start();
        let declared = trimmed.strip_prefix("pub ").unwrap_or(trimmed);
        if let Some(rest) = declared.strip_prefix("fn ") {
            let name: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            functions.push(Function {
                name,
                is_test: std::mem::take(&mut test),
                body: String::new(),
            });
        }
        if let Some(last) = functions.last_mut() {
            last.body.push_str(line);
            last.body.push('\n');
        }
    }
    functions
}

/// Whether a text names an operation: whole, or with the kind of entity left open, as in `"Put{kind}Policy"`.
fn names(body: &str, file: &str, operation: &str) -> bool {
    if body.contains(&format!("\"{operation}\"")) {
        return true;
    }
    let parts: Vec<&str> = body.split("{kind}").collect();
    parts.windows(2).any(|around| {
        let before = around[0].rsplit('"').next().unwrap_or_default();
        let after = around[1].split('"').next().unwrap_or_default();
        let kind = operation
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after));
        let known = |kind: &str| !before.is_empty() && file.contains(&format!("\"{kind}\""));
        kind.is_some_and(known)
    })
}

/// `module::test` of all tests that name an operation, by themselves or by a function of their file.
fn tests_of(modules: &[(String, String, Vec<Function>)], operation: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (module, file, functions) in modules {
        let mut using: BTreeSet<&str> = functions
            .iter()
            .filter(|function| names(&function.body, file, operation))
            .map(|function| function.name.as_str())
            .collect();
        loop {
            let before = using.len();
            for function in functions {
                let calls = |name: &&str| function.body.contains(&format!("{name}("));
                if using.iter().any(calls) {
                    using.insert(&function.name);
                }
            }
            if using.len() == before {
                break;
            }
        }
        let tests = functions
            .iter()
            .filter(|function| function.is_test && using.contains(function.name.as_str()));
        found.extend(tests.map(|test| format!("{module}::{}", test.name)));
    }
    found
}

/// Name, text and functions of the test files.
fn modules() -> Vec<(String, String, Vec<Function>)> {
    let mut found = Vec::new();
    sources(&root().join("tests/api"), &mut found);
    found
        .into_iter()
        .filter(|path| !path.ends_with("properties.rs") && !path.ends_with("any_call.rs"))
        .map(|path| {
            let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(path).unwrap();
            let functions = functions(&text);
            (module, text, functions)
        })
        .collect()
}

fn document() -> String {
    let (files, modules) = (files(), modules());
    let mut text = "# Operations\n\n\
        Every operation of IAM and STS, the file it is written in, and tests of `tests/api/` that use it. Every row of the table has an\n\
        example as well, which runs as a script (`tests/scripts/examples.rs`). Generated: `UPDATE_DOCS=1 cargo test --test api`.\n"
        .to_owned();
    for service in [Service::Iam, Service::Sts] {
        let full = model::service(service.name()).unwrap().full_name;
        let mut names: Vec<&str> = operations(service)
            .iter()
            .flat_map(|group| group.iter())
            .map(|operation| operation.name)
            .collect();
        names.sort_unstable();
        text.push_str(&format!(
            "\n## {full}\n\n{} operations.\n\n| operation | written in | tests |\n| --- | --- | --- |\n",
            names.len()
        ));
        for name in names {
            let tests = tests_of(&modules, name);
            assert!(!tests.is_empty(), "no test uses {name}");
            let mut shown: Vec<String> = tests
                .iter()
                .take(NAMED)
                .map(|test| format!("`{test}`"))
                .collect();
            if tests.len() > NAMED {
                shown.push("…".to_owned());
            }
            text.push_str(&format!(
                "| {name} | `{}` | {} |\n",
                files[name],
                shown.join(", ")
            ));
        }
    }
    text
}

#[test]
fn the_table_of_operations_is_up_to_date() {
    let path = root().join(DOCUMENT);
    let wanted = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{DOCUMENT} is out of date: run `UPDATE_DOCS=1 cargo test --test api`"
    );
}
