//! `?…`: what is answered, and that every example in it runs.

use iamsh::help::{FUNCTIONS, answer, entry, words};
use iamsh::render::style::Style;

use crate::support::run;

#[test]
fn every_function_of_the_list_runs_as_its_example_says() {
    assert!(FUNCTIONS.is_sorted_by_key(|function| function.name));
    let faults: Vec<String> = FUNCTIONS
        .iter()
        .filter_map(|function| {
            Some(format!(
                "{}:\n{}",
                function.name,
                run(function.example).fault?.1
            ))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for function in FUNCTIONS {
        assert!(
            function.example.contains(function.name),
            "the example of {} does not use it",
            function.name
        );
    }
}

#[test]
fn every_word_that_is_offered_is_explained() {
    for word in words() {
        assert!(entry(&word).is_some(), "{word}");
    }
}

#[test]
fn answers() {
    for (name, question) in [
        ("overview", ""),
        ("operation", "create_role"),
        ("operation_of_a_session", "session.assume_role"),
        ("operation_in_pages", "ListUsers"),
        ("action", "s3:GetObject"),
        ("actions", "s3:Get*Acl"),
        ("service", "sqs"),
        ("condition_key", "aws:PrincipalTag"),
        ("condition_key_of_a_service", "iam:PermissionsBoundary"),
        ("error_code", "NoSuchEntity"),
        ("function", "assert_denied"),
        ("element", "Principal"),
        ("term", "trust policy"),
        ("search", "boundary"),
        ("misspelt", "creat_user"),
        ("misspelt_action", "s3:GetObjcet"),
        ("unknown", "xyzzy frobnicate"),
    ] {
        insta::assert_snapshot!(format!("help_{name}"), answer(question, Style::Plain));
    }
}

#[test]
fn no_question_is_too_odd() {
    for question in [
        "?",
        "??",
        "*",
        "***:***",
        ":",
        "a:",
        ":b",
        "\u{1F600}",
        "${}",
        "a.b.c.d",
        "()",
        &"x".repeat(100_000),
    ] {
        assert!(!answer(question, Style::Plain).is_empty(), "{question}");
    }
}
