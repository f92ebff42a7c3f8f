//! The text as its words, marks and literals, and what can be told of these by their neighbours.

use std::collections::HashSet;
use std::ops::Range;

use crate::script::{PieceKind, scan};

/// A word, a mark or a literal, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: PieceKind,
    pub(super) word: &'a str,
    pub(super) range: Range<usize>,
}

impl Token<'_> {
    pub(super) fn is_word(&self) -> bool {
        self.kind == PieceKind::Word
    }
}

pub(super) fn tokens<'a>(text: &'a str, code: &[Range<usize>]) -> Vec<Token<'a>> {
    let of_part = |part: &Range<usize>| {
        let start = part.start;
        let part = text.get(part.clone()).unwrap_or_default();
        let pieces = scan(part).pieces.into_iter();
        let solid =
            pieces.filter(|piece| !matches!(piece.kind, PieceKind::Space | PieceKind::Comment));
        let tokens = solid.map(move |piece| Token {
            kind: piece.kind,
            word: part.get(piece.range.clone()).unwrap_or_default(),
            range: piece.range.start + start..piece.range.end + start,
        });
        tokens.collect::<Vec<_>>()
    };
    code.iter().flat_map(of_part).collect()
}

/// Words that follow another word.
pub(super) fn after<'a>(tokens: &[Token<'a>], word: &str) -> HashSet<&'a str> {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs
        .filter(|(first, second)| first.word == word && second.is_word())
        .map(|(_, second)| second.word)
        .collect()
}

/// Variables that get another value somewhere: their types are not certain.
pub(super) fn assigned<'a>(tokens: &[Token<'a>]) -> HashSet<&'a str> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word);
    let is_assigned = |at: &usize| {
        word(at + 1) == "="
            && !matches!(word(at + 2), "=" | ">")
            && at
                .checked_sub(1)
                .is_none_or(|before| !matches!(word(before), "let" | "const"))
    };
    let places = (0..tokens.len()).filter(is_assigned);
    places.map(word).collect()
}

pub(super) fn is_member(tokens: &[Token<'_>], at: usize) -> bool {
    let is_dot = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|token| token.word == ".")
    };
    is_dot(at.checked_sub(1)) && !is_dot(at.checked_sub(2))
}

/// `|` begins the parameters of a closure: no value stands before it.
pub(super) fn is_closure(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_none_or(|before| match before.kind {
        PieceKind::Mark => !matches!(before.word, ")" | "]" | "}"),
        _ => before.word == "return",
    })
}
