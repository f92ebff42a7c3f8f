//! What becomes of lines, and the five properties that hold for every text.

#![expect(clippy::string_slice, reason = "tests fail by panicking")]

use std::process::Command;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rhai::{Array, Engine};

use super::*;

#[track_caller]
fn becomes(text: &str, expected: &str) {
    assert_eq!(rewrite(text).text, expected, "{text}");
}

#[test]
fn lines_become_calls() {
    becomes(
        "aws iam list-users",
        r#"aws_shown(["iam", "list-users", ]);"#,
    );
    becomes(
        "let x = aws iam list-users\nx",
        "let x = aws_value([\"iam\", \"list-users\", ]);\nx",
    );
    becomes("1; aws sts x; 2", r#"1; aws_shown(["sts", "x", ]); 2"#);
    becomes(
        "f(|| aws iam x --y z)",
        r#"f(|| aws_value(["iam", "x", "--y", "z", ]))"#,
    );
    becomes(
        "if a { aws iam x }",
        r#"if a { aws_printed(["iam", "x", ]) }"#,
    );
    becomes(
        "if a {\n aws iam x\n}",
        "if a {\n aws_printed([\"iam\", \"x\", ]);\n}",
    );
    becomes(
        "f(\n || aws iam x\n)",
        "f(\n || aws_value([\"iam\", \"x\", ])\n)",
    );
    becomes(
        "fn f() { return aws iam x; }",
        r#"fn f() { return aws_value(["iam", "x", ]); }"#,
    );
    becomes("aws --version", r#"aws_shown(["--version", ]);"#);
    becomes("aws iam x # why\n# ", "aws_shown([\"iam\", \"x\", ]);\n# ");
    becomes(
        "aws iam x \\\n  --y \\\r\n 'z'",
        "aws_shown([\"iam\", \"x\", \n\"--y\", \n\"z\", ]);",
    );
    becomes(
        "export AWS_A=1 AWS_B=\"${b}\"",
        r#"aws_export(["AWS_A=1", ["AWS_B=", {b}, ], ]);"#,
    );
    becomes("unset AWS_A AWS_B", r#"aws_unset(["AWS_A", "AWS_B", ]);"#);
}

#[test]
fn words_are_those_of_a_shell() {
    becomes(
        "aws iam 'a\nb'",
        "aws_shown([\"iam\", [\"a\\n\", \n\"b\", ], ]);",
    );
    becomes(
        "aws iam file://p.json//",
        r#"aws_shown(["iam", "file://p.json//", ]);"#,
    );
    becomes(
        r#"aws iam '$'{a 'b`\'"#,
        r#"aws_shown(["iam", "${a", "b`\\", ]);"#,
    );
    becomes(
        r#"aws iam "\$x \a \\" '' \;x"#,
        r#"aws_shown(["iam", "$x \\a \\", "", ";x", ]);"#,
    );
    becomes(
        "aws iam a\\\nb",
        "aws_shown([\"iam\", [\"a\", \n\"b\", ], ]);",
    );
    becomes(
        "aws iam {a,b} ${x}",
        r#"aws_shown(["iam", "{a,b}", [{x}, ], ]);"#,
    );
    becomes(
        "aws iam ${f(`}${1}`)}y",
        r#"aws_shown(["iam", [{f(`}${1}`)}, "y", ], ]);"#,
    );
    becomes(
        "aws iam ${aws sts x}",
        r#"aws_shown(["iam", [{aws_value(["sts", "x", ])}, ], ]);"#,
    );
}

#[test]
fn what_is_no_line_stays() {
    for text in [
        "let a = 1; // aws iam list-users",
        "/* aws iam\n */ `aws iam x` + \"aws iam x\" + #\"aws iam\nx\"#",
        "x.aws; aws(1); aws in [1]; aws + b; aws\nb",
        "export AWS_X; export const AWS_X = 1; export AWS_X as y;",
        "unset_AWS_X = 1; exports AWS_X=1; lets aws",
        "#{ aws: 1, iam: 2 }",
    ] {
        becomes(text, text);
    }
}

#[test]
fn what_a_shell_would_do_is_refused_with_its_place() {
    for (text, at, message) in [
        ("aws iam x | jq .", "|", "answers are not piped"),
        ("aws iam x > y", ">", "answers are not written to files"),
        ("aws iam x 2>&1", ">", "answers are not written to files"),
        (
            "aws iam x && aws iam y",
            "&",
            "lines run one after the other, not together or behind a condition",
        ),
        (
            "aws iam x <<EOF",
            "<",
            "nothing is read from standard input",
        ),
        (
            "aws iam \"$(aws iam y)\"",
            "$(",
            "a line cannot stand inside of a line as `$(…)`",
        ),
        (
            "aws iam `aws iam y`",
            "`",
            "a line cannot stand inside of a line in back-ticks",
        ),
        ("aws iam $USER", "$USER", "there are no shell variables"),
    ] {
        let refusals = rewrite(text).refusals;
        let first = refusals.first().unwrap();
        assert_eq!(
            (&text[first.at.clone()], first.message),
            (at, message),
            "{text}"
        );
    }
    assert_eq!(
        rewrite("aws iam --query 'a | b > `1` && $x (c)'").refusals,
        []
    );
}

#[test]
fn what_is_open_at_the_end_is_known() {
    for (text, open) in [
        ("aws iam x", None),
        ("aws iam x \\", Some(Open::Line)),
        ("aws iam x \\\n", Some(Open::Line)),
        ("aws iam 'a", Some(Open::Line)),
        ("aws iam \"a\n", Some(Open::Line)),
        ("aws iam ${f(", Some(Open::Line)),
        ("aws iam it's\nlet a = `", Some(Open::Line)),
        ("aws iam x\nlet a = `", Some(Open::Text)),
    ] {
        assert_eq!(rewrite(text).open, open, "{text}");
    }
}

#[test]
fn nesting_without_end_is_no_end_of_us() {
    let lines = "aws iam ${".repeat(5_000);
    assert!(rewrite(&lines).open.is_some());
    assert!(rewrite(&"`${".repeat(5_000)).open.is_some());
}

#[test]
fn places_lead_back_to_what_was_typed() {
    let mut source = Source::default();
    source.push("let é = 1;").unwrap();
    source
        .push("let x = aws iam get-user --user-name ${ oops }; y")
        .unwrap();
    let read = source.read().to_owned();
    for (found, expected) in [
        ("oops", "oops }"),
        ("aws_value", "aws iam"),
        ("; y", "; y"),
        ("\"get", "aws iam"),
    ] {
        let typed = &source.typed()[source.typed_at(read.find(found).unwrap())..];
        assert!(typed.starts_with(expected), "{found}: {typed}");
    }
    let at = rhai::Position::new(2, 9);
    assert_eq!(
        &source.typed()[source.marked(at, Some(3)).unwrap()],
        "${ oops }"
    );
    assert_eq!(
        &source.typed()[source.marked(at, None).unwrap()],
        "aws iam get-user --user-name ${ oops }"
    );
    assert_eq!(source.position(at), Some((2, 9)));
}

fn parser() -> Engine {
    let mut engine = Engine::new_raw();
    engine.set_max_expr_depths(128, 128);
    engine
}

/// Pieces of which everything that matters here is made.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(vec![
        "aws ",
        "aws iam ",
        "aws",
        "iam ",
        "sts get-caller-identity",
        "--user-name ",
        "x",
        "1",
        " ",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\\",
        "\\\n",
        "'",
        "\"",
        "`",
        "${",
        "$",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ";",
        ";",
        "=",
        " = ",
        "let a = ",
        "|",
        "||",
        ",",
        "#",
        "#{",
        "//",
        "/*",
        "*/",
        "#\"",
        "\"#",
        "export AWS_X",
        "export ",
        "unset AWS_X",
        "AWS_Y=1 ",
        "return ",
        "fn f() {",
        "if a {",
        "a.b",
        ".",
        ":",
        "é",
        "file://a.json",
        "in ",
        "&&",
        ">",
        "'a b'",
        "\"a\\\"b\"",
        "`t`",
        "''",
        "+",
        "\0",
    ]);
    prop::collection::vec(fragment, 0..24).prop_map(|parts| parts.concat())
}

