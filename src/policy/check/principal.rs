//! Names of principals: which ones can exist, and what must exist for AWS to store them.
//!
//! AWS looks up users, roles and providers when a trust or bucket policy is stored, but no accounts and no sessions.
//! Source: IAM User Guide, "IAM JSON policy elements: Principal".

use super::{CheckError, Fault, MALFORMED, PolicyKind, resource, service_principal};
use crate::arn::{AccountId, Arn};
use crate::partition::Partition;
use crate::policy::document::{Document, PrincipalEntry, PrincipalKind};

/// What AWS looks for before it stores a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MustExist {
    /// Nothing: everybody, an account, a federated user, a service, a built-in provider.
    Nothing,
    /// The user of that ARN, path included.
    User(Arn),
    /// The role of that ARN, path included.
    Role(Arn),
    /// A role of that name, under any path: session ARNs leave the path out.
    RoleNamed {
        /// The account of the role.
        account: AccountId,
        /// The name without path.
        name: String,
    },
    /// The user (`AIDA…`) or role (`AROA…`) with that unique id.
    UniqueId(String),
    /// The OIDC or SAML provider of that ARN.
    Provider(Arn),
}

/// The names in the `Principal` elements of a document, in its order, with what must exist for AWS to store them.
/// `None` for a name that can be nobody's: a group, a wildcard inside an ARN, an unknown service.
#[must_use]
pub fn named_principals(document: &Document) -> Vec<(&PrincipalEntry, Option<MustExist>)> {
    document
        .statements
        .iter()
        .filter_map(|statement| statement.principal.as_ref())
        .flat_map(|principal| &principal.entries)
        .map(|entry| (entry, must_exist(entry)))
        .collect()
}

/// AWS's refusal of a principal that does not exist.
#[must_use]
pub fn invalid_principal(kind: PolicyKind, entry: &PrincipalEntry) -> CheckError {
    let help = match entry.kind {
        PrincipalKind::Service => "no such service",
        PrincipalKind::Federated => "no such identity provider",
        PrincipalKind::CanonicalUser => "only policies of S3 name canonical users",
        PrincipalKind::Aws if entry.name.value.contains(['*', '?']) => {
            "wildcards are not allowed in a principal: name the account, or everybody with `*`"
        }
        PrincipalKind::Aws if entry.name.value.contains(":group/") => {
            "a group is no principal: name its users"
        }
        PrincipalKind::Aws | PrincipalKind::Everybody => "no such account, user or role",
    };
    let label = match entry.kind {
        PrincipalKind::Everybody => "STAR",
        PrincipalKind::Aws => "AWS",
        PrincipalKind::Service => "SERVICE",
        PrincipalKind::Federated => "FEDERATED",
        PrincipalKind::CanonicalUser => "CANONICALUSER",
    };
    let fault = Fault::new(entry.name.span, help);
    match kind {
        PolicyKind::Resource => fault.says(resource::CODE, resource::INVALID_PRINCIPAL),
        _ => fault.says(
            MALFORMED,
            format!(
                "Invalid principal in policy: \"{label}\":\"{}\"",
                entry.name.value
            ),
        ),
    }
}

fn must_exist(entry: &PrincipalEntry) -> Option<MustExist> {
    let name = entry.name.value.as_str();
    match entry.kind {
        PrincipalKind::Everybody => Some(MustExist::Nothing),
        PrincipalKind::CanonicalUser => {
            let canonical =
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            canonical.then_some(MustExist::Nothing)
        }
        PrincipalKind::Service => service_principal::is_known(name).then_some(MustExist::Nothing),
        PrincipalKind::Federated => provider(name),
        PrincipalKind::Aws => account_or_identity(name),
    }
}

fn account_or_identity(name: &str) -> Option<MustExist> {
    if name == "*" || name.parse::<AccountId>().is_ok() {
        return Some(MustExist::Nothing);
    }
    if is_unique_id(name) {
        return Some(MustExist::UniqueId(name.to_owned()));
    }
    let arn = identity_arn(name)?;
    let account = arn.account_id()?;
    let segments: Vec<&str> = arn.resource().split('/').collect();
    match (arn.service(), segments.as_slice()) {
        ("iam", ["root"]) => Some(MustExist::Nothing),
        ("iam", ["user", ..]) if are_names(&segments) => Some(MustExist::User(arn)),
        ("iam", ["role", ..]) if are_names(&segments) => Some(MustExist::Role(arn)),
        ("sts", ["assumed-role", role, _]) if are_names(&segments) => Some(MustExist::RoleNamed {
            account,
            name: (*role).to_owned(),
        }),
        ("sts", ["federated-user", _]) if are_names(&segments) => Some(MustExist::Nothing),
        _ => None,
    }
}

fn provider(name: &str) -> Option<MustExist> {
    if BUILT_IN_PROVIDERS.contains(&name) {
        return Some(MustExist::Nothing);
    }
    let arn = identity_arn(name)?;
    arn.account_id()?;
    let of_provider = arn.service() == "iam"
        && matches!(arn.resource_type(), "oidc-provider" | "saml-provider")
        && !arn.resource_name().is_empty()
        && !name.contains(['*', '?']);
    of_provider.then_some(MustExist::Provider(arn))
}

/// The providers that need no entity in the account (rule C11).
const BUILT_IN_PROVIDERS: [&str; 4] = [
    "cognito-identity.amazonaws.com",
    "accounts.google.com",
    "graph.facebook.com",
    "www.amazon.com",
];

/// An ARN of a known partition without a region.
fn identity_arn(name: &str) -> Option<Arn> {
    let arn: Arn = name.parse().ok()?;
    (Partition::named(arn.partition()).is_some() && arn.region().is_empty()).then_some(arn)
}

/// A type and at least one name, each of the characters that IAM allows in names and paths.
fn are_names(segments: &[&str]) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    segments.len() > 1
        && segments
            .iter()
            .all(|segment| !segment.is_empty() && segment.chars().all(allowed))
}

/// `AIDA…` or `AROA…`. IAM gives ids 21 characters and documents them as 16 to 128.
fn is_unique_id(name: &str) -> bool {
    let rest = name
        .strip_prefix("AIDA")
        .or_else(|| name.strip_prefix("AROA"));
    rest.is_some_and(|rest| {
        (12..=124).contains(&rest.len())
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}
