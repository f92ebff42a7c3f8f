use proptest::prelude::*;

use super::*;

/// The same value as `serde_json` sees it; the last of several equal keys wins, as there.
fn to_serde(node: &Node) -> serde_json::Value {
    use serde_json::Value;
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Number(text) => serde_json::from_str(text).unwrap(),
        Kind::String(text) => Value::String(text.clone()),
        Kind::Array(elements) => elements.iter().map(to_serde).collect(),
        Kind::Object(members) => members
            .iter()
            .map(|member| (member.key.clone(), to_serde(&member.value)))
            .collect(),
    }
}

/// Both parsers accept the text and agree, or both refuse it. Numbers out of range are the one difference: we keep them.
fn agrees_with_serde(text: &str) {
    match (parse(text), serde_json::from_str::<serde_json::Value>(text)) {
        (Ok(node), Ok(value)) => assert_eq!(to_serde(&node), value, "{text:?}"),
        (Err(_), Err(_)) => {}
        (Ok(_), Err(error)) => {
            assert!(
                error.to_string().starts_with("number out of range"),
                "{text:?}: {error}"
            );
        }
        (Err(error), Ok(_)) => panic!("{text:?}: {error:?}"),
    }
}

fn spans_hold(node: &Node, text: &str) {
    let own = text.get(node.span.start..node.span.end).unwrap();
    match &node.kind {
        Kind::Array(elements) => elements
            .iter()
            .for_each(|element| spans_hold(element, text)),
        Kind::Object(members) => {
            for member in members {
                let key = text
                    .get(member.key_span.start..member.key_span.end)
                    .unwrap();
                assert_eq!(parse(key).unwrap().as_str(), Some(member.key.as_str()));
                spans_hold(&member.value, text);
            }
        }
        _ => assert_eq!(parse(own).unwrap().kind, node.kind),
    }
}

/// Any JSON value, as text with some white space.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just(r#""\ud83d\ude00 \u00e9\/\b\f""#.to_owned()),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let key = "[a-c]{1,2}|\\PC{0,3}";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6)
                .prop_map(|elements| format!("[ {}]", elements.join(" ,\n"))),
            prop::collection::vec((key, inner), 0..6).prop_map(|members| {
                let members: Vec<String> = members
                    .iter()
                    .map(|(key, value)| {
                        format!("{}\t: {value}", serde_json::to_string(key).unwrap())
                    })
                    .collect();
                format!("{{\r\n{} }}", members.join(", "))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn valid_texts_agree_with_serde(text in json_text()) {
        prop_assert!(parse(&text).is_ok());
        agrees_with_serde(&text);
        spans_hold(&parse(&text).unwrap(), &text);
    }

    #[test]
    fn arbitrary_texts_agree_with_serde(text in any::<String>()) {
        agrees_with_serde(&text);
    }

    #[test]
    fn near_misses_agree_with_serde(text in "[\\[\\]{}\":,\\\\ue0-9+.\\-dDtrfalsn /'\u{7f}\u{0}]{0,24}") {
        agrees_with_serde(&text);
    }

    #[test]
    fn cut_and_altered_texts_agree_with_serde(
        text in json_text(), cut in any::<prop::sample::Index>(), put in "[\\[\\]{}\":,\\\\0e.]?",
    ) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = *cut.get(&places);
        agrees_with_serde(text.get(..at).unwrap());
        let altered = format!("{}{put}{}", text.get(..at).unwrap(), text.get(at + 1..).unwrap_or(""));
        agrees_with_serde(&altered);
    }
}

