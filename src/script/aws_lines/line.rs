//! One command line: its words by the rules of a shell, and where it ends.
//!
//! Quotes, backslashes and line continuations are those of POSIX shells; `${…}` holds rhai. There are no variables, pipes, redirections
//! or substitutions: they stay as they are written, for the command to refuse.

use std::ops::Range;

use super::super::scan::{self, Piece};
use super::encode::Encoder;
use super::{Command, Line, Place, Rewritten, blanks};

/// Rewrites the line that begins at `piece` and whose words begin at `words_at`; gives the byte behind it.
pub(super) fn rewrite(
    text: &str,
    piece: &Piece,
    command: Command,
    words_at: usize,
    place: Place,
    out: &mut Rewritten,
) -> usize {
    let start = out.text.len();
    let mut reader = Reader {
        text,
        at: words_at,
        place,
        out,
        words: Vec::new(),
        open: false,
    };
    reader.out.text.push_str(command.function(place));
    reader.out.text.push_str("([");
    reader.keep_newlines(piece.range.end..words_at);
    reader.words();
    reader.out.text.push_str("])");
    let (at, open, words) = (reader.at, reader.open, reader.words);
    let ends_statement = place != Place::Inside
        && text
            .get(at..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(['\r', '\n']));
    if ends_statement {
        out.text.push(';');
    }
    out.open = open;
    let output = start..out.text.len();
    out.lines.push(Line {
        source: piece.range.start..at,
        output,
        words,
    });
    at
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    place: Place,
    out: &'a mut Rewritten,
    words: Vec<(Range<usize>, Range<usize>)>,
    open: bool,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Line continuations between words keep their line ends.
    fn keep_newlines(&mut self, between: Range<usize>) {
        let ends = self
            .text
            .get(between)
            .unwrap_or_default()
            .matches('\n')
            .count();
        self.out.text.push_str(&"\n".repeat(ends));
    }

    fn words(&mut self) {
        loop {
            let blank = blanks(self.rest());
            self.keep_newlines(self.at..self.at + blank);
            self.at += blank;
            match self.peek() {
                None | Some('\n' | ';' | '}' | ')') => break,
                Some('\r') if self.rest().starts_with("\r\n") => break,
                Some('#') => {
                    let comment = self.rest().find('\n').unwrap_or(self.rest().len());
                    self.at += comment;
                    break;
                }
                Some('\\') if self.rest().len() == 1 => {
                    self.at += 1;
                    self.open = true;
                    break;
                }
                Some(_) => self.word(),
            }
        }
    }

    fn ends_word(&self, letter: char) -> bool {
        matches!(letter, ' ' | '\t' | '\n' | ';')
            || (letter == ')' && self.place == Place::Inside)
            || (letter == '\r' && self.rest().starts_with("\r\n"))
    }

    fn word(&mut self) {
        if !self.words.is_empty() {
            self.out.text.push_str(", ");
        }
        let (from, to) = (self.at, self.out.text.len());
        if let Some(code) = self.whole_interpolation() {
            let expression = self.text.get(code.clone()).unwrap_or_default();
            self.out.text.push_str(&format!("({expression})"));
            self.at = code.end + 1;
        } else {
            let mut encoder = Encoder::default();
            while let Some(letter) = self.peek().filter(|letter| !self.ends_word(*letter)) {
                self.piece(letter, &mut encoder);
            }
            self.out.text.push_str(&encoder.finish());
        }
        self.words.push((from..self.at, to..self.out.text.len()));
    }

    /// The code of a word that is `${…}` and nothing else: its value goes to the command as it is.
    fn whole_interpolation(&self) -> Option<Range<usize>> {
        let code = self.interpolation()?;
        let behind = self.text.get(code.end + 1..)?;
        let next = behind.chars().next();
        let ends = next.is_none_or(|letter| {
            matches!(letter, ' ' | '\t' | '\r' | '\n' | ';' | '}' | ')')
                || behind.starts_with("\\\n")
        });
        (ends && !self.text.get(code.clone())?.trim().is_empty()).then_some(code)
    }

    /// The code between `${` and its brace, where one begins here and is closed.
    fn interpolation(&self) -> Option<Range<usize>> {
        if !self.rest().starts_with("${") {
            return None;
        }
        let start = self.at + 2;
        Some(start..scan::closing_brace(self.text, start)?)
    }

    /// One letter, quotation, escape or interpolation of a word.
    fn piece(&mut self, letter: char, encoder: &mut Encoder) {
        match letter {
            '\'' => self.single_quotes(encoder),
            '"' => self.double_quotes(encoder),
            '\\' => self.escape(encoder),
            '$' => self.dollar(encoder),
            other => {
                encoder.text(other);
                self.at += other.len_utf8();
            }
        }
    }

    fn dollar(&mut self, encoder: &mut Encoder) {
        match self.interpolation() {
            Some(code) => {
                encoder.code(self.text.get(code.clone()).unwrap_or_default());
                self.at = code.end + 1;
            }
            None => {
                self.open |= self.rest().starts_with("${");
                encoder.text('$');
                self.at += 1;
            }
        }
    }

    fn escape(&mut self, encoder: &mut Encoder) {
        self.at += 1;
        match self.peek() {
            None => self.open = true,
            Some('\n') => {
                encoder.line_end();
                self.at += 1;
            }
            Some('\r') if self.rest().starts_with("\r\n") => {
                encoder.line_end();
                self.at += 2;
            }
            Some(letter) => {
                encoder.text(letter);
                self.at += letter.len_utf8();
            }
        }
    }

    fn single_quotes(&mut self, encoder: &mut Encoder) {
        self.at += 1;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find('\'').unwrap_or_else(|| {
            self.open = true;
            rest.len()
        });
        rest.chars()
            .take_while(|letter| *letter != '\'')
            .for_each(|letter| encoder.text(letter));
        self.at = (self.at + length + 1).min(self.text.len());
    }

    fn double_quotes(&mut self, encoder: &mut Encoder) {
        self.at += 1;
        loop {
            match self.peek() {
                None => {
                    self.open = true;
                    return;
                }
                Some('"') => {
                    self.at += 1;
                    return;
                }
                Some('$') => self.dollar(encoder),
                Some('\\') if self.rest().get(1..).is_some_and(escapable) => self.escape(encoder),
                Some(letter) => {
                    encoder.text(letter);
                    self.at += letter.len_utf8();
                }
            }
        }
    }
}

/// What a backslash takes its meaning from inside double quotes; before anything else it is itself.
fn escapable(behind: &str) -> bool {
    behind.is_empty()
        || behind.starts_with(['"', '\\', '$', '`', '\n'])
        || behind.starts_with("\r\n")
}
