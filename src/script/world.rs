//! What all script values share: the lab, and where files may be read.

use std::cell::RefCell;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use crate::api::{self, AwsError};
use crate::aws_cli::{self, Environment, Files, Output};
use crate::decision::{Context, Explanation};
use crate::lab::{Caller, Command, Lab, Settings};

use super::error::Error;
use super::native::Failure;

/// The largest policy file, in bytes.
const FILE_SIZE: u64 = 10 << 20;

/// The lab behind a script.
pub struct World {
    lab: RefCell<Lab>,
    /// The folder of the running script: files are read below it.
    folder: RefCell<Option<PathBuf>>,
    /// Who `aws` lines are.
    environment: RefCell<Environment>,
}

impl World {
    /// A world with an empty lab.
    pub fn new(settings: Settings) -> Rc<Self> {
        Rc::new(Self {
            lab: RefCell::new(Lab::new(settings)),
            folder: RefCell::new(None),
            environment: RefCell::default(),
        })
    }

    /// Gives a command to the lab.
    pub fn execute(&self, command: Command) -> Result<Value, AwsError> {
        api::execute(&mut self.lab.borrow_mut(), command)
    }

    /// Gives a command to the lab for a script; AWS's error is thrown there.
    pub fn done(&self, command: Command) -> Result<Value, Failure> {
        self.execute(command)
            .map_err(|error| Error::aws(error, "").thrown())
    }

    /// Asks whether a caller may do something, and why.
    pub fn evaluate(
        &self,
        caller: &Caller,
        action: &str,
        resource: &str,
        context: &Context,
    ) -> Result<Explanation, AwsError> {
        api::evaluate(&self.lab.borrow(), caller, action, resource, context)
    }

    /// Who a caller is.
    pub fn whoami(&self, caller: &Caller) -> Result<Value, AwsError> {
        api::whoami(&self.lab.borrow(), caller)
    }

    /// Runs an `aws` line; files are those of the script's folder.
    pub fn command_line(&self, words: &[String]) -> Output {
        let mut environment = self.environment.borrow_mut();
        aws_cli::run(&mut self.lab.borrow_mut(), &mut environment, words, self)
    }

    /// Changes who `aws` lines are.
    pub fn set_environment(&self, change: impl FnOnce(&mut Environment)) {
        change(&mut self.environment.borrow_mut());
    }

    /// Looks at the lab.
    pub fn look<T>(&self, at: impl FnOnce(&Lab) -> T) -> T {
        at(&self.lab.borrow())
    }

    /// Sets the folder of the running script.
    pub fn set_folder(&self, folder: Option<PathBuf>) {
        *self.folder.borrow_mut() = folder;
    }

    /// Reads a text file below the folder of the running script; nothing outside is reached, by links neither.
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn read_file(&self, name: &str) -> Result<String, String> {
        let bytes = self.read_bytes(name)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            format!(
                "cannot read `{name}`: byte {} is not UTF-8",
                error.utf8_error().valid_up_to()
            )
        })?;
        match text.find('\0') {
            Some(at) => Err(format!("cannot read `{name}`: byte {at} is NUL")),
            None => Ok(text),
        }
    }
}

impl World {
    fn read_bytes(&self, name: &str) -> Result<Vec<u8>, String> {
        let folder = self.folder.borrow();
        let base = folder.as_deref().unwrap_or_else(|| Path::new("."));
        let path = inside(base, name)?;
        let refused = |error: std::io::Error| format!("cannot read `{name}`: {}", reason(&error));
        let size = fs::metadata(&path).map_err(refused)?.len();
        if size > FILE_SIZE {
            return Err(format!(
                "cannot read `{name}`: {size} bytes are more than the {FILE_SIZE} accepted"
            ));
        }
        fs::read(&path).map_err(refused)
    }
}

/// The files of `aws` lines: those of the script's folder.
impl Files for World {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let path = path.strip_prefix("./").unwrap_or(path);
        let folder = self
            .folder
            .borrow()
            .clone()
            .unwrap_or_else(|| PathBuf::from("."));
        if is_plain(path) && !folder.join(path).exists() {
            return Err("No such file or directory".to_owned());
        }
        self.read_bytes(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let path = path.strip_prefix("./").unwrap_or(path);
        let folder = self
            .folder
            .borrow()
            .clone()
            .unwrap_or_else(|| PathBuf::from("."));
        let target = folder.join(path);
        // A link may lead elsewhere, so only a new file or a plain one is written.
        let is_link = target
            .symlink_metadata()
            .is_ok_and(|known| known.is_symlink());
        if !is_plain(path) || path.contains('/') || is_link {
            return Err("Permission denied".to_owned());
        }
        fs::write(target, bytes).map_err(|error| reason(&error))
    }
}

/// A relative path without ways out of its folder.
fn is_plain(name: &str) -> bool {
    !name.contains(['\\', '\0'])
        && !name.is_empty()
        && Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// The path of a file that lies below `base`.
///
/// # Errors
/// A text that says what is wrong.
pub fn inside(base: &Path, name: &str) -> Result<PathBuf, String> {
    let escape = || format!("`{name}` is outside the script's folder");
    if !is_plain(name) {
        return Err(escape());
    }
    let missing = |error: std::io::Error| format!("cannot read `{name}`: {}", reason(&error));
    let real = base.join(name).canonicalize().map_err(missing)?;
    let root = base.canonicalize().map_err(missing)?;
    if real.starts_with(root) {
        Ok(real)
    } else {
        Err(escape())
    }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
