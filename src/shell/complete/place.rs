//! What the end of a text is in: which call, which map, which string.

use crate::script::{Open, Piece, PieceKind, Scan, scan};

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A word of the language, perhaps still empty.
    Word {
        /// Its first byte.
        start: usize,
        /// What there is of it.
        text: &'a str,
    },
    /// A name behind a dot.
    Member {
        /// Its first byte.
        start: usize,
        /// What there is of it.
        text: &'a str,
        /// The expression before the dot.
        of: &'a str,
    },
    /// Text in quotes.
    Text {
        /// The first byte behind the quote.
        start: usize,
        /// What there is of it.
        text: &'a str,
    },
    /// A comment: nothing to complete.
    Comment,
}

/// Something that is open at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// A call.
    Call {
        /// The expression before the parenthesis: `acct.create_user`.
        callee: &'a str,
        /// The place of the argument, 0 for the first.
        argument: usize,
    },
    /// A map, of the script or of JSON in a string.
    Map {
        /// The key whose value is being typed; none where a key is.
        key: Option<&'a str>,
    },
    /// A list.
    List,
    /// A block or a parenthesis without a call.
    Block,
}

/// Where the end of a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// What is being typed.
    pub token: Token<'a>,
    /// What is open, the innermost last.
    pub frames: Vec<Frame<'a>>,
}

impl<'a> Place<'a> {
    /// Where the end of `text` is.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        Walk::new(text, 0, false).place()
    }

    /// The keys of the open maps around the cursor, the outermost first; lists between them are left out.
    #[must_use]
    pub fn path(&self) -> Vec<&'a str> {
        let keys = self.frames.iter().filter_map(|frame| match frame {
            Frame::Map { key } => *key,
            _ => None,
        });
        keys.collect()
    }

    /// A key of a map is being typed.
    #[must_use]
    pub fn at_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Map { key: None }))
    }
}

