use super::*;
use crate::policy::context::Context;
use crate::policy::document::Version;

fn resource(pattern: &str, arn: &str) -> bool {
    let pattern = ResourcePattern::new(pattern, Version::V2012);
    pattern.matches(&ArnText::new(arn), Keys::default())
}

fn user(name: &str) -> Context {
    let mut context = Context::default();
    context.set("aws:username", name);
    context
}

#[test]
fn a6_arns_compare_case_sensitively() {
    assert!(resource(
        "arn:aws:iam::1:user/Bob",
        "arn:aws:iam::1:user/Bob"
    ));
    assert!(!resource(
        "arn:aws:iam::1:user/Bob",
        "arn:aws:iam::1:user/bob"
    ));
}

#[test]
fn a9_star_matches_any_run_slashes_included() {
    let pattern = "arn:aws:s3:::b/*/test/*";
    for key in [
        "1/test/object.jpg",
        "1/2/test/object.jpg",
        "1/2/test/3/object.jpg",
        "1/2/3/test/4/object.jpg",
        "1///test///object.jpg",
        "1/test/.jpg",
        "/test/object.jpg",
        "1/test/",
    ] {
        assert!(resource(pattern, &format!("arn:aws:s3:::b/{key}")), "{key}");
    }
    for key in ["1-test/object.jpg", "test/object.jpg", "1/2/test.jpg"] {
        assert!(
            !resource(pattern, &format!("arn:aws:s3:::b/{key}")),
            "{key}"
        );
    }
}

#[test]
fn a11_only_a_final_star_runs_over_colons() {
    let arn = "arn:aws:sqs:us-east-1:111122223333:q1";
    assert!(resource("arn:aws:sqs:*:q1", arn));
    assert!(!resource("arn:aws:sqs:us-*1:q1", arn));
    assert!(resource("arn:aws:sqs:*:*:q1", arn));
    assert!(resource("arn:aws:*", arn));
    assert!(!resource("arn:aws:sqs", arn));
}

#[test]
fn a11_a_colon_after_the_fifth_is_ordinary() {
    assert!(resource(
        "arn:aws:logs:*:*:log-group:*",
        "arn:aws:logs:eu-west-1:1:log-group:/a:b"
    ));
    assert!(resource(
        "arn:aws:logs:eu-west-1:1:log*:b",
        "arn:aws:logs:eu-west-1:1:log-group:/a:b"
    ));
}

#[test]
fn a12_an_arn_operator_compares_the_six_parts_apart() {
    let pattern = "arn:aws:s:*:111122223333:finance/*";
    let value = "arn:aws:s:us-east-2:999999999999:store/abc:111122223333:finance/d.txt";
    let none = Keys::default();
    let arn = ArnValue::new(pattern, Version::V2012).unwrap();
    assert_eq!(arn.matches(&ArnText::new(value), none), Some(false));
    let string = Pattern::new(pattern, Special::new(true, Version::V2012));
    assert!(string.matches(value, none));
}

#[test]
fn a14_without_wildcards_a_star_is_a_star() {
    let pattern = Pattern::new("a*", Special::new(false, Version::V2012));
    assert!(pattern.matches("a*", Keys::default()));
    assert!(!pattern.matches("ab", Keys::default()));
}

#[test]
fn d12_variables_count_after_the_fifth_colon() {
    let pattern = ResourcePattern::new("arn:aws:s3:::home/${aws:username}/*", Version::V2012);
    assert!(pattern.matches(
        &ArnText::new("arn:aws:s3:::home/carlos/x"),
        Keys::from(&user("carlos"))
    ));
    assert!(!pattern.matches(
        &ArnText::new("arn:aws:s3:::home/dave/x"),
        Keys::from(&user("carlos"))
    ));
    let early = ResourcePattern::new("arn:aws:${aws:username}:::x", Version::V2012);
    assert!(!early.matches(&ArnText::new("arn:aws:s3:::x"), Keys::from(&user("s3"))));
}

