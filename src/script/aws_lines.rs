//! `aws …`, `export AWS_…=…` and `unset AWS_…` as they stand in shell scripts, rewritten to calls before rhai reads the text.
//!
//! Such a line begins where a statement or a value may begin, with two words side by side: rhai has no program with that
//! outside of strings and comments, so no program changes its meaning. Line numbers stay as they are, and every place of the
//! result leads back to the place it comes from. What a line does is not known here: see `command_line.rs`.

mod brackets;
mod encode;
mod place;
mod words;

use std::ops::Range;

use super::scan::{Open, PieceKind, Walker};

use brackets::Brackets;
pub use place::{Copied, Line, Source};
use words::End;

/// What a shell would do with a line, and the lab does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where, in the text as typed.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: &'static str,
    /// What to write instead.
    pub help: String,
}

/// A text with its lines rewritten.
#[derive(Clone, Debug, Default)]
pub struct Rewritten {
    /// What rhai reads.
    pub text: String,
    /// The lines, outer ones before those inside of their `${…}`.
    pub lines: Vec<Line>,
    /// What was copied as it is, in order.
    pub copied: Vec<Copied>,
    /// What is open at the end of the text.
    pub open: Option<Open>,
    /// What cannot be run.
    pub refusals: Vec<Refusal>,
}

/// The words that begin a line, and the calls they become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    Aws,
    Export,
    Unset,
}

/// What may stand at a place of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Statement,
    Value,
    /// The rest of an expression.
    Rest,
}

/// Lines inside of lines; more than anybody writes, and few enough for any stack.
const DEPTH: usize = 16;

/// Rewrites the lines of a text.
#[must_use]
pub fn rewrite(text: &str) -> Rewritten {
    let mut writer = Writer {
        typed: text,
        done: Rewritten::default(),
        depth: 0,
    };
    writer.code(0..text.len());
    writer.done
}

struct Writer<'a> {
    typed: &'a str,
    done: Rewritten,
    depth: usize,
}

impl<'a> Writer<'a> {
    /// Code from here to there, copied but for its lines.
    fn code(&mut self, range: Range<usize>) {
        let text = self.typed.get(..range.end).unwrap_or_default();
        let mut walker = Walker::new(text, range.start);
        let mut copied = range.start;
        let mut brackets = Brackets::new(self.depth > 0);
        let mut expected = Expected::Statement;
        while walker.at() < text.len() {
            let start = walker.at();
            if let Some((command, words)) = command(text, start, expected) {
                self.copy(copied..start);
                copied = self.line(text, start, command, words, expected, &brackets);
                walker.go_to(copied);
                expected = Expected::Statement;
                continue;
            }
            let kind = walker.step();
            let piece = text.get(start..walker.at()).unwrap_or_default();
            brackets.step(kind, piece, expected);
            expected = after(kind, piece).unwrap_or(expected);
        }
        self.copy(copied..range.end);
        if self.depth == 0 && self.done.open.is_none() {
            self.done.open = walker.open;
        }
    }

    fn copy(&mut self, source: Range<usize>) {
        let Some(text) = self
            .typed
            .get(source.clone())
            .filter(|text| !text.is_empty())
        else {
            return;
        };
        let output = self.done.text.len();
        self.done.text.push_str(text);
        self.done.copied.push(Copied {
            source: source.start,
            output,
            length: text.len(),
        });
    }

