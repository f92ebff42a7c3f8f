//! The outer shape of a script: code, literals and comments, without understanding the code.
//!
//! rhai's own lexer yields tokens, not text, and stops at what is unfinished. Here every byte of a text belongs to exactly one
//! [`Piece`], and what is still open at its end is known: transcripts, carets and multi-line input stand on that.

use std::ops::Range;

/// A stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Letters, digits and underscores.
    Word,
    /// One character that is nothing else.
    Mark,
    /// A string, a character, a raw or a back-tick string, quotes and interpolations included.
    Literal,
    /// `//` to the end of the line, or `/* … */`.
    Comment,
    /// White space.
    Space,
}

/// What the end of the text is inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// A string that may go on in the next line: back-ticks, or `#"…"#`.
    Text,
    /// A string that ends with its line.
    LineText,
    /// `/* …`
    Comment,
    /// An `aws` line: a quote, an interpolation, or a line that ends in `\`.
    Line,
}

/// A text in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The pieces, in order, without gaps.
    pub pieces: Vec<Piece>,
    /// What is not closed at the end.
    pub open: Option<Open>,
}

/// Splits a text into its pieces.
#[must_use]
pub fn scan(text: &str) -> Scan {
    let mut walker = Walker::new(text, 0);
    let mut pieces = Vec::new();
    while walker.at() < text.len() {
        let start = walker.at();
        let kind = walker.step();
        pieces.push(Piece {
            kind,
            range: start..walker.at(),
        });
    }
    Scan {
        pieces,
        open: walker.open,
    }
}

/// A place in a text that goes forward letter by letter.
pub struct Cursor<'a> {
    /// The text.
    pub text: &'a str,
    /// The byte of the next letter.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// What is still to come.
    #[must_use]
    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next letter.
    #[must_use]
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next letter, and goes over it.
    pub fn bump(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    /// Goes over letters as long as they are wanted.
    pub fn bump_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.bump();
        }
    }

    /// Goes on behind `end`; false when it does not come.
    fn skip_past(&mut self, end: &str) -> bool {
        match self.rest().find(end) {
            Some(found) => {
                self.at += found + end.len();
                true
            }
            None => {
                self.at = self.text.len();
                false
            }
        }
    }
}

/// Goes through a text piece by piece.
pub struct Walker<'a> {
    /// Where the next piece begins.
    cursor: Cursor<'a>,
    /// What the last piece left open.
    pub open: Option<Open>,
    /// How many interpolations it stands in.
    depth: usize,
}

/// Interpolations inside of interpolations: no more than rhai's own parser follows, and few enough for any stack.
const DEPTH: usize = 100;

impl<'a> Walker<'a> {
    /// A walker that stands at a byte of the text.
    #[must_use]
    pub const fn new(text: &'a str, at: usize) -> Self {
        Self {
            cursor: Cursor { text, at },
            open: None,
            depth: 0,
        }
    }

