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

#[cfg(test)]
mod tests {
    use super::super::engine::parser;
    use super::is_complete;

    #[test]
    fn what_is_open_goes_on_and_what_is_wrong_is_run() {
        let parser = parser();
        for (text, complete) in [
            ("1 + 1", true),
            ("let x = 1", true),
            ("", true),
            ("let x =", false),
            ("let x = #{", false),
            ("let x = #{ a: 1,", false),
            ("f(1,", false),
            ("x.", false),
            ("if true {", false),
            ("if true { 1 } else", false),
            ("fn f(a) {", false),
            ("[1, 2].map(|n|", false),
            ("1 +", false),
            ("`two\nlines", false),
            ("#\"{ \"Version\":", false),
            ("/* a comment", false),
            ("/// a doc comment", false),
            ("aws iam list-users", true),
            ("aws iam list-users \\", false),
            ("aws iam get-user --user-name 'a", false),
            // Wrong, however much follows.
            ("let x = )", true),
            ("\"one line", true),
            ("1 2", true),
            ("}", true),
            // Two line breaks finish anything.
            ("let x = #{\n\n", true),
        ] {
            assert_eq!(is_complete(&parser, text), complete, "{text:?}");
        }
    }
}
