//! Numbers as Numeric operators compare them: whole numbers exactly, others as binary fractions.

use std::cmp::Ordering;

/// A number of a policy or a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Whole(i128),
    /// A number with a fraction or an exponent.
    Fraction(f64),
}

impl Number {
    /// Reads an integer or a decimal; `None` for every other text, infinities among them (rule D7).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(whole) = text.parse() {
            return Some(Self::Whole(whole));
        }
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        text.parse()
            .ok()
            .filter(|number: &f64| plain && number.is_finite())
            .map(Self::Fraction)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "whole numbers are compared exactly; this serves mixed pairs"
    )]
    fn fraction(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Fraction(fraction) => fraction,
        }
    }

    /// How two numbers compare.
    #[must_use]
    pub fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(&b)),
            (a, b) => a.fraction().partial_cmp(&b.fraction()),
        }
    }
}
