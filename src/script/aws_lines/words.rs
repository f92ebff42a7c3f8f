//! The words of one line, as a POSIX shell splits them: quotes, escapes, continuations, comments, and `${…}` with code in it.
//!
//! Source: POSIX.1-2017, Shell Command Language, 2.2 "Quoting" and 2.3 "Token Recognition"; double quotes as bash reads them.

use std::ops::Range;

use super::super::scan::{Cursor, Walker};
use super::Refusal;

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text, quotes and escapes gone.
    Text(String),
    /// The code between `${` and `}`.
    Code(Range<usize>),
    /// A line break of the source that is no part of the text, or stands at the end of the text before it.
    Break,
}

/// What stands on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word: where it stands, and what it is made of.
    Word(Range<usize>, Vec<Part>),
    /// A line break between words.
    Break,
}

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The end of its last physical line, or of the text.
    Line,
    /// A semicolon.
    Semicolon,
    /// A bracket of the code around it.
    Bracket,
}

/// A line.
#[derive(Debug)]
pub struct Words {
    /// Words, and the line breaks between them.
    pub items: Vec<Item>,
    /// One past its last word or comment.
    pub end: usize,
    /// What comes then.
    pub ended: End,
    /// The text ends inside of it.
    pub open: bool,
    /// What a shell would do and the lab does not.
    pub refusals: Vec<Refusal>,
}

/// Reads the words from a byte of the text on.
#[must_use]
pub fn read(text: &str, at: usize) -> Words {
    let mut reader = Reader {
        cursor: Cursor { text, at },
        parts: Vec::new(),
        pending: String::new(),
        words: Words {
            items: Vec::new(),
            end: at,
            ended: End::Line,
            open: false,
            refusals: Vec::new(),
        },
    };
    reader.line();
    reader.words
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    parts: Vec<Part>,
    /// Text of the word that no part holds yet.
    pending: String,
    words: Words,
}

