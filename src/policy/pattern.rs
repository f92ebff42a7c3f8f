//! Matching strings and ARNs against templates, without backtracking that could explode.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Resource", "… Condition operators" (rules A9–A14).

use super::context::{Context, ContextValue, KeyName};
use super::document::Version;
use super::template::{Special, Token, Variable, split_around_variables, tokens};

/// A compiled string pattern.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// `*` alone.
    Anything,
    /// No wildcard and no variable.
    Exactly(Box<str>),
    /// Literal text, then one `*`.
    Beginning(Box<str>),
    /// Everything else.
    Pieces(Box<[Piece]>),
}

/// A part of a pattern.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Literal text.
    Text(Box<str>),
    /// `*`
    Run,
    /// `*` that a colon ends.
    RunWithoutColon,
    /// `?`
    One,
    /// `?` that is no colon.
    OneButColon,
    /// A variable: its value is literal (rule D14).
    Value {
        /// The condition key.
        key: KeyName,
        /// The value where the key is absent.
        default: Option<Box<str>>,
    },
}

impl Pattern {
    /// Compiles a string in which the `special` characters count.
    #[must_use]
    pub fn new(text: &str, special: Special) -> Self {
        Self::of_tokens(tokens(text, special))
    }

    fn of_tokens(tokens: Vec<Token>) -> Self {
        match tokens.as_slice() {
            [] => Self::Exactly("".into()),
            [Token::Star] => Self::Anything,
            [Token::Text(text)] => Self::Exactly(text.clone()),
            [Token::Text(text), Token::Star] => Self::Beginning(text.clone()),
            _ => Self::Pieces(
                tokens
                    .into_iter()
                    .map(|token| piece(token, false))
                    .collect(),
            ),
        }
    }

    /// Whether `text` matches. A variable that does not resolve matches nothing (rule D16).
    #[must_use]
    pub fn matches(&self, text: &str, context: &Context) -> bool {
        match self {
            Self::Anything => true,
            Self::Exactly(own) => **own == *text,
            Self::Beginning(own) => text.starts_with(&**own),
            Self::Pieces(pieces) => matches_pieces(pieces, text, context),
        }
    }

    /// Whether `text` matches ignoring case; for patterns without wildcards.
    #[must_use]
    pub fn equals_ignoring_case(&self, text: &str, context: &Context) -> bool {
        match self {
            Self::Exactly(own) => own.to_lowercase() == text.to_lowercase(),
            _ => self
                .resolved(context)
                .is_some_and(|own| own.to_lowercase() == text.to_lowercase()),
        }
    }

    /// The pattern with its variables replaced; `None` when one does not resolve.
    #[must_use]
    pub fn resolved(&self, context: &Context) -> Option<String> {
        match self {
            Self::Anything => Some("*".to_owned()),
            Self::Exactly(text) => Some(text.to_string()),
            Self::Beginning(text) => Some(format!("{text}*")),
            Self::Pieces(pieces) => pieces.iter().map(|piece| shown(piece, context)).collect(),
        }
    }
}

fn piece(token: Token, inside_segment: bool) -> Piece {
    match (token, inside_segment) {
        (Token::Text(text), _) => Piece::Text(text),
        (Token::Star, false) => Piece::Run,
        (Token::Star, true) => Piece::RunWithoutColon,
        (Token::Question, false) => Piece::One,
        (Token::Question, true) => Piece::OneButColon,
        (Token::Variable(Variable { key, default }), _) => Piece::Value {
            key: KeyName::new(&key),
            default,
        },
    }
}

fn shown(piece: &Piece, context: &Context) -> Option<String> {
    Some(match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Run | Piece::RunWithoutColon => "*".to_owned(),
        Piece::One | Piece::OneButColon => "?".to_owned(),
        Piece::Value { key, default } => value_of(key, default.as_deref(), context)?.to_owned(),
    })
}

