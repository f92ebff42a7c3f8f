//! A script, and what is expected of it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use iamsh::lab::Settings;
use iamsh::render::style::Style;
use iamsh::script::{FaultKind, Interpreter, OPERATIONS, Setup, with_stack};
use iamsh::store::KeptLab;

/// What came of running inputs one after the other.
pub struct Ran {
    /// What was printed.
    pub printed: String,
    /// The last value, as it is shown.
    pub value: Option<String>,
    /// What ended it.
    pub fault: Option<(FaultKind, String)>,
}

/// Runs inputs in one session, as they would be typed.
pub fn session(inputs: &[&str], folder: Option<&Path>, operations: u64) -> Ran {
    let folder = folder.map(PathBuf::from);
    with_stack(|| {
        let lines = Rc::new(RefCell::new(String::new()));
        let sink = Rc::clone(&lines);
        let mut interpreter = Interpreter::new(Setup {
            lab: KeptLab::in_memory(Settings::default()),
            folder,
            operations,
            stop: Default::default(),
            print: Rc::new(move |line: &str| {
                sink.borrow_mut().push_str(line);
                sink.borrow_mut().push('\n');
            }),
            name: "test.rhai".to_owned(),
        });
        let mut ran = Ran {
            printed: String::new(),
            value: None,
            fault: None,
        };
        for input in inputs {
            match interpreter.run(input) {
                Ok(value) => ran.value = value,
                Err(fault) => ran.fault = Some((fault.kind, fault.render(Style::Plain))),
            }
        }
        ran.printed = lines.take();
        ran
    })
    .unwrap()
}

/// Runs a script.
pub fn run(text: &str) -> Ran {
    session(&[text], None, OPERATIONS)
}

/// The script must end well; gives its last value as it is shown.
#[track_caller]
pub fn value(text: &str) -> String {
    let ran = run(text);
    if let Some((_, fault)) = ran.fault {
        panic!("{text}\n{fault}");
    }
    ran.value.unwrap_or_default()
}

/// The script must fail with this text.
#[track_caller]
pub fn fails(text: &str, expected: &str) {
    let (_, fault) = run(text)
        .fault
        .unwrap_or_else(|| panic!("{text}\nmust fail"));
    pretty_equal(&fault, expected);
}

/// Equal but for the margin that the literal has in the source of the test.
#[track_caller]
pub fn pretty_equal(actual: &str, expected: &str) {
    let trimmed: Vec<&str> = actual.lines().map(str::trim_end).collect();
    assert_eq!(
        trimmed.join("\n").trim_end(),
        expected.trim_end(),
        "\n{actual}"
    );
}
