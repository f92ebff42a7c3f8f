//! `iamsh check`.

use super::support::Project;

const GOOD: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
] }
"#;

#[test]
fn findings_have_carets_in_files_and_scripts() {
    let project = Project::with(&[
        ("good.json", GOOD),
        ("typo.json", &GOOD.replace("GetObject", "GetObjcet")),
        (
            "pass.json",
            &GOOD
                .replace("s3:GetObject", "iam:PassRole")
                .replace("arn:aws:s3:::b/*", "*"),
        ),
        (
            "none.json",
            &GOOD.replace("\"Action\": \"s3:GetObject\", ", ""),
        ),
        (
            "a.rhai",
            "let acct = account(\"123456789012\");\nacct.create_user(\"ann\").put_policy(\"wide\", allow(\"*\", \"*\"));\n",
        ),
    ]);
    project.run(&["check", "good.json"]).expect(
        0,
        &["1 policy: 0 errors, 0 security warnings, 0 warnings, 0 suggestions"],
    );
    project.run(&["check", "typo.json"]).expect(
        0,
        &[
            "warning[INVALID_ACTION]: there is no action `s3:GetObjcet`",
            " --> typo.json:2:34",
            "did you mean `s3:GetObject`?",
        ],
    );
    project
        .run(&["check", "typo.json", "--fail-on", "warning"])
        .expect(1, &[]);
    project
        .run(&["check", "pass.json", "--fail-on", "security"])
        .expect(1, &["PASS_ROLE_WITH_STAR_IN_RESOURCE"]);
    project.run(&["check", "none.json"]).expect(
        1,
        &["error[MalformedPolicyDocument]: Policy statement must contain actions."],
    );
    project.run(&["check", "a.rhai"]).expect(
        0,
        &[
            "security warning[ALLOW_EVERYTHING]",
            "--> a.rhai:2:",
            "in this policy",
            "wide:1:",
        ],
    );
    project
        .run(&["check", "."])
        .expect(1, &["5 policies: 1 error, 2 security warnings, 1 warning"]);
    project
        .run(&["check", "good.json", "--kind", "trust"])
        .expect(1, &["1 error"]);
    project
        .run(&["check", "missing.json"])
        .expect(2, &["cannot read `missing.json`"]);
}

#[test]
fn findings_are_given_to_programs() {
    let project = Project::with(&[("typo.json", &GOOD.replace("GetObject", "GetObjcet"))]);
    let json: serde_json::Value =
        serde_json::from_str(&project.run(&["check", "typo.json", "--format", "json"]).out)
            .unwrap();
    assert_eq!(
        (&json[0]["line"], &json[0]["column"], &json[0]["endColumn"]),
        (&2.into(), &34.into(), &48.into())
    );
    let sarif: serde_json::Value = serde_json::from_str(
        &project
            .run(&["check", "typo.json", "--format", "sarif"])
            .out,
    )
    .unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "INVALID_ACTION");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        2
    );
}
