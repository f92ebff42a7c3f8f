//! ARNs of requests, and the patterns of `Resource` elements and Arn operators that they are compared with.

use super::Pattern;
use crate::policy::context::Keys;
use crate::policy::document::Version;
use crate::policy::template::{Special, Token, split_around_variables, tokens};

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
    /// Only the resource part has wildcards, or none has: parts need not be told apart.
    Whole(Pattern),
    /// The parts before the resource have wildcards, too.
    Parts(Box<[Part]>),
}

/// A part of an ARN pattern: what stands between two colons, or after the fifth one.
#[derive(Clone, Debug)]
pub struct Part {
    pattern: Pattern,
    /// It ends with `*` and is not the sixth: the `*` may run over colons (rule A11).
    runs_over: bool,
}

impl ResourcePattern {
    /// Compiles a pattern; variables count after the fifth colon (rule D12).
    #[must_use]
    pub fn new(text: &str, version: Version) -> Self {
        if text == "*" {
            return Self::Whole(Pattern::Anything);
        }
        let texts = split_around_variables(text, PARTS);
        let parts: Vec<(Vec<Token>, bool)> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| part(at, text, version))
            .collect();
        let runs_over = parts.iter().any(|(_, runs_over)| *runs_over);
        if parts.len() < PARTS && !runs_over {
            // Short patterns are not padded (rule U11).
            return Self::Whole(Pattern::Exactly(text.into()));
        }
        let is_plain = |tokens: &[Token]| matches!(tokens, [] | [Token::Text(_)]);
        if parts
            .iter()
            .take(PARTS - 1)
            .all(|(tokens, _)| is_plain(tokens))
        {
            let joined = parts.into_iter().map(|(tokens, _)| tokens);
            return Self::Whole(Pattern::of_tokens(join(joined)));
        }
        let parts = parts.into_iter().map(|(tokens, runs_over)| Part {
            pattern: Pattern::of_tokens(tokens),
            runs_over,
        });
        Self::Parts(parts.collect())
    }

    /// Whether the resource matches.
    #[must_use]
    pub fn matches(&self, arn: &ArnText<'_>, keys: Keys<'_>) -> bool {
        match self {
            Self::Whole(pattern) => pattern.matches(arn.text, keys),
            Self::Parts(parts) => parts_match(parts, arn, keys),
        }
    }
}

fn part(at: usize, text: &str, version: Version) -> (Vec<Token>, bool) {
    let is_resource = at + 1 == PARTS;
    let special = Special {
        wildcards: true,
        variables: is_resource && version == Version::V2012,
    };
    (tokens(text, special), !is_resource && text.ends_with('*'))
}

/// The tokens of all parts with the colons between them.
fn join(parts: impl Iterator<Item = Vec<Token>>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::new();
    let mut literal = String::new();
    for (at, tokens) in parts.enumerate() {
        if at > 0 {
            literal.push(':');
        }
        for token in tokens {
            if let Token::Text(text) = token {
                literal.push_str(&text);
                continue;
            }
            if !literal.is_empty() {
                joined.push(Token::Text(std::mem::take(&mut literal).into()));
            }
            joined.push(token);
        }
    }
    if !literal.is_empty() {
        joined.push(Token::Text(literal.into()));
    }
    joined
}

fn parts_match(own: &[Part], arn: &ArnText<'_>, keys: Keys<'_>) -> bool {
    if let (Some(parts), true) = (&arn.parts, own.len() == PARTS) {
        // The resource part tells most ARNs apart, the partition hardly any.
        let mut pairs = own.iter().zip(parts).rev();
        if pairs.all(|(own, part)| own.pattern.matches(part, keys)) {
            return true;
        }
        if parts.last().is_some_and(|resource| !resource.contains(':')) {
            return false;
        }
    }
    own.iter().any(|part| part.runs_over) && run_over(own, 0, arn.text, keys) == Run::Matches
}

/// What came of laying the parts of a pattern along a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Matches,
    /// Not from here; from a later colon perhaps.
    NotHere,
    /// Not from here, and from no later colon either: a `*` further on was free to begin anywhere behind this place already.
    Never,
}

/// Lays the parts from `at` on along `text`, where a `*` at the end of a part may run over colons.
fn run_over(own: &[Part], at: usize, text: &str, keys: Keys<'_>) -> Run {
    let Some(part) = own.get(at) else {
        return Run::NotHere;
    };
    let matches = |matches: bool| if matches { Run::Matches } else { Run::NotHere };
    if at + 1 == PARTS {
        return matches(part.pattern.matches(text, keys));
    }
    let (here, behind) = match text.split_once(':') {
        Some((here, behind)) => (here, Some(behind)),
        None => (text, None),
    };
    if !part.pattern.matches(here, keys) {
        return Run::NotHere;
    }
    let is_last = at + 1 == own.len();
    let mut behind = match behind {
        Some(behind) if !is_last => behind,
        behind => return matches(is_last && (part.runs_over || behind.is_none())),
    };
    loop {
        let found = run_over(own, at + 1, behind, keys);
        if found != Run::NotHere || !part.runs_over {
            return found;
        }
        match behind.split_once(':') {
            Some((_, later)) => behind = later,
            None => return Run::Never,
        }
    }
}

/// A value of an Arn operator: the six parts are compared one by one (rule A12).
#[derive(Clone, Debug)]
pub struct ArnValue(Box<[Pattern; PARTS]>);

impl ArnValue {
    /// Compiles a value; `None` for what has no six parts.
    #[must_use]
    pub fn new(text: &str, version: Version) -> Option<Self> {
        let special = Special::new(true, version);
        let parts = split_around_variables(text, PARTS);
        let compiled: Vec<Pattern> = parts
            .into_iter()
            .map(|part| Pattern::new(part, special))
            .collect();
        Some(Self(Box::new(compiled.try_into().ok()?)))
    }

    /// Whether an ARN matches; `None` for what is none.
    #[must_use]
    pub fn matches(&self, arn: &ArnText<'_>, keys: Keys<'_>) -> Option<bool> {
        let parts = arn.parts.filter(|parts| parts.first() == Some(&"arn"))?;
        let mut pairs = self.0.iter().zip(parts).rev();
        Some(pairs.all(|(own, part)| own.matches(part, keys)))
    }
}
