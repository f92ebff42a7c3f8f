//! Partitions: AWS's separate worlds of Regions, which share nothing, and which the second part of an ARN names.
//!
//! Source: AWS General Reference, "Amazon Resource Names (ARNs)"; the partitions of the AWS SDKs' endpoint rules.

/// A partition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Partition {
    /// `aws`: all Regions but those of the others.
    #[default]
    Aws,
    /// `aws-cn`: China.
    China,
    /// `aws-us-gov`: AWS GovCloud (US).
    GovCloud,
    /// `aws-eusc`: the European Sovereign Cloud.
    EuropeanSovereign,
    /// `aws-iso`: ISO (US).
    Iso,
    /// `aws-iso-b`: ISOB (US).
    IsoB,
    /// `aws-iso-e`: ISOE (Europe).
    IsoE,
    /// `aws-iso-f`: ISOF.
    IsoF,
}

impl Partition {
    /// Every partition.
    pub const ALL: [Self; 8] = [
        Self::Aws,
        Self::China,
        Self::GovCloud,
        Self::EuropeanSovereign,
        Self::Iso,
        Self::IsoB,
        Self::IsoE,
        Self::IsoF,
    ];

    /// As ARNs write it: `aws-cn`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::GovCloud => "aws-us-gov",
            Self::EuropeanSovereign => "aws-eusc",
            Self::Iso => "aws-iso",
            Self::IsoB => "aws-iso-b",
            Self::IsoE => "aws-iso-e",
            Self::IsoF => "aws-iso-f",
        }
    }

    /// The partition of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// The partition that an ARN names, where there is one of the name.
    #[must_use]
    pub fn of_arn(arn: &str) -> Option<Self> {
        let (name, _) = arn.strip_prefix("arn:")?.split_once(':')?;
        Self::named(name)
    }

    /// The partition a Region lies in; `aws` for whatever is not known to lie in another.
    #[must_use]
    pub fn of_region(region: &str) -> Self {
        let others = Self::ALL.into_iter().skip(1);
        let mut others = others.filter(|one| {
            let begins = |prefix: &str| {
                let rest = region.strip_prefix(prefix);
                rest.is_some_and(|rest| rest.starts_with('-'))
            };
            // `aws-cn-global` and the like stand for the whole partition.
            begins(one.region_prefix())
                || region
                    .strip_suffix("-global")
                    .is_some_and(|name| name == one.as_str())
        });
        others.next().unwrap_or_default()
    }

    /// What the names of the partition's Regions begin with, up to a hyphen.
    const fn region_prefix(self) -> &'static str {
        match self {
            Self::Aws => "",
            Self::China => "cn",
            Self::GovCloud => "us-gov",
            Self::EuropeanSovereign => "eusc",
            Self::Iso => "us-iso",
            Self::IsoB => "us-isob",
            Self::IsoE => "eu-isoe",
            Self::IsoF => "us-isof",
        }
    }

    /// The Region where the partition's global services, IAM among them, answer.
    #[must_use]
    pub const fn global_region(self) -> &'static str {
        match self {
            Self::Aws => "us-east-1",
            Self::China => "cn-north-1",
            Self::GovCloud => "us-gov-west-1",
            Self::EuropeanSovereign => "eusc-de-east-1",
            Self::Iso => "us-iso-east-1",
            Self::IsoB => "us-isob-east-1",
            Self::IsoE => "eu-isoe-west-1",
            Self::IsoF => "us-isof-south-1",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Partition;

    #[test]
    fn a_region_says_its_partition() {
        for partition in Partition::ALL {
            assert_eq!(Partition::of_region(partition.global_region()), partition);
            assert_eq!(
                Partition::of_region(&format!("{}-global", partition.as_str())),
                partition
            );
            assert_eq!(Partition::named(partition.as_str()), Some(partition));
        }
        for (region, name) in [
            ("eu-west-1", "aws"),
            ("cn-northwest-1", "aws-cn"),
            ("us-gov-east-1", "aws-us-gov"),
            ("us-iso-west-1", "aws-iso"),
            ("us-isof-east-1", "aws-iso-f"),
            ("cnx-1", "aws"),
            ("", "aws"),
        ] {
            assert_eq!(Partition::of_region(region).as_str(), name, "{region}");
        }
        assert_eq!(Partition::named("aws-mars"), None);
    }
}
