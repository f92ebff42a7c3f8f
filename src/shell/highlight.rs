//! What typed text looks like: words, strings, numbers, JSON in strings, `aws` lines, brackets that belong together.
//!
//! Colours only: the text keeps its width. Words that nothing knows are marked while they can still be corrected.

use std::ops::Range;

use crate::api::model;
use crate::aws_cli::{GLOBALS, commands, options_of};
use crate::render::style::Style;
use crate::script::aws_lines::rewrite;
use crate::script::{PieceKind, Scan, scan};

use super::complete::{KEYWORDS, aws_line};
use super::paste;
use super::unknown::unknown;
use super::view::View;

/// The text with colours; `cursor` is the byte the cursor is at.
#[must_use]
pub fn highlight(view: &View<'_>, text: &str, cursor: usize, style: Style) -> String {
    if style == Style::Plain {
        return text.to_owned();
    }
    if is_command(text) {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        return format!("{}{rest}", style.name(name));
    }
    if aws_line(text) == Some(0) {
        return aws(text, style);
    }
    if paste::is_json(text) {
        return json(text, style);
    }
    script(view, text, cursor, style)
}

/// Lines for the shell are no scripts.
fn is_command(text: &str) -> bool {
    text.starts_with(['.', '?'])
}

/// The words of an input that nothing knows. Transcripts, JSON and commands are no scripts: nothing is said of theirs.
pub fn unknown_words(view: &View<'_>, text: &str) -> Vec<Range<usize>> {
    if is_command(text) || paste::is_transcript(text) || paste::is_json(text) {
        return Vec::new();
    }
    let lines = command_lines(text);
    let starts = [0].into_iter().chain(lines.iter().map(|line| line.end));
    let ends = lines.iter().map(|line| line.start).chain([text.len()]);
    let code: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
    unknown(view, text, &code)
}

/// The `aws`, `export` and `unset` lines of a script.
fn command_lines(text: &str) -> Vec<Range<usize>> {
    if !text.contains("aws") && !text.contains("AWS_") {
        return Vec::new();
    }
    let lines = rewrite(text).lines.into_iter();
    lines
        .filter(|line| !line.nested)
        .map(|line| line.source)
        .collect()
}

/// A piece of code, or a whole command line.
struct Part {
    range: Range<usize>,
    /// None for a line.
    kind: Option<PieceKind>,
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut from = 0;
    for line in command_lines(text).into_iter().map(Some).chain([None]) {
        let until = line.as_ref().map_or(text.len(), |line| line.start);
        let code = text.get(from..until).unwrap_or_default();
        parts.extend(scan(code).pieces.into_iter().map(|piece| Part {
            range: piece.range.start + from..piece.range.end + from,
            kind: Some(piece.kind),
        }));
        if let Some(range) = line {
            from = range.end;
            parts.push(Part { range, kind: None });
        }
    }
    parts
}

fn script(view: &View<'_>, text: &str, cursor: usize, style: Style) -> String {
    let parts = parts(text);
    let pair = pair(text, &parts, cursor);
    // What is being typed may become something.
    let mut unknown = unknown_words(view, text);
    unknown.retain(|word| word.end != cursor);
    let mut coloured = String::with_capacity(text.len() * 2);
    for (place, part) in parts.iter().enumerate() {
        let word = text.get(part.range.clone()).unwrap_or_default();
        let is_paired = pair.is_some_and(|(one, other)| place == one || place == other);
        coloured.push_str(&match part.kind {
            None => aws(word, style),
            Some(PieceKind::Mark) if is_paired => style.paired(word),
            Some(PieceKind::Mark | PieceKind::Space) => word.to_owned(),
            Some(PieceKind::Comment) => style.muted(word),
            Some(PieceKind::Literal) => {
                let inside = unknown
                    .iter()
                    .filter(|word| part.range.start < word.start && word.end < part.range.end);
                literal(text, part.range.clone(), inside, style)
            }
            Some(PieceKind::Word) if unknown.contains(&part.range) => style.deny(word),
            Some(PieceKind::Word) => {
                let is_member = word_beside(text, parts.iter().take(place).rev()) == Some(".");
                let is_call = word_beside(text, parts.iter().skip(place + 1)) == Some("(");
                known_word(word, is_member, is_call, style)
            }
        });
    }
    coloured
}

