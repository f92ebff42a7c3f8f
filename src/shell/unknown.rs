//! The words of a script that nothing knows: variables that nothing declared, functions that nobody wrote, members that a value of
//! a known type does not have.
//!
//! Only what is certain is named. Whatever the text itself declares counts from there to the end of its block; where the type of
//! a value cannot be told, it may have every member.

mod names;
mod tokens;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;

use super::view::View;

use tokens::{after, assigned, tokens};

/// Words that nothing knows, as stretches of the text, in order. `code` are the parts of the text that are rhai.
#[must_use]
pub fn unknown(view: &View<'_>, text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let tokens = tokens(text, code);
    let mut walk = Walk {
        view,
        text,
        defined: after(&tokens, "fn"),
        assigned: assigned(&tokens),
        blocks: vec![Block::default()],
        open: Vec::new(),
        kind: None,
        binding: None,
        found: Vec::new(),
    };
    walk.over(&tokens);
    walk.found.sort_by_key(|range| range.start);
    walk.found
}

/// A name that the text declares.
struct Name<'a> {
    name: &'a str,
    kind: Option<String>,
    constant: bool,
}

/// What is declared between two braces.
#[derive(Default)]
struct Block<'a> {
    names: Vec<Name<'a>>,
    /// The body of a function sees nothing of what is around it but constants.
    function: bool,
}

/// An open bracket.
struct Open {
    /// The type of what it ends.
    gives: Option<String>,
    block: bool,
}

struct Walk<'a, 'v> {
    view: &'v View<'v>,
    text: &'a str,
    /// Functions that the text defines.
    defined: HashSet<&'a str>,
    assigned: HashSet<&'a str>,
    blocks: Vec<Block<'a>>,
    open: Vec<Open>,
    /// The type of the value that ends here.
    kind: Option<String>,
    /// `let name = ` and how many brackets were open there.
    binding: Option<(&'a str, usize)>,
    found: Vec<Range<usize>>,
}
