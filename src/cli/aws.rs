//! `iamsh aws …`: one line of the AWS CLI, its output and its exit code.
//!
//! `AWS_…` variables and `~/.aws` are not read: keys of the real world mean nothing in a lab, and the same line is to give
//! the same output everywhere. Files are those of the machine, from the current folder.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::aws_cli::{self, Environment, Files, files};
use crate::store::StoreError;

use super::exit::Exit;
use super::lab;

/// Runs the line, in the lab of the file where one is named.
///
/// # Errors
/// For a file that keeps no lab.
pub fn run(words: Vec<OsString>, file: Option<&Path>) -> Result<Exit, StoreError> {
    let words: Result<Vec<String>, OsString> =
        words.into_iter().map(OsString::into_string).collect();
    let words = match words {
        Ok(words) => words,
        Err(word) => {
            eprintln!("\naws: error: a word is not UTF-8: {}", word.display());
            return Ok(Exit::Chosen(252));
        }
    };
    let mut lab = lab::open(file)?;
    let output = aws_cli::run(&mut lab, &mut Environment::default(), &words, &OnDisk);
    // A closed pipe is no error of the line.
    let _ = io::stdout().lock().write_all(output.stdout.as_bytes());
    let mut errors = io::stderr().lock();
    let _ = errors.write_all(output.stderr.as_bytes());
    if let Some(help) = output.help {
        let _ = writeln!(errors, "\nhelp: {help}");
    }
    Ok(match output.code {
        0 => Exit::Done,
        code => Exit::Chosen(code),
    })
}

/// The files of the machine.
struct OnDisk;

impl OnDisk {
    fn path(path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
            (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
            _ => PathBuf::from(path),
        }
    }
}

impl Files for OnDisk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(Self::path(path)).map_err(|error| files::told(&error))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        fs::write(Self::path(path), bytes).map_err(|error| files::told(&error))
    }

    fn is_writable(&self, path: &str) -> bool {
        let path = Self::path(path);
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        !path.is_dir() && folder.is_none_or(|folder| folder.is_dir())
    }
}
