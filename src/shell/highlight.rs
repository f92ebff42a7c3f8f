//! What typed text looks like: words, strings, numbers, JSON in strings, `aws` lines, brackets that belong together.
//!
//! Colours only: the text keeps its width. Words that nothing knows are marked while they can still be corrected.

use crate::api::model;
use crate::aws_cli::{GLOBALS, commands, options_of};
use crate::render::style::Style;
use crate::script::{Piece, PieceKind, Scan, function_table, scan, verb};

use super::complete::{KEYWORDS, aws_line};
use super::view::View;

/// The text with colours; `cursor` is the byte the cursor is at.
#[must_use]
pub fn highlight(view: &View<'_>, text: &str, cursor: usize, style: Style) -> String {
    if style == Style::Plain {
        return text.to_owned();
    }
    if text.starts_with(['.', '?']) {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        return format!("{}{rest}", style.name(name));
    }
    if aws_line(text) == Some(0) {
        return aws(text, style);
    }
    script(view, text, cursor, style)
}

fn script(view: &View<'_>, text: &str, cursor: usize, style: Style) -> String {
    let Scan { pieces, .. } = scan(text);
    let pair = pair(text, &pieces, cursor);
    let mut coloured = String::with_capacity(text.len() * 2);
    for (place, piece) in pieces.iter().enumerate() {
        let word = text.get(piece.range.clone()).unwrap_or_default();
        let is_paired = pair.is_some_and(|(one, other)| place == one || place == other);
        coloured.push_str(&match piece.kind {
            PieceKind::Mark if is_paired => style.paired(word),
            PieceKind::Mark | PieceKind::Space => word.to_owned(),
            PieceKind::Comment => style.muted(word),
            PieceKind::Literal => literal(word, style),
            PieceKind::Word => {
                let next = pieces
                    .iter()
                    .skip(place + 1)
                    .find(|piece| piece.kind != PieceKind::Space);
                let next = next.and_then(|piece| text.get(piece.range.clone()));
                let before = place.checked_sub(1).and_then(|at| pieces.get(at));
                let before = before.and_then(|piece| text.get(piece.range.clone()));
                word_in(view, word, before == Some("."), next == Some("("), style)
            }
        });
    }
    coloured
}

fn word_in(view: &View<'_>, word: &str, is_member: bool, is_call: bool, style: Style) -> String {
    let known = |name: &str| {
        verb("Session", name).is_some()
            || function_table::named(name).next().is_some()
            || view.functions.iter().any(|function| function.name == name)
            || view
                .names
                .binary_search_by(|known| known.as_str().cmp(name))
                .is_ok()
    };
    match word {
        _ if word.starts_with(|letter: char| letter.is_ascii_digit()) => style.constant(word),
        "true" | "false" => style.constant(word),
        _ if KEYWORDS.contains(&word) && !is_member => style.keyword(word),
        _ if is_call && known(word) => style.name(word),
        _ if is_call && view.variable(word).is_none() => style.deny(word),
        _ => word.to_owned(),
    }
}

/// A string; JSON in one has its own colours.
fn literal(word: &str, style: Style) -> String {
    let quotes = word.find(|letter| letter != '#').map_or(0, |at| at + 1);
    let inside = word.get(quotes..).unwrap_or_default();
    if quotes < 2 && !word.starts_with('`') || !inside.trim_start().starts_with('{') {
        return style.literal(word);
    }
    let mut coloured = style.literal(word.get(..quotes).unwrap_or_default());
    let Scan { pieces, .. } = scan(inside);
    for (place, piece) in pieces.iter().enumerate() {
        let word = inside.get(piece.range.clone()).unwrap_or_default();
        let next = pieces
            .iter()
            .skip(place + 1)
            .find(|piece| piece.kind != PieceKind::Space);
        let is_key = next.and_then(|piece| inside.get(piece.range.clone())) == Some(":");
        coloured.push_str(&match piece.kind {
            PieceKind::Literal if is_key => style.name(word),
            PieceKind::Literal | PieceKind::Comment => style.literal(word),
            PieceKind::Word => style.constant(word),
            PieceKind::Mark | PieceKind::Space => word.to_owned(),
        });
    }
    coloured
}

