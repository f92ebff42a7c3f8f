//! What an operator asks of one value.

use std::cmp::Ordering;
use std::net::IpAddr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use ipnet::IpNet;

use super::number::Number;
use crate::policy::context::Keys;
use crate::policy::date::{Date, parse_date};
use crate::policy::document::Version;
use crate::policy::pattern::{ArnText, ArnValue, Pattern};
use crate::policy::template::Special;

/// Base64 as Java reads it: bits that stand for no whole byte do not matter, only the bytes do (rule D9).
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// An operator with its values in their type. `None` among the values is a malformed one: it matches nothing, and under a
/// negated operator it spoils the whole (rule U21).
#[derive(Clone, Debug)]
pub enum Test {
    /// The String family.
    Text {
        /// `Not`.
        negated: bool,
        /// `IgnoreCase`.
        ignore_case: bool,
        /// The values.
        patterns: Box<[Pattern]>,
    },
    /// The Arn family: `Equals` and `Like` are the same (rule A13).
    Arn {
        /// `Not`.
        negated: bool,
        /// The values.
        patterns: Box<[Option<ArnValue>]>,
    },
    /// The Numeric family.
    Number {
        /// How the request's value must compare.
        comparison: Comparison,
        /// The values.
        values: Box<[Option<Number>]>,
    },
    /// The Date family.
    Date {
        /// How the request's value must compare.
        comparison: Comparison,
        /// The values.
        values: Box<[Option<Date>]>,
    },
    /// `Bool`
    Bool(Box<[Option<bool>]>),
    /// `BinaryEquals`
    Binary(Box<[Option<Vec<u8>>]>),
    /// `IpAddress`, `NotIpAddress`
    Ip {
        /// `Not`.
        negated: bool,
        /// The ranges.
        ranges: Box<[Option<IpNet>]>,
    },
    /// `Null`: true asks for absence.
    Null(Box<[Option<bool>]>),
}

/// How two ordered values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `Equals`
    Equal,
    /// `NotEquals`
    NotEqual,
    /// `LessThan`
    Less,
    /// `LessThanEquals`
    LessOrEqual,
    /// `GreaterThan`
    Greater,
    /// `GreaterThanEquals`
    GreaterOrEqual,
}

impl Comparison {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "equals" => Self::Equal,
            "notequals" => Self::NotEqual,
            "lessthan" => Self::Less,
            "lessthanequals" => Self::LessOrEqual,
            "greaterthan" => Self::Greater,
            "greaterthanequals" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    const fn admits(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Test {
    /// The test of an operator in lower case, without prefix and suffix; `None` for one nobody knows.
    pub fn new<'a>(
        operator: &str,
        values: impl Iterator<Item = &'a str>,
        version: Version,
    ) -> Option<Self> {
        if let Some(name) = operator.strip_prefix("string") {
            return Self::text(name, values, version);
        }
        if let Some(name) = operator.strip_prefix("arn") {
            let negated = matches!(name, "notequals" | "notlike");
            return (negated || matches!(name, "equals" | "like")).then(|| Self::Arn {
                negated,
                patterns: values.map(|value| ArnValue::new(value, version)).collect(),
            });
        }
        if let Some(name) = operator.strip_prefix("numeric") {
            let comparison = Comparison::named(name)?;
            return Some(Self::Number {
                comparison,
                values: values.map(Number::parse).collect(),
            });
        }
        if let Some(name) = operator.strip_prefix("date") {
            let comparison = Comparison::named(name)?;
            return Some(Self::Date {
                comparison,
                values: values.map(parse_date).collect(),
            });
        }
        Some(match operator {
            "bool" => Self::Bool(values.map(parse_bool).collect()),
            "null" => Self::Null(values.map(parse_bool).collect()),
            "binaryequals" => Self::Binary(values.map(|value| BASE64.decode(value).ok()).collect()),
            "ipaddress" | "notipaddress" => Self::Ip {
                negated: operator == "notipaddress",
                ranges: values.map(parse_range).collect(),
            },
            _ => return None,
        })
    }

    fn text<'a>(
        name: &str,
        values: impl Iterator<Item = &'a str>,
        version: Version,
    ) -> Option<Self> {
        let (negated, rest) = match name.strip_prefix("not") {
            Some(rest) => (true, rest),
            None => (false, name),
        };
        if !matches!(rest, "equals" | "equalsignorecase" | "like") {
            return None;
        }
        let special = Special::new(rest == "like", version);
        Some(Self::Text {
            negated,
            ignore_case: rest == "equalsignorecase",
            patterns: values.map(|value| Pattern::new(value, special)).collect(),
        })
    }