/// The value of a variable: a multi-valued key cannot be one (rule D17).
fn value_of<'a>(key: &KeyName, default: Option<&'a str>, context: &'a Context) -> Option<&'a str> {
    match context.look_up(key) {
        Some(ContextValue::One(value)) => Some(value),
        _ => default,
    }
}

/// Follows all ways through the pattern at once: the places of `text` reached so far, piece by piece.
fn matches_pieces(pieces: &[Piece], text: &str, context: &Context) -> bool {
    let mut reached = vec![0_usize];
    for piece in pieces {
        reached = match piece {
            Piece::Text(own) => after_text(&reached, text, own),
            Piece::Value { key, default } => match value_of(key, default.as_deref(), context) {
                Some(own) => after_text(&reached, text, own),
                None => return false,
            },
            Piece::Run => reached
                .first()
                .map_or_else(Vec::new, |first| places_from(text, *first)),
            Piece::RunWithoutColon => after_run(&reached, text),
            Piece::One | Piece::OneButColon => {
                let colon_too = matches!(piece, Piece::One);
                reached
                    .iter()
                    .filter_map(|at| after_one(text, *at, colon_too))
                    .collect()
            }
        };
        if reached.is_empty() {
            return false;
        }
    }
    reached.last() == Some(&text.len())
}

fn after_text(reached: &[usize], text: &str, own: &str) -> Vec<usize> {
    let here = |at: &&usize| text.get(**at..).is_some_and(|rest| rest.starts_with(own));
    reached
        .iter()
        .filter(here)
        .map(|at| at + own.len())
        .collect()
}

/// Every place from `first` to the end.
fn places_from(text: &str, first: usize) -> Vec<usize> {
    let rest = text.get(first..).unwrap_or_default();
    rest.char_indices()
        .map(|(at, _)| first + at)
        .chain([text.len()])
        .collect()
}

/// Every place that can be reached without passing a colon.
fn after_run(reached: &[usize], text: &str) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::new();
    for start in reached {
        if places.last().is_some_and(|last| last >= start) {
            // The run before went past here already, unless a colon stopped it.
            let last = places.last().copied().unwrap_or_default();
            let between = text.get(*start..last).unwrap_or_default();
            if !between.contains(':') {
                continue;
            }
        }
        let rest = text.get(*start..).unwrap_or_default();
        let end = rest.find(':').map_or(text.len(), |colon| start + colon);
        let run = text.get(*start..end).unwrap_or_default();
        places.extend(run.char_indices().map(|(at, _)| start + at).chain([end]));
    }
    places.sort_unstable();
    places.dedup();
    places
}

fn after_one(text: &str, at: usize, colon_too: bool) -> Option<usize> {
    let c = text.get(at..)?.chars().next()?;
    (colon_too || c != ':').then_some(at + c.len_utf8())
}

/// How many parts an ARN has.
const PARTS: usize = 6;

/// The ARN of a request, split once.
#[derive(Clone, Copy, Debug)]
pub struct ArnText<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its six parts, if it has so many.
    parts: Option<[&'a str; PARTS]>,
}

impl<'a> ArnText<'a> {
    /// Splits at the first five colons.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut rest = text.splitn(PARTS, ':');
        let mut parts = [""; PARTS];
        let filled = parts.iter_mut().all(|part| match rest.next() {
            Some(found) => {
                *part = found;
                true
            }
            None => false,
        });
        Self {
            text,
            parts: filled.then_some(parts),
        }
    }
}

/// A pattern of a `Resource` element.
#[derive(Clone, Debug)]
pub enum ResourcePattern {
    /// `*` alone.
    Anything,
    /// An ARN.
    Arn(Box<ArnPattern>),
}

/// An ARN with wildcards: six segments, or the whole where a `*` runs over colons.
#[derive(Clone, Debug)]
pub struct ArnPattern {
    segments: Option<[Pattern; PARTS]>,
    /// The whole as pieces; only where a `*` ends one of the first five segments (rule A11).
    whole: Option<Box<[Piece]>>,
    text: Box<str>,
}