/// The bracket at or before the cursor, and the one it belongs to.
fn pair(text: &str, pieces: &[Piece], cursor: usize) -> Option<(usize, usize)> {
    let mut open: Vec<usize> = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        if piece.kind != PieceKind::Mark {
            continue;
        }
        match text.get(piece.range.clone()) {
            Some("(" | "[" | "{") => open.push(place),
            Some(")" | "]" | "}") => {
                let other = open.pop()?;
                let touches = |at: usize| {
                    let range = pieces.get(at).map(|piece| piece.range.clone());
                    range.is_some_and(|range| range.start == cursor || range.end == cursor)
                };
                if touches(place) || touches(other) {
                    return Some((other, place));
                }
            }
            _ => {}
        }
    }
    None
}

/// Services, operations and options of an `aws` line; those the model does not know are marked.
fn aws(text: &str, style: Style) -> String {
    let mut coloured = String::with_capacity(text.len() * 2);
    let mut words = 0;
    let (mut service, mut operation) = (None, None);
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let space = word.get(bare.len()..).unwrap_or_default();
        let look = |known: bool| {
            if known {
                style.name(bare)
            } else {
                style.deny(bare)
            }
        };
        let shown = match words {
            _ if bare.is_empty() || bare == "\\" || bare == "$" => {
                coloured.push_str(word);
                continue;
            }
            0 => style.keyword(bare),
            1 => {
                service = model::service(bare);
                look(commands().iter().any(|name| name.starts_with(bare)))
            }
            2 => {
                operation = service.and_then(|service: &'static model::Service| service.find(bare));
                look(operation.is_some() || service.is_none() || bare == "wait")
            }
            _ => match bare.strip_prefix("--") {
                Some(option) => {
                    look(operation.is_none_or(|operation| is_option(operation, option)))
                }
                None if bare.starts_with(['"', '\'']) => style.literal(bare),
                None => bare.to_owned(),
            },
        };
        words += 1;
        coloured.push_str(&shown);
        coloured.push_str(space);
    }
    coloured
}

fn is_option(operation: &'static model::Operation, name: &str) -> bool {
    GLOBALS.iter().any(|global| global.name == name)
        || options_of(operation)
            .iter()
            .any(|option| option.name == name)
}

#[cfg(test)]
mod tests {
    use super::super::complete::tests::with_view;
    use super::*;

    fn plain(text: &str) -> String {
        regex::Regex::new("\u{1b}\\[[0-9;]*m")
            .unwrap()
            .replace_all(text, "")
            .into_owned()
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        with_view(|view| {
            for text in [
                "let x = acct.create_user(\"carlos\"); // who\n nonsense(1)",
                "policy(#\"{ \"Version\": \"2012-10-17\", \"n\": 1 }\"#)",
                "aws iam create-user --user-name 'carlos' \\\n --nonsense x",
                ".use carlos",
                "?create_role",
                "`a ${b} c`",
                "(\"unfinished",
            ] {
                for cursor in 0..=text.len() {
                    assert_eq!(plain(&highlight(view, text, cursor, Style::Coloured)), text);
                }
            }
        });
    }

    #[test]
    fn what_nothing_knows_is_marked() {
        with_view(|view| {
            let style = Style::Coloured;
            let shown = highlight(view, "acct.creat_user(1)", 0, style);
            assert!(shown.contains(&style.deny("creat_user")), "{shown}");
            let shown = highlight(view, "aws iam creat-user", 0, style);
            assert!(shown.contains(&style.deny("creat-user")), "{shown}");
            let shown = highlight(view, "f(a)", 4, style);
            assert!(shown.contains(&style.paired("(")) && shown.contains(&style.paired(")")));
        });
    }
}
