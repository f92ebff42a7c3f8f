//! Strings of a policy in which `*`, `?` and `${…}` mean something.
//!
//! Source: IAM User Guide, "IAM policy elements: Variables and tags"; "IAM JSON policy elements: Resource".

use super::document::Version;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Literal text, never empty.
    Text(Box<str>),
    /// `*`: any run of characters.
    Star,
    /// `?`: exactly one character.
    Question,
    /// `${key}` or `${key, 'default'}`.
    Variable(Variable),
}

/// A policy variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The condition key it stands for.
    pub key: Box<str>,
    /// What it is when the key is absent.
    pub default: Option<Box<str>>,
}

/// Which characters of a string are special.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Special {
    /// `*` and `?`.
    pub wildcards: bool,
    /// `${…}`.
    pub variables: bool,
}

impl Special {
    /// Variables are those of the 2012 language only (rule D15).
    #[must_use]
    pub fn new(wildcards: bool, version: Version) -> Self {
        Self {
            wildcards,
            variables: version == Version::V2012,
        }
    }
}

/// Splits a string into its tokens.
#[must_use]
pub fn tokens(text: &str, special: Special) -> Vec<Token> {
    let mut found = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '?', '$']) {
        let (plain, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        literal.push_str(plain);
        let escape = variable(from).filter(|_| special.variables);
        let (token, length) = match (from.chars().next(), escape) {
            (_, Some((Escape::Literal(escaped), length))) => {
                literal.push(escaped);
                (None, length)
            }
            (_, Some((Escape::Variable(variable), length))) => {
                (Some(Token::Variable(variable)), length)
            }
            (Some('*'), None) if special.wildcards => (Some(Token::Star), 1),
            (Some('?'), None) if special.wildcards => (Some(Token::Question), 1),
            (other, None) => {
                literal.extend(other);
                (None, 1)
            }
        };
        if let Some(token) = token {
            flush(&mut literal, &mut found);
            found.push(token);
        }
        rest = from.get(length..).unwrap_or_default();
    }
    literal.push_str(rest);
    flush(&mut literal, &mut found);
    found
}

fn flush(literal: &mut String, found: &mut Vec<Token>) {
    if !literal.is_empty() {
        found.push(Token::Text(std::mem::take(literal).into()));
    }
}

enum Escape {
    Literal(char),
    Variable(Variable),
}

/// The variable or escape that `text` begins with, and its length; `None` where `${` is not closed.
fn variable(text: &str) -> Option<(Escape, usize)> {
    let inside = text.strip_prefix("${")?;
    let (name, _) = inside.split_once('}')?;
    let length = name.len() + "${}".len();
    let escape = match name {
        "*" => Escape::Literal('*'),
        "?" => Escape::Literal('?'),
        "$" => Escape::Literal('$'),
        _ => {
            let (key, default) = match name.split_once(',') {
                Some((key, default)) => (key, Some(default.trim().trim_matches('\'').into())),
                None => (name, None),
            };
            Escape::Variable(Variable {
                key: key.trim().into(),
                default,
            })
        }
    };
    Some((escape, length))
}

/// Splits a text at its first colons into at most `parts`, taking no colon inside `${…}`.
#[must_use]
pub fn split_around_variables(text: &str, parts: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut inside, mut previous) = (0, false, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '{' if previous == '$' => inside = true,
            '}' => inside = false,
            ':' if !inside && found.len() + 1 < parts => {
                found.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
        previous = c;
    }
    found.push(text.get(start..).unwrap_or_default());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn special() -> Special {
        Special::new(true, Version::V2012)
    }

    #[test]
    fn d13_defaults_and_escapes() {
        assert_eq!(
            tokens("a${aws:username, 'x'}${*}b", special()),
            [
                Token::Text("a".into()),
                Token::Variable(Variable {
                    key: "aws:username".into(),
                    default: Some("x".into())
                }),
                Token::Text("*b".into()),
            ]
        );
    }

    #[test]
    fn d15_the_older_language_has_no_variables() {
        let old = Special::new(true, Version::V2008);
        assert_eq!(tokens("${a}", old), [Token::Text("${a}".into())]);
    }

    #[test]
    fn an_unclosed_variable_is_text() {
        assert_eq!(tokens("${a", special()), [Token::Text("${a".into())]);
    }

    #[test]
    fn colons_inside_variables_do_not_split() {
        assert_eq!(
            split_around_variables("arn:aws:s3:::${aws:username}:x", 6),
            ["arn", "aws", "s3", "", "", "${aws:username}:x"]
        );
    }
}