impl Reader<'_> {
    /// Length of `\` and the line break behind it; of a `\` that ends the text too.
    fn continuation(&self) -> Option<usize> {
        let rest = self.cursor.rest().strip_prefix('\\')?;
        match rest {
            "" => Some(1),
            _ if rest.starts_with('\n') => Some(2),
            _ if rest.starts_with("\r\n") => Some(3),
            _ => None,
        }
    }

    fn line(&mut self) {
        loop {
            match self.cursor.peek() {
                Some(' ' | '\t') => {
                    self.cursor.bump();
                }
                _ if self.continuation().is_some() => {
                    if self.over_continuation() {
                        self.words.items.push(Item::Break);
                    }
                }
                None | Some('\n') => return self.ended(End::Line),
                Some('\r') if self.cursor.rest().starts_with("\r\n") => {
                    return self.ended(End::Line);
                }
                Some(';') => return self.ended(End::Semicolon),
                Some('}' | ')') => return self.ended(End::Bracket),
                Some('#') => {
                    self.cursor.bump_while(|letter| letter != '\n');
                    self.words.end = self.cursor.at;
                    // The `\r` of `\r\n` is no part of the comment.
                    let line = self.cursor.text.get(..self.cursor.at).unwrap_or_default();
                    self.words.end -= usize::from(line.ends_with('\r'));
                }
                Some(_) => self.word(),
            }
        }
    }

    const fn ended(&mut self, end: End) {
        self.words.ended = end;
    }

    /// Goes over `\` and a line break; false when the text ends instead.
    fn over_continuation(&mut self) -> bool {
        self.cursor.at += self.continuation().unwrap_or(0);
        self.words.end = self.cursor.at;
        let broken = self
            .cursor
            .text
            .get(..self.cursor.at)
            .is_some_and(|text| text.ends_with('\n'));
        self.words.open |= self.cursor.at == self.cursor.text.len();
        broken
    }

    fn word(&mut self) {
        let start = self.cursor.at;
        loop {
            if self.continuation().is_some() {
                if self.over_continuation() {
                    self.part(Part::Break);
                }
                continue;
            }
            let crlf = self.cursor.rest().starts_with("\r\n");
            match self.cursor.peek() {
                None | Some(' ' | '\t' | '\n' | ';' | ')') => break,
                Some('\r') if crlf => break,
                Some('\\') => {
                    self.cursor.bump();
                    let letter = self.cursor.bump();
                    self.pending.extend(letter);
                }
                Some('\'') => self.single_quotes(),
                Some('"') => self.double_quotes(),
                Some('$') => self.dollar(),
                Some(operator @ ('|' | '&' | '<' | '>' | '(' | '`')) => self.operator(operator),
                Some(letter) => {
                    self.cursor.bump();
                    self.pending.push(letter);
                }
            }
        }
        self.flush();
        let mut parts = std::mem::take(&mut self.parts);
        if parts.is_empty() {
            parts.push(Part::Text(String::new()));
        }
        self.words.end = self.cursor.at;
        self.words
            .items
            .push(Item::Word(start..self.cursor.at, parts));
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let text = std::mem::take(&mut self.pending);
            self.parts.push(Part::Text(text));
        }
    }

    fn part(&mut self, part: Part) {
        self.flush();
        self.parts.push(part);
    }

    /// A character of quoted text; a line break in it is one in the source too.
    fn quoted(&mut self, letter: char) {
        self.pending.push(letter);
        if letter == '\n' {
            self.part(Part::Break);
        }
    }

    fn single_quotes(&mut self) {
        self.cursor.bump();
        loop {
            match self.cursor.bump() {
                Some('\'') => return,
                Some(letter) => self.quoted(letter),
                None => return self.words.open = true,
            }
        }
    }

    fn double_quotes(&mut self) {
        self.cursor.bump();
        loop {
            if self.continuation().is_some() {
                if self.over_continuation() {
                    self.part(Part::Break);
                }
                continue;
            }
            match self.cursor.peek() {
                Some('"') => {
                    self.cursor.bump();
                    return;
                }
                Some('\\') => {
                    self.cursor.bump();
                    match self.cursor.peek() {
                        Some('"' | '\\' | '$' | '`') => {}
                        _ => self.pending.push('\\'),
                    }
                    if let Some(letter) = self.cursor.bump() {
                        self.quoted(letter);
                    }
                }
                Some('$') => self.dollar(),
                Some('`') => self.operator('`'),
                Some(letter) => {
                    self.cursor.bump();
                    self.quoted(letter);
                }
                None => return self.words.open = true,
            }
        }
    }

    /// `${code}`; a dollar sign that a shell would act on; or just one.
    fn dollar(&mut self) {
        let start = self.cursor.at;
        self.cursor.bump();
        match self.cursor.peek() {
            Some('{') => {
                self.cursor.bump();
                let code = self.cursor.at;
                let mut walker = Walker::new(self.cursor.text, code);
                let closed = walker.interpolation();
                self.words.open |= !closed;
                self.part(Part::Code(code..walker.at() - usize::from(closed)));
                self.cursor.at = walker.at();
            }
            Some('(') => {
                self.refuse(
                    start,
                    2,
                    "a line cannot stand inside of a line as `$(…)`",
                    "write `${aws …}`, or `let x = aws …` before it and then `${x}`",
                );
                self.pending.push('$');
            }
            Some(letter) if letter.is_ascii_alphabetic() || letter == '_' => {
                let name: String = self
                    .cursor
                    .rest()
                    .chars()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                    .collect();
                self.refuse(
                    start,
                    1 + name.len(),
                    "there are no shell variables",
                    &format!("write `${{name}}` for a variable of the script, or put the text in single quotes: '${name}'"),
                );
                self.pending.push('$');
            }
            _ => self.pending.push('$'),
        }
    }

    fn operator(&mut self, operator: char) {
        let start = self.cursor.at;
        self.cursor.bump();
        self.pending.push(operator);
        let (message, help) = match operator {
            '|' => (
                "answers are not piped",
                "pick from an answer with `--query`, or keep it: `let x = aws …`",
            ),
            '>' => (
                "answers are not written to files",
                "keep the text of an answer in a variable: `let x = aws … --output text`",
            ),
            '<' => (
                "nothing is read from standard input",
                "name the file: `--cli-input-json file://input.json`",
            ),
            '&' => (
                "lines run one after the other, not together or behind a condition",
                "write each on a line of its own; one that fails ends the script",
            ),
            '`' => (
                "a line cannot stand inside of a line in back-ticks",
                "write `${aws …}`, or `let x = aws …` before it and then `${x}`",
            ),
            _ => (
                "there are no sub-shells",
                "put a bracket that belongs to a word in quotes",
            ),
        };
        self.refuse(start, 1, message, help);
    }

    fn refuse(&mut self, at: usize, length: usize, message: &'static str, help: &str) {
        self.words.refusals.push(Refusal {
            at: at..at + length,
            message,
            help: help.to_owned(),
        });
    }
}
