//! What continuous integration is given: the action's step and the hooks run as they are written.

use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use yaml_rust2::{Yaml, YamlLoader};

use crate::support::Project;

const SCRIPT: &str =
    "let a = account(\"123456789012\");\nassert_allowed(a, \"s3:ListAllMyBuckets\", \"*\");\n";
const POLICY: &str = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\"}]}";

fn yaml(name: &str) -> Yaml {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = fs::read_to_string(path).unwrap();
    YamlLoader::load_from_str(&text).unwrap().remove(0)
}

fn program_folder() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_iamsh")).parent().unwrap()
}

#[test]
fn the_action_names_inputs_that_it_has_and_its_test_step_runs() {
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"].as_str(), Some("composite"));
    let named = Regex::new(r"\$\{\{ inputs\.(\w+) \}\}").unwrap();
    let steps = action["runs"]["steps"].as_vec().unwrap();
    for step in steps {
        assert!(
            step["shell"].as_str().is_some(),
            "a step of an action names its shell"
        );
        for value in step["env"].as_hash().unwrap().values() {
            for input in named.captures_iter(value.as_str().unwrap()) {
                assert!(!action["inputs"][&input[1]].is_badvalue(), "{}", &input[0]);
            }
        }
    }
    let project = Project::with(&[("iam/first.rhai", SCRIPT)]);
    project.run(&["test", "iam", "--update", "all"]);
    let path = format!("{}:/usr/bin:/bin", program_folder().display());
    let ran = Command::new("bash")
        .args(["-c", steps.last().unwrap()["run"].as_str().unwrap()])
        .current_dir(project.path("."))
        .env("PATH", path)
        .env("CI", "true")
        .env("PATHS", "iam")
        .env("ARGUMENTS", "--fail-fast --seed 0")
        .env("JUNIT", "report.xml")
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(project.read("report.xml").contains("<testsuite"));
}

#[test]
fn every_hook_runs_on_a_file_it_is_for() {
    for hook in yaml(".pre-commit-hooks.yaml").as_vec().unwrap() {
        let files = Regex::new(hook["files"].as_str().unwrap()).unwrap();
        let (name, text) = [("first.rhai", SCRIPT), ("policies/read.json", POLICY)]
            .into_iter()
            .find(|(name, _)| files.is_match(name))
            .unwrap();
        let project = Project::with(&[(name, text)]);
        project.run(&["test", ".", "--update", "all"]);
        let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        let arguments: Vec<&str> = entry.iter().skip(1).copied().chain([name]).collect();
        let said = project.run(&arguments);
        assert_eq!(said.code, Some(0), "{entry:?}\n{}{}", said.out, said.err);
    }
}
