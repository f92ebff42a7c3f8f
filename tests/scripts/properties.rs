//! No text makes the interpreter panic, and what is typed next still works.

use proptest::prelude::*;

use crate::support::session;

/// Pieces of scripts, put together at random: nearer to scripts than noise is.
const PIECES: &[&str] = &[
    "let a = ",
    "a",
    "account(\"123456789012\")",
    ".create_user(\"u\")",
    ".arn",
    "#{",
    "}",
    "Version: 1",
    "(",
    ")",
    "[",
    "]",
    "||",
    "|x| ",
    ";",
    "\n",
    "`${",
    "`",
    "\"",
    "#\"",
    "'",
    "//",
    "/*",
    "*/",
    "fn f(x) {",
    "if ",
    "else ",
    "loop { break; }",
    "throw ",
    "try {",
    "catch (e) {",
    "1",
    "9999999999999999999",
    "-",
    "+",
    "==",
    ".can(\"s3:GetObject\", \"*\")",
    ".why()",
    "expect_error(\"X\", ",
    "advance(1)",
    "policy(",
    "allow(\"s3:*\", \"*\")",
    ".statements",
    "import \"x\" as y",
    "é",
    "\u{0}",
    "arn(\"arn:aws:s3:::b\")",
    "assert_eq(",
    ", ",
    "f(1)",
    "const K = ",
    "global::K",
    ".attach_policy(",
    "events()",
    "return ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_script_panics_and_the_session_goes_on(picks in prop::collection::vec(0..PIECES.len(), 0..20)) {
        let text: String = picks.into_iter().map(|pick| PIECES[pick]).collect();
        let ran = session(&[&text, "\n", "40 + 2"], None, 50_000);
        prop_assert_eq!(ran.value.as_deref(), Some("42"), "{}", text);
    }

    #[test]
    fn no_noise_panics(text in "\\PC{0,60}") {
        let ran = session(&[&text, "40 + 2"], None, 50_000);
        prop_assert_eq!(ran.value.as_deref(), Some("42"), "{}", text);
    }

    #[test]
    fn no_text_makes_an_arn_panic(text in "\\PC{0,40}|(arn|:|aws|iam|123456789012|user/x|\\*){0,12}") {
        let parsed = text.parse::<iamsh::arn::Arn>();
        prop_assert!(parsed.is_err() || text.contains(':'));
    }
}
