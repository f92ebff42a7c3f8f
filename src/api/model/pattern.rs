//! AWS's regular expressions, which are Java's, on our engine.

use regex::Regex;

/// A pattern that a whole text must match.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    /// The pattern forbids `--`, see [`LOOKAHEAD`].
    no_double_hyphen: bool,
}

/// The one look-ahead of the models (account aliases): a hyphen that no hyphen follows. The engine has no look-ahead,
/// so that clause is checked by itself.
const LOOKAHEAD: &str = "-(?!-)";

impl Pattern {
    /// `None` if it is no regular expression that both engines understand alike.
    ///
    /// Java's `\w` and `\d` mean ASCII only, and `matches` means the whole text.
    #[must_use]
    pub fn new(java: &str) -> Option<Self> {
        let no_double_hyphen = java.contains(LOOKAHEAD);
        let plain = java.replace(LOOKAHEAD, "-");
        let regex = Regex::new(&format!(r"\A(?:{})\z", ascii_classes(&plain))).ok()?;
        Some(Self {
            regex,
            no_double_hyphen,
        })
    }

    /// Whether the whole text matches.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text) && !(self.no_double_hyphen && text.contains("--"))
    }
}

/// Spells `\w` and `\d` out, which also works inside brackets; every other escape means the same to both engines.
fn ascii_classes(java: &str) -> String {
    let mut out = String::with_capacity(java.len() + 16);
    let mut letters = java.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('d') => out.push_str("[0-9]"),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
            None => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, SERVICES, Shape, service};
    use super::*;

    fn visit(shape: &Shape, seen: &mut Vec<String>) {
        match &shape.kind {
            Kind::Structure(structure) => {
                for member in &structure.members {
                    visit(&member.shape, seen);
                }
            }
            Kind::List(list) => visit(&list.member, seen),
            Kind::Map(map) => {
                visit(&map.key, seen);
                visit(&map.value, seen);
            }
            Kind::String(text) => seen.extend(text.pattern().map(str::to_owned)),
            Kind::Integer(_) | Kind::Boolean | Kind::Timestamp | Kind::Blob => {}
        }
    }

    #[test]
    fn every_pattern_of_the_models_compiles() {
        let mut seen = Vec::new();
        for name in SERVICES {
            for operation in service(name).unwrap().operations() {
                for shape in operation.input.iter().chain(&operation.output) {
                    visit(shape, &mut seen);
                }
            }
        }
        seen.sort();
        seen.dedup();
        assert!(seen.len() > 40, "{}", seen.len());
        for pattern in seen {
            assert!(Pattern::new(&pattern).is_some(), "{pattern}");
        }
    }

    #[test]
    fn patterns_mean_what_java_means() {
        for (pattern, text, expected) in [
            (r"[\w+=,.@-]+", "carlos.o'neil", false),
            (r"[\w+=,.@-]+", "carlos_9@example.com", true),
            (r"[\w+=,.@-]+", "é", false),
            (r"[\w+=,.@-]+", "a\n", false),
            (r"[\w+=,.@-]+", "a\0", false),
            (r"[\w+=,.@-]*", "", true),
            (r"\d{12}", "123456789012", true),
            (r"\d{12}", "١٢٣٤٥٦٧٨٩٠١٢", false),
            (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", "Kosten Stelle é", true),
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/", true),
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/a/b/", true),
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/a b/", false),
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "a/", false),
            (r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "my-lab", true),
            (
                r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
                "my--lab",
                false,
            ),
            (
                r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
                "my-lab-",
                false,
            ),
            // Java reads four digits: the range ends at U+10FF, and two `F` follow.
            (r"[\u0020-\u10FFFF]+", "\u{10FF}", true),
            (r"[\u0020-\u10FFFF]+", "\u{1100}", false),
        ] {
            let compiled = Pattern::new(pattern).unwrap();
            assert_eq!(compiled.matches(text), expected, "{pattern} {text:?}");
        }
        assert!(Pattern::new("(").is_none());
        assert!(Pattern::new("\\").is_none());
    }
}
