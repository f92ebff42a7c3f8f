//! A scenario whose coverage was worked out by hand.

use std::sync::Arc;

use super::*;
use crate::lab::Watch;
use crate::render::style::Style;
use crate::script::{Recording, with_stack};

/// Statement 0 decides by its second action and its only resource; its first action is never asked for.
/// Statement 1 denies once, by its condition; that condition also stops it once.
/// Statement 2 never decides anything.
const POLICY: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Sid": "Read", "Effect": "Allow",
    "Action": ["s3:ListBucket",
               "s3:Get*"],
    "Resource": "arn:aws:s3:::b/*" },
  { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
  { "Effect": "Allow", "Action": "ec2:*", "Resource": "*" }
] }"#;

fn coverage(script: &str) -> Coverage {
    let collector = Arc::new(Collector::default());
    let watch = Watch::by(Arc::clone(&collector) as Arc<_>);
    let documents = with_stack(|| {
        let recording = Recording {
            watch,
            documents: true,
            ..Recording::new("a.rhai", None)
        };
        let ran = recording.scenario(script);
        assert!(ran.fault.is_none(), "{}", ran.transcript);
        ran.documents
    });
    Coverage::new(&documents.unwrap(), &collector)
}

fn worked_out() -> Coverage {
    coverage(&format!(
        "let acct = account(\"123456789012\");\nlet ann = acct.create_user(\"ann\");\nann.put_policy(\"p\", `{POLICY}`);\n\
         ann.can(\"s3:GetObject\", \"arn:aws:s3:::b/x\", #{{ \"aws:SecureTransport\": \"true\" }});\n\
         ann.can(\"s3:GetObject\", \"arn:aws:s3:::b/x\", #{{ \"aws:SecureTransport\": \"false\" }});\n\
         ann.can(\"s3:GetObject\", \"arn:aws:s3:::other/x\", #{{ \"aws:SecureTransport\": \"true\" }});\n\
         ann.can(\"s3:PutObject\", \"arn:aws:s3:::b/x\");"
    ))
}

#[test]
fn what_decided_is_counted_as_worked_out_by_hand() {
    let coverage = worked_out();
    let [policy] = coverage.policies.as_slice() else {
        panic!("{coverage:?}")
    };
    let counts: Vec<_> = policy
        .parts
        .iter()
        .map(|part| (part.text.as_str(), part.hits, part.stopped))
        .collect();
    assert_eq!(
        counts,
        [
            ("Read", 1, 0),
            ("s3:ListBucket", 0, 0),
            ("s3:Get*", 1, 0),
            ("arn:aws:s3:::b/*", 1, 0),
            ("", 1, 0),
            ("s3:GetObject", 1, 0),
            ("*", 1, 0),
            // It held once, and stopped the denial of both requests over TLS.
            ("Bool aws:SecureTransport", 3, 2),
            ("", 0, 0),
            ("ec2:*", 0, 0),
            ("*", 0, 0),
        ]
    );
    assert_eq!(policy.covered(), (7, 11));
}

#[test]
fn the_table_names_what_never_decided() {
    assert_eq!(
        table(&worked_out(), Style::Plain),
        " 63.6%  7/11  p\n        line 3: action s3:ListBucket of statement 0 never decided\n        \
         line 8: statement 2 never decided\n        line 8: action ec2:* of statement 2 never decided\n        \
         line 8: resource * of statement 2 never decided\npolicy coverage: 63.6%\n"
    );
}

#[test]
fn viewers_get_lines_functions_and_branches() {
    let mut coverage = worked_out();
    assert_eq!(lcov(&coverage), "", "it comes from no file");
    coverage.policies[0].file = Some("p.json".into());
    assert_eq!(
        lcov(&coverage),
        "TN:\nSF:p.json\nFN:2,statement 0 (Read)\nFNDA:1,statement 0 (Read)\nFN:6,statement 1\nFNDA:1,statement 1\n\
         BRDA:7,0,0,1\nBRDA:7,0,1,2\nFN:8,statement 2\nFNDA:0,statement 2\nFNF:3\nFNH:2\nBRF:2\nBRH:2\n\
         DA:2,1\nDA:3,0\nDA:4,1\nDA:5,1\nDA:6,1\nDA:7,3\nDA:8,0\nLF:7\nLH:5\nend_of_record\n"
    );
}

#[test]
fn the_page_colours_the_policy() {
    let page = html(&worked_out());
    assert!(page.contains("<span class=\"missed\" title=\"action s3:ListBucket of statement 0: decided 0 times\">&quot;s3:ListBucket&quot;</span>"));
    assert!(page.contains("<span class=\"hit\" title=\"condition Bool aws:SecureTransport of statement 1: held 1 times, stopped 2\">"));
}

#[test]
fn principals_of_trust_policies_count_and_failed_sessions_do_not() {
    let coverage = coverage(
        "let acct = account(\"123456789012\");\nlet ann = acct.create_user(\"ann\");\nlet bob = acct.create_user(\"bob\");\n\
         let role = acct.create_role(\"r\", #{ Version: \"2012-10-17\", Statement: [#{ Effect: \"Allow\",\n\
         Principal: #{ AWS: [ann.arn, bob.arn] }, Action: \"sts:AssumeRole\" }] });\nann.session().assume_role(role, \"session\");",
    );
    let principals = coverage.policies[0]
        .parts
        .iter()
        .filter(|part| part.kind == PartKind::Principal);
    let hits: Vec<u64> = principals.map(|part| part.hits).collect();
    assert_eq!(hits, [1, 0]);
}
