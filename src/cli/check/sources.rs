//! The policies in files and scripts.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use crate::lint::guess;
use crate::policy::check::PolicyKind;
use crate::render::diagnostic::Marked;
use crate::render::style::Style;
use crate::scenario::files::{self, folder_of, has_extension};
use crate::script::{GivenDocument, Recording, with_stack};

/// A policy to look at.
pub struct Source {
    /// The file it stands in, or the script that gives it to the lab.
    pub file: PathBuf,
    /// Its name, where it comes from a script.
    pub policy: Option<String>,
    /// Its text.
    pub text: String,
    /// The statement of the script that gives it.
    pub given: Option<Marked>,
    kind: PolicyKind,
}

impl Source {
    /// What kind of policy it is.
    pub const fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// What it is called beside carets.
    pub fn name(&self) -> String {
        match &self.policy {
            Some(policy) => policy.clone(),
            None => self.file.display().to_string(),
        }
    }
}

/// The policies that some paths hold, each once.
pub fn sources(paths: &[PathBuf], kind: Option<PolicyKind>) -> Result<Vec<Source>, Box<dyn Error>> {
    let mut found = Vec::new();
    for path in files::policies_and_scripts(paths)? {
        let text = files::text(&path)?;
        if has_extension(&path, "rhai") {
            found.extend(of_script(&path, &text, kind)?);
        } else {
            found.push(Source {
                kind: kind.unwrap_or_else(|| guess(&text)),
                file: path,
                policy: None,
                text,
                given: None,
            });
        }
    }
    // A file that a script reads may have been named as well.
    let mut seen = BTreeSet::new();
    found.retain(|source| source.policy.is_some() || seen.insert(real(&source.file)));
    Ok(found)
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The policies that a script gives to the lab. What it did before an error counts as well; one that is no script is an error.
fn of_script(
    path: &Path,
    text: &str,
    kind: Option<PolicyKind>,
) -> Result<Vec<Source>, Box<dyn Error>> {
    let name = path.display().to_string();
    let documents = with_stack(|| {
        let recording = Recording {
            documents: true,
            ..Recording::new(&name, Some(folder_of(path)))
        };
        let ran = recording.scenario(text);
        match ran
            .fault
            .filter(|fault| fault.kind == crate::script::FaultKind::Parse)
        {
            Some(fault) => Err(fault.render(Style::Plain)),
            None => Ok(ran.documents),
        }
    })??;
    let mut seen = BTreeSet::new();
    let fresh = documents
        .into_iter()
        .filter(|given| seen.insert(given.text.clone()));
    Ok(fresh.map(|given| source(path, text, given, kind)).collect())
}

fn source(path: &Path, script: &str, given: GivenDocument, kind: Option<PolicyKind>) -> Source {
    let kind = kind.unwrap_or(given.kind);
    if let Some(file) = given.file {
        return Source {
            file,
            policy: None,
            text: given.text,
            given: None,
            kind,
        };
    }
    let line = script
        .get(given.at..)
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default();
    Source {
        file: path.to_owned(),
        policy: Some(given.name),
        text: given.text,
        given: Some(Marked {
            name: path.display().to_string(),
            text: script.to_owned(),
            start: given.at,
            end: given.at + line.trim_end().len(),
            label: None,
        }),
        kind,
    }
}
