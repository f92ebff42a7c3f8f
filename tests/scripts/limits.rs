//! A runaway script ends with an error, and a session survives everything.

use iamsh::script::{FaultKind, OPERATIONS};

use crate::support::session;

#[test]
fn runaways_end_with_an_error() {
    for (text, kind) in [
        ("loop {}", FaultKind::Limit),
        ("let x = 0; while true { x += 1; }", FaultKind::Limit),
        ("try { loop {} } catch {}", FaultKind::Limit),
        ("fn f(n) { f(n + 1) } f(0)", FaultKind::Limit),
        ("let s = \"x\"; loop { s += s; }", FaultKind::Limit),
        ("let a = [1]; loop { a += a; }", FaultKind::Limit),
    ] {
        let (found, fault) = session(&[text], None, 100_000).fault.unwrap();
        assert_eq!(found, kind, "{text}\n{fault}");
        assert!(fault.starts_with("error: "), "{fault}");
    }
}

#[test]
fn a_deep_literal_is_an_error_not_an_overflow() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(
        session(&[&deep], None, OPERATIONS).fault.unwrap().0,
        FaultKind::Parse
    );
}

#[test]
fn variables_functions_imports_and_constants_live_between_inputs_whatever_fails() {
    let ran = session(
        &[
            "let x = 40;",
            "const K = 1;",
            "fn f(n) { n + global::K }",
            "throw 1",
            "let y = ;",
            "loop {}",
            "let g = |n| f(n) + x;",
            "g.call(1)",
        ],
        None,
        100_000,
    );
    assert_eq!(ran.value.as_deref(), Some("42"));
}

#[test]
fn lines_are_counted_through_the_session() {
    let ran = session(
        &["let a = 1;", "let b = 2;\nlet c = 3;", "\nthrow 1"],
        None,
        OPERATIONS,
    );
    let (_, fault) = ran.fault.unwrap();
    assert!(fault.contains("--> test.rhai:5:1"), "{fault}");
    assert!(fault.contains("5 | throw 1"), "{fault}");
}
