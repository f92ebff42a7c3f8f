//! What was typed, in a text that was copied from a terminal or a page: prompts are taken off, and what was printed is left out.

use std::borrow::Cow;

use super::complete_input::is_complete;
use super::engine::parser;

/// The input in a pasted text. A text that begins with a prompt, `$ ` or `iamsh:3> `, is a copied session: of it remain the
/// lines behind prompts, and those below that belong to them because they are unfinished. Any other text remains as it is;
/// no script begins with a prompt.
#[must_use]
pub fn typed_input(text: &str) -> Cow<'_, str> {
    if prompted(text.trim_start()).is_none() {
        return Cow::Borrowed(text);
    }
    let parser = parser();
    let mut inputs: Vec<String> = Vec::new();
    let mut finished = true;
    for line in text.lines() {
        let behind_prompt = prompted(line.trim_start());
        match (behind_prompt, inputs.last_mut()) {
            (None, Some(input)) if !finished => {
                input.push('\n');
                // A shell asks for more with `> `.
                input.push_str(line.strip_prefix("> ").unwrap_or(line));
            }
            (Some(typed), _) => inputs.push(typed.to_owned()),
            (None, _) => continue,
        }
        finished = inputs
            .last()
            .is_none_or(|input| is_complete(&parser, input));
    }
    Cow::Owned(inputs.join("\n"))
}

/// What stands behind the prompt of a line, if one stands there.
fn prompted(line: &str) -> Option<&str> {
    if let Some(typed) = line.strip_prefix("$ ") {
        return Some(typed);
    }
    let (number, typed) = line.strip_prefix("iamsh:")?.split_once("> ")?;
    (!number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())).then_some(typed)
}

#[cfg(test)]
mod tests {
    use super::typed_input;

    #[test]
    fn of_a_copied_session_what_was_typed_remains() {
        for (text, typed) in [
            ("$ aws iam list-users", "aws iam list-users"),
            (
                "$ aws iam list-users \\\n>   --max-items 1\n{\n    \"Users\": []\n}\n$ aws sts get-caller-identity\n{}",
                "aws iam list-users \\\n  --max-items 1\naws sts get-caller-identity",
            ),
            (
                "iamsh:1> let a = 1;\niamsh:2> if a == 1 {\n    a\n}\n1\niamsh:3> a\n",
                "let a = 1;\nif a == 1 {\n    a\n}\na",
            ),
            ("let a = `\n$ x\n`", "let a = `\n$ x\n`"),
            ("iamsh > 3", "iamsh > 3"),
            ("$", "$"),
            ("", ""),
        ] {
            assert_eq!(typed_input(text), typed, "{text}");
        }
    }
}
