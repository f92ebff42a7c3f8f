//! Patterns with wildcards or variables inside.

use crate::policy::context::{ContextValue, KeyName, Keys};
use crate::policy::template::{Token, Variable};

/// A pattern cut at its `*`: the first stretch stands at the start of the text, the last one at its end, and each one between at
/// the first place that fits, which leaves the most to those that follow. Nothing is ever tried again.
#[derive(Clone, Debug)]
pub struct Glob {
    first: Stretch,
    middle: Box<[Stretch]>,
    /// None where the pattern has no `*`: the first stretch is everything.
    last: Option<Stretch>,
}

/// What stands between two `*`.
type Stretch = Box<[Atom]>;

#[derive(Clone, Debug)]
enum Atom {
    Text(Box<str>),
    /// `?`
    One,
    /// A variable: its value is literal (rule D14).
    Value {
        key: KeyName,
        default: Option<Box<str>>,
    },
}

impl Glob {
    pub(super) fn new(tokens: Vec<Token>) -> Self {
        let mut stretches: Vec<Vec<Atom>> = vec![Vec::new()];
        for token in tokens {
            let atom = match token {
                Token::Star => {
                    stretches.push(Vec::new());
                    continue;
                }
                Token::Text(text) => Atom::Text(text),
                Token::Question => Atom::One,
                Token::Variable(Variable { key, default }) => Atom::Value {
                    key: KeyName::new(&key),
                    default,
                },
            };
            if let Some(stretch) = stretches.last_mut() {
                stretch.push(atom);
            }
        }
        let last = (stretches.len() > 1).then(|| stretches.pop().unwrap_or_default());
        let mut stretches = stretches.into_iter();
        Self {
            first: stretches.next().unwrap_or_default().into(),
            // Two `*` in a row are as one.
            middle: stretches
                .filter(|stretch| !stretch.is_empty())
                .map(Into::into)
                .collect(),
            last: last.map(Into::into),
        }
    }

    pub(super) fn matches(&self, text: &str, keys: Keys<'_>) -> bool {
        self.rest(text, keys).is_some()
    }

    /// What the last of the `*` is left with.
    fn rest<'t>(&self, text: &'t str, keys: Keys<'_>) -> Option<&'t str> {
        let rest = behind(&self.first, text, keys)?;
        let Some(last) = &self.last else {
            return rest.is_empty().then_some(rest);
        };
        let rest = before(last, rest, keys)?;
        self.middle
            .iter()
            .try_fold(rest, |rest, stretch| behind_first(stretch, rest, keys))
    }

    pub(super) fn resolved(&self, keys: Keys<'_>) -> Option<String> {
        let mut shown = String::new();
        let rest = self.middle.iter().chain(&self.last);
        show(&self.first, keys, &mut shown)?;
        for stretch in rest {
            shown.push('*');
            show(stretch, keys, &mut shown)?;
        }
        Some(shown)
    }
}

/// The value of a variable: a multi-valued key cannot be one (rule D17).
pub(super) fn value_of<'a>(
    key: &KeyName,
    default: Option<&'a str>,
    keys: Keys<'a>,
) -> Option<&'a str> {
    match keys.look_up(key) {
        Some(ContextValue::One(value)) => Some(value),
        _ => default,
    }
}

/// What follows the stretch where `text` begins with it.
fn behind<'t>(stretch: &[Atom], text: &'t str, keys: Keys<'_>) -> Option<&'t str> {
    stretch.iter().try_fold(text, |rest, atom| match atom {
        Atom::Text(own) => rest.strip_prefix(&**own),
        Atom::One => {
            let mut chars = rest.chars();
            chars.next().map(|_| chars.as_str())
        }
        Atom::Value { key, default } => rest.strip_prefix(value_of(key, default.as_deref(), keys)?),
    })
}

/// What stands before the stretch where `text` ends with it.
fn before<'t>(stretch: &[Atom], text: &'t str, keys: Keys<'_>) -> Option<&'t str> {
    stretch
        .iter()
        .rev()
        .try_fold(text, |rest, atom| match atom {
            Atom::Text(own) => rest.strip_suffix(&**own),
            Atom::One => {
                let mut chars = rest.chars();
                chars.next_back().map(|_| chars.as_str())
            }
            Atom::Value { key, default } => {
                rest.strip_suffix(value_of(key, default.as_deref(), keys)?)
            }
        })
}

/// What follows the first place where the stretch fits.
fn behind_first<'t>(stretch: &[Atom], text: &'t str, keys: Keys<'_>) -> Option<&'t str> {
    let start = match stretch.first() {
        Some(Atom::Text(own)) => own.chars().next(),
        _ => None,
    };
    let mut rest = text;
    loop {
        if let Some(start) = start {
            rest = rest.get(rest.find(start)?..)?;
        }
        if let Some(found) = behind(stretch, rest, keys) {
            return Some(found);
        }
        let mut chars = rest.chars();
        chars.next()?;
        rest = chars.as_str();
    }
}

fn show(stretch: &[Atom], keys: Keys<'_>, shown: &mut String) -> Option<()> {
    for atom in stretch {
        shown.push_str(match atom {
            Atom::Text(text) => text,
            Atom::One => "?",
            Atom::Value { key, default } => value_of(key, default.as_deref(), keys)?,
        });
    }
    Some(())
}
