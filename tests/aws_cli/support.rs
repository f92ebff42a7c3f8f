//! A lab, an environment and files in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;

use iamsh::aws_cli::{self, Environment, Files, Output};
use iamsh::lab::{Command, Lab, Settings};
use iamsh::store::KeptLab;
use serde_json::{Value, json};

/// Files that are a map.
#[derive(Debug, Default)]
pub struct InMemory(pub RefCell<BTreeMap<String, Vec<u8>>>);

impl Files for InMemory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            "." => Err("[Errno 21] Is a directory".to_owned()),
            _ => {
                let found = self.0.borrow().get(path).cloned();
                found.ok_or_else(|| "[Errno 2] No such file or directory".to_owned())
            }
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        self.0.borrow_mut().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn is_writable(&self, path: &str) -> bool {
        !path.contains('/')
    }
}

pub struct Shell {
    pub lab: Lab,
    pub environment: Environment,
    pub files: InMemory,
}

impl Shell {
    pub fn new() -> Self {
        Self {
            lab: Lab::new(Settings::default()),
            environment: Environment::default(),
            files: InMemory::default(),
        }
    }

    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.files.write(path, content.as_ref()).unwrap();
        self
    }

    pub fn words(&mut self, words: &[String]) -> Output {
        let mut kept = KeptLab::copy_of(self.lab.clone());
        let output = aws_cli::run(&mut kept, &mut self.environment, words, &self.files);
        self.lab = kept.lab().clone();
        output
    }

    /// Words separated by blanks; `'…'` holds some together.
    pub fn aws(&mut self, line: &str) -> Output {
        let mut words = Vec::new();
        for (at, part) in line.split('\'').enumerate() {
            if at % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        self.words(&words)
    }

    /// A line that succeeds; its answer.
    #[track_caller]
    pub fn done(&mut self, line: &str) -> Value {
        let output = self.aws(line);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{line}");
        output.answer.unwrap_or_default()
    }

    /// A line that fails, with its exit code and text, and changes nothing but the log.
    #[track_caller]
    pub fn fails(&mut self, line: &str, code: u8, text: &str) {
        let before = self.lab.clone();
        let output = self.aws(line);
        assert_eq!(
            (output.stderr.as_str(), output.code),
            (format!("\n{text}\n").as_str(), code),
            "{line}"
        );
        assert_eq!(output.stdout, "");
        let mut after = self.lab.clone();
        after.log = before.log.clone();
        if !before.accounts.is_empty() {
            assert_eq!(after, before, "{line} changed the lab");
        }
    }

    /// The calls that were made so far.
    pub fn calls(&self) -> Vec<Value> {
        let calls = self
            .lab
            .log
            .events()
            .iter()
            .filter_map(|event| match &event.command {
                Command::Call {
                    operation, input, ..
                } => Some(json!({ "operation": operation, "input": input })),
                _ => None,
            });
        calls.collect()
    }
}

/// The message without the usage before it.
pub fn told(stderr: &str) -> &str {
    let start = ["aws: error: ", "Unknown options: "]
        .iter()
        .find_map(|start| stderr.find(start));
    stderr.get(start.unwrap_or(0)..).unwrap().trim_matches('\n')
}

/// Version 2's exit code for what version 1 says; see docs/aws-cli.md.
pub fn code_of(text: &str, code: i64) -> i64 {
    let parameter = [
        "Error parsing parameter",
        "Parameter validation failed",
        "Unknown options",
        "Bad value for --query",
        "Unable to write to file",
    ];
    match code {
        2 => 252,
        255 if parameter.iter().any(|start| text.starts_with(start)) => 252,
        255 if text.starts_with("An error occurred (") => 254,
        other => other,
    }
}