#[test]
fn d14_a_wildcard_in_a_value_is_literal() {
    let pattern = ResourcePattern::new("arn:aws:s3:::home/${aws:username}", Version::V2012);
    assert!(!pattern.matches(
        &ArnText::new("arn:aws:s3:::home/abc"),
        Keys::from(&user("a*"))
    ));
    assert!(pattern.matches(
        &ArnText::new("arn:aws:s3:::home/a*"),
        Keys::from(&user("a*"))
    ));
}

#[test]
fn d16_an_unresolved_variable_matches_nothing_and_d13_a_default_helps() {
    let arn = "arn:aws:s3:::home/guest";
    assert!(!resource("arn:aws:s3:::home/${aws:username}", arn));
    assert!(resource("arn:aws:s3:::home/${aws:username, 'guest'}", arn));
}

#[test]
fn many_stars_take_no_exponential_time() {
    let pattern = format!("arn:aws:s3:::{}b", "*a".repeat(60));
    assert!(!resource(
        &pattern,
        &format!("arn:aws:s3:::{}", "a".repeat(2000))
    ));
}

/// The plainest matcher there is, for comparison.
fn slow(pattern: &[char], text: &[char]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some('*'), _) => {
            slow(&pattern[1..], text) || (!text.is_empty() && slow(pattern, &text[1..]))
        }
        (Some('?'), Some(_)) => slow(&pattern[1..], &text[1..]),
        (Some(p), Some(t)) => p == t && slow(&pattern[1..], &text[1..]),
        _ => false,
    }
}

proptest::proptest! {
    #[test]
    fn agrees_with_the_plainest_matcher(pattern in "[ab*?]{0,8}", text in "[abé]{0,8}") {
        let compiled = Pattern::new(&pattern, Special::new(true, Version::V2012));
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        proptest::prop_assert_eq!(
            compiled.matches(&text, Keys::default()),
            slow(&chars(&pattern), &chars(&text))
        );
    }
}

/// The plainest reading of rule A11: which `*` and `?` may be a colon, character by character.
fn slow_arn(pattern: &[(char, bool)], text: &[char]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(('*', colons)), next) => {
            let longer =
                next.is_some_and(|c| *colons || *c != ':') && slow_arn(pattern, &text[1..]);
            slow_arn(&pattern[1..], text) || longer
        }
        (Some(('?', colons)), Some(c)) => {
            (*colons || *c != ':') && slow_arn(&pattern[1..], &text[1..])
        }
        (Some((p, _)), Some(t)) => p == t && slow_arn(&pattern[1..], &text[1..]),
        _ => false,
    }
}

fn marked(pattern: &str) -> Vec<(char, bool)> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut part = 1;
    let mut marked = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        if *c == ':' {
            part += 1;
        }
        let ends_part = chars.get(at + 1).is_none_or(|next| *next == ':');
        marked.push((*c, part > 5 || (*c == '*' && ends_part)));
    }
    marked
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

    #[test]
    fn a11_agrees_with_the_plainest_reading(
        pattern in proptest::collection::vec("a?[b*?]{0,2}\\*?", 1..7),
        rest in "[ab*?:]{0,3}",
        text in "[ab:]{0,12}",
    ) {
        let pattern = pattern.join(":") + rest.as_str();
        let parts: Vec<&str> = pattern.splitn(6, ':').collect();
        let runs_over = parts.iter().take(5).any(|part| part.ends_with('*'));
        let expected = match parts.len() {
            6 => slow_arn(&marked(&pattern), &text.chars().collect::<Vec<_>>()),
            _ if runs_over => slow_arn(&marked(&pattern), &text.chars().collect::<Vec<_>>()),
            _ => pattern == text,
        };
        proptest::prop_assert_eq!(resource(&pattern, &text), expected, "{} on {}", pattern, text);
    }

    #[test]
    fn globs_agree_with_the_plainest_matcher_in_longer_patterns(pattern in "[ab*?é]{0,14}", text in "[abé]{0,14}") {
        let compiled = Pattern::new(&pattern, Special::new(true, Version::V2012));
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        proptest::prop_assert_eq!(compiled.matches(&text, Keys::default()), slow(&chars(&pattern), &chars(&text)));
    }
}
