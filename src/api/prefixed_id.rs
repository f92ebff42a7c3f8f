//! Ids that say by their beginning what they name: `o-exampleorgid`, `ou-ab12-11111111`, `vpce-1a2b3c4d`.

use super::error::AwsError;

/// Checks an id: the prefix, then up to `most` groups of lower-case letters and digits with hyphens between them.
///
/// # Errors
/// `ValidationError`.
pub fn check(id: &str, prefix: &str, most: usize) -> Result<(), AwsError> {
    let group = |group: &str| {
        let mut bytes = group.bytes();
        !group.is_empty() && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let shaped = id
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.split('-').all(group) && rest.split('-').count() <= most);
    if shaped {
        return Ok(());
    }
    Err(
        AwsError::new("ValidationError", format!("{id} is invalid")).with_help(format!(
            "the id begins with `{prefix}` and goes on in lower-case letters and digits"
        )),
    )
}