fn check_properties(text: &str, parser: &Engine) -> Result<(), TestCaseError> {
    let done = rewrite(text);
    // 1. A program stays as it is.
    if parser.compile(text).is_ok() {
        prop_assert_eq!(&done.text, text);
    }
    // 2. Lines keep their numbers, and nothing is lost.
    prop_assert_eq!(
        done.text.matches('\n').count(),
        text.matches('\n').count(),
        "{}",
        done.text
    );
    let (mut back, mut at) = (String::new(), 0);
    for line in done.lines.iter().filter(|line| !line.nested) {
        back.push_str(&done.text[at..line.output.start]);
        back.push_str(&text[line.source.clone()]);
        at = line.output.end;
    }
    back.push_str(&done.text[at..]);
    prop_assert_eq!(back, text);
    for copied in &done.copied {
        prop_assert_eq!(
            &text[copied.source..copied.source + copied.length],
            &done.text[copied.output..copied.output + copied.length]
        );
    }
    for refusal in &done.refusals {
        prop_assert!(text.get(refusal.at.clone()).is_some());
    }
    // 3. Once is enough.
    if done.open.is_none() {
        prop_assert_eq!(rewrite(&done.text).text, done.text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    /// Properties 1, 2, 3 and 5.
    #[test]
    fn programs_stay_lines_keep_their_numbers_and_once_is_enough(text in fragments()) {
        check_properties(&text, &parser())?;
    }
}

proptest! {
    #[test]
    fn no_text_at_all_makes_a_panic(text in "\\PC{0,60}|(?s).{0,60}") {
        check_properties(&text, &parser())?;
    }
}

/// Own scripts without lines are programs, and stay.
#[test]
fn rhai_scripts_stay_as_they_are() {
    for folder in ["scripts/tutorial", "scripts/scenarios"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "rhai") {
                let text = std::fs::read_to_string(path).unwrap();
                becomes(&text, &text);
            }
        }
    }
}

