//! Amazon Resource Names: six parts separated by colons, the last of which may hold colons itself.
//!
//! Owns splitting and naming. Refuses nothing beyond the shape `arn:partition:service:region:account:resource`:
//! which services or resource types exist is not its business.
//! Source: AWS General Reference, "Amazon Resource Names (ARNs)"; IAM User Guide, "IAM identifiers".

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::partition::Partition;

/// Twelve decimal digits that name an AWS account.
#[derive(Clone, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(Box<str>);

impl AccountId {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is exactly twelve ASCII digits.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
    }

    /// The number the digits stand for (below 10¹²).
    #[must_use]
    pub fn number(&self) -> u64 {
        self.0.parse().unwrap_or_default()
    }
}

impl FromStr for AccountId {
    type Err = InvalidAccountId;

    /// Errors unless `text` is exactly twelve ASCII digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if Self::is_one(text) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidAccountId(text.to_owned()))
        }
    }
}

impl TryFrom<String> for AccountId {
    type Error = InvalidAccountId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.0.into()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no account id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidAccountId(pub String);

impl fmt::Display for InvalidAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no account id: 12 digits are needed", self.0)
    }
}

impl std::error::Error for InvalidAccountId {}

/// An ARN, kept as written; parts are looked up in the text.
///
/// Ordering and equality are those of the text: ARNs compare case-sensitively.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn(Box<str>);

impl Arn {
    /// Joins the parts of an ARN.
    #[must_use]
    pub fn new(
        partition: &str,
        service: &str,
        region: &str,
        account: &str,
        resource: &str,
    ) -> Self {
        Self(format!("arn:{partition}:{service}:{region}:{account}:{resource}").into())
    }

    /// ARN of an IAM entity, such as `user/division/carlos`.
    #[must_use]
    pub fn iam(partition: Partition, account: &AccountId, resource: &str) -> Self {
        Self::new(partition.as_str(), "iam", "", account.as_str(), resource)
    }

    /// ARN of an STS session, such as `assumed-role/R/s`.
    #[must_use]
    pub fn sts(partition: Partition, account: &AccountId, resource: &str) -> Self {
        Self::new(partition.as_str(), "sts", "", account.as_str(), resource)
    }

    /// The same ARN of another resource: a renamed user stays in its partition and account.
    #[must_use]
    pub fn with_resource(&self, resource: &str) -> Self {
        Self::new(
            self.partition(),
            self.service(),
            self.region(),
            self.account(),
            resource,
        )
    }

    /// The same ARN in another partition.
    #[must_use]
    pub fn in_partition(&self, partition: Partition) -> Self {
        let own = self.partition();
        if own == partition.as_str() {
            return self.clone();
        }
        let rest = self.0.get("arn:".len() + own.len()..).unwrap_or_default();
        Self(format!("arn:{}{rest}", partition.as_str()).into())
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn part(&self, index: usize) -> &str {
        self.0.splitn(6, ':').nth(index).unwrap_or_default()
    }

    /// `aws`, `aws-cn`, `aws-us-gov`, …
    #[must_use]
    pub fn partition(&self) -> &str {
        let rest = self.0.strip_prefix("arn:").unwrap_or_default();
        rest.split(':').next().unwrap_or_default()
    }

    /// Service prefix, such as `iam`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// Region, empty for global services.
    #[must_use]
    pub fn region(&self) -> &str {
        self.part(3)
    }

    /// Account part as written, empty where the service leaves it out (an S3 bucket).
    #[must_use]
    pub fn account(&self) -> &str {
        self.part(4)
    }

    /// Account part as an account id, if it is one.
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        self.account().parse().ok()
    }

    /// Everything after the fifth colon.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    /// The part of the resource before its first `/` or `:`, such as `user` in `user/a/b`.
    #[must_use]
    pub fn resource_type(&self) -> &str {
        self.resource().split(['/', ':']).next().unwrap_or_default()
    }

    /// The part of the resource after its last `/`: the name of an IAM entity without its path.
    #[must_use]
    pub fn resource_name(&self) -> &str {
        self.resource().rsplit('/').next().unwrap_or_default()
    }
}

impl FromStr for Arn {
    type Err = InvalidArn;

    /// Errors unless `text` has six parts, begins `arn:`, and has a partition, a service and a resource.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        match parts.as_slice() {
            ["arn", partition, service, _, _, resource]
                if !partition.is_empty() && !service.is_empty() && !resource.is_empty() =>
            {
                Ok(Self(text.into()))
            }
            _ => Err(InvalidArn(text.to_owned())),
        }
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidArn(pub String);

impl fmt::Display for InvalidArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no ARN: `arn:partition:service:region:account:resource` is needed",
            self.0
        )
    }
}

impl std::error::Error for InvalidArn {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_an_arn_with_colons_in_its_resource() {
        let arn: Arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:*"
            .parse()
            .unwrap();
        assert_eq!(arn.service(), "logs");
        assert_eq!(arn.region(), "eu-west-1");
        assert_eq!(arn.account(), "111122223333");
        assert_eq!(arn.resource(), "log-group:/a/b:*");
        assert_eq!(arn.resource_type(), "log-group");
    }

    #[test]
    fn short_and_empty_parts_are_refused() {
        for text in [
            "",
            "arn",
            "arn:aws:s3",
            "arn:aws:s3:::",
            "arn::s3:::b",
            "x:aws:s3:::b",
        ] {
            assert!(text.parse::<Arn>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_account_id_is_twelve_digits() {
        assert!("123456789012".parse::<AccountId>().is_ok());
        for text in ["", "12345678901", "1234567890123", "12345678901a"] {
            assert!(text.parse::<AccountId>().is_err(), "{text}");
        }
    }
}
