//! How much of the space for session policies and tags a call takes (rules E19, U32).
//!
//! AWS keeps its packing secret; this is an approximation: the minified inline policies, four characters a managed
//! policy, the tag keys and values and two characters a tag, as a percentage of 2048, rounded up.

use crate::policy::size;

use super::super::error::AwsError;
use super::super::input::Input;

const SPACE: usize = 2048;

/// The percentage; `tags` are those of the new session. None when neither policies nor tags were passed.
///
/// # Errors
/// `PackedPolicyTooLarge` above 100.
pub fn percentage(input: Input<'_>, tags: &[(&str, &str)]) -> Result<Option<usize>, AwsError> {
    let policy = input.text("Policy").map(size::without_blanks);
    let arns = input.structures("PolicyArns").len();
    if policy.is_none() && arns == 0 && tags.is_empty() {
        return Ok(None);
    }
    let tag_size: usize = tags
        .iter()
        .map(|(key, value)| key.chars().count() + value.chars().count() + 2)
        .sum();
    let used = policy.unwrap_or_default() + 4 * arns + tag_size;
    let percentage = (100 * used).div_ceil(SPACE);
    if percentage <= 100 {
        return Ok(Some(percentage));
    }
    let what = if tag_size > used / 2 {
        format!("Packed size of session tags consumes {percentage}% of allotted space.")
    } else {
        format!(
            "Packed policy consumes {percentage}% of allotted space, please use smaller policy."
        )
    };
    Err(AwsError::new("PackedPolicyTooLarge", what))
}
