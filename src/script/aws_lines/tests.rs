//! The properties that the rewriting must have, and the forms of lines one by one.

use std::process::Command;

use proptest::prelude::*;
use rhai::{Array, Dynamic, Engine};

use super::{Rewritten, rewrite};
use crate::script::engine::parser;

fn out(text: &str) -> String {
    rewrite(text).text
}

#[test]
fn lines_become_calls() {
    for (text, expected) in [
        ("aws iam list-users", "aws([`iam`, `list-users`]);"),
        (
            "let x = aws sts get-caller-identity\nx",
            "let x = aws_answer([`sts`, `get-caller-identity`]);\nx",
        ),
        (
            "let x = aws iam list-users; x",
            "let x = aws_answer([`iam`, `list-users`]); x",
        ),
        (
            "if a { aws iam list-users }",
            "if a { aws([`iam`, `list-users`])}",
        ),
        (
            "aws iam get-user \\\n  --user-name carlos",
            "aws([`iam`, `get-user`\n, `--user-name`, `carlos`]);",
        ),
        (
            "aws iam x --a 'b c' \"d \\\"e\\\"\" f\\ g",
            "aws([`iam`, `x`, `--a`, `b c`, `d \"e\"`, `f g`]);",
        ),
        (
            "aws iam x --d file://p.json # why",
            "aws([`iam`, `x`, `--d`, `file://p.json`]);",
        ),
        (
            "aws iam x --a ${name} --b=${n}y",
            "aws([`iam`, `x`, `--a`, (name), `--b=${n}y`]);",
        ),
        (
            "aws iam x '{\"a\": \"${aws:username}\"}'",
            "aws([`iam`, `x`, `{\"a\": \"\\${aws:username}\"}`]);",
        ),
        (
            "aws --profile p iam list-users",
            "aws([`--profile`, `p`, `iam`, `list-users`]);",
        ),
        (
            "f(\"E\", || aws iam get-user)",
            "f(\"E\", || aws_answer([`iam`, `get-user`]))",
        ),
        (
            "export AWS_PROFILE=p AWS_REGION=${r}",
            "aws_export([`AWS_PROFILE=p`, `AWS_REGION=${r}`]);",
        ),
        ("unset AWS_PROFILE", "aws_unset([`AWS_PROFILE`]);"),
        (
            "aws iam a\naws iam b\n",
            "aws([`iam`, `a`]);\naws([`iam`, `b`]);\n",
        ),
    ] {
        assert_eq!(out(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_line_stays() {
    for text in [
        "// aws iam list-users",
        "/* aws iam x */",
        "let a = \"aws iam list-users\";",
        "let a = `\naws iam list-users\n`;",
        "#{ aws: iam }",
        "let aws = 1; aws + 1",
        "if aws in list { }",
        "export AWS_X",
        "export AWS_X as y;",
        "export const AWS_X = 1;",
        "x.aws iam",
    ] {
        assert_eq!(out(text), text);
    }
}

#[test]
fn open_lines_are_known() {
    for (text, open) in [
        ("aws iam x \\", true),
        ("aws iam x 'a", true),
        ("aws iam x \"a\n", true),
        ("aws iam x --a ${f(", true),
        ("aws iam x", false),
        ("aws iam x 'a'\n", false),
    ] {
        assert_eq!(rewrite(text).open, open, "{text}");
    }
}

/// The input, put together again from the output and the typed lines.
fn restored(text: &str, rewritten: &Rewritten) -> String {
    let mut back = rewritten.text.clone();
    for line in rewritten.lines.iter().rev() {
        back.replace_range(line.output.clone(), &text[line.source.clone()]);
    }
    back
}

/// What rhai makes of the words of the first line.
fn words(text: &str) -> Vec<String> {
    let mut engine = Engine::new();
    engine.register_fn("aws", |words: Array| words);
    let script = out(text);
    let value: Dynamic = engine
        .eval(script.trim_end_matches(';'))
        .unwrap_or_else(|error| panic!("{script}: {error}"));
    value
        .cast::<Array>()
        .into_iter()
        .map(|word| word.to_string())
        .collect()
}

#[test]
fn words_are_those_of_a_shell() {
    // Random lines without what a shell would expand; bash itself says what their words are.
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let parts = [
        "a",
        "b c",
        " ",
        "'x y'",
        "'`'",
        "\"q\\\"\"",
        "\"\\\\\"",
        "\"a\\b\"",
        "\\ ",
        "\\\\",
        "\\'",
        "--opt",
        "=",
        "{",
        "//",
        "\"\"",
        "''",
        "é",
        "'\n'",
        "\\\n",
        "\"\\\n\"",
        "\"'\"",
    ];
    let mut lines = Vec::new();
    for _ in 0..2_000 {
        let mut line = "aws iam w".to_owned();
        for _ in 0..random(8) {
            line.push_str(parts[random(parts.len())]);
        }
        let unfinished = rewrite(&line).open || line.ends_with('\\');
        if !unfinished {
            lines.push(line);
        }
    }
    let mut script = "set -f\nset +B\naws() { printf '%s\\0' \"$@\"; printf '\\1'; }\n".to_owned();
    for line in &lines {
        script.push_str(line);
        script.push('\n');
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lines.sh");
    std::fs::write(&file, script).unwrap();
    let Ok(ran) = Command::new("bash").arg(&file).output() else {
        // A machine without bash has the table above.
        return;
    };
    let printed = String::from_utf8(ran.stdout).unwrap();
    let shells: Vec<Vec<&str>> = printed
        .split('\u{1}')
        .map(|line| line.split_terminator('\0').collect())
        .take(lines.len())
        .collect();
    assert_eq!(shells.len(), lines.len());
    for (line, expected) in lines.iter().zip(shells) {
        assert_eq!(words(line), expected, "{line:?}");
    }
}

const FRAGMENTS: &str = "(aws iam |aws sts x|aws --a b|export AWS_A=1|unset AWS_B|let x = |in |;|\n|\\{|\\}|\\(|\\)|'|\"|`|\\$\\{|\\}|\\\\|\\\\\n|#|//|/\\*|\\*/|a| |\r\n|#\"|\"#|é|\\||,){0,24}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn scripts_that_compile_are_not_touched(text in FRAGMENTS) {
        if parser().compile(&text).is_ok() {
            prop_assert_eq!(out(&text), text);
        }
    }

    #[test]
    fn line_numbers_stay_and_nothing_is_lost(text in FRAGMENTS) {
        let rewritten = rewrite(&text);
        prop_assert_eq!(restored(&text, &rewritten), text.clone());
        if !rewritten.open {
            prop_assert_eq!(rewritten.text.matches('\n').count(), text.matches('\n').count(), "{:?}", rewritten.text);
            prop_assert_eq!(&out(&rewritten.text), &rewritten.text);
        }
        for byte in 0..=rewritten.text.len() {
            prop_assert!(rewritten.source_of(byte) <= text.len());
        }
    }

    #[test]
    fn no_text_is_too_odd(text in ".{0,80}") {
        let _ = rewrite(&text);
    }
}
