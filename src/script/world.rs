//! What all script values share: the lab, and where files may be read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use crate::api::{self, AwsError};
use crate::aws_cli::{self, Environment, Output};
use crate::decision::{Context, Explanation};
use crate::lab::{Caller, Command, Lab, Settings, Watch};
use crate::store::KeptLab;

use super::error::Error;
use super::native::Failure;
use super::observed::Observed;
use super::trace::Tracer;

/// The largest policy file, in bytes.
const FILE_SIZE: u64 = 10 << 20;

/// The lab behind a script.
pub struct World {
    lab: RefCell<KeptLab>,
    /// The folder of the running script: files are read below it.
    folder: RefCell<Option<PathBuf>>,
    /// What the host of the script looks at.
    pub observed: Observed,
    /// Who `aws` lines are.
    environment: RefCell<Environment>,
    /// Files that `aws` lines wrote: a script writes nothing to the machine, but may read them again.
    written: RefCell<BTreeMap<String, Vec<u8>>>,
    /// The last decision that somebody saw.
    decision: RefCell<Option<Arc<Explanation>>>,
    /// Who writes down what is asked of the lab, if anybody does.
    tracer: RefCell<Option<Rc<Tracer>>>,
}

impl World {
    /// A world with this lab.
    pub fn new(lab: KeptLab) -> Rc<Self> {
        Rc::new(Self {
            lab: RefCell::new(lab),
            folder: RefCell::new(None),
            observed: Observed::default(),
            environment: RefCell::default(),
            written: RefCell::default(),
            decision: RefCell::default(),
            tracer: RefCell::default(),
        })
    }

    /// Gives a command to the lab.
    pub fn execute(&self, command: Command) -> Result<Value, AwsError> {
        let result = self.lab.borrow_mut().execute(command);
        self.trace();
        if let Err(AwsError {
            reason: Some(reason),
            ..
        }) = &result
        {
            self.remember(Arc::clone(reason));
        }
        result
    }

    /// Keeps a decision, so that it can be asked about.
    pub fn remember(&self, decision: Arc<Explanation>) {
        *self.decision.borrow_mut() = Some(decision);
    }

    /// The last decision that was kept.
    pub fn decision(&self) -> Option<Arc<Explanation>> {
        self.decision.borrow().clone()
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
        let answer = api::evaluate(self.lab.borrow().lab(), caller, action, resource, context);
        self.trace();
        answer
    }

    /// Has everything that is asked of the lab written down.
    pub fn set_tracer(&self, tracer: Option<Rc<Tracer>>) {
        *self.tracer.borrow_mut() = tracer;
    }

    fn trace(&self) {
        if let Some(tracer) = self.tracer.borrow().as_ref() {
            tracer.asked(self.lab.borrow().lab());
        }
    }

    /// Who a caller is.
    pub fn whoami(&self, caller: &Caller, given: &Context) -> Result<Value, AwsError> {
        api::whoami(self.lab.borrow().lab(), caller, Some(given))
    }

    /// Lets somebody see every decision of the lab.
    pub fn set_watch(&self, watch: Watch) {
        self.lab.borrow_mut().set_watch(watch);
    }

    /// Looks at the lab.
    pub fn look<T>(&self, at: impl FnOnce(&Lab) -> T) -> T {
        at(self.lab.borrow().lab())
    }

    /// Puts another lab in the place of this one.
    pub fn set_lab(&self, lab: KeptLab) {
        self.lab.replace(lab);
    }

    /// Gives the lab away; values of the script that are left see an empty one.
    pub fn give_up(&self) -> KeptLab {
        self.lab.replace(KeptLab::in_memory(Settings::default()))
    }

    /// Sets the folder of the running script.
    pub fn set_folder(&self, folder: Option<PathBuf>) {
        *self.folder.borrow_mut() = folder;
    }

    /// Runs the `aws` line of these words.
    pub fn command_line(&self, words: &[String]) -> Output {
        let output = aws_cli::run(
            &mut self.lab.borrow_mut(),
            &mut self.environment.borrow_mut(),
            words,
            self,
        );
        self.trace();
        output
    }

    /// Changes who `aws` lines are.
    pub fn set_environment(&self, change: impl FnOnce(&mut Environment)) {
        change(&mut self.environment.borrow_mut());
    }

    /// Reads a text file below the folder of the running script; nothing outside is reached, by links neither.
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn read_file(&self, name: &str) -> Result<String, String> {
        let bytes = self.bytes_of(name).map_err(|unread| unread.about(name))?;
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

    fn bytes_of(&self, name: &str) -> Result<Vec<u8>, Unread> {
        let folder = self.folder.borrow();
        let base = folder.as_deref().unwrap_or_else(|| Path::new("."));
        let path = inside(base, name)?;
        let size = fs::metadata(&path).map_err(Unread::System)?.len();
        if size > FILE_SIZE {
            return Err(Unread::TooLarge(size));
        }
        let bytes = fs::read(&path).map_err(Unread::System)?;
        self.observed.read(&base.join(name), &bytes);
        Ok(bytes)
    }
}

/// Files of `aws` lines: those written before, then those of the script's folder.
impl aws_cli::Files for World {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if let Some(bytes) = self.written.borrow().get(path) {
            return Ok(bytes.clone());
        }
        self.bytes_of(path).map_err(|unread| unread.reason())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let mut written = self.written.borrow_mut();
        written.insert(path.to_owned(), bytes.to_owned());
        Ok(())
    }
}

/// Why a file is not read.
enum Unread {
    Outside,
    TooLarge(u64),
    System(std::io::Error),
}

impl Unread {
    /// As a script's error.
    fn about(&self, name: &str) -> String {
        let reason = match self {
            Self::Outside => return format!("`{name}` is outside the script's folder"),
            Self::System(error) => match error.kind() {
                ErrorKind::NotFound => "no such file".to_owned(),
                ErrorKind::PermissionDenied => "permission denied".to_owned(),
                ErrorKind::IsADirectory => "it is a folder".to_owned(),
                _ => error.to_string(),
            },
            Self::TooLarge(_) => self.reason(),
        };
        format!("cannot read `{name}`: {reason}")
    }

    /// In the system's words, where it has some.
    fn reason(&self) -> String {
        match self {
            Self::Outside => "it is outside the script's folder".to_owned(),
            Self::TooLarge(size) => {
                format!("{size} bytes are more than the {FILE_SIZE} accepted")
            }
            Self::System(error) => match error.kind() {
                ErrorKind::NotFound => "No such file or directory".to_owned(),
                ErrorKind::PermissionDenied => "Permission denied".to_owned(),
                ErrorKind::IsADirectory => "Is a directory".to_owned(),
                _ => error.to_string(),
            },
        }
    }
}

/// The path of a file that lies below `base`; a leading `./` says nothing.
fn inside(base: &Path, name: &str) -> Result<PathBuf, Unread> {
    let plain = !name.contains(['\\', '\0'])
        && !name.is_empty()
        && Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !plain {
        return Err(Unread::Outside);
    }
    let real = base.join(name).canonicalize().map_err(Unread::System)?;
    let root = base.canonicalize().map_err(Unread::System)?;
    if real.starts_with(root) {
        Ok(real)
    } else {
        Err(Unread::Outside)
    }
}