/// A line of words in all kinds of quotes, without what only a shell has.
fn shell_line() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z0-9=:/.,@%+_é*?!-]{1,2}[a-z#=]{0,2}",
        "'[a-zé \n\"$`{};|\\\\#]{0,5}'",
        "\"([a-zé '\n{};|#>]|\\\\[\"\\\\$`a\n ]){0,5}\"",
        "\\\\[a-z \"'$`#;|{}\\\\>(]",
        Just(" ".to_owned()),
        Just("  ".to_owned()),
        Just("\t".to_owned()),
        Just("\\\n".to_owned()),
    ];
    // Words of braces would be lists to a shell, and the end of a block to us: they are in quotes only.
    let comment = prop_oneof![Just(""), Just(" # it's"), Just("\t#x \\")];
    (prop::collection::vec(part, 1..12), comment)
        .prop_map(|(parts, comment)| parts.concat() + comment)
}

/// Property 4: the words are those that bash hands to a command. Where there is no bash, there is nothing to compare with.
#[test]
fn words_are_those_of_bash() {
    if Command::new("bash").arg("-c").arg(":").status().is_err() {
        return;
    }
    let mut runner = TestRunner::deterministic();
    let strategy = shell_line();
    let lines: Vec<String> = (0..2_000)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .filter(|line| {
            !line.contains("\\\n\t#") && !line.contains("\\\n #") && !line.ends_with("\\\n")
        })
        .collect();
    let mut engine = parser();
    engine.register_fn("+", |a: &str, b: &str| format!("{a}{b}"));
    engine.register_fn("aws_shown", |words: Array| -> String {
        let text = |word: &rhai::Dynamic| word.clone().into_string().unwrap_or_default();
        let words = words.iter().map(|word| match word.read_lock::<Array>() {
            Some(parts) => parts.iter().map(text).collect(),
            None => text(word),
        });
        words.map(|word| format!("{word}\u{1}")).collect()
    });
    let mut script =
        "set -f\nf() { for w in \"$@\"; do printf '%s\\1' \"$w\"; done; printf '\\2'; }\n"
            .to_owned();
    let mut ours = String::new();
    for line in &lines {
        script.push_str(&format!("f iam {line}\n"));
        let read = rewrite(&format!("aws iam {line}\n"));
        assert!(
            read.open.is_none() && read.refusals.is_empty(),
            "{line:?} {:?}",
            read.refusals
        );
        let words: String = engine
            .eval(&read.text)
            .unwrap_or_else(|error| panic!("{line:?} {error}\n{}", read.text));
        ours.push_str(&words);
        ours.push('\u{2}');
    }
    let output = Command::new("bash")
        .env("LC_ALL", "C.UTF-8")
        .arg("-c")
        .arg(&script)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let theirs = String::from_utf8(output.stdout).unwrap();
    for ((line, ours), theirs) in lines
        .iter()
        .zip(ours.split('\u{2}'))
        .zip(theirs.split('\u{2}'))
    {
        assert_eq!(ours, theirs, "{line:?}");
    }
}
