//! The shape of a `Resource`: an ARN, or `*`.
//!
//! AWS looks twice. The *format* has a text for each fault; *legacy parsing* has one for all. Both are looser than the
//! ARN of a real resource: short ones and unknown services are stored (rule A24).
//! Source: IAM User Guide, "IAM JSON policy elements: Resource"; Amazon S3, "Actions, resources, and condition keys".

use crate::partition::Partition;

/// Why AWS does not store a resource: its text, and ours.
pub(super) struct ResourceFault {
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What an IAM resource begins with, in the order AWS lists them.
const IAM_PATHS: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// The resources of S3 that live in a region; buckets and objects do not say theirs.
const S3_REGIONAL: [&str; 6] = [
    "accesspoint/",
    "access-grants/",
    "async-request/",
    "job/",
    "storage-lens/",
    "storage-lens-group/",
];

/// What is wrong with the format of a resource, if anything.
pub(super) fn format_fault(resource: &str) -> Option<ResourceFault> {
    if resource == "*" {
        return None;
    }
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    let part = |index: usize| parts.get(index).copied();
    let (message, help) = match (part(1), part(2)) {
        (None, _) => (
            format!("Resource {resource} must be in ARN format or \"*\"."),
            "write `arn:partition:service:region:account:resource`, or `*`",
        ),
        (Some(partition), _) if !is_partition(partition) => (
            format!(
                "Partition \"{partition}\" is not valid for resource \"{}\".",
                completed(&parts)
            ),
            "the second part of an ARN is its partition, such as `aws`",
        ),
        (Some(_), service) if service.is_none_or(|service| service.contains(['*', '?'])) => (
            "Resource vendor must be fully qualified and cannot contain regexes.".to_owned(),
            "the third part of an ARN is its service, without wildcards",
        ),
        (_, Some("iam")) => iam_fault(resource, or_star(&parts, 3), part(5))?,
        (_, Some("s3")) => s3_fault(resource, or_star(&parts, 3), part(5))?,
        _ => return None,
    };
    Some(ResourceFault { message, help })
}

/// Whether legacy parsing fails: no service, or too few parts with an empty one among them.
pub(super) fn legacy_fault(resource: &str) -> Option<&'static str> {
    if resource == "*" {
        return None;
    }
    if resource.split(':').nth(2) == Some("") {
        return Some("the third part of an ARN is its service");
    }
    let too_short = resource.split(':').count() < 6 && resource.contains("::");
    too_short.then_some("an ARN has six parts: `arn:partition:service:region:account:resource`")
}

/// AWS stores wildcards in the partition: its own managed policies have `arn:*:…`.
fn is_partition(text: &str) -> bool {
    Partition::named(text).is_some() || text.contains(['*', '?'])
}

/// The ARN as AWS prints it with a wrong partition: `arn` in front, missing parts as `*`.
fn completed(parts: &[&str]) -> String {
    let mut arn = "arn".to_owned();
    for index in 1..6 {
        arn.push(':');
        arn.push_str(or_star(parts, index));
    }
    arn
}

/// A part as AWS takes it: where the ARN ends too early, `*`.
fn or_star<'a>(parts: &[&'a str], index: usize) -> &'a str {
    let ends_here = index > 1 && index + 1 == parts.len();
    match parts.get(index) {
        Some(&"") if ends_here => "*",
        Some(part) => part,
        None => "*",
    }
}

fn iam_fault(resource: &str, region: &str, path: Option<&str>) -> Option<(String, &'static str)> {
    if !region.is_empty() {
        return Some((
            format!("IAM resource {resource} cannot contain region information."),
            "leave the region empty: `arn:aws:iam::…`",
        ));
    }
    let path = path.unwrap_or_default();
    // AWS's text does not list `root`, but the managed policies that allow sts:AssumeRoot name it.
    if matches!(path, "*" | "root") || IAM_PATHS.iter().any(|start| path.starts_with(start)) {
        return None;
    }
    Some((
        format!(
            "IAM resource path must either be \"*\" or start with {}.",
            IAM_PATHS.join(", ")
        ),
        "the last part of an IAM ARN is its type and path, such as `user/name`",
    ))
}

fn s3_fault(resource: &str, region: &str, path: Option<&str>) -> Option<(String, &'static str)> {
    let path = path.unwrap_or_default();
    let global = !S3_REGIONAL.iter().any(|start| path.starts_with(start));
    (global && !region.is_empty()).then(|| {
        (
            format!("Resource {resource} can not contain region information."),
            "leave the region empty: `arn:aws:s3:::…`",
        )
    })
}
