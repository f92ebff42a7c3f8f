//! Findings in SARIF 2.1.0. Source: OASIS, "Static Analysis Results Interchange Format".

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::lint::Severity;

use super::Found;

/// The log of one run.
pub(super) fn sarif(found: &[Found<'_>]) -> Value {
    let codes: BTreeSet<&str> = found.iter().map(|own| own.finding.code).collect();
    let rules: Vec<Value> = codes
        .into_iter()
        .map(|code| json!({ "id": code }))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "iamsh", "version": env!("CARGO_PKG_VERSION"), "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn result(found: &Found<'_>) -> Value {
    let level = match found.finding.severity {
        Severity::Error => "error",
        Severity::SecurityWarning | Severity::Warning => "warning",
        Severity::Suggestion => "note",
    };
    let help = found.finding.help.as_ref().map(|help| format!(" ({help})"));
    let text = format!("{}{}", found.finding.message, help.unwrap_or_default());
    json!({
        "ruleId": found.finding.code,
        "level": level,
        "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": found.source.file.to_string_lossy().replace('\\', "/") },
            "region": region(found),
        } }],
    })
}

/// In the file itself, or the statement of the script that gives the policy.
fn region(found: &Found<'_>) -> Value {
    if let Some(given) = &found.source.given {
        let line = given
            .text
            .get(..given.start)
            .unwrap_or_default()
            .matches('\n')
            .count()
            + 1;
        return json!({ "startLine": line });
    }
    let span = found.finding.span;
    let ((line, column), (end_line, end_column)) = (found.place(span.start), found.place(span.end));
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column.max(column) })
}
