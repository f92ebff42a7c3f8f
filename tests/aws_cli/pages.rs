//! Listings in pages: the same requests, the same pages, the same tokens as the AWS CLI's.

use serde_json::Value;

use crate::support::{Shell, code_of, told};

#[test]
fn pages_are_asked_for_and_put_together_as_the_aws_cli_does() {
    let rows: Vec<Value> = serde_json::from_str(include_str!("fixtures/pages.json")).unwrap();
    let mut shell = Shell::new();
    for number in 0..7 {
        shell.done(&format!("iam create-user --user-name user-{number}"));
    }
    for row in &rows {
        let words: Vec<String> = serde_json::from_value(row["words"].clone()).unwrap();
        let before = shell.calls().len();
        let output = shell.words(&words);
        let text = row["stderr"][0].as_str().unwrap_or_default();
        assert_eq!(told(&output.stderr), text, "{words:?}");
        assert_eq!(
            i64::from(output.code),
            code_of(text, row["code"].as_i64().unwrap()),
            "{words:?}"
        );
        assert_eq!(output.stdout, row["stdout"].as_str().unwrap(), "{words:?}");
        if output.code == 0 {
            assert_eq!(
                Value::from(shell.calls().split_off(before)),
                row["calls"],
                "{words:?}"
            );
        }
    }
}

#[test]
fn an_input_with_a_marker_is_one_page_as_in_version_2() {
    let mut shell = Shell::new();
    for number in 0..4 {
        shell.done(&format!("iam create-user --user-name user-{number}"));
    }
    let answer = shell.done("iam list-users --cli-input-json '{\"MaxItems\": 2}'");
    assert_eq!(answer["IsTruncated"], true);
    assert_eq!(answer["Users"].as_array().unwrap().len(), 2);
}

#[test]
fn yaml_stream_prints_every_page_as_it_came() {
    let mut shell = Shell::new();
    for number in 0..3 {
        shell.done(&format!("iam create-group --group-name g{number}"));
    }
    let output =
        shell.aws("iam list-groups --page-size 2 --output yaml-stream --query Groups[].GroupName");
    assert_eq!(output.stdout, "- - g0\n  - g1\n- - g2\n");
}
