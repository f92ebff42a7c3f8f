//! How condition operators are spelled, as AWS wants them when a policy is stored.
//!
//! Owns names only; what an operator does is the evaluator's.
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators".

use super::suggest::nearest;

/// The operators without prefix and suffix.
pub const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

const PREFIXES: [&str; 2] = ["ForAllValues:", "ForAnyValue:"];
const SUFFIX: &str = "IfExists";

/// The operator without prefix and suffix, where both are spelled exactly: `StringLike` of `ForAnyValue:StringLikeIfExists`.
#[must_use]
pub fn base(operator: &str) -> &str {
    let inner = PREFIXES
        .iter()
        .find_map(|prefix| operator.strip_prefix(prefix))
        .unwrap_or(operator);
    inner.strip_suffix(SUFFIX).unwrap_or(inner)
}

/// Whether AWS stores a condition with this operator: known, and spelled exactly (rule A5).
#[must_use]
pub fn is_exact(operator: &str) -> bool {
    OPERATORS.contains(&base(operator))
}

/// Whether an evaluation knows the operator: spelling may differ in case (rule A5).
#[must_use]
pub fn is_known(operator: &str) -> bool {
    is_exact(operator) || every_spelling().any(|spelling| spelling.eq_ignore_ascii_case(operator))
}

/// The operator that was probably meant.
#[must_use]
pub fn suggestion(operator: &str) -> Option<String> {
    let spellings: Vec<String> = every_spelling().collect();
    nearest(operator, spellings.iter().map(String::as_str)).map(str::to_owned)
}

/// Each operator, alone and with every prefix and suffix.
fn every_spelling() -> impl Iterator<Item = String> {
    let prefixes = ["", "ForAllValues:", "ForAnyValue:"];
    prefixes.into_iter().flat_map(|prefix| {
        OPERATORS.iter().flat_map(move |operator| {
            ["", SUFFIX].map(|suffix| format!("{prefix}{operator}{suffix}"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_storing_wants_the_exact_spelling_and_evaluation_does_not() {
        for operator in [
            "StringEquals",
            "BoolIfExists",
            "ForAnyValue:StringLikeIfExists",
            "ForAllValues:Null",
        ] {
            assert!(is_exact(operator) && is_known(operator), "{operator}");
        }
        for operator in ["stringequals", "forAnyValue:StringLike", "Boolifexists"] {
            assert!(!is_exact(operator) && is_known(operator), "{operator}");
        }
        for operator in [
            "",
            "StringMatches",
            "ForSomeValues:Bool",
            "IfExists",
            "ForAnyValue:",
        ] {
            assert!(!is_exact(operator) && !is_known(operator), "{operator}");
        }
        assert_eq!(suggestion("stringequal").as_deref(), Some("StringEquals"));
        assert_eq!(suggestion("Frobnicate"), None);
    }
}
