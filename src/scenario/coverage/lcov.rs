//! Coverage in the format of lcov, so that viewers of code coverage show the policy files.
//!
//! Source: `geninfo(1)`, "FILES". A statement of a policy is a function, its parts are lines, and a condition that held or did not
//! is a branch. Only policies that were read from files have lines anybody could look at.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::text::{line_of, name, numbered};
use super::{Coverage, PartKind, PolicyCoverage};

/// The records of all policy files.
#[must_use]
pub fn lcov(coverage: &Coverage) -> String {
    let mut text = String::new();
    for policy in &coverage.policies {
        if let Some(file) = &policy.file {
            let _ = write!(text, "TN:\nSF:{}\n", file.display());
            record(policy, &mut text);
            text.push_str("end_of_record\n");
        }
    }
    text
}

fn record(policy: &PolicyCoverage, text: &mut String) {
    let line = |at| line_of(&policy.text, at);
    let (mut functions, mut functions_hit) = (0, 0);
    let (mut branches, mut branches_hit) = (0, 0);
    // A line is covered when everything that begins on it is.
    let mut lines: BTreeMap<usize, u64> = BTreeMap::new();
    for (number, part) in numbered(policy) {
        let at = line(part.span.start);
        lines
            .entry(at)
            .and_modify(|hits| *hits = (*hits).min(part.hits))
            .or_insert(part.hits);
        match part.kind {
            PartKind::Statement => {
                let name = name(number, part).replace(',', " ");
                let _ = write!(text, "FN:{at},{name}\nFNDA:{},{name}\n", part.hits);
                functions += 1;
                functions_hit += usize::from(part.hits > 0);
            }
            PartKind::Condition => {
                for (branch, taken) in [part.hits - part.stopped, part.stopped].iter().enumerate() {
                    let _ = writeln!(text, "BRDA:{at},0,{branch},{taken}");
                    branches_hit += usize::from(*taken > 0);
                }
                branches += 2;
            }
            _ => {}
        }
    }
    let _ = write!(
        text,
        "FNF:{functions}\nFNH:{functions_hit}\nBRF:{branches}\nBRH:{branches_hit}\n"
    );
    for (line, hits) in &lines {
        let _ = writeln!(text, "DA:{line},{hits}");
    }
    let hit = lines.values().filter(|hits| **hits > 0).count();
    let _ = write!(text, "LF:{}\nLH:{hit}\n", lines.len());
}
