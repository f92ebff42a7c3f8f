//! Conditions: operators with typed values, applied to the keys of a request.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
//! values" (rules D1–D22).

mod number;
mod test;

use super::context::{ContextValue, KeyName, Keys};
use super::document::{self, Version};
use test::Test;

/// One operator applied to one key, compiled.
#[derive(Clone, Debug)]
pub struct Condition {
    key: KeyName,
    quantifier: Quantifier,
    if_exists: bool,
    /// How many values the policy gives.
    values: usize,
    /// None for an operator nobody knows: the statement matches nothing (rule A5).
    test: Option<Test>,
}

/// How the values of a key are taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantifier {
    None,
    ForAll,
    ForAny,
}

impl Condition {
    /// Compiles a condition. Operators are read in any case (rule A5).
    #[must_use]
    pub fn new(condition: &document::Condition, version: Version) -> Self {
        let folded = condition.operator.value.to_ascii_lowercase();
        let (quantifier, rest) = match folded.split_once(':') {
            Some(("forallvalues", rest)) => (Quantifier::ForAll, rest),
            Some(("foranyvalue", rest)) => (Quantifier::ForAny, rest),
            _ => (Quantifier::None, folded.as_str()),
        };
        let (operator, if_exists) = match rest.strip_suffix("ifexists") {
            Some(operator) => (operator, true),
            None => (rest, false),
        };
        Self {
            key: KeyName::new(&condition.key.value),
            quantifier,
            if_exists,
            values: condition.values.len(),
            test: Test::new(
                operator,
                condition.values.iter().map(|text| text.value.as_str()),
                version,
            ),
        }
    }

    /// Whether the request meets the condition.
    #[must_use]
    pub fn holds(&self, keys: Keys<'_>) -> bool {
        let Some(test) = &self.test else {
            return false;
        };
        let found = keys.look_up(&self.key);
        if let Test::Null(wanted) = test {
            return match self.quantifier {
                Quantifier::None => wanted.contains(&Some(found.is_none())),
                // Rule D5.
                Quantifier::ForAll => true,
                Quantifier::ForAny => false,
            };
        }
        match found {
            None => self.holds_without_key(test),
            Some(_) if self.values == 0 => false,
            Some(value) => self.holds_for(test, value, keys),
        }
    }

    /// Rules D1, D2, D22.
    fn holds_without_key(&self, test: &Test) -> bool {
        match self.quantifier {
            _ if self.if_exists => true,
            Quantifier::ForAll => true,
            Quantifier::ForAny => false,
            Quantifier::None => test.is_negated() && self.values > 0,
        }
    }

    fn holds_for(&self, test: &Test, value: &ContextValue, keys: Keys<'_>) -> bool {
        let values = value.values();
        // A lone empty string is an empty set (rules D3, U20).
        let empty = values.iter().all(String::is_empty) && values.len() <= 1;
        match self.quantifier {
            Quantifier::ForAll => empty || values.iter().all(|value| test.holds(value, keys)),
            Quantifier::ForAny => !empty && values.iter().any(|value| test.holds(value, keys)),
            // A key with several values needs a quantifier: without one it matches nothing (rules D4, U19).
            Quantifier::None => match values {
                [value] => test.holds(value, keys),
                _ => false,
            },
        }
    }

    /// The policy's values with their variables replaced, as an explanation shows them.
    #[must_use]
    pub fn wanted(&self, condition: &document::Condition, keys: Keys<'_>) -> Vec<String> {
        let resolved = self.test.as_ref().and_then(|test| test.resolved(keys));
        resolved.unwrap_or_else(|| {
            condition
                .values
                .iter()
                .map(|text| text.value.clone())
                .collect()
        })
    }

    /// The name of the key.
    #[must_use]
    pub const fn key(&self) -> &KeyName {
        &self.key
    }

    /// False for an operator nobody knows.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.test.is_some()
    }
}

#[cfg(test)]
mod tests;
