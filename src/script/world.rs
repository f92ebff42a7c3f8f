//! What all script values share: the lab, and where files may be read.

use std::cell::RefCell;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use crate::api::{self, AwsError};
use crate::decision::{Context, Explanation};
use crate::lab::{Caller, Command, Lab, Settings};
use crate::store::KeptLab;

use super::error::Error;
use super::native::Failure;

/// The largest policy file, in bytes.
const FILE_SIZE: u64 = 10 << 20;

/// The lab behind a script.
pub struct World {
    lab: RefCell<KeptLab>,
    /// The folder of the running script: files are read below it.
    folder: RefCell<Option<PathBuf>>,
}

impl World {
    /// A world with this lab.
    pub fn new(lab: KeptLab) -> Rc<Self> {
        Rc::new(Self {
            lab: RefCell::new(lab),
            folder: RefCell::new(None),
        })
    }

    /// Gives a command to the lab.
    pub fn execute(&self, command: Command) -> Result<Value, AwsError> {
        self.lab.borrow_mut().execute(command)
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
        api::evaluate(self.lab.borrow().lab(), caller, action, resource, context)
    }

    /// Who a caller is.
    pub fn whoami(&self, caller: &Caller) -> Result<Value, AwsError> {
        api::whoami(self.lab.borrow().lab(), caller)
    }

    /// Looks at the lab.
    pub fn look<T>(&self, at: impl FnOnce(&Lab) -> T) -> T {
        at(self.lab.borrow().lab())
    }

    /// Gives the lab away; values of the script that are left see an empty one.
    pub fn give_up(&self) -> KeptLab {
        self.lab.replace(KeptLab::in_memory(Settings::default()))
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
        let bytes = fs::read(&path).map_err(refused)?;
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

/// The path of a file that lies below `base`.
///
/// # Errors
/// A text that says what is wrong.
pub fn inside(base: &Path, name: &str) -> Result<PathBuf, String> {
    let plain = !name.contains(['\\', '\0'])
        && !name.is_empty()
        && Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
    let escape = || format!("`{name}` is outside the script's folder");
    if !plain {
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
