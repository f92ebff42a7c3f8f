//! `iamsh check`: what is wrong or odd about policies in files and scripts.

mod sarif;
mod sources;

use std::error::Error;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::lint::{Finding, Severity};
use crate::policy::check::PolicyKind;
use crate::render::finding::finding as shown_finding;
use crate::render::style::Style;

use super::exit::Exit;
use super::test::print;
use sources::{Source, sources};

/// Options of the command.
#[derive(Args, Debug)]
pub struct Options {
    /// Policies (*.json), scripts (*.rhai) whose policies are looked at, or folders of both
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What kind of policy the files hold; guessed when left out
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 for findings at least as bad
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// A managed policy
    Identity,
    /// An inline policy of a user, group or role
    Inline,
    /// A permissions boundary
    Boundary,
    /// A session policy
    Session,
    /// The trust policy of a role
    Trust,
    /// The policy of a bucket, a queue, a secret, …
    Resource,
    /// A service control policy
    Scp,
    /// A resource control policy
    Rcp,
}

impl From<Kind> for PolicyKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Identity | Kind::Boundary => Self::Managed,
            Kind::Inline => Self::Inline,
            Kind::Session => Self::Session,
            Kind::Trust => Self::Trust,
            Kind::Resource => Self::Resource,
            Kind::Scp => Self::ServiceControl,
            Kind::Rcp => Self::ResourceControl,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With carets
    Text,
    /// A list of objects
    Json,
    /// SARIF 2.1.0, as code scanning reads it
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    /// What AWS would not store
    Error,
    /// What gives more than is safe
    Security,
    /// What is probably not meant
    Warning,
    /// Anything
    Suggestion,
}

impl From<FailOn> for Severity {
    fn from(on: FailOn) -> Self {
        match on {
            FailOn::Error => Self::Error,
            FailOn::Security => Self::SecurityWarning,
            FailOn::Warning => Self::Warning,
            FailOn::Suggestion => Self::Suggestion,
        }
    }
}

/// A finding and where it was found.
struct Found<'a> {
    source: &'a Source,
    finding: Finding,
}

impl Found<'_> {
    /// Line and column of a byte of the policy, from 1.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = self.source.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }
}

/// Looks at policies.
///
/// # Errors
/// For what cannot be read.
pub fn run(options: &Options, style: Style) -> Result<Exit, Box<dyn Error>> {
    let sources = sources(&options.files, options.kind.map(PolicyKind::from))?;
    let of_source = |source| {
        let findings = crate::lint::findings(Source::kind(source), &source.text).into_iter();
        findings.map(move |finding| Found { source, finding })
    };
    let found: Vec<Found<'_>> = sources.iter().flat_map(of_source).collect();
    let text = match options.format {
        Format::Text => shown(&found, sources.len(), style),
        Format::Json => format!(
            "{}\n",
            crate::render::json::pretty(&found.iter().map(as_json).collect())
        ),
        Format::Sarif => format!("{}\n", crate::render::json::pretty(&sarif::sarif(&found))),
    };
    print(&text)?;
    let worst = found.iter().map(|own| own.finding.severity).max();
    Ok(if worst >= Some(options.fail_on.into()) {
        Exit::Failed
    } else {
        Exit::Done
    })
}

/// `1 warning`, `2 warnings`
fn counted(count: usize, word: &str, plural: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { plural })
}

fn shown(found: &[Found<'_>], policies: usize, style: Style) -> String {
    let mut text = String::new();
    for Found { source, finding } in found {
        let given = source.given.as_ref();
        text.push_str(&shown_finding(
            finding,
            given,
            &source.name(),
            &source.text,
            style,
        ));
        text.push('\n');
    }
    let counts = [
        Severity::Error,
        Severity::SecurityWarning,
        Severity::Warning,
        Severity::Suggestion,
    ]
    .map(|severity| {
        let of = found.iter().filter(|own| own.finding.severity == severity);
        counted(of.count(), severity.words(), "s")
    });
    let policies = match policies {
        1 => "1 policy".to_owned(),
        many => format!("{many} policies"),
    };
    text.push_str(&format!("{policies}: {}\n", counts.join(", ")));
    text
}

fn as_json(found: &Found<'_>) -> Value {
    let Found { source, finding } = found;
    let ((line, column), (end_line, end_column)) = (
        found.place(finding.span.start),
        found.place(finding.span.end),
    );
    json!({
        "file": source.file.display().to_string(),
        "policy": source.policy,
        "severity": finding.severity.words(),
        "code": finding.code,
        "message": finding.message,
        "help": finding.help,
        "line": line, "column": column, "endLine": end_line, "endColumn": end_column,
    })
}