/// The next word or mark on a way through the parts.
fn word_beside<'a, 'p>(text: &'a str, mut way: impl Iterator<Item = &'p Part>) -> Option<&'a str> {
    let part = way.find(|part| part.kind != Some(PieceKind::Space))?;
    text.get(part.range.clone())
}

fn known_word(word: &str, is_member: bool, is_call: bool, style: Style) -> String {
    match word {
        _ if word.starts_with(|letter: char| letter.is_ascii_digit()) => style.constant(word),
        "true" | "false" => style.constant(word),
        _ if KEYWORDS.contains(&word) && !is_member => style.keyword(word),
        _ if is_call => style.name(word),
        _ => word.to_owned(),
    }
}

/// A string; JSON in one has its own colours, and so have unknown words of the code in one.
fn literal<'w>(
    text: &str,
    range: Range<usize>,
    unknown: impl Iterator<Item = &'w Range<usize>>,
    style: Style,
) -> String {
    let word = text.get(range.clone()).unwrap_or_default();
    let quotes = word.find(|letter| letter != '#').map_or(0, |at| at + 1);
    let inside = word.get(quotes..).unwrap_or_default();
    if (quotes >= 2 || word.starts_with('`')) && inside.trim_start().starts_with('{') {
        let opening = style.literal(word.get(..quotes).unwrap_or_default());
        return opening + json(inside, style).as_str();
    }
    let (mut coloured, mut from) = (String::new(), range.start);
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    for word in unknown {
        coloured.push_str(&style.literal(part(from..word.start)));
        coloured.push_str(&style.deny(part(word.clone())));
        from = word.end;
    }
    coloured.push_str(&style.literal(part(from..range.end)));
    coloured
}

/// JSON: keys, texts, and everything else that is a word.
fn json(text: &str, style: Style) -> String {
    let mut coloured = String::with_capacity(text.len() * 2);
    let Scan { pieces, .. } = scan(text);
    for (place, piece) in pieces.iter().enumerate() {
        let word = text.get(piece.range.clone()).unwrap_or_default();
        let next = pieces
            .iter()
            .skip(place + 1)
            .find(|piece| piece.kind != PieceKind::Space);
        let is_key = next.and_then(|piece| text.get(piece.range.clone())) == Some(":");
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
fn pair(text: &str, pieces: &[Part], cursor: usize) -> Option<(usize, usize)> {
    let mut open: Vec<usize> = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        if piece.kind != Some(PieceKind::Mark) {
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
    let (mut words, mut is_aws) = (0, true);
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
            0 => {
                is_aws = bare == "aws";
                style.keyword(bare)
            }
            _ if !is_aws => bare.to_owned(),
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
                "let x = aws iam list-users --query 'a\nexport AWS_PROFILE=y; `${aws}${nmae}`",
                "{ \"Statement\": [1, {",
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
            // Not while it is typed.
            let shown = highlight(view, "acct.creat_user", 15, style);
            assert!(!shown.contains(&style.deny("creat_user")), "{shown}");
            let shown = highlight(view, "`${nmae}`", 0, style);
            assert!(shown.contains(&style.deny("nmae")), "{shown}");
            let shown = highlight(view, "let x = 1; aws iam creat-user", 0, style);
            assert!(shown.contains(&style.deny("creat-user")), "{shown}");
            let shown = highlight(view, "aws iam creat-user", 0, style);
            assert!(shown.contains(&style.deny("creat-user")), "{shown}");
            let shown = highlight(view, "f(a)", 4, style);
            assert!(shown.contains(&style.paired("(")) && shown.contains(&style.paired(")")));
        });
    }
}
