//! `?` alone: what can be done, by task.

use crate::render::style::Style;

/// A task and the lines that do it.
const TASKS: &[(&str, &[(&str, &str)])] = &[
    (
        "Begin",
        &[
            (
                "let acct = account(\"123456789012\");",
                "an account; it acts as its root user",
            ),
            (
                "let carlos = acct.create_user(\"carlos\");",
                "every operation of IAM and STS is a verb",
            ),
            (".learn", "the tutorial, step by step"),
        ],
    ),
    (
        "Allow something",
        &[
            (
                "carlos.put_policy(\"read\", allow(\"s3:GetObject\", \"*\"));",
                "an inline policy",
            ),
            (
                "carlos.attach_policy(\"arn:aws:iam::aws:policy/ReadOnlyAccess\");",
                "one of AWS's",
            ),
        ],
    ),
    (
        "Find out why",
        &[
            (
                "carlos.can(\"s3:PutObject\", \"arn:aws:s3:::bucket/key\")",
                "a decision, with its reason",
            ),
            (".why", "the reason of the last denial"),
            ("?AccessDenied", "what an error means"),
        ],
    ),
    (
        "Be somebody else",
        &[
            (
                "let role = acct.create_role(\"blog-role\", trust_for(carlos));",
                "a role that carlos may assume",
            ),
            (
                "let me = carlos.session().assume_role(role, \"cli\");",
                "its temporary credentials",
            ),
            (".use carlos", "act as a user"),
            ("advance(\"1h\")", "only you move the clock"),
        ],
    ),
    (
        "Try and go back",
        &[
            (".undo", "takes the last input back, exactly"),
            (".branch other", "another way from here; .diff compares"),
            (
                ".save session.rhai --as test",
                "what you did, with what you saw as asserts",
            ),
        ],
    ),
    (
        "Look something up",
        &[
            (
                "?create_role",
                "an operation: what it takes, answers, refuses",
            ),
            (
                "?s3:GetObject",
                "an action: its resources and condition keys",
            ),
            ("?aws:PrincipalTag", "a condition key"),
            ("?mfa", "any other word is searched for"),
        ],
    ),
];

/// The overview.
pub fn overview(style: Style) -> String {
    let lines = TASKS.iter().flat_map(|(_, lines)| lines.iter());
    let width = lines.map(|(line, _)| line.len()).max().unwrap_or(0);
    let mut text = Vec::new();
    for (task, lines) in TASKS {
        text.push(style.strong(task));
        for (line, note) in *lines {
            let gap = " ".repeat(width - line.len());
            text.push(format!(
                "  {}{gap}  {}",
                style.name(line),
                style.muted(note)
            ));
        }
    }
    text.join("\n")
}
