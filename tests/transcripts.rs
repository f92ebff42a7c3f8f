//! Lessons, scenarios and escalations run, decide for real, and say what their snapshots hold.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use iamsh::script::{transcript, with_stack};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scripts")
        .join(name)
}

fn run(folder: &Path, name: &str, text: &str) -> String {
    with_stack(|| transcript(name, Some(folder.to_owned()), text)).unwrap()
}

fn check(path: &Path) {
    let (folder, stem) = (
        path.parent().unwrap(),
        path.file_stem().unwrap().to_str().unwrap(),
    );
    let mut settings = insta::Settings::clone_current();
    settings.remove_snapshot_suffix();
    settings.set_snapshot_path(folder.join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let text = fs::read_to_string(path).unwrap();
    let ran = run(folder, &format!("{stem}.rhai"), &text);
    assert!(!ran.contains("\nerror: "), "{stem} fails:\n{ran}");
    assert_eq!(
        ran,
        run(folder, &format!("{stem}.rhai"), &text),
        "{stem} is not the same twice"
    );
    settings.bind(|| insta::assert_snapshot!(stem, ran));
}

#[test]
fn each_lesson_says_what_its_snapshot_holds() {
    insta::glob!("../scripts/tutorial", "*.rhai", check);
}

#[test]
fn each_scenario_says_what_its_snapshot_holds() {
    insta::glob!("../scripts/scenarios", "*.rhai", check);
}

#[test]
fn each_escalation_says_what_its_snapshot_holds() {
    insta::glob!("../scripts/escalation", "*.rhai", check);
}

/// Lessons decide for real: without the permission a step needs, the step fails.
#[test]
fn a_lesson_fails_without_the_permission_it_needs() {
    for (lesson, permission, without) in [
        (
            "01-sign-up",
            r#"admin.attach_policy("arn:aws:iam::aws:policy/AdministratorAccess");"#,
            "",
        ),
        ("02-terms", "admins.attach_policy(everything);", ""),
        (
            "02-terms",
            r#"Effect: "Allow", Action: "s3:CreateBucket""#,
            r#"Effect: "Allow", Action: "s3:ListBucket""#,
        ),
        (
            "03-policies",
            r#"Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"]"#,
            r#"Effect: "Allow", Action: ["s3:ListBucket"]"#,
        ),
        ("05-creating", "developers.attach_policy(committer);", ""),
        (
            "06-roles",
            "Principal: #{ AWS: carlos.arn }",
            "Principal: #{ AWS: dave.arn }",
        ),
        (
            "06-roles",
            r#"Action: "s3:PutObject""#,
            r#"Action: "s3:GetObject""#,
        ),
        (
            "07-delegation",
            r#"Effect: "Allow", Action: "sts:AssumeRole", Resource: role.arn"#,
            r#"Effect: "Deny", Action: "sts:AssumeRole", Resource: role.arn"#,
        ),
    ] {
        let text = fs::read_to_string(folder("tutorial").join(format!("{lesson}.rhai"))).unwrap();
        assert_eq!(
            text.matches(permission).count(),
            1,
            "{lesson}: {permission}"
        );
        let ran = run(
            &folder("tutorial"),
            lesson,
            &text.replace(permission, without),
        );
        assert!(
            ran.contains("\nerror: "),
            "{lesson} did not miss {permission}:\n{ran}"
        );
    }
}

/// What the head of an escalation script says of it.
struct Escalation {
    file: String,
    /// `iam-002`; empty where the catalogue of methods has none.
    id: String,
    operations: String,
    fix: String,
    /// The layer and the outcome with which the repeat must be denied.
    denied: [String; 2],
    text: String,
}

/// `// ID. Operations. Why it works.` and `// Fix: what (layer, outcome)`.
fn escalation(path: &Path) -> Escalation {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let head: Vec<&str> = lines[0].strip_prefix("// ").unwrap().split(". ").collect();
    let has_id = head[0].starts_with("iam-") || head[0].starts_with("sts-");
    let (fix, denied) = lines[1]
        .strip_prefix("// Fix: ")
        .and_then(|fix| fix.strip_suffix(')')?.split_once(" ("))
        .unwrap();
    let (layer, outcome) = denied.split_once(", ").unwrap();
    Escalation {
        file: path.file_name().unwrap().to_str().unwrap().to_owned(),
        id: if has_id { head[0] } else { "" }.to_owned(),
        operations: head[usize::from(has_id)].to_owned(),
        fix: fix.to_owned(),
        denied: [layer.to_owned(), outcome.to_owned()],
        text,
    }
}

fn escalations() -> Vec<Escalation> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder("escalation"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "rhai"))
        .collect();
    paths.sort();
    paths.iter().map(|path| escalation(path)).collect()
}