#[test]
fn order_and_duplicates_are_kept() {
    let node = parse(r#"{"b": 1, "a": 2, "b": 3e2}"#).unwrap();
    let seen: Vec<(&str, &Kind)> = node
        .as_object()
        .unwrap()
        .iter()
        .map(|member| (member.key.as_str(), &member.value.kind))
        .collect();
    let number = |text: &str| Kind::Number(text.to_owned());
    assert_eq!(
        seen,
        [
            ("b", &number("1")),
            ("a", &number("2")),
            ("b", &number("3e2"))
        ]
    );
    assert_eq!(node.member("b").unwrap().key_span, Span::new(17, 20));
}

#[test]
fn mistakes_are_named_at_their_place() {
    let long = "[".repeat(128);
    type Row<'a> = (&'a str, (usize, usize), &'a str, Option<&'a str>);
    let table: [Row<'_>; 22] = [
        (
            "",
            (0, 0),
            "expected a value, found the end of the text",
            None,
        ),
        (
            "\u{feff}{}",
            (0, 3),
            "the text begins with a byte order mark",
            Some("save it as UTF-8 without one"),
        ),
        (
            "{\"a\":1,}",
            (6, 7),
            "nothing follows this comma",
            Some("remove the comma"),
        ),
        (
            "[1,\n ]",
            (2, 3),
            "nothing follows this comma",
            Some("remove the comma"),
        ),
        (
            "{\"a\":1 \"b\":2}",
            (7, 8),
            "expected `,` or `}`, found `\"`",
            Some("put a comma between the two"),
        ),
        ("[1 2]", (3, 4), "expected `,` or `]`, found `2`", None),
        (
            "{\"a\" 1}",
            (5, 6),
            "expected `:` after the key, found `1`",
            None,
        ),
        (
            "{a: 1}",
            (1, 2),
            "expected a key in double quotes, found `a`",
            None,
        ),
        (
            "{'a': 1}",
            (1, 2),
            "expected a key in double quotes, found `'`",
            None,
        ),
        (
            "['a']",
            (1, 2),
            "expected a value, found `'`",
            Some("strings are written in double quotes"),
        ),
        (
            "[Allow]",
            (1, 6),
            "expected a value, found a word without quotes",
            Some("strings are written in double quotes"),
        ),
        (
            "// x\n{}",
            (0, 1),
            "expected a value, found `/`",
            Some("JSON has no comments"),
        ),
        (
            "{} x",
            (3, 4),
            "expected the end of the text, found `x`",
            None,
        ),
        ("\"ab", (0, 1), "the string is not closed", None),
        (
            "\"ab\ncd\"",
            (0, 3),
            "the string is not closed on its line",
            Some("close it, or write a line break as `\\n`"),
        ),
        (
            "\"a\u{0}\"",
            (2, 3),
            "U+0000 stands bare in a string",
            Some("write it as `\\u` and four digits"),
        ),
        ("\u{0}", (0, 1), "expected a value, found U+0000", None),
        (
            "\"\\x\"",
            (2, 3),
            "expected one of `\" \\ / b f n r t u` after `\\`, found `x`",
            None,
        ),
        (
            "\"\\ud800\"",
            (1, 7),
            "half of a surrogate pair stands alone",
            Some("write both halves, or the character itself"),
        ),
        ("01", (0, 2), "a number does not begin with a zero", None),
        (
            "1.",
            (2, 2),
            "expected a digit, found the end of the text",
            None,
        ),
        (
            &long,
            (127, 128),
            "lists and objects nest more than 127 levels deep",
            None,
        ),
    ];
    for (text, (start, end), message, help) in table {
        let error = parse(text).unwrap_err();
        assert_eq!(
            (error.span, error.message.as_str(), error.help),
            (Span::new(start, end), message, help),
            "{text:?}"
        );
    }
}

#[test]
fn nesting_cannot_overflow_the_stack() {
    let deepest = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert!(parse(&deepest).is_ok());
    agrees_with_serde(&deepest);
    for open in ["[", "{\"a\":"] {
        assert!(parse(&open.repeat(1_000_000)).is_err());
    }
}

#[test]
fn ten_megabytes_are_read_in_one_pass() {
    let element = r#"{"Effect":"Allow","Action":["s3:Get*","s3:\u004cist*"],"Resource":"*"},"#;
    let text = format!("[{}0]", element.repeat(10_000_000 / element.len()));
    let node = parse(&text).unwrap();
    assert_eq!(
        node.as_array().unwrap().len(),
        10_000_000 / element.len() + 1
    );
    let one_string = format!("\"{}\"", "\\n".repeat(5_000_000));
    assert!(parse(&one_string).is_ok());
}
