//! Sizes of policies as AWS counts them, and the limits they are held against.
//!
//! IAM leaves white space out; Organizations counts it. Both count characters, not bytes.
//! Source: IAM User Guide, "IAM and AWS STS quotas"; AWS Organizations User Guide, "Quotas and service limits".

/// Size of a document in IAM: its characters other than white space.
#[must_use]
pub fn without_blanks(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Size of an SCP or RCP: all its characters.
#[must_use]
pub fn with_blanks(text: &str) -> usize {
    text.chars().count()
}

/// The largest documents that are stored, in characters. One table, so that a quota AWS raises is a change of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeLimits {
    /// A managed policy.
    pub managed: usize,
    /// All inline policies of a user together.
    pub inline_user: usize,
    /// All inline policies of a group together.
    pub inline_group: usize,
    /// All inline policies of a role together.
    pub inline_role: usize,
    /// A role trust policy; AWS raises it to 4096 on request.
    pub trust: usize,
    /// The session policies of a call, as plain text together.
    pub session: usize,
    /// A service control policy or a resource control policy, white space included.
    pub control: usize,
}

impl Default for SizeLimits {
    fn default() -> Self {
        Self {
            managed: 6144,
            inline_user: 2048,
            inline_group: 5120,
            inline_role: 10_240,
            trust: 2048,
            session: 2048,
            control: 5120,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h_iam_leaves_white_space_out_and_organizations_does_not() {
        let text = "{ \"Sid\":\t\"a b\",\r\n\"x\": \"é\" }";
        assert_eq!(without_blanks(text), 20);
        assert_eq!(with_blanks(text), 27);
    }
}
