//! The words of the policy language and of IAM itself.
//!
//! Source: IAM User Guide, "IAM JSON policy element reference", "Policy evaluation logic".

use super::Entry;

/// Word, meaning, a line that shows it.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "Action",
        "What a statement is about: `service:Name`, with `*` and `?`; case does not matter.",
        r#""Action": ["s3:GetObject", "s3:List*"]"#,
    ),
    (
        "Condition",
        "When a statement applies: operators, keys, values. All operators and keys must hold, one value of each is enough.",
        r#""Condition": { "StringEquals": { "aws:PrincipalTag/team": "x" } }"#,
    ),
    (
        "Effect",
        "Allow or Deny. A deny anywhere beats every allow.",
        r#""Effect": "Deny""#,
    ),
    (
        "NotAction",
        "Every action but these.",
        r#""NotAction": "iam:*""#,
    ),
    (
        "NotPrincipal",
        "Everybody but these; only with Deny, and seldom what is meant.",
        r#""NotPrincipal": { "AWS": "arn:aws:iam::123456789012:user/carlos" }"#,
    ),
    (
        "NotResource",
        "Every resource but these.",
        r#""NotResource": "arn:aws:s3:::logs/*""#,
    ),
    (
        "Principal",
        "Whom the policy of a resource or a role lets in: accounts, users, roles, sessions, services, identity providers.",
        r#""Principal": { "AWS": "arn:aws:iam::123456789012:role/deploy" }"#,
    ),
    (
        "Resource",
        "On what: ARNs, with `*` and `?`; `*` alone for actions that take none.",
        r#""Resource": "arn:aws:s3:::bucket/*""#,
    ),
    (
        "Sid",
        "A name for the statement: letters and digits, once in a policy.",
        r#""Sid": "ReadBucket""#,
    ),
    (
        "Statement",
        "One statement, or a list of them.",
        r#""Statement": [{ … }]"#,
    ),
    (
        "Version",
        "Of the language: 2012-10-17. Without it variables such as `${aws:username}` are plain text.",
        r#""Version": "2012-10-17""#,
    ),
    (
        "ArnLike",
        "Compares ARNs part by part, with wildcards; ArnEquals does the same.",
        r#""ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy-*" }"#,
    ),
    (
        "Bool",
        "Compares with true or false; an absent key is neither.",
        r#""Bool": { "aws:MultiFactorAuthPresent": "true" }"#,
    ),
    (
        "DateLessThan",
        "Compares times: ISO 8601, or seconds since 1970.",
        r#""DateLessThan": { "aws:CurrentTime": "2027-01-01T00:00:00Z" }"#,
    ),
    (
        "ForAllValues",
        "Every value of the key must match; an absent key matches too.",
        r#""ForAllValues:StringEquals": { "aws:TagKeys": ["team", "stage"] }"#,
    ),
    (
        "ForAnyValue",
        "One value of the key must match; an absent key does not.",
        r#""ForAnyValue:StringLike": { "aws:TagKeys": "team*" }"#,
    ),
    (
        "IfExists",
        "Behind an operator: holds as well when the key is absent.",
        r#""StringEqualsIfExists": { "aws:RequestTag/team": "x" }"#,
    ),
    (
        "IpAddress",
        "Compares addresses with ranges.",
        r#""IpAddress": { "aws:SourceIp": "203.0.113.0/24" }"#,
    ),
    (
        "Null",
        "Whether the key is absent.",
        r#""Null": { "aws:TokenIssueTime": "false" }"#,
    ),
    (
        "NumericLessThan",
        "Compares numbers.",
        r#""NumericLessThan": { "aws:MultiFactorAuthAge": "3600" }"#,
    ),
    (
        "StringEquals",
        "Compares texts letter by letter; `*` and `?` are ordinary characters.",
        r#""StringEquals": { "aws:username": "carlos" }"#,
    ),
    (
        "StringLike",
        "Compares texts, with `*` and `?` as wildcards.",
        r#""StringLike": { "aws:username": "dev-*" }"#,
    ),
    (
        "caller identity",
        "Who the credentials of a request belong to.",
        "me.get_caller_identity()",
    ),
    (
        "identity policy",
        "A policy of a user, group or role: what they may do.",
        r#"carlos.put_user_policy("p", allow("s3:*", "*"))"#,
    ),
    (
        "permissions boundary",
        "A managed policy that limits what a user or role may do; by itself it allows nothing.",
        "carlos.put_permissions_boundary(policy)",
    ),
    (
        "principal",
        "Who asks: a user, a session of a role, a service, an account's root user.",
        "decision.principal",
    ),
    (
        "resource control policy",
        "What may be done to the resources of an organization's accounts, by anybody.",
        "organization.attach_rcp(target, name, document)",
    ),
    (
        "resource policy",
        "A policy of a bucket, a queue, a key: whom it lets in.",
        "who.set_resource_policy(action, arn, document)",
    ),
    (
        "service control policy",
        "What the principals of an organization's accounts may do at the most.",
        "organization.attach_scp(target, name, document)",
    ),
    (
        "session",
        "Temporary credentials and what they stand for; a user with an access key, too.",
        r#"carlos.session().assume_role(role, "cli")"#,
    ),
    (
        "session policy",
        "A policy passed when a session is made, which limits it.",
        r#"me.assume_role(role, "cli", #{ Policy: allow("s3:*", "*") })"#,
    ),
    (
        "trust policy",
        "The policy of a role: who may assume it. Every role has one.",
        "role.update_trust(trust_for(carlos))",
    ),
];

pub(super) fn entry(word: &str) -> Option<Entry> {
    let plain = word.replace('_', " ");
    let (word, meaning, form) = WORDS
        .iter()
        .find(|(known, ..)| *known == word || *known == plain)?;
    let mut entry = Entry::new(*word, *meaning);
    entry.forms = vec![(*form).to_owned()];
    Some(entry)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, ..)| *word)
}

/// Words and what they mean.
pub(super) fn meanings() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.iter().map(|(word, meaning, _)| (*word, *meaning))
}