impl ResourcePattern {
    /// Compiles a pattern; variables count after the fifth colon (rule D12).
    #[must_use]
    pub fn new(text: &str, version: Version) -> Self {
        if text == "*" {
            return Self::Anything;
        }
        Self::Arn(Box::new(ArnPattern::new(text, version)))
    }

    /// Whether the resource matches.
    #[must_use]
    pub fn matches(&self, arn: &ArnText<'_>, context: &Context) -> bool {
        match self {
            Self::Anything => true,
            Self::Arn(pattern) => pattern.matches(arn, context),
        }
    }
}

impl ArnPattern {
    fn new(text: &str, version: Version) -> Self {
        let wildcards = Special {
            wildcards: true,
            variables: false,
        };
        let parts = split_around_variables(text, PARTS);
        let count = parts.len();
        let runs_over = parts
            .iter()
            .take(count.min(PARTS - 1))
            .any(|part| part.ends_with('*'));
        let tokens_of = |at: usize, part: &str| {
            let special = if at + 1 == PARTS {
                Special::new(true, version)
            } else {
                wildcards
            };
            tokens(part, special)
        };
        let whole = runs_over.then(|| {
            let mut pieces = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    pieces.push(Piece::Text(":".into()));
                }
                let tokens = tokens_of(at, part);
                let last = tokens.len().saturating_sub(1);
                for (place, token) in tokens.into_iter().enumerate() {
                    let crosses = at + 1 == PARTS || (place == last && token == Token::Star);
                    pieces.push(piece(token, !crosses));
                }
            }
            pieces.into()
        });
        let segments: Vec<Pattern> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| Pattern::of_tokens(tokens_of(at, part)))
            .collect();
        Self {
            segments: segments.try_into().ok(),
            whole,
            text: text.into(),
        }
    }

    fn matches(&self, arn: &ArnText<'_>, context: &Context) -> bool {
        if let (Some(segments), Some(parts)) = (&self.segments, &arn.parts) {
            // The resource part tells most ARNs apart, the partition hardly any.
            let same = segments
                .iter()
                .zip(parts)
                .rev()
                .all(|(own, part)| own.matches(part, context));
            if same {
                return true;
            }
            if parts.last().is_some_and(|resource| !resource.contains(':')) {
                return false;
            }
        } else if self.whole.is_none() {
            // Short patterns and short ARNs are not padded (rule U11).
            return *self.text == *arn.text;
        }
        self.whole
            .as_ref()
            .is_some_and(|pieces| matches_pieces(pieces, arn.text, context))
    }
}

/// A value of an Arn operator: the six parts are compared one by one (rule A12).
#[derive(Clone, Debug)]
pub enum ArnValue {
    /// Its parts are known.
    Split([Pattern; PARTS]),
    /// A variable stands before the fifth colon, and its value may hold colons: split for each request.
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
        patterns_of(parts).map(Self::Split)
    }

    /// Whether an ARN matches; `None` where one of the two is none. A variable that does not resolve matches nothing (rule D16).
    #[must_use]
    pub fn matches(&self, arn: &ArnText<'_>, context: &Context) -> Option<bool> {
        let found = arn.parts.filter(|parts| parts.first() == Some(&"arn"))?;
        let same = |own: &[Pattern; PARTS]| {
            let mut pairs = own.iter().zip(found);
            pairs.all(|(own, part)| own.matches(part, context))
        };
        match self {
            Self::Split(own) => Some(same(own)),
            Self::Open(tokens) => {
                let resolved: Option<Vec<Token>> = tokens
                    .iter()
                    .map(|token| resolved(token, context))
                    .collect();
                match resolved {
                    Some(tokens) => patterns_of(parts_of(&tokens)).map(|own| same(&own)),
                    None => Some(false),
                }
            }
        }
    }
}

/// A variable as the text it stands for.
fn resolved(token: &Token, context: &Context) -> Option<Token> {
    match token {
        Token::Variable(Variable { key, default }) => {
            let value = value_of(&KeyName::new(key), default.as_deref(), context)?;
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

#[cfg(test)]
mod tests;
