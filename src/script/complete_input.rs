//! Whether typed text is finished, or the next line belongs to it.

use rhai::{Engine, LexError, ParseError, ParseErrorType};

use super::aws_lines::rewrite;
use super::scan::Open;

/// True when `text` can be run (or is plainly wrong); false when more lines must follow.
///
/// Two line breaks at the end finish anything: nobody is trapped in an unclosed block.
#[must_use]
pub fn is_complete(parser: &Engine, text: &str) -> bool {
    if text.ends_with("\n\n") {
        return true;
    }
    let rewritten = rewrite(text);
    match rewritten.open {
        Some(Open::Text | Open::Comment | Open::Line) => false,
        _ => !ends_too_early(parser, &rewritten.text),
    }
}

/// The parser stumbled over the end, not over what is there.
fn ends_too_early(parser: &Engine, text: &str) -> bool {
    use ParseErrorType as Kind;
    let Err(ParseError(kind, at)) = parser.compile(text) else {
        return false;
    };
    let last_line = text.split('\n').next_back().unwrap_or_default();
    let lines = text.split('\n').count();
    let past_end = at.line().is_none_or(|line| {
        line == lines && at.position().unwrap_or(0) > last_line.trim_end().chars().count()
    });
    match *kind {
        Kind::UnexpectedEOF => true,
        Kind::BadInput(LexError::UnterminatedString) => text.ends_with('\\'),
        Kind::WrongDocComment => last_line.trim_start().starts_with("///"),
        Kind::MissingToken(..)
        | Kind::MissingSymbol(_)
        | Kind::ExprExpected(_)
        | Kind::PropertyExpected
        | Kind::VariableExpected
        | Kind::FnMissingName
        | Kind::FnMissingParams(_)
        | Kind::FnMissingBody(_) => past_end,
        _ => false,
    }
}
