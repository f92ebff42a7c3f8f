//! Where the statements of a script begin and end in its text.
//!
//! rhai gives a statement one position, and that is often its operator's. Transcripts need the whole text of each.

use std::ops::Range;

use super::aws_lines::Source;
use super::scan::{PieceKind, Scan, scan};

/// Words that begin a statement which ends with a brace.
const BLOCK_WORDS: &[&str] = &[
    "if", "for", "while", "loop", "switch", "try", "fn", "private", "do",
];
/// Words that go on after a closing brace.
const GOING_ON: &[&str] = &["else", "catch", "while", "until"];

/// The extents of the top-level statements, trailing semicolons included, comments before them not.
#[must_use]
pub fn extents(text: &str) -> Vec<Range<usize>> {
    let mut source = Source::default();
    if source.push(text).is_err() {
        return Vec::new();
    }
    let statements = extents_of_code(source.read()).into_iter();
    statements
        .map(|range| source.typed_at(range.start)..source.typed_end(range.end).min(text.len()))
        .collect()
}

fn extents_of_code(text: &str) -> Vec<Range<usize>> {
    let Scan { pieces, .. } = scan(text);
    let mut found = Vec::new();
    let mut start: Option<(usize, bool)> = None;
    let mut depth = 0_u32;
    let mut end = 0;
    let solid: Vec<_> = pieces
        .iter()
        .filter(|piece| !matches!(piece.kind, PieceKind::Space | PieceKind::Comment))
        .collect();
    for (at, piece) in solid.iter().enumerate() {
        let word = text.get(piece.range.clone()).unwrap_or_default();
        let (from, is_block) = *start.get_or_insert_with(|| {
            (
                piece.range.start,
                word == "{" || BLOCK_WORDS.contains(&word),
            )
        });
        end = piece.range.end;
        if piece.kind != PieceKind::Mark {
            continue;
        }
        match word {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let next = solid
            .get(at + 1)
            .and_then(|piece| text.get(piece.range.clone()));
        let goes_on = next.is_some_and(|word| GOING_ON.contains(&word) || word == ";");
        let ends = depth == 0 && (word == ";" || (word == "}" && is_block && !goes_on));
        if ends {
            found.push(from..end);
            start = None;
        }
    }
    if let Some((from, _)) = start {
        found.push(from..end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::extents;

    fn statements(text: &str) -> Vec<&str> {
        extents(text)
            .into_iter()
            .filter_map(|range| text.get(range))
            .collect()
    }

    #[test]
    fn statements_end_where_they_end() {
        assert_eq!(
            statements(
                "// first\nlet a = #{ b: `;${\";\"}` };\nif a { 1; } else { 2 }\n a.b\n + 1; fn f() { 1 } f()"
            ),
            [
                "let a = #{ b: `;${\";\"}` };",
                "if a { 1; } else { 2 }",
                "a.b\n + 1;",
                "fn f() { 1 }",
                "f()"
            ]
        );
        assert_eq!(
            statements("do { x += 1; } while x < 3;\ntry { f() } catch (e) { g() } h();"),
            [
                "do { x += 1; } while x < 3;",
                "try { f() } catch (e) { g() }",
                "h();"
            ]
        );
        assert_eq!(
            statements(
                "aws iam list-users # all\nlet a = aws sts get-caller-identity \\\n  --output json\nexport AWS_PROFILE=x; a"
            ),
            [
                "aws iam list-users # all",
                "let a = aws sts get-caller-identity \\\n  --output json",
                "export AWS_PROFILE=x;",
                "a"
            ]
        );
        assert_eq!(statements("  // nothing\n"), Vec::<&str>::new());
    }
}
