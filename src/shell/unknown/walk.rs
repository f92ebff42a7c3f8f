//! Goes over the words of a text from its start to its end, and keeps what is open, declared and known on the way.

use crate::script::{PieceKind, Walker};

use super::super::complete::KEYWORDS;
use super::super::complete::types::indexed;
use super::tokens::{Token, is_closure, is_member, tokens};
use super::{Block, Open, Walk};

impl<'a> Walk<'a, '_> {
    pub(super) fn over(&mut self, tokens: &[Token<'a>]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at = match token.kind {
                PieceKind::Word => self.word(tokens, at),
                PieceKind::Literal => {
                    self.literal(token);
                    at + 1
                }
                _ => self.mark(tokens, at),
            };
        }
    }

    /// Goes over a word and whatever it declares.
    fn word(&mut self, tokens: &[Token<'a>], at: usize) -> usize {
        let word = |at: usize| tokens.get(at).map_or("", |token| token.word);
        let Some(token) = tokens.get(at) else {
            return at + 1;
        };
        if is_member(tokens, at) {
            self.member(token, word(at + 1) == "(");
            return at + 1;
        }
        let kind = self.kind.take();
        match token.word {
            "let" | "const" => {
                self.declare(word(at + 1), token.word == "const");
                if word(at + 2) == "=" {
                    self.binding = Some((word(at + 1), self.open.len()));
                    return at + 3;
                }
                at + 2
            }
            "fn" => self.function(tokens, at),
            "for" if word(at + 1) == "(" => self.declare_up_to(tokens, at + 2, ")") + 1,
            "for" => {
                self.declare(word(at + 1), false);
                at + 2
            }
            "catch" if word(at + 1) == "(" => self.declare_up_to(tokens, at + 2, ")") + 1,
            "as" => {
                self.declare(word(at + 1), false);
                at + 2
            }
            name if KEYWORDS.contains(&name) => {
                self.binding = self.binding.filter(|(_, depth)| *depth != self.open.len());
                self.kind = kind;
                at + 1
            }
            // `key:` and `module::name`.
            _ if word(at + 1) == ":"
                || (word(at.wrapping_sub(1)) == ":" && word(at.wrapping_sub(2)) == ":") =>
            {
                at + 1
            }
            _ => {
                self.name(token, word(at + 1) == "(");
                at + 1
            }
        }
    }

    /// `fn name(a, b) {`
    fn function(&mut self, tokens: &[Token<'a>], at: usize) -> usize {
        let place = |from: usize, wanted: &str| {
            let mut rest = tokens.iter().enumerate().skip(from);
            rest.find(|(_, token)| token.word == wanted)
                .map_or(tokens.len(), |(at, _)| at)
        };
        let parameters = place(at, "(") + 1;
        self.blocks.push(Block {
            function: true,
            ..Block::default()
        });
        let end = self.declare_up_to(tokens, parameters, ")");
        self.open.push(Open {
            gives: None,
            block: true,
        });
        place(end, "{") + 1
    }

    /// Code in a back-tick string is code.
    fn literal(&mut self, token: &Token<'a>) {
        self.kind = Some("string".to_owned());
        if !token.word.starts_with('`') {
            return;
        }
        let end = token.range.end;
        let text = self.text.get(..end).unwrap_or_default();
        let mut from = token.range.start;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find("${")) {
            let code = from + found + 2;
            let mut walker = Walker::new(text, code);
            let closed = walker.interpolation();
            from = walker.at();
            if text
                .get(..code - 2)
                .is_some_and(|before| before.ends_with('\\'))
            {
                from = code;
                continue;
            }
            let inside = code..from - usize::from(closed);
            let state = (self.kind.take(), self.binding.take(), self.open.len());
            self.blocks.push(Block::default());
            let (blocks, inner) = (self.blocks.len(), tokens(self.text, &[inside]));
            self.over(&inner);
            self.blocks.truncate(blocks - 1);
            self.open.truncate(state.2);
            (self.kind, self.binding) = (state.0, state.1);
        }
    }

    fn mark(&mut self, tokens: &[Token<'a>], at: usize) -> usize {
        let word = |at: usize| tokens.get(at).map_or("", |token| token.word);
        let mark = word(at);
        // `..` is a range, `.` alone has a value before it.
        if mark == "." && word(at + 1) != "." && word(at.wrapping_sub(1)) != "." {
            return at + 1;
        }
        let kind = self.kind.take();
        match mark {
            "(" => {
                let is_call = at
                    .checked_sub(1)
                    .and_then(|at| tokens.get(at))
                    .is_some_and(Token::is_word);
                self.opened(kind.filter(|_| is_call), false);
            }
            "[" => self.opened(kind.and_then(|kind| indexed(&kind)), false),
            "{" => {
                self.blocks.push(Block::default());
                self.opened(None, true);
            }
            ")" | "]" | "}" => {
                self.kind = self.closed();
            }
            "|" if is_closure(tokens, at) => {
                return self.declare_up_to(tokens, at + 1, "|") + 1;
            }
            "|" if word(at + 1) == "|" => {
                self.unbind();
                return at + 2;
            }
            ";" => match self.binding.take() {
                Some((name, depth)) if depth == self.open.len() => self.bind(name, kind),
                other => self.binding = other,
            },
            _ => self.unbind(),
        }
        at + 1
    }

    fn opened(&mut self, gives: Option<String>, block: bool) {
        self.open.push(Open { gives, block });
    }

    fn closed(&mut self) -> Option<String> {
        let open = self.open.pop()?;
        if open.block && self.blocks.len() > 1 {
            self.blocks.pop();
        }
        open.gives
    }
}
