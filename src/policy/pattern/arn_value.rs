//! Values of Arn operators.

use super::arn::{ArnText, PARTS};
use super::{Pattern, glob};
use crate::policy::context::{KeyName, Keys};
use crate::policy::document::Version;
use crate::policy::template::{Special, Token, Variable, tokens};

/// A value of an Arn operator: the six parts are compared one by one (rule A12).
#[derive(Clone, Debug)]
pub enum ArnValue {
    /// Its parts are known.
    Split(Box<[Pattern; PARTS]>),
    /// A variable stands before the fifth colon, and its value may hold colons: split for each request (rule D12).
    Open(Box<[Token]>),
}

impl ArnValue {
    /// Compiles a value; `None` for what has no six parts.
    #[must_use]
    pub fn new(text: &str, version: Version) -> Option<Self> {
        let tokens = tokens(text, Special::new(true, version));
        let parts = parts_of(&tokens);
        let mut before_the_last = parts.iter().take(PARTS - 1).flatten();
        if before_the_last.any(|token| matches!(token, Token::Variable(_))) {
            return Some(Self::Open(tokens.into()));
        }
        Some(Self::Split(Box::new(patterns_of(parts)?)))
    }

    /// Whether an ARN matches; `None` where one of the two is none. A variable that does not resolve matches nothing (rule D16).
    #[must_use]
    pub fn matches(&self, arn: &ArnText<'_>, keys: Keys<'_>) -> Option<bool> {
        let found = arn.parts.filter(|parts| parts.first() == Some(&"arn"))?;
        let same = |own: &[Pattern; PARTS]| {
            let mut pairs = own.iter().zip(found).rev();
            pairs.all(|(own, part)| own.matches(part, keys))
        };
        match self {
            Self::Split(own) => Some(same(own)),
            Self::Open(tokens) => {
                let resolved: Option<Vec<Token>> =
                    tokens.iter().map(|token| resolved(token, keys)).collect();
                match resolved {
                    Some(tokens) => patterns_of(parts_of(&tokens)).map(|own| same(&own)),
                    None => Some(false),
                }
            }
        }
    }
}

/// A variable as the text it stands for.
fn resolved(token: &Token, keys: Keys<'_>) -> Option<Token> {
    match token {
        Token::Variable(Variable { key, default }) => {
            let value = glob::value_of(&KeyName::new(key), default.as_deref(), keys)?;
            Some(Token::Text(value.into()))
        }
        other => Some(other.clone()),
    }
}

/// Splits tokens at the first five colons of their text.
fn parts_of(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    for token in tokens {
        let Token::Text(text) = token else {
            part.push(token.clone());
            continue;
        };
        let mut rest: &str = text;
        while let Some((before, after)) = rest.split_once(':').filter(|_| parts.len() + 1 < PARTS) {
            part.push(Token::Text(before.into()));
            parts.push(std::mem::take(&mut part));
            rest = after;
        }
        part.push(Token::Text(rest.into()));
    }
    parts.push(part);
    parts
}

fn patterns_of(parts: Vec<Vec<Token>>) -> Option<[Pattern; PARTS]> {
    let not_empty = |token: &Token| !matches!(token, Token::Text(text) if text.is_empty());
    let patterns: Vec<Pattern> = parts
        .into_iter()
        .map(|part| Pattern::of_tokens(part.into_iter().filter(not_empty).collect()))
        .collect();
    patterns.try_into().ok()
}
