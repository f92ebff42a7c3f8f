//! No text makes a check panic; what is stored can be evaluated; every place pointed at is in the text.

use proptest::prelude::*;

use super::*;

const KINDS: [PolicyKind; 7] = [
    PolicyKind::Managed,
    PolicyKind::Inline,
    PolicyKind::Session,
    PolicyKind::Trust,
    PolicyKind::Resource,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
];

/// Valid texts to start from, with every element in them.
const SEEDS: [&str; 4] = [
    r#"{"Version":"2012-10-17","Id":"i","Statement":[{"Sid":"a","Effect":"Allow","Action":["s3:Get*","*"],"Resource":["arn:aws:s3:::b/*",null],"Condition":{"ForAnyValue:StringLikeIfExists":{"aws:TagKeys":["a*","${aws:username}"]},"Bool":{"a:b":true},"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/a/R"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":3600}}}}"#,
    r#"{"Version":"2008-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"*"},"NotAction":"iam:*","NotResource":"arn:aws:iam::111122223333:user/x"}]}"#,
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#,
];

/// Parts of policies, to be put in anywhere.
const SCRAPS: [&str; 24] = [
    "",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "7",
    "{}",
    "[]",
    "\"*\"",
    "\"x\"",
    "::",
    "*",
    "é",
    "\\u00e9",
    "\u{0}",
    "\"Effect\":\"Deny\",",
    "\"NotAction\":[\"a:b\"],",
    "\"Principal\":{\"AWS\":[]},",
    "arn:aws:s3::",
];

fn holds(text: &str) {
    let parsed = Document::parse(text);
    if let Err(error) = &parsed {
        assert!(
            text.get(error.span.start..error.span.end).is_some(),
            "{text:?}: {error:?}"
        );
    }
    for warning in parsed.iter().flat_map(|(_, warnings)| warnings) {
        assert!(
            text.get(warning.span.start..warning.span.end).is_some(),
            "{text:?}: {warning:?}"
        );
    }
    for kind in KINDS {
        match check(kind, text) {
            Ok(document) => {
                let (evaluated, _) = parsed.as_ref().expect(text);
                assert_eq!(&document, evaluated, "{kind:?} {text:?}");
                if let Some(span) = document.statements.first().map(|statement| statement.span) {
                    assert!(text.get(span.start..span.end).is_some());
                }
            }
            Err(error) => {
                let place = text.get(error.span.start..error.span.end);
                assert!(place.is_some(), "{kind:?} {text:?}: {error:?}");
                assert!(
                    error.help.is_some_and(|help| !help.contains('\n')),
                    "{kind:?} {text:?}"
                );
            }
        }
    }
}

/// A seed in which a few places are cut, overwritten or added to.
fn mutated() -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        0..12_usize,
        prop::sample::select(&SCRAPS[..]),
    );
    (
        prop::sample::select(&SEEDS[..]),
        prop::collection::vec(edit, 0..5),
    )
        .prop_map(|(seed, edits)| {
            let mut chars: Vec<char> = seed.chars().collect();
            for (at, length, scrap) in edits {
                let start = at.index(chars.len() + 1);
                let end = (start + length).min(chars.len());
                chars.splice(start..end, scrap.chars());
            }
            chars.into_iter().collect()
        })
}

/// A seed in which whole JSON values are exchanged, so that most of the text stays JSON.
fn exchanged() -> impl Strategy<Value = String> {
    let values = prop::sample::select(vec![
        "null",
        "true",
        "7",
        "{}",
        "[]",
        "\"*\"",
        "\"\"",
        "[null]",
        "[[]]",
        "{\"AWS\":\"*\"}",
        "{\"Bool\":{\"a\":1}}",
        "\"arn:aws\"",
        "\"allow\"",
        "\"2008-10-17\"",
        "[\"a:b\",\"a:b\"]",
        "\"sts:AssumeRole\"",
    ]);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), values), 1..4);
    (prop::sample::select(&SEEDS[..]), edits).prop_map(|(seed, edits)| {
        let mut text = seed.to_owned();
        for (at, value) in edits {
            let Ok(root) = json::parse(&text) else { break };
            let mut spans = Vec::new();
            collect(&root, &mut spans);
            let span = at.get(&spans);
            text.replace_range(span.start..span.end, value);
        }
        text
    })
}

fn collect(node: &json::Node, spans: &mut Vec<Span>) {
    spans.push(node.span);
    for member in node.as_object().unwrap_or_default() {
        collect(&member.value, spans);
    }
    for element in node.as_array().unwrap_or_default() {
        collect(element, spans);
    }
}

proptest! {
    #[test]
    fn arbitrary_texts(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn mutated_policies(text in mutated()) {
        holds(&text);
    }

    #[test]
    fn exchanged_values(text in exchanged()) {
        holds(&text);
    }
}

#[test]
fn seeds_cut_off_anywhere() {
    for seed in SEEDS {
        for (at, _) in seed.char_indices() {
            holds(seed.get(..at).unwrap());
        }
        holds(seed);
    }
}

#[test]
fn large_and_deep_texts_are_refused_in_time() {
    let many = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},"#.repeat(20_000);
    let text = policy(many.trim_end_matches(','));
    assert!(text.len() > 900_000);
    for kind in KINDS {
        let _ = check(kind, &text);
    }
    let keys: Vec<String> = (0..50_000).map(|key| format!("\"k{key}\":1")).collect();
    holds(&format!("{{{}}}", keys.join(",")));
    holds(&"[".repeat(1_000_000));
}
