//! `fn test_…()`: tests that stand in a script beside its top-level code.
//!
//! A test sees what the top-level code has set up. Functions of rhai see nothing of that, so a test is no function to the engine:
//! its definition is taken out of the script, and its body runs as a block after the top-level code, in the same place of the text.

use std::ops::Range;

use super::statements::extents;

/// A script, its test functions set apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The script without its tests; every other byte is where it was.
    pub setup: String,
    /// The tests, in the order of the text.
    pub tests: Vec<TestFunction>,
}

/// A function whose name begins with `test_` and that takes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFunction {
    /// Its name.
    pub name: String,
    /// The line of its definition, from 1.
    pub line: usize,
    /// Its body in the script, braces included.
    pub(super) body: Range<usize>,
}

/// Sets the tests of a script apart.
#[must_use]
pub fn parts(script: &str) -> Parts {
    let (mut setup, mut tests) = (script.to_owned(), Vec::new());
    for extent in extents(script) {
        let text = script.get(extent.clone()).unwrap_or_default();
        let Some((name, body)) = test(text) else {
            continue;
        };
        setup.replace_range(extent.clone(), &blanked(text));
        let before = script.get(..extent.start).unwrap_or_default();
        tests.push(TestFunction {
            name: name.to_owned(),
            line: before.matches('\n').count() + 1,
            body: extent.start + body..extent.end,
        });
    }
    Parts { setup, tests }
}

/// The name of the test that a statement defines, and where its body begins.
fn test(statement: &str) -> Option<(&str, usize)> {
    let rest = statement.strip_prefix("private").unwrap_or(statement);
    let rest = rest.trim_start().strip_prefix("fn")?.trim_start();
    let name = rest.split('(').next()?.trim_end();
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if !name.starts_with("test_") || !name.chars().all(is_word) {
        return None;
    }
    let parameters = rest.strip_prefix(name)?.trim_start().strip_prefix('(')?;
    let body = parameters.trim_start().strip_prefix(')')?.trim_start();
    body.starts_with('{')
        .then(|| (name, statement.len() - body.len()))
}

/// As many bytes and lines, and nothing in them.
pub fn blanked(text: &str) -> String {
    let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
    text.bytes().map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn tests_are_set_apart_and_nothing_moves() {
        let script = "let a = 1;\nfn help(x) { x }\nfn test_ä() {}\nfn test_one() {\n  assert(a == 1);\n}\nfn test_two(x) {}\n";
        let split = parts(script);
        assert_eq!(split.setup.len(), script.len());
        assert!(split.setup.contains("fn help(x) { x }") && split.setup.contains("fn test_two(x)"));
        let [one] = split.tests.as_slice() else {
            panic!("{split:?}")
        };
        assert_eq!((one.name.as_str(), one.line), ("test_one", 4));
        assert_eq!(
            script.get(one.body.clone()).unwrap(),
            "{\n  assert(a == 1);\n}"
        );
    }
}
