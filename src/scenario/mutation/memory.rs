//! What is known of mutants from earlier runs: a file of JSON lines that grows as verdicts come.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::scenario::discover::Scenario;

use super::mutants::Mutant;
use super::trial::Verdict;

/// Verdicts by mutant.
#[derive(Debug, Default)]
pub struct Memory {
    known: BTreeMap<String, Verdict>,
    file: Option<Mutex<File>>,
}

impl Memory {
    /// What a file holds; later verdicts are added to it. Lines that are none are passed over, as a run that was killed leaves one.
    ///
    /// # Errors
    /// The system's.
    pub fn in_file(path: &Path) -> io::Result<Self> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n")?;
        }
        Ok(Self {
            known: text.lines().filter_map(entry).collect(),
            file: Some(Mutex::new(file)),
        })
    }

    /// The verdict on a mutant, if it is known.
    #[must_use]
    pub fn recall(&self, key: &str) -> Option<&Verdict> {
        self.known.get(key)
    }

    /// Adds a verdict.
    ///
    /// # Errors
    /// The system's.
    pub fn keep(&self, key: &str, verdict: &Verdict) -> io::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let noticed_by = match verdict {
            Verdict::Noticed(by) => Some(by),
            Verdict::Survived => None,
            Verdict::NotTried => return Ok(()),
        };
        let line = format!("{}\n", json!({ "mutant": key, "noticed_by": noticed_by }));
        match file.lock() {
            Ok(mut file) => file.write_all(line.as_bytes()),
            Err(_) => Ok(()),
        }
    }
}

fn entry(line: &str) -> Option<(String, Verdict)> {
    let line: Value = serde_json::from_str(line).ok()?;
    let verdict = match line.get("noticed_by")? {
        Value::String(by) => Verdict::Noticed(by.clone()),
        _ => Verdict::Survived,
    };
    Some((line.get("mutant")?.as_str()?.to_owned(), verdict))
}

/// What a verdict depends on: the change, and the scenarios with everything that they gave to the lab.
#[must_use]
pub fn key(mutant: &Mutant, scenarios: &[(&Scenario, String)]) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(&mutant.exchange.from);
    add(&mutant.exchange.to);
    for (scenario, documents) in scenarios {
        add(&scenario.id);
        add(&scenario.file.text);
        add(documents);
    }
    base16ct::lower::encode_string(&hash.finalize())
}