struct Walk<'a> {
    text: &'a str,
    /// What is added to places in this text.
    offset: usize,
    json: bool,
    pieces: Vec<Piece>,
    open: Option<Open>,
    frames: Vec<Frame<'a>>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, offset: usize, json: bool) -> Self {
        let Scan { mut pieces, open } = scan(text);
        pieces.retain(|piece| piece.kind != PieceKind::Space);
        Self {
            text,
            offset,
            json,
            pieces,
            open,
            frames: Vec::new(),
        }
    }

    fn word(&self, place: usize) -> &'a str {
        self.pieces
            .get(place)
            .and_then(|piece| self.text.get(piece.range.clone()))
            .unwrap_or_default()
    }

    fn place(mut self) -> Place<'a> {
        for at in 0..self.pieces.len() {
            if self
                .pieces
                .get(at)
                .is_some_and(|piece| piece.kind == PieceKind::Mark)
            {
                self.mark(at);
            }
        }
        let token = self.token();
        if let Token::Text { start, text } = token
            && let Some(inner) = self.json_inside(start, text)
        {
            self.frames.extend(inner.frames);
            return Place {
                token: inner.token,
                frames: self.frames,
            };
        }
        Place {
            token,
            frames: self.frames,
        }
    }

    fn mark(&mut self, at: usize) {
        match self.word(at) {
            "(" => {
                let callee = self.expression_before(at);
                self.frames.push(if callee.is_empty() {
                    Frame::Block
                } else {
                    Frame::Call {
                        callee,
                        argument: 0,
                    }
                });
            }
            "{" => {
                let is_map = self.json || (at > 0 && self.word(at - 1) == "#");
                self.frames.push(if is_map {
                    Frame::Map { key: None }
                } else {
                    Frame::Block
                });
            }
            "[" => self.frames.push(Frame::List),
            ")" | "}" | "]" => {
                self.frames.pop();
            }
            "," => match self.frames.last_mut() {
                Some(Frame::Call { argument, .. }) => *argument += 1,
                Some(Frame::Map { key }) => *key = None,
                _ => {}
            },
            ":" if at > 0 => {
                let name = unquoted(self.word(at - 1));
                if let Some(Frame::Map { key: key @ None }) = self.frames.last_mut() {
                    *key = Some(name);
                }
            }
            _ => {}
        }
    }

    fn token(&self) -> Token<'a> {
        let last = self.pieces.last();
        let end = self.offset + self.text.len();
        let touching = last.filter(|piece| piece.range.end == self.text.len());
        let Some(piece) = touching else {
            return self.word_or_member(end, "", self.pieces.len());
        };
        let text = self.text.get(piece.range.clone()).unwrap_or_default();
        match piece.kind {
            PieceKind::Comment => Token::Comment,
            PieceKind::Literal => match self.open {
                Some(Open::Text | Open::LineText) => {
                    let quotes = text.find(|letter| letter != '#').unwrap_or(0) + 1;
                    Token::Text {
                        start: self.offset + piece.range.start + quotes.min(text.len()),
                        text: text.get(quotes..).unwrap_or_default(),
                    }
                }
                _ => Token::Word {
                    start: end,
                    text: "",
                },
            },
            PieceKind::Word => {
                let start = self.offset + piece.range.start;
                self.word_or_member(start, text, self.pieces.len() - 1)
            }
            PieceKind::Mark | PieceKind::Space => self.word_or_member(end, "", self.pieces.len()),
        }
    }

    fn word_or_member(&self, start: usize, text: &'a str, place: usize) -> Token<'a> {
        let dot = place
            .checked_sub(1)
            .filter(|&before| self.word(before) == ".");
        match dot {
            Some(dot) if !self.json => Token::Member {
                start,
                text,
                of: self.expression_before(dot),
            },
            _ => Token::Word { start, text },
        }
    }

    /// The expression that ends before a piece: words, dots, and what stands in brackets between them.
    fn expression_before(&self, place: usize) -> &'a str {
        let mut first = place;
        while let Some(start) = self.operand_before(first) {
            first = start;
            match first.checked_sub(1) {
                Some(dot) if self.word(dot) == "." => first = dot,
                _ => break,
            }
        }
        let range = self.pieces.get(first).zip(self.pieces.get(place));
        range
            .and_then(|(first, end)| self.text.get(first.range.start..end.range.start))
            .unwrap_or_default()
            .trim_end()
    }

    /// The first piece of `name`, `name(…)`, `name[…]` or a literal that ends before a piece.
    fn operand_before(&self, place: usize) -> Option<usize> {
        const NO_NAMES: &[&str] = &[
            "if", "while", "for", "in", "return", "switch", "fn", "let", "const", "throw",
        ];
        let mut at = place.checked_sub(1)?;
        while matches!(self.word(at), ")" | "]") {
            at = self.opening(at)?;
            match at.checked_sub(1) {
                Some(before)
                    if self.is_operand(before) || matches!(self.word(before), ")" | "]") =>
                {
                    at = before;
                }
                _ => return Some(at),
            }
        }
        (self.is_operand(at) && !NO_NAMES.contains(&self.word(at))).then_some(at)
    }

    fn is_operand(&self, place: usize) -> bool {
        let kind = self.pieces.get(place).map(|piece| piece.kind);
        matches!(kind, Some(PieceKind::Word | PieceKind::Literal))
    }

    /// The bracket that a closing one belongs to.
    fn opening(&self, closing: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in (0..=closing).rev() {
            match self.word(at) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }

    /// A string that begins like a JSON object is looked into.
    fn json_inside(&self, start: usize, text: &'a str) -> Option<Place<'a>> {
        let is_json = !self.json && text.trim_start().starts_with('{');
        is_json.then(|| Walk::new(text, start, true).place())
    }
}

/// The text of a key, with or without quotes.
fn unquoted(word: &str) -> &str {
    word.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_maps_and_strings_are_seen() {
        let place = Place::of("acct.create_user(\"carlos\").attach_policy(\"arn:");
        assert_eq!(
            place.frames,
            [Frame::Call {
                callee: "acct.create_user(\"carlos\").attach_policy",
                argument: 0
            }]
        );
        assert_eq!(
            place.token,
            Token::Text {
                start: 42,
                text: "arn:"
            }
        );
        let place = Place::of("me.x(1, #{ Statement: [#{ Action: \"s3:");
        assert_eq!(place.path(), ["Statement", "Action"]);
        assert!(!place.at_key());
        let place = Place::of("let p = policy(#\"{ \"Statement\": [{ \"Effect\": \"Allow\", \"");
        assert_eq!(place.path(), ["Statement"]);
        assert!(place.at_key());
        assert_eq!(
            Place::of("f(a, b[1].c(2).").token,
            Token::Member {
                start: 15,
                text: "",
                of: "b[1].c(2)"
            }
        );
        assert_eq!(
            Place::of("if x.na").token,
            Token::Member {
                start: 5,
                text: "na",
                of: "x"
            }
        );
        assert_eq!(Place::of("// x.").token, Token::Comment);
    }
}
