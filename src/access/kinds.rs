//! The kinds of actions and resources that some policies tell apart.
//!
//! Patterns overlap: `s3:*` and `s3:Get*` tell three kinds of actions apart, what both match, what only the first does, and the
//! rest. Each kind is asked about once, by an example, and named by its pattern and by the narrower patterns that are left out.

use std::collections::BTreeSet;

/// A kind of actions or resources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// The narrowest pattern that matches all of it.
    pub pattern: String,
    /// One of it.
    pub example: String,
    /// Narrower patterns that do not belong to it.
    pub except: BTreeSet<String>,
}

/// The kinds that some patterns tell apart; `matches` says whether a pattern matches an example.
#[must_use]
pub fn kinds(
    patterns: &BTreeSet<String>,
    filler: &str,
    matches: &dyn Fn(&str, &str) -> bool,
) -> Vec<Kind> {
    let example = |pattern: &String| (pattern.clone(), example(pattern, filler));
    let examples: Vec<(String, String)> = patterns.iter().map(example).collect();
    let kind = |(pattern, own): &(String, String)| Kind {
        pattern: pattern.clone(),
        example: own.clone(),
        except: examples
            .iter()
            .filter(|(other, example)| {
                other != pattern && matches(pattern, example) && !matches(other, own)
            })
            .map(|(other, _)| other.clone())
            .collect(),
    };
    examples.iter().map(kind).collect()
}

/// Something that a pattern matches and that is like nothing anybody would write.
fn example(pattern: &str, filler: &str) -> String {
    if pattern == "*" {
        return format!("{filler}:{filler}");
    }
    pattern.replace('*', filler).replace('?', "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_its_narrower_ones_is_a_kind_of_its_own() {
        let patterns = ["s3:*", "s3:Get*", "s3:GetObject", "*"]
            .map(str::to_owned)
            .into();
        let matches = |pattern: &str, text: &str| match pattern.strip_suffix('*') {
            Some(start) => text.starts_with(start),
            None => pattern == text,
        };
        let found: Vec<_> = kinds(&patterns, "~~", &matches)
            .into_iter()
            .map(|kind| (kind.pattern, kind.except.len()))
            .collect();
        let wanted = [("*", 3), ("s3:*", 2), ("s3:Get*", 1), ("s3:GetObject", 0)];
        assert_eq!(
            found,
            wanted.map(|(pattern, except)| (pattern.to_owned(), except))
        );
    }
}
