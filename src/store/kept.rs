//! A lab and the file it is kept in, where there is one.

use std::path::Path;

use serde_json::Value;

use crate::api::{self, Answered, AwsError};
use crate::lab::{Command, Lab, Settings, Watch};

use super::error::StoreError;
use super::file::Store;

/// What front ends work with: a lab that may be kept in a file. Every command goes through [`KeptLab::execute`].
#[derive(Debug)]
pub struct KeptLab {
    lab: Lab,
    /// The settings it began with.
    began: Settings,
    store: Option<Store>,
}

impl KeptLab {
    /// An empty lab that ends with the program.
    #[must_use]
    pub fn in_memory(settings: Settings) -> Self {
        Self {
            lab: Lab::new(settings.clone()),
            began: settings,
            store: None,
        }
    }

    /// The lab in a file, which is made for a lab with the settings `fresh` if there is none.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path, fresh: &Settings) -> Result<Self, StoreError> {
        let (store, began, lab) = Store::open(path, fresh)?;
        Ok(Self {
            lab,
            began,
            store: Some(store),
        })
    }

    /// The lab.
    #[must_use]
    pub const fn lab(&self) -> &Lab {
        &self.lab
    }

    /// Whether a file keeps the lab.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.store.is_some()
    }

    /// Keeps the command, then does it, then answers: what was answered is never lost, and what could not be kept is not done.
    ///
    /// # Errors
    /// As [`api::execute()`]; `ServiceFailure` when the file cannot be written, and then nothing has changed.
    pub fn execute(&mut self, command: Command) -> Result<Value, AwsError> {
        if let Some(store) = &mut self.store {
            store
                .append([&command])
                .map_err(|error| AwsError::from(&error))?;
        }
        api::execute(&mut self.lab, command)
    }

    /// Records a command that was answered without a change. It need not be on the disk before the answer is given: what it says
    /// is kept with the next command that changes something.
    ///
    /// # Errors
    /// `ServiceFailure` when the file cannot be written, and then nothing is recorded.
    pub fn record(&mut self, command: Command, answered: &Answered) -> Result<(), AwsError> {
        if let Some(store) = &mut self.store {
            store
                .note(&command)
                .map_err(|error| AwsError::from(&error))?;
        }
        api::record(&mut self.lab, command, answered);
        Ok(())
    }

    /// A copy of a lab that ends with the program.
    #[must_use]
    pub fn copy_of(lab: Lab) -> Self {
        Self {
            began: lab.settings.clone(),
            lab,
            store: None,
        }
    }

    /// Becomes a lab that has the same beginning: the file keeps what both have and what is new.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn follow(&mut self, lab: Lab) -> Result<(), StoreError> {
        if let Some(store) = &mut self.store {
            let (old, new) = (self.lab.log.events(), lab.log.events());
            let same = old
                .iter()
                .zip(new)
                .take_while(|(old, new)| old.command == new.command);
            let same = same.count();
            store.truncate(same as u64)?;
            store.append(new.iter().skip(same).map(|event| &event.command))?;
        }
        self.lab = lab;
        Ok(())
    }

    /// Lets somebody see every decision of the lab.
    pub fn set_watch(&mut self, watch: Watch) {
        self.lab.watch = watch;
    }

    /// Takes the lab back to an earlier state of itself.
    ///
    /// # Errors
    /// When the file cannot be written; then nothing has changed.
    pub fn restore(&mut self, earlier: &Lab) -> Result<(), StoreError> {
        if let Some(store) = &mut self.store {
            store.truncate(earlier.log.events().len() as u64)?;
        }
        self.lab.clone_from(earlier);
        Ok(())
    }

    /// Takes back all events but the first `keep`.
    ///
    /// # Errors
    /// When the file cannot be written; then nothing has changed.
    pub fn rewind(&mut self, keep: u64) -> Result<(), StoreError> {
        if let Some(store) = &mut self.store {
            store.truncate(keep)?;
        }
        let keep = usize::try_from(keep).unwrap_or(usize::MAX);
        let events = self.lab.log.events().iter().take(keep);
        let commands: Vec<Command> = events.map(|event| event.command.clone()).collect();
        self.lab = api::replay(self.began.clone(), commands);
        Ok(())
    }
}
