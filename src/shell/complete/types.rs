//! The type of an expression that was not run: from variables, the verbs' answers and the properties' types.

use crate::script::{PieceKind, function_table, property_table, scan, verb};

use crate::shell::view::View;

/// The type of an expression; `User[]` for a list of users; none where it cannot be known. `before` is the text it stands in:
/// variables that are declared there count.
#[must_use]
pub fn type_of(view: &View<'_>, expression: &str, before: &str) -> Option<String> {
    type_within(view, expression, before, 8)
}

fn type_within(view: &View<'_>, expression: &str, before: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let parts = parts(expression);
    let mut parts = parts.iter();
    let first = parts.next()?;
    let mut kind = match first {
        Part::Literal => "string".to_owned(),
        Part::Group(inside) => type_within(view, inside, before, depth)?,
        Part::Call(name) => function(name)?,
        Part::Name(name) => match view.variable(name) {
            Some(variable) => variable.kind.clone(),
            None => declared(view, name, before, depth)?,
        },
        Part::Index => return None,
    };
    for part in parts {
        kind = match part {
            Part::Call(name) => method(&kind, name)?,
            Part::Name(name) => property(&kind, name)?,
            Part::Index => indexed(&kind)?,
            Part::Literal | Part::Group(_) => return None,
        };
    }
    Some(kind)
}

/// A function's type.
pub fn function(name: &str) -> Option<String> {
    let row = function_table::named(name).find(|row| row.of.is_empty())?;
    (!row.gives.is_empty()).then(|| row.gives.to_owned())
}

/// A method's type.
pub fn method(kind: &str, name: &str) -> Option<String> {
    if let Some(verb) = verb(kind, name) {
        return Some(verb.gives());
    }
    if kind.ends_with("[]") {
        return match name {
            "filter" | "sort" => Some(kind.to_owned()),
            "find" | "pop" | "shift" => indexed(kind),
            "len" => Some("integer".to_owned()),
            _ => None,
        };
    }
    let row = function_table::methods(kind).find(|row| row.name == name)?;
    Some(row.gives.to_owned())
}

/// A property's type.
pub fn property(kind: &str, name: &str) -> Option<String> {
    if kind == "document" {
        return Some("document".to_owned());
    }
    let (_, of) = property_table::properties(kind)
        .iter()
        .find(|(known, _)| *known == name)?;
    Some((*of).to_owned())
}

/// The type of an element.
pub fn indexed(kind: &str) -> Option<String> {
    match kind {
        "document" => Some(kind.to_owned()),
        _ => kind.strip_suffix("[]").map(str::to_owned),
    }
}

/// `let name = …` in the text itself.
fn declared(view: &View<'_>, name: &str, before: &str, depth: usize) -> Option<String> {
    let after = before
        .match_indices("let ")
        .filter_map(|(at, word)| before.get(at + word.len()..))
        .filter_map(|rest| rest.trim_start().strip_prefix(name))
        .filter_map(|rest| rest.trim_start().strip_prefix('='))
        .last()?;
    let expression = after.split(';').next()?;
    type_within(view, expression.trim(), "", depth)
}

enum Part<'a> {
    Literal,
    Group(&'a str),
    Name(&'a str),
    Call(&'a str),
    Index,
}

/// `a.b(…)[0]` in its parts.
fn parts(expression: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut opened = ("", 0);
    for piece in scan(expression).pieces {
        let word = expression.get(piece.range.clone()).unwrap_or_default();
        match (piece.kind, word) {
            (PieceKind::Mark, "(" | "[" | "{") => {
                if depth == 0 {
                    opened = (word, piece.range.end);
                }
                depth += 1;
            }
            (PieceKind::Mark, ")" | "]" | "}") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let inside = expression
                        .get(opened.1..piece.range.start)
                        .unwrap_or_default();
                    close(&mut found, opened.0, inside);
                }
            }
            (PieceKind::Word, name) if depth == 0 => found.push(Part::Name(name)),
            (PieceKind::Literal, _) if depth == 0 => found.push(Part::Literal),
            _ => {}
        }
    }
    found
}

fn close<'a>(found: &mut Vec<Part<'a>>, opening: &str, inside: &'a str) {
    match (opening, found.pop()) {
        ("(", Some(Part::Name(name))) => found.push(Part::Call(name)),
        ("(", None) => found.push(Part::Group(inside)),
        (_, before) => {
            found.extend(before);
            found.push(Part::Index);
        }
    }
}
