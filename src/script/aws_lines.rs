//! `aws …` command lines, `export AWS_…=…` and `unset AWS_…` in scripts, as they stand in AWS's documentation.
//!
//! rhai's parser can take none of them, so they are rewritten before it: to calls of `aws`, `aws_export` and `aws_unset` with the
//! words of the line. Two words side by side are no rhai, so no script that compiles is ever touched; lines keep their numbers;
//! and each word's place is known on both sides, so that carets point at what was typed.

mod encode;
mod line;

use std::ops::Range;

use super::scan::{self, Piece, PieceKind};

/// A text with its command lines rewritten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// What rhai reads.
    pub text: String,
    /// The lines that were rewritten, in order.
    pub lines: Vec<Line>,
    /// The text ends inside a line: in quotes, or behind a backslash.
    pub open: bool,
}

/// A rewritten line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its bytes as typed.
    pub source: Range<usize>,
    /// Its bytes in the rewritten text.
    pub output: Range<usize>,
    /// The bytes of each word on both sides.
    pub words: Vec<(Range<usize>, Range<usize>)>,
}

impl Rewritten {
    /// The byte of the typed text that a byte of the rewritten text stands for: within a line, where its word begins.
    #[must_use]
    pub fn source_of(&self, byte: usize) -> usize {
        let mut shift = (0, 0);
        for line in &self.lines {
            if byte < line.output.start {
                break;
            }
            if byte < line.output.end {
                let word = line.words.iter().find(|(_, output)| output.contains(&byte));
                return word.map_or(line.source.start, |(source, _)| source.start);
            }
            shift = (line.output.end, line.source.end);
        }
        byte - shift.0 + shift.1
    }

    /// The typed byte behind what ends at a byte of the rewritten text.
    #[must_use]
    pub fn source_end(&self, byte: usize) -> usize {
        match self.lines.iter().find(|line| line.output.end == byte) {
            Some(line) => line.source.end,
            None => self.source_of(byte),
        }
    }

    /// The place of a word (0 for the first behind `aws`) of the line that a byte of the rewritten text stands in.
    #[must_use]
    pub fn word_at(&self, byte: usize, word: usize) -> Option<Range<usize>> {
        let line = self.lines.iter().find(|line| line.output.contains(&byte))?;
        line.words.get(word).map(|(source, _)| source.clone())
    }
}

/// What a line is, and the function it becomes a call of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    Aws,
    Export,
    Unset,
}

impl Command {
    /// A line that is a statement shows what the AWS CLI prints; one that is a value gives the answer.
    const fn function(self, place: Place) -> &'static str {
        match self {
            Self::Aws if matches!(place, Place::Statement) => "aws",
            Self::Aws => "aws_answer",
            Self::Export => "aws_export",
            Self::Unset => "aws_unset",
        }
    }
}

/// Where a line may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Where a statement begins.
    Statement,
    /// Behind `=`: the statement ends with the line.
    Value,
    /// Behind `|`, `(` or `,`: the expression goes on behind the line, and `)` ends it.
    Inside,
    /// Nowhere.
    Other,
}

/// Rewrites the command lines of a text.
#[must_use]
pub fn rewrite(text: &str) -> Rewritten {
    let mut out = Rewritten::default();
    let (mut at, mut place) = (0, Place::Statement);
    while at < text.len() {
        let piece = scan::piece_at(text, at);
        let found = (piece.kind == PieceKind::Word && place != Place::Other)
            .then(|| command(text, &piece, place))
            .flatten();
        match found {
            Some((command, words_at)) => {
                at = line::rewrite(text, &piece, command, words_at, place, &mut out);
                place = Place::Statement;
            }
            None => {
                out.text
                    .push_str(text.get(piece.range.clone()).unwrap_or_default());
                at = piece.range.end;
                place = after(text, &piece, place);
            }
        }
    }
    out
}

/// Where we are behind a piece of the script.
fn after(text: &str, piece: &Piece, before: Place) -> Place {
    match piece.kind {
        PieceKind::Space | PieceKind::Comment => before,
        PieceKind::Mark => match text.get(piece.range.clone()) {
            Some(";" | "{" | "}") => Place::Statement,
            Some("=") => Place::Value,
            Some("|" | "(" | ",") => Place::Inside,
            _ => Place::Other,
        },
        PieceKind::Word if text.get(piece.range.clone()) == Some("return") => Place::Value,
        PieceKind::Word | PieceKind::Literal => Place::Other,
    }
}

/// The command that a word begins, and the byte of its first word.
fn command(text: &str, piece: &Piece, place: Place) -> Option<(Command, usize)> {
    let behind = text.get(piece.range.end..)?;
    let words_at = piece.range.end + blanks(behind);
    if words_at == piece.range.end {
        return None;
    }
    let first: &str = text.get(words_at..)?.split(ends_first_word).next()?;
    match text.get(piece.range.clone())? {
        "aws" if is_subcommand(first) => Some((Command::Aws, words_at)),
        "export" if place == Place::Statement && is_assignment(first) => {
            Some((Command::Export, words_at))
        }
        "unset" if place == Place::Statement && is_variable(first) => {
            Some((Command::Unset, words_at))
        }
        _ => None,
    }
}

/// Bytes of blanks, and of line ends behind a backslash.
fn blanks(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += match () {
            () if rest.starts_with([' ', '\t']) => 1,
            () if rest.starts_with("\\\n") => 2,
            () if rest.starts_with("\\\r\n") => 3,
            () => return at,
        };
    }
}

fn ends_first_word(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n' | ';' | '\\' | ')' | '}')
}

/// A service, or an option before it. `in` may follow a word in rhai, and nothing else of that form may.
fn is_subcommand(word: &str) -> bool {
    let plain = |text: &str| {
        text.starts_with(|letter: char| letter.is_ascii_lowercase())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    match word.strip_prefix("--") {
        Some(option) => plain(option.split('=').next().unwrap_or_default()),
        None => plain(word) && !word.ends_with('-') && word != "in",
    }
}

fn is_variable(word: &str) -> bool {
    word.starts_with("AWS_")
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=')
        .is_some_and(|(name, _)| is_variable(name))
}

#[cfg(test)]
mod tests;