    /// The byte where the next piece begins.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.cursor.at
    }

    /// Goes on at another byte.
    pub const fn go_to(&mut self, at: usize) {
        self.cursor.at = at;
    }

    /// Goes over the next piece.
    pub fn step(&mut self) -> PieceKind {
        self.open = None;
        let rest = self.cursor.rest();
        if rest.starts_with("//") {
            self.cursor.bump_while(|letter| letter != '\n');
            return PieceKind::Comment;
        }
        if rest.starts_with("/*") {
            self.block_comment();
            return PieceKind::Comment;
        }
        match self.cursor.bump() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some('`') => self.back_ticks(),
            Some('#') => return self.raw_or_mark(),
            Some(letter) if letter.is_whitespace() => {
                self.cursor.bump_while(char::is_whitespace);
                return PieceKind::Space;
            }
            Some(letter) if is_word(letter) => {
                self.cursor.bump_while(is_word);
                return PieceKind::Word;
            }
            _ => return PieceKind::Mark,
        }
        PieceKind::Literal
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0_u32;
        loop {
            let rest = self.cursor.rest();
            if rest.starts_with("/*") {
                depth += 1;
                self.cursor.at += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.cursor.at += 2;
                if depth == 0 {
                    return;
                }
            } else if self.cursor.bump().is_none() {
                self.open = Some(Open::Comment);
                return;
            }
        }
    }

    fn quoted(&mut self, quote: char) {
        loop {
            match self.cursor.bump() {
                Some('\\') => {
                    self.cursor.bump();
                }
                Some(letter) if letter == quote => return,
                Some('\n') | None => {
                    self.open = Some(Open::LineText);
                    return;
                }
                Some(_) => {}
            }
        }
    }

    /// `#"…"#` with any number of `#`; anything else after `#` begins no literal.
    fn raw_or_mark(&mut self) -> PieceKind {
        let hashes =
            1 + self.cursor.rest().len() - self.cursor.rest().trim_start_matches('#').len();
        let opening = "#".repeat(hashes - 1) + "\"";
        if !self.cursor.rest().starts_with(&opening) {
            return PieceKind::Mark;
        }
        self.cursor.at += opening.len();
        if !self.cursor.skip_past(&format!("\"{}", "#".repeat(hashes))) {
            self.open = Some(Open::Text);
        }
        PieceKind::Literal
    }

    fn back_ticks(&mut self) {
        loop {
            let rest = self.cursor.rest();
            if rest.starts_with("\\${") {
                self.cursor.at += 3;
            } else if rest.starts_with("${") {
                self.cursor.at += 2;
                self.interpolation();
            } else {
                match self.cursor.bump() {
                    Some('`') => return,
                    Some(_) => {}
                    None => {
                        self.open = Some(Open::Text);
                        return;
                    }
                }
            }
        }
    }

    /// Goes over code up to the brace that closes it, that brace included; false when it does not come.
    pub fn interpolation(&mut self) -> bool {
        let mut depth = 1_u32;
        if self.depth == DEPTH {
            self.cursor.at = self.cursor.text.len();
        }
        self.depth += 1;
        while depth > 0 && self.cursor.at < self.cursor.text.len() {
            let start = self.cursor.at;
            if self.step() == PieceKind::Mark {
                match self.cursor.text.get(start..self.cursor.at) {
                    Some("{") => depth += 1,
                    Some("}") => depth -= 1,
                    _ => {}
                }
            }
        }
        self.depth -= 1;
        depth == 0
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str, kind: PieceKind) -> Vec<&str> {
        let pieces = scan(text).pieces.into_iter();
        pieces
            .filter(|piece| piece.kind == kind)
            .filter_map(|piece| text.get(piece.range))
            .collect()
    }

    #[test]
    fn literals_and_comments_are_whole() {
        let text = "let a = `x ${f(\"}`\", #{b: `in`})} y`; // `\n/* /* */ \" */ 'c' #\"raw \" \"#";
        assert_eq!(
            texts(text, PieceKind::Literal),
            ["`x ${f(\"}`\", #{b: `in`})} y`", "'c'", "#\"raw \" \"#"]
        );
        assert_eq!(texts(text, PieceKind::Comment), ["// `", "/* /* */ \" */"]);
        assert_eq!(scan(text).open, None);
    }

    #[test]
    fn what_is_open_at_the_end_is_known() {
        for (text, open) in [
            ("`a", Some(Open::Text)),
            ("`${f(\"}", Some(Open::LineText)),
            ("#\"a\"", Some(Open::Text)),
            ("\"a", Some(Open::LineText)),
            ("/* /* */", Some(Open::Comment)),
            ("#{ a: 1 }", None),
            ("\\`", Some(Open::Text)),
        ] {
            assert_eq!(scan(text).open.is_some(), open.is_some(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "[a#\"'`$\\\\{}/* \n1.;]{0,40}|.{0,40}") {
            let pieces = scan(&text).pieces;
            let mut end = 0;
            for piece in pieces {
                prop_assert_eq!(piece.range.start, end);
                prop_assert!(piece.range.end > end);
                end = piece.range.end;
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