    /// Writes the call for a line, and says where the line ends.
    fn line(
        &mut self,
        text: &'a str,
        start: usize,
        command: Command,
        words_at: usize,
        expected: Expected,
        brackets: &Brackets<'_>,
    ) -> usize {
        let read = words::read(text, words_at);
        let nested = self.depth > 0;
        let in_list = brackets.in_list();
        let is_value = nested && brackets.is_empty();
        // Before a closing brace it is the value of its block, unless nobody gets that.
        let is_last = read.ended == End::Bracket && !brackets.forgets();
        let function = match (command, expected) {
            (Command::Export, _) => "aws_export",
            (Command::Unset, _) => "aws_unset",
            (Command::Aws, Expected::Statement) if !in_list && !is_value && !is_last => {
                if brackets.is_empty() {
                    "aws_shown"
                } else {
                    "aws_printed"
                }
            }
            (Command::Aws, _) => "aws_value",
        };
        let number = self.done.lines.len();
        let output = self.done.text.len();
        self.done.lines.push(Line {
            source: start..read.end,
            output: output..output,
            words: read
                .items
                .iter()
                .filter_map(|item| match item {
                    words::Item::Word(range, _) => Some(range.clone()),
                    words::Item::Break => None,
                })
                .collect(),
            nested,
        });
        self.done.text.push_str(function);
        self.words(&read.items);
        if read.ended == End::Line && !in_list && !is_value {
            self.done.text.push(';');
        }
        let end = self.done.text.len();
        if let Some(line) = self.done.lines.get_mut(number) {
            line.output.end = end;
        }
        if read.open {
            self.done.open = Some(Open::Line);
        }
        self.done.refusals.extend(read.refusals);
        read.end
    }

    /// The code in a `${…}`.
    fn interpolated(&mut self, code: Range<usize>) {
        if self.depth == DEPTH {
            self.done.refusals.push(Refusal {
                at: code.clone(),
                message: "lines are nested too deeply",
                help: "give the inner ones to variables".to_owned(),
            });
            return self.copy(code);
        }
        self.depth += 1;
        self.code(code);
        self.depth -= 1;
    }
}

/// What may follow a piece; none where it changes nothing.
fn after(kind: PieceKind, piece: &str) -> Option<Expected> {
    Some(match (kind, piece) {
        (PieceKind::Space | PieceKind::Comment, _) => return None,
        (PieceKind::Mark, ";" | "{" | "}") => Expected::Statement,
        (PieceKind::Mark, "=" | "|" | "(") | (PieceKind::Word, "return") => Expected::Value,
        _ => Expected::Rest,
    })
}

/// The command that begins at a byte, and where its words begin.
fn command(text: &str, at: usize, expected: Expected) -> Option<(Command, usize)> {
    let rest = text.get(at..)?;
    let named = |name: &str| {
        let after = rest.strip_prefix(name)?;
        let words = over_blanks(after);
        (words.len() < after.len()).then_some(words)
    };
    let (command, words) = match expected {
        Expected::Rest => return None,
        _ => match named("aws").filter(|words| is_command_word(words)) {
            Some(_) => (Command::Aws, "aws".len()),
            None if expected == Expected::Value => return None,
            None => match named("export").filter(|words| is_assignment(words)) {
                Some(_) => (Command::Export, "export".len()),
                None => {
                    named("unset").filter(|words| words.starts_with(VARIABLE))?;
                    (Command::Unset, "unset".len())
                }
            },
        },
    };
    Some((command, at + words))
}

/// What the names of the CLI's variables begin with.
const VARIABLE: &str = "AWS_";

fn over_blanks(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        match rest
            .strip_prefix("\\\n")
            .or_else(|| rest.strip_prefix("\\\r\n"))
        {
            Some(next) => rest = next,
            None => return rest,
        }
    }
}

/// Words that follow a variable in rhai's own programs.
const KEYWORDS: &[&str] = &[
    "in", "if", "as", "is", "for", "else", "while", "until", "catch",
];

/// A service, `help` or an option: nothing that follows a variable.
fn is_command_word(words: &str) -> bool {
    let end =
        words.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.=:/,".contains(letter)));
    let word = end.map_or(words, |end| words.get(..end).unwrap_or_default());
    let name = word.strip_prefix("--").unwrap_or(word);
    let begins = name.starts_with(|letter: char| letter.is_ascii_lowercase());
    let service = word.len() > name.len() || !word.contains(['=', '.', ':', '/', ',']);
    begins && service && !KEYWORDS.contains(&word)
}

fn is_assignment(words: &str) -> bool {
    let name = words.find(|letter: char| {
        !(letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
    });
    words.starts_with(VARIABLE)
        && name.is_some_and(|end| words.get(end..).is_some_and(|rest| rest.starts_with('=')))
}

#[cfg(test)]
mod tests;
