//! A user's project in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder of scenarios.
pub struct Project(TempDir);

/// What the program said.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Project {
    /// With these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            project.write(name, text);
        }
        project
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The program in this folder, outside CI and GitHub.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = iamsh(self.0.path());
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().unwrap())
    }

    pub fn run_in_ci(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).env("CI", "true").output().unwrap())
    }
}

fn iamsh(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iamsh"));
    command
        .current_dir(folder)
        .env_remove("CI")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null());
    command
}

pub fn said(output: Output) -> Said {
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Said {
    /// Asserts the exit code, and that everything is said.
    #[track_caller]
    pub fn expect(&self, code: i32, texts: &[&str]) {
        let Self { out, err, .. } = self;
        assert_eq!(self.code, Some(code), "{out}\n{err}");
        for text in texts {
            assert!(
                out.contains(text) || err.contains(text),
                "not said: {text}\n{out}\n{err}"
            );
        }
    }
}
