//! Actions that no resource of their statement can be the object of: they are never allowed by it.

use crate::policy::check::PolicyKind;
use crate::policy::document::{Statement, Text};
use crate::reference::services;

use super::{Finding, Severity};

/// Parts of an ARN.
const ARN_PARTS: usize = 6;

pub(super) fn look(kind: PolicyKind, statement: &Statement, found: &mut Vec<Finding>) {
    let elements = (&statement.action, &statement.resource);
    let (Some(action), Some(resource)) = elements else {
        return;
    };
    if action.negated || resource.negated || kind == PolicyKind::Trust {
        return;
    }
    for text in &action.patterns {
        let Some((service, known)) = services::action(&text.value) else {
            continue;
        };
        let types: Vec<&str> = service
            .resource_types_of(known)
            .map(|(own, _)| own.arn)
            .collect();
        let takes = |pattern: &Text| {
            pattern.value == "*" || types.iter().any(|arn| overlap(&pattern.value, &wild(arn)))
        };
        if resource.patterns.iter().any(takes) {
            continue;
        }
        let help = match types.as_slice() {
            [] => "it takes no resource: put it into a statement with `\"Resource\": \"*\"`"
                .to_owned(),
            types => format!("it takes {}", types.join(", ")),
        };
        let message = format!(
            "no resource of this statement is one that `{}` takes",
            text.value
        );
        found.push(
            Finding::new(
                Severity::Warning,
                "ACTION_WITHOUT_ITS_RESOURCE",
                text.span,
                message,
            )
            .with_help(help),
        );
    }
}

/// `arn:${Partition}:s3:::${BucketName}` with a star for what varies.
fn wild(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, from)) = rest.split_once("${") {
        text.push_str(before);
        text.push('*');
        rest = from.split_once('}').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

/// Whether some ARN matches both patterns, part by part. A pattern that leaves parts out may match anything.
fn overlap(pattern: &str, template: &str) -> bool {
    let pattern = wild(pattern);
    let parts: Vec<&str> = pattern.splitn(ARN_PARTS, ':').collect();
    let pairs = parts.iter().zip(template.splitn(ARN_PARTS, ':'));
    parts.len() < ARN_PARTS
        || pairs
            .into_iter()
            .all(|(own, other)| parts_overlap(own, other))
}

/// Whether some text matches both patterns. Variables of a policy may be anything, and so may be what varies in a template; yet the
/// name of a bucket holds no slash: what varies ends where the other pattern has a separator.
fn parts_overlap(pattern: &str, template: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let template: Vec<char> = template.chars().collect();
    // reach[t]: the first p characters of the pattern and the first t of the template match some text together.
    let mut reach = vec![false; template.len() + 1];
    let star_at = |text: &[char], at: usize| text.get(at) == Some(&'*');
    for p in 0..=pattern.len() {
        let mut next = vec![false; template.len() + 1];
        for t in 0..=template.len() {
            let at = |row: &[bool], at: Option<usize>| {
                at.and_then(|at| row.get(at)).copied().unwrap_or(false)
            };
            let before = t.checked_sub(1);
            let (own, other) = (
                p.checked_sub(1).and_then(|p| pattern.get(p)),
                before.and_then(|t| template.get(t)),
            );
            let holds = match (p, t) {
                (0, 0) => true,
                _ => {
                    let pattern_star = p > 0 && star_at(&pattern, p - 1);
                    let template_star = t > 0 && star_at(&template, t - 1);
                    let same = match (own, other) {
                        (Some('?'), Some(_)) | (Some(_), Some('?')) => true,
                        (Some(own), Some(other)) => own == other,
                        _ => false,
                    };
                    (pattern_star && (at(&reach, Some(t)) || at(&next, before)))
                        || (template_star
                            && (at(&next, before)
                                || at(&reach, Some(t)) && own.is_some_and(|own| *own != '/')))
                        || (same && at(&reach, before))
                }
            };
            if let Some(cell) = next.get_mut(t) {
                *cell = holds;
            }
        }
        reach = next;
    }
    reach.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::{overlap, wild};

    #[test]
    fn patterns_overlap_where_one_text_matches_both() {
        let (bucket, object) = (
            wild("arn:${Partition}:s3:::${BucketName}"),
            wild("arn:${Partition}:s3:::${BucketName}/${ObjectName}"),
        );
        for (pattern, of_bucket, of_object) in [
            ("arn:aws:s3:::b", true, false),
            ("arn:aws:s3:::b/*", false, true),
            ("arn:aws:s3:::b*", true, true),
            ("arn:aws:s3:::*", true, true),
            ("*", true, true),
            ("arn:aws:s3:::${aws:username}/x", false, true),
            ("arn:aws:ec2:*:*:instance/*", false, false),
        ] {
            assert_eq!(
                (overlap(pattern, &bucket), overlap(pattern, &object)),
                (of_bucket, of_object),
                "{pattern}"
            );
        }
    }
}
