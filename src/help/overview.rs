//! `?` alone: what one can do here, by task.

use crate::render::style::Style;

use super::Entry;

/// Tasks, each with lines to try.
const TASKS: &[(&str, &[(&str, &str)])] = &[
    (
        "build an account",
        &[
            (
                r#"let a = account("123456789012")"#,
                "an account; its verbs act as its root user",
            ),
            (
                r#"let carlos = a.create_user("carlos")"#,
                "a user; likewise create_group, create_role, create_policy",
            ),
            (
                r#"carlos.put_user_policy("p", allow("s3:*", "*"))"#,
                "an inline policy; attach_policy attaches a managed one",
            ),
        ],
    ),
    (
        "be somebody",
        &[
            ("let me = carlos.session()", "carlos, with an access key"),
            (
                r#"let me = me.assume_role(role, "cli")"#,
                "a session of a role",
            ),
            ("me.get_caller_identity()", "who that is"),
        ],
    ),
    (
        "ask",
        &[
            (
                r#"me.can("s3:GetObject", "arn:aws:s3:::b/k")"#,
                "allowed or denied, and why",
            ),
            (
                r#"me.perform("s3:GetObject", "arn:aws:s3:::b/k")"#,
                "the same, failing with AWS's AccessDenied",
            ),
            (".why", "the reason of the last decision"),
        ],
    ),
    (
        "write it down",
        &[
            (
                r#"assert_denied(me, "s3:*", "*", "identity")"#,
                "fails the script unless that layer denies",
            ),
            (
                r#"expect_error("NoSuchEntity", || …)"#,
                "fails unless the call fails so",
            ),
            (
                ".save FILE --as test",
                "what was typed, with what came of it as asserts",
            ),
        ],
    ),
    (
        "try, and go back",
        &[
            (".undo", "takes the last input back, exactly"),
            (
                ".branch other",
                "another way from here; .diff other compares",
            ),
            (".learn", "the tutorial, step by step"),
        ],
    ),
    (
        "find out more",
        &[
            (
                "?create_role",
                "an operation: parameters, errors, an example",
            ),
            (
                "?s3:GetObject",
                "an action, its resource types and condition keys; ?s3:Get* lists",
            ),
            ("?aws:PrincipalTag", "a condition key: who has it"),
            (
                "?AccessDenied",
                "an error: what it means and how to find out why",
            ),
            ("?boundary", "anything else is searched for"),
            (".help", "the commands of this shell"),
        ],
    ),
];

pub(super) fn text(style: Style) -> String {
    let mut entry = Entry::new("iamsh", "A shell for AWS IAM that needs no AWS account.");
    for (task, lines) in TASKS {
        let width = lines
            .iter()
            .map(|(line, _)| line.chars().count())
            .max()
            .unwrap_or(0);
        let facts = lines
            .iter()
            .map(|(line, about)| (format!("{line:width$}"), (*about).to_owned()));
        entry = entry.with(task, facts.collect());
    }
    entry.text(style)
}