    /// True for operators that hold when the key is absent.
    #[must_use]
    pub const fn is_negated(&self) -> bool {
        match self {
            Self::Text { negated, .. } | Self::Arn { negated, .. } | Self::Ip { negated, .. } => {
                *negated
            }
            Self::Number { comparison, .. } | Self::Date { comparison, .. } => {
                matches!(comparison, Comparison::NotEqual)
            }
            Self::Bool(_) | Self::Binary(_) | Self::Null(_) => false,
        }
    }

    /// Whether one value of the request passes: values of the policy are ORed, of a negated operator NORed (rule B2).
    #[must_use]
    pub fn holds(&self, value: &str, keys: Keys<'_>) -> bool {
        match self {
            Self::Text {
                negated,
                ignore_case,
                patterns,
            } => {
                let equal = |own: &Pattern| match ignore_case {
                    true => own.equals_ignoring_case(value, keys),
                    false => own.matches(value, keys),
                };
                patterns.iter().any(equal) != *negated
            }
            Self::Arn { negated, patterns } => {
                let arn = ArnText::new(value);
                let verdicts = patterns.iter().map(|own| own.as_ref()?.matches(&arn, keys));
                decided(verdicts, *negated)
            }
            Self::Number { comparison, values } => {
                let own = Number::parse(value);
                compared(
                    values.iter().map(|other| own?.order((*other)?)),
                    *comparison,
                )
            }
            Self::Date { comparison, values } => {
                let own = parse_date(value);
                compared(
                    values.iter().map(|other| Some(own?.cmp(&(*other)?))),
                    *comparison,
                )
            }
            Self::Bool(values) => {
                let own = parse_bool(value);
                own.is_some() && values.contains(&own)
            }
            Self::Binary(values) => {
                let own = BASE64.decode(value).ok();
                own.is_some() && values.contains(&own)
            }
            Self::Ip { negated, ranges } => {
                let own: Option<IpAddr> = value.parse().ok();
                let verdicts = ranges
                    .iter()
                    .map(|range| Some(range.as_ref()?.contains(&own?)));
                decided(verdicts, *negated)
            }
            // Absence is not a matter of values.
            Self::Null(values) => values.contains(&Some(false)),
        }
    }

    /// The values with their variables replaced; `None` where there are none to replace.
    #[must_use]
    pub fn resolved(&self, keys: Keys<'_>) -> Option<Vec<String>> {
        match self {
            Self::Text { patterns, .. } => {
                let shown = |own: &Pattern| own.resolved(keys);
                patterns.iter().map(shown).collect()
            }
            _ => None,
        }
    }
}

fn compared(orders: impl Iterator<Item = Option<Ordering>>, comparison: Comparison) -> bool {
    if comparison == Comparison::NotEqual {
        return decided(orders.map(|order| order.map(Ordering::is_eq)), true);
    }
    decided(
        orders.map(|order| order.map(|order| comparison.admits(order))),
        false,
    )
}

/// Any of the verdicts; negated: none of them, and none undecided.
fn decided(mut verdicts: impl Iterator<Item = Option<bool>>, negated: bool) -> bool {
    if negated {
        verdicts.all(|verdict| verdict == Some(false))
    } else {
        verdicts.any(|verdict| verdict == Some(true))
    }
}

/// `true` or `false` in any case (rule D6).
fn parse_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    text.eq_ignore_ascii_case("false").then_some(false)
}

/// A CIDR range, its host bits ignored; a bare address is a range of one (rule D10).
fn parse_range(text: &str) -> Option<IpNet> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}
