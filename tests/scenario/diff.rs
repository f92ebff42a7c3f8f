//! `iamsh diff`.

use super::support::Project;

const OLD: &str = r#"let acct = account("123456789012");
let ann = acct.create_user("ann");
ann.put_policy("p", allow("s3:GetObject", "arn:aws:s3:::b/*"));
acct.create_role("r", trust_for(ann));
"#;

#[test]
fn scripts_policies_and_dumps_are_compared() {
    let new = OLD.replace("\"s3:GetObject\"", "[\"s3:GetObject\", \"s3:PutObject\"]");
    let policy = |action: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"*"}}}}"#
        )
    };
    let project = Project::with(&[
        ("old.rhai", OLD),
        ("new.rhai", &new),
        ("old.json", &policy("ec2:Describe*")),
        ("new.json", &policy("ec2:*")),
        (
            "dump.rhai",
            &format!("{OLD}print(acct.get_account_authorization_details().to_json());"),
        ),
        ("bad.json", "{}"),
    ]);
    let gained =
        "arn:aws:iam::123456789012:user/ann\n  + gained  s3:PutObject  on arn:aws:s3:::b/*\n";
    let said = project.run(&["diff", "old.rhai", "new.rhai"]);
    said.expect(0, &[]);
    assert_eq!(said.out, gained);
    project
        .run(&["diff", "old.rhai", "new.rhai", "--fail-on", "gained"])
        .expect(1, &[gained]);
    project
        .run(&["diff", "new.rhai", "old.rhai", "--fail-on", "gained"])
        .expect(0, &["- lost    s3:PutObject"]);
    project
        .run(&["diff", "new.rhai", "old.rhai", "--fail-on", "lost"])
        .expect(1, &[]);
    project
        .run(&["diff", "old.rhai", "old.rhai", "--fail-on", "gained"])
        .expect(0, &["nobody gained or lost anything"]);
    let said = project.run(&["diff", "old.json", "new.json", "--format", "json"]);
    let changes: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(changes[0]["action"], "ec2:*");
    assert_eq!(changes[0]["exceptActions"][0], "ec2:Describe*");
    assert_eq!(changes.as_array().unwrap().len(), 1);
    let dump = project.run(&["run", "dump.rhai"]).out;
    project.write("dump.json", &dump);
    project
        .run(&["diff", "dump.json", "old.rhai"])
        .expect(0, &["nobody gained or lost anything"]);
    project
        .run(&["diff", "dump.json", "new.rhai"])
        .expect(0, &[gained]);
    project.run(&["diff", "bad.json", "new.rhai"]).expect(
        2,
        &["cannot use `bad.json`: it is neither a policy nor a dump"],
    );
    project.write("bad.rhai", "throw 1;");
    project.run(&["diff", "bad.rhai", "new.rhai"]).expect(
        2,
        &["`bad.rhai` does not come to its end", "--> bad.rhai:1:1"],
    );
}
