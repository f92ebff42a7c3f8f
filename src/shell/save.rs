//! The session as text: a script that makes it again, a test, Markdown, AWS CLI lines.

mod aws_cli;
mod markdown;

use crate::lab::Lab;
use crate::script::{Answer, PieceKind, extents, scan};

use super::timeline::Entry;

/// The forms a session can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A rhai script.
    Script,
    /// A rhai script that asserts what was observed.
    Test,
    /// A transcript in Markdown.
    Markdown,
    /// Lines for the AWS CLI.
    AwsCli,
}

impl Form {
    /// The form of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "script" => Self::Script,
            "test" => Self::Test,
            "markdown" => Self::Markdown,
            "aws-cli" => Self::AwsCli,
            _ => return None,
        })
    }
}

/// The session in a form.
#[must_use]
pub fn text(form: Form, entries: &[Entry], lab: &Lab) -> String {
    match form {
        Form::Script => script(entries, false),
        Form::Test => script(entries, true),
        Form::Markdown => markdown::markdown(entries),
        Form::AwsCli => aws_cli::lines(lab),
    }
}

/// The inputs that succeeded, and of the others what did. A value that a later input speaks of as `it` or `r7` gets that name.
fn script(entries: &[Entry], with_asserts: bool) -> String {
    let mut text = String::new();
    let mut last_value = None;
    for (place, entry) in entries.iter().enumerate() {
        let number = place + 1;
        let input = named(&entry.succeeded, last_value);
        let later = entries.get(number..).unwrap_or_default();
        let claim = entry
            .answer
            .as_ref()
            .filter(|_| with_asserts)
            .and_then(|answer| claim(answer, number));
        let is_named = claim.is_some() || (entry.answer.is_some() && is_used(number, later));
        match is_named.then(|| with_name(&input, number)).flatten() {
            Some(input) => text.push_str(&input),
            None => text.push_str(&ended(&input)),
        }
        if let Some(claim) = claim {
            text.push_str(&claim);
        }
        if let Some(expected) = failure(entry, last_value).filter(|_| with_asserts) {
            text.push_str(&expected);
        }
        if entry.answer.is_some() {
            last_value = Some(number);
        }
    }
    text
}

/// An input as statements of a script.
fn ended(input: &str) -> String {
    let input = input.trim();
    match input.chars().last() {
        None => String::new(),
        Some(';' | '}') => format!("{input}\n"),
        Some(_) if extents(input).is_empty() => format!("{input}\n"),
        Some(_) => format!("{input};\n"),
    }
}

/// Whether later inputs speak of a value, by number or as `it` before there is another one.
fn is_used(number: usize, later: &[Entry]) -> bool {
    let name = format!("r{number}");
    let mut is_last = true;
    for entry in later {
        if has_word(&entry.input, &name) || (is_last && has_word(&entry.input, "it")) {
            return true;
        }
        is_last &= entry.answer.is_none();
    }
    false
}

fn has_word(text: &str, word: &str) -> bool {
    let pieces = scan(text).pieces;
    let mut words = pieces
        .iter()
        .filter(|piece| piece.kind != PieceKind::Comment);
    words.any(|piece| match text.get(piece.range.clone()) {
        // Strings may have `${it}` in them.
        Some(literal) if piece.kind == PieceKind::Literal => {
            literal.starts_with('`') && literal.contains(word)
        }
        found => found == Some(word),
    })
}

/// `it` is a name of the shell: a script has the number's name instead.
fn named(input: &str, last_value: Option<usize>) -> String {
    let Some(number) = last_value else {
        return input.to_owned();
    };
    let mut text = String::new();
    for piece in scan(input).pieces {
        let word = input.get(piece.range.clone()).unwrap_or_default();
        if piece.kind == PieceKind::Word && word == "it" {
            text.push_str(&format!("r{number}"));
        } else if piece.kind == PieceKind::Literal && word.starts_with('`') {
            text.push_str(&word.replace("${it", &format!("${{r{number}")));
        } else {
            text.push_str(word);
        }
    }
    text
}

/// The input with a name for its last value; none where it does not end in an expression.
fn with_name(input: &str, number: usize) -> Option<String> {
    let last = extents(input).pop()?;
    let before = input.get(..last.start)?;
    let expression = input.get(last)?.trim_end_matches(';');
    let is_statement = ["let ", "const ", "fn ", "import ", "export "].iter();
    if is_statement
        .into_iter()
        .any(|word| expression.starts_with(word))
    {
        return None;
    }
    Some(format!("{before}let r{number} = {expression};\n"))
}

/// The assert that a value is what it was.
fn claim(answer: &Answer, number: usize) -> Option<String> {
    const NAMED: &[&str] = &[
        "Account",
        "User",
        "Group",
        "Role",
        "Policy",
        "Session",
        "AccessKey",
        "Arn",
    ];
    if let Some(allowed) = answer.allowed() {
        return Some(format!("assert_eq(r{number}.allowed, {allowed});\n"));
    }
    if let Some(literal) = answer.literal() {
        return Some(format!("assert_eq(r{number}, {literal});\n"));
    }
    let text = serde_json::Value::from(answer.brief.as_str());
    NAMED
        .contains(&answer.kind())
        .then(|| format!("assert_eq(r{number}.to_string(), {text});\n"))
}

/// The assert that the statement which failed fails again.
fn failure(entry: &Entry, last_value: Option<usize>) -> Option<String> {
    let code = entry
        .code
        .as_ref()
        .filter(|code| *code != "AssertionFailed")?;
    let done = extents(&entry.succeeded).len();
    let failed = extents(&entry.input).into_iter().nth(done)?;
    let statement = named(entry.input.get(failed)?.trim_end_matches(';'), last_value);
    let expression = match statement.strip_prefix("let ") {
        Some(declaration) => declaration.split_once('=')?.1.trim().to_owned(),
        None => statement,
    };
    Some(format!("expect_error(\"{code}\", || {expression});\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(input: &str) -> Entry {
        Entry {
            input: input.to_owned(),
            answer: None,
            printed: String::new(),
            error: None,
            code: None,
            succeeded: input.to_owned(),
        }
    }

    #[test]
    fn statements_end_and_comments_stay() {
        let entries = [
            entry("let a = 1"),
            entry("// only a comment"),
            entry("fn f() { 1 }"),
            entry("f()"),
        ];
        assert_eq!(
            script(&entries, false),
            "let a = 1;\n// only a comment\nfn f() { 1 }\nf();\n"
        );
    }

    #[test]
    fn a_failure_becomes_an_expectation() {
        let failed = Entry {
            code: Some("NoSuchEntity".to_owned()),
            error: Some(String::new()),
            succeeded: "let a = 1;".to_owned(),
            ..entry("let a = 1; let b = acct.get_user(\"x\");")
        };
        assert_eq!(
            script(std::slice::from_ref(&failed), true),
            "let a = 1;\nexpect_error(\"NoSuchEntity\", || acct.get_user(\"x\"));\n"
        );
        assert_eq!(script(&[failed], false), "let a = 1;\n");
    }

    #[test]
    fn the_last_value_gets_its_name() {
        assert_eq!(named("it.x + `${it.y} it`", Some(3)), "r3.x + `${r3.y} it`");
        assert_eq!(
            with_name("let a = 1; a + 1", 2).as_deref(),
            Some("let a = 1; let r2 = a + 1;\n")
        );
        assert!(has_word("f(r7)", "r7") && !has_word("f(r77) // r7", "r7"));
    }
}
