//! ARNs of requests, and the patterns of `Resource` elements that they are compared with.

use super::Pattern;
use crate::policy::context::Keys;
use crate::policy::document::Version;
use crate::policy::template::{Special, Token, split_around_variables, tokens};

/// How many parts an ARN has.
pub(super) const PARTS: usize = 6;

/// The ARN of a request, split once.
#[derive(Clone, Copy, Debug)]
pub struct ArnText<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its six parts, if it has so many.
    pub(super) parts: Option<[&'a str; PARTS]>,
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

    /// What follows `arn:`; an ARN with fewer than six parts has it as well.
    #[must_use]
    pub fn partition(&self) -> Option<&'a str> {
        match self.parts {
            Some([scheme, partition, ..]) => (scheme == "arn").then_some(partition),
            None => self.text.strip_prefix("arn:")?.split(':').next(),
        }
    }
}

/// A pattern of a `Resource` element.
#[derive(Clone, Debug)]
pub enum ResourcePattern {
    /// Only the resource part has wildcards, or none has: parts need not be told apart.
    Whole(Pattern),
    /// The parts before the resource have wildcards, too.
    Parts(Box<Parts>),
}

/// An ARN pattern by its parts: what stands between two colons, or after the fifth one.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The parts before the first wildcard, with their colons.
    literal: Box<str>,
    /// How many parts that is.
    skipped: usize,
    /// The others.
    parts: Box<[Part]>,
}

#[derive(Clone, Debug)]
struct Part {
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
        let numbered = texts.iter().enumerate();
        let parts: Vec<Vec<Token>> = numbered
            .map(|(at, text)| part_tokens(at, text, version))
            .collect();
        let mut before_resource = texts.iter().take(PARTS - 1);
        if parts.len() < PARTS && !before_resource.any(|text| text.ends_with('*')) {
            // Short patterns are not padded (rule U11).
            return Self::Whole(Pattern::Exactly(text.into()));
        }
        let is_literal = |tokens: &&Vec<Token>| matches!(tokens.as_slice(), [] | [Token::Text(_)]);
        let skipped = parts.iter().take_while(is_literal).count();
        if skipped + 1 >= PARTS {
            return Self::Whole(Pattern::of_tokens(join(parts)));
        }
        let literal = texts.iter().take(skipped).flat_map(|text| [text, ":"]);
        let numbered = parts.into_iter().zip(&texts).enumerate().skip(skipped);
        let own = numbered.map(|(at, (tokens, text))| Part {
            pattern: Pattern::of_tokens(tokens),
            runs_over: at + 1 < PARTS && text.ends_with('*'),
        });
        Self::Parts(Box::new(Parts {
            literal: literal.collect::<String>().into(),
            skipped,
            parts: own.collect(),
        }))
    }

    /// Whether the resource matches.
    #[must_use]
    pub fn matches(&self, arn: &ArnText<'_>, keys: Keys<'_>) -> bool {
        match self {
            Self::Whole(pattern) => pattern.matches(arn.text, keys),
            Self::Parts(parts) => parts.matches(arn, keys),
        }
    }
}

fn part_tokens(at: usize, text: &str, version: Version) -> Vec<Token> {
    let special = Special {
        wildcards: true,
        variables: at + 1 == PARTS && version == Version::V2012,
    };
    tokens(text, special)
}

/// The tokens of all parts with the colons between them.
fn join(parts: Vec<Vec<Token>>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::new();
    let mut literal = String::new();
    for (at, tokens) in parts.into_iter().enumerate() {
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

impl Parts {
    fn matches(&self, arn: &ArnText<'_>, keys: Keys<'_>) -> bool {
        let Some(rest) = arn.text.strip_prefix(&*self.literal) else {
            return false;
        };
        if let (Some(parts), true) = (&arn.parts, self.skipped + self.parts.len() == PARTS) {
            // The resource part tells most ARNs apart, so it comes first.
            let mut pairs = self.parts.iter().rev().zip(parts.iter().rev());
            if pairs.all(|(own, part)| own.pattern.matches(part, keys)) {
                return true;
            }
            if parts.last().is_some_and(|resource| !resource.contains(':')) {
                return false;
            }
        }
        self.parts.iter().any(|part| part.runs_over)
            && self.run_over(self.skipped, rest, keys) == Run::Matches
    }

    /// Lays the parts from `at` on along `text`, where a `*` at the end of a part may run over colons.
    fn run_over(&self, at: usize, text: &str, keys: Keys<'_>) -> Run {
        let (here, behind) = match text.split_once(':') {
            Some((here, behind)) => (here, Some(behind)),
            None => (text, None),
        };
        let Some(part) = self.parts.get(at - self.skipped) else {
            return Run::NotHere;
        };
        if at + 1 == PARTS {
            return Run::when(part.pattern.matches(text, keys));
        }
        if !part.pattern.matches(here, keys) {
            return Run::NotHere;
        }
        let is_last = at + 1 == self.skipped + self.parts.len();
        let mut behind = match behind {
            Some(behind) if !is_last => behind,
            behind => return Run::when(is_last && (part.runs_over || behind.is_none())),
        };
        loop {
            let found = self.run_over(at + 1, behind, keys);
            if found != Run::NotHere || !part.runs_over {
                return found;
            }
            match behind.split_once(':') {
                Some((_, later)) => behind = later,
                None => return Run::Never,
            }
        }
    }
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

impl Run {
    const fn when(matches: bool) -> Self {
        if matches {
            Self::Matches
        } else {
            Self::NotHere
        }
    }
}
