//! Documents whose blocks of `iamsh` run: a team's runbook is a test.
//!
//! In a block, `> ` begins an entry and what follows is what it must show, errors included; a block without entries is set-up,
//! which must not fail. All blocks of a document share one session.

use std::ops::Range;

use crate::script::{Entries, Fault, FaultKind};

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The line of its first entry, from 1.
    pub line: usize,
    /// What stands between the fences.
    pub range: Range<usize>,
}

/// The blocks of `iamsh` in a document.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(&str, bool, usize, usize)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let (start, after) = (at, at + line.len());
        at = after;
        let bare = line.trim();
        let ticks = bare.len() - bare.trim_start_matches('`').len();
        let fence = bare.get(..ticks).unwrap_or_default();
        match open {
            Some((opening, ours, line, from)) if fence.len() >= opening.len() && bare == fence => {
                if ours {
                    found.push(Block {
                        line,
                        range: from..start,
                    });
                }
                open = None;
            }
            None if ticks >= 3 => {
                let word = bare.trim_start_matches('`').split_whitespace().next();
                open = Some((fence, word == Some("iamsh"), number + 2, after));
            }
            _ => {}
        }
    }
    found
}

/// A block that says something else now.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its first line.
    pub line: usize,
    /// What it says.
    pub wanted: String,
    /// What it should say.
    pub found: String,
}

/// What came of a document.
#[derive(Debug)]
pub struct Run {
    /// The document as it should be.
    pub text: String,
    /// The blocks that differ.
    pub changed: Vec<Changed>,
    /// What ended a block of set-up, with its line; nothing after it ran.
    pub fault: Option<(usize, Fault)>,
}

/// Runs the blocks of a document.
pub fn run(text: &str, session: &mut Entries) -> Run {
    let (mut whole, mut changed, mut copied) = (String::new(), Vec::new(), 0);
    for block in blocks(text) {
        let wanted = text.get(block.range.clone()).unwrap_or_default();
        whole.push_str(text.get(copied..block.range.start).unwrap_or_default());
        copied = block.range.end;
        match run_block(wanted, session) {
            Ok(found) => {
                whole.push_str(&found);
                if found != wanted.replace("\r\n", "\n") {
                    changed.push(Changed {
                        line: block.line,
                        wanted: wanted.to_owned(),
                        found,
                    });
                }
            }
            Err(fault) => {
                return Run {
                    text: text.to_owned(),
                    changed,
                    fault: Some((block.line, *fault)),
                };
            }
        }
    }
    whole.push_str(text.get(copied..).unwrap_or_default());
    Run {
        text: whole,
        changed,
        fault: None,
    }
}

/// What a block should say.
fn run_block(block: &str, session: &mut Entries) -> Result<String, Box<Fault>> {
    let has_entries = block.lines().any(|line| line.starts_with("> "));
    if !has_entries {
        let (_, fault) = session.run(block);
        return match fault.filter(|fault| fault.kind != FaultKind::Exit(0)) {
            Some(fault) => Err(Box::new(fault)),
            None => Ok(block.replace("\r\n", "\n")),
        };
    }
    let mut found = String::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(first) = line.strip_prefix("> ") else {
            continue;
        };
        let mut entry = first.to_owned();
        // Lines go on with two blanks, as long as the entry is not complete.
        while !session.is_complete(&entry) {
            let Some(more) = lines.next_if(|line| line.starts_with("  ") || line.is_empty()) else {
                break;
            };
            entry.push('\n');
            entry.push_str(more.strip_prefix("  ").unwrap_or_default());
        }
        let (shown, fault) = session.run(&entry);
        if let Some(fault) = fault.filter(|fault| fault.kind == FaultKind::Interrupted) {
            return Err(Box::new(fault));
        }
        for (number, line) in entry.lines().enumerate() {
            let written = format!("{}{line}", if number == 0 { "> " } else { "  " });
            found.push_str(written.trim_end());
            found.push('\n');
        }
        found.push_str(&shown);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Recording;

    fn session() -> Entries {
        Recording::new("runbook", None).entries()
    }

    #[test]
    fn blocks_are_found_between_their_fences() {
        let text = "a\n```iamsh\n> 1\n1\n```\n\n```text\n```iamsh is not opened here\n```\n````iamsh setup\nx\n````\n";
        let found = blocks(text);
        let texts: Vec<_> = found
            .iter()
            .map(|b| (b.line, text.get(b.range.clone()).unwrap()))
            .collect();
        assert_eq!(texts, [(3, "> 1\n1\n"), (11, "x\n")]);
    }

    #[test]
    fn a_document_that_is_right_stays_as_it_is() {
        let text = "# Runbook\n```iamsh\nlet a = 1;\n```\nThen\n```iamsh\n> a + 1\n2\n> if a == 1 {\n    print(\"one\");\n  }\none\n```\nend\n";
        let ran = run(text, &mut session());
        assert!(ran.changed.is_empty() && ran.fault.is_none(), "{ran:?}");
        assert_eq!(ran.text, text);
    }

    #[test]
    fn what_differs_is_written_as_it_should_be_and_errors_are_output() {
        let text = "```iamsh\n> 1 + 1\n3\n> nonsense()\n> 7\n```\n";
        let ran = run(text, &mut session());
        let [changed] = ran.changed.as_slice() else {
            panic!("{ran:?}")
        };
        assert_eq!(changed.line, 2);
        assert!(
            changed
                .found
                .starts_with("> 1 + 1\n2\n> nonsense()\nerror: "),
            "{}",
            changed.found
        );
        assert!(changed.found.ends_with("> 7\n7\n"));
        assert!(run(&ran.text, &mut session()).changed.is_empty());
    }

    #[test]
    fn set_up_must_not_fail() {
        let ran = run("```iamsh\nthrow 1;\n```\n", &mut session());
        assert_eq!(ran.fault.unwrap().0, 2);
    }
}