/// Each starts with nothing, captures the flag, and is stopped as its head says.
#[test]
fn each_escalation_has_its_frame() {
    for script in escalations() {
        let [layer, outcome] = &script.denied;
        let stop = format!("lab::stopped(\"{layer}\", \"{outcome}\", ");
        let mut rest = script.text.as_str();
        for part in [
            "lab::the_account()",
            "lab::out_of_reach(",
            "lab::captured(",
            &stop,
            "lab::out_of_reach(",
        ] {
            let at = rest.find(part);
            rest = &rest[at.unwrap_or_else(|| panic!("{}: no {part}", script.file))..];
        }
        for operation in script.operations.split(", ") {
            let verb = format!(".{}(", iamsh::api::model::snake_case(operation));
            let named = operation == "PassRole" || script.text.contains(&verb);
            assert!(named, "{} does not call {operation}", script.file);
        }
    }
}

/// Methods iam-001 to iam-021 and sts-001 are there, and every way to stop one is shown twice.
#[test]
fn every_method_and_every_fix_is_there() {
    let scripts = escalations();
    let numbered = (1..=21).map(|number| format!("iam-{number:03}"));
    for id in numbered.chain(["sts-001".to_owned()]) {
        let found = scripts.iter().filter(|script| script.id == id);
        assert_eq!(found.count(), 1, "{id}");
    }
    let mut fixes = BTreeMap::new();
    for script in &scripts {
        *fixes.entry(script.fix.as_str()).or_insert(0) += 1;
    }
    for fix in [
        "permissions boundary",
        "deny outside one's own path",
        "condition on iam:PermissionsBoundary",
        "service control policy",
        "condition on iam:PolicyARN",
        "narrower trust",
    ] {
        assert!(fixes.get(fix).is_some_and(|count| *count > 1), "{fix}");
    }
}

/// `docs/escalation.md` lists them; `UPDATE_DOCS=1` rewrites it.
#[test]
fn the_table_of_escalations_is_up_to_date() {
    let mut wanted = "# Ways up\n\n\
        How somebody with few permissions in IAM and STS becomes an administrator, and what stops them: scripts under\n\
        `scripts/escalation/`, each run twice, before and after the fix. Numbers are those of pathfinding.cloud. Generated:\n\
        `UPDATE_DOCS=1 cargo test --test transcripts`.\n\n\
        | method | with | script | stopped by | AWS then names |\n| --- | --- | --- | --- | --- |\n"
        .to_owned();
    for script in escalations() {
        let [layer, outcome] = &script.denied;
        let deny = match outcome.as_str() {
            "ExplicitlyDenied" => "an explicit deny",
            _ => "no allow",
        };
        let Escalation {
            file,
            id,
            operations,
            fix,
            ..
        } = &script;
        let id = if id.is_empty() { "–" } else { id };
        wanted.push_str(&format!(
            "| {id} | {operations} | [`{file}`](../scripts/escalation/{file}) | {fix} | {layer}: {deny} |\n"
        ));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/escalation.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "docs/escalation.md is out of date: run `UPDATE_DOCS=1 cargo test --test transcripts`"
    );
}
