//! The file: made whole or not at all, locked while it is open, written command by command.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use redb::{Database, Durability, ReadableDatabase, ReadableTable, TableDefinition};

use crate::api;
use crate::lab::{Command, Lab, Settings};

use super::entry;
use super::error::{Damage, StoreError};

/// What the file is: its format, and the settings the lab began with.
const ABOUT: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("iamsh");
/// The commands; 1 is the first one.
const COMMANDS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("commands");
/// The format of the commands. A change of [`Command`]'s serialized form needs a new one.
const FORMAT: &str = "1";
/// Memory for pages, in bytes: commands are read once and then only added.
const CACHE: usize = 4 << 20;

/// An open file that keeps a lab's commands.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    database: Database,
    /// Commands kept so far.
    kept: u64,
    /// A write failed: what the file holds is only known when it is opened anew.
    failed: bool,
}

impl Store {
    /// Opens a file, or makes a new one for a lab with the settings `fresh`, and brings the lab back;
    /// with it the settings it began with.
    ///
    /// # Errors
    /// For a file that another process has open, that is no lab's, that is damaged, or that a later version wrote.
    pub fn open(path: &Path, fresh: &Settings) -> Result<(Self, Settings, Lab), StoreError> {
        let wrong = |damage| StoreError::new(path, damage);
        let (database, (settings, commands)) = open(path, fresh)
            .and_then(|database| read(&database).map(|read| (database, read)))
            .map_err(wrong)?;
        let store = Self {
            path: path.to_owned(),
            database,
            kept: commands.len() as u64,
            failed: false,
        };
        let lab = api::replay(settings.clone(), commands);
        Ok((store, settings, lab))
    }

    /// Keeps commands: when this returns they are on the disk, all of them, or none is.
    ///
    /// # Errors
    /// When they cannot be written. From then on every call fails, until the file is opened anew.
    pub fn append<'c>(
        &mut self,
        commands: impl IntoIterator<Item = &'c Command>,
    ) -> Result<(), StoreError> {
        self.add(commands, Durability::Immediate)
    }

    /// Keeps a command that changed nothing: it is on the disk with the next one that is [appended](Store::append).
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn note(&mut self, command: &Command) -> Result<(), StoreError> {
        self.add([command], Durability::None)
    }

    fn add<'c>(
        &mut self,
        commands: impl IntoIterator<Item = &'c Command>,
        durability: Durability,
    ) -> Result<(), StoreError> {
        let mut entries = Vec::new();
        for command in commands {
            let Some(bytes) = entry::encode(command) else {
                return Err(self.wrong(Damage::Io(
                    "a command's parameters are nested too deeply to be kept".to_owned(),
                )));
            };
            entries.push(bytes);
        }
        let first = self.kept + 1;
        self.write(durability, |table| {
            for (number, bytes) in (first..).zip(&entries) {
                table.insert(number, bytes.as_slice())?;
            }
            Ok(())
        })?;
        self.kept += entries.len() as u64;
        Ok(())
    }

    /// Forgets all commands but the first `keep`.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn truncate(&mut self, keep: u64) -> Result<(), StoreError> {
        self.write(Durability::Immediate, |table| {
            Ok(table.retain(|number, _| number <= keep)?)
        })?;
        self.kept = self.kept.min(keep);
        Ok(())
    }

    fn write(
        &mut self,
        durability: Durability,
        change: impl FnOnce(&mut redb::Table<'_, u64, &'static [u8]>) -> Result<(), redb::Error>,
    ) -> Result<(), StoreError> {
        if self.failed {
            return Err(self.wrong(Damage::Io("an earlier write failed".to_owned())));
        }
        transact(&self.database, durability, change).map_err(|error| {
            self.failed = true;
            self.wrong(error.into())
        })
    }

    fn wrong(&self, damage: Damage) -> StoreError {
        StoreError::new(&self.path, damage)
    }
}

fn transact(
    database: &Database,
    durability: Durability,
    change: impl FnOnce(&mut redb::Table<'_, u64, &'static [u8]>) -> Result<(), redb::Error>,
) -> Result<(), redb::Error> {
    let mut transaction = database.begin_write()?;
    transaction.set_durability(durability)?;
    change(&mut transaction.open_table(COMMANDS)?)?;
    Ok(transaction.commit()?)
}

fn open(path: &Path, fresh: &Settings) -> Result<Database, Damage> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => make(path, fresh)?,
        Ok(found) if found.len() == 0 => return Err(Damage::NotALab),
        _ => {}
    }
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE);
    builder
        .open(path)
        .map_err(|error| redb::Error::from(error).into())
}

/// Makes the file under another name first: whoever is stopped half-way leaves no half file under the name that counts, and
/// of two that make it at once the second uses the file of the first.
fn make(path: &Path, fresh: &Settings) -> Result<(), Damage> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let draft = path.with_file_name(name);
    let _ = fs::remove_file(&draft);
    let made = fill(&draft, fresh).map_err(Damage::from).and_then(|()| {
        match fs::hard_link(&draft, path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Err(redb::Error::Io(error).into())
            }
            _ => Ok(()),
        }
    });
    let _ = fs::remove_file(&draft);
    made
}

fn fill(path: &Path, fresh: &Settings) -> Result<(), redb::Error> {
    let settings = serde_json::to_vec(fresh).map_err(|error| redb::Error::Io(error.into()))?;
    let database = Database::create(path)?;
    let transaction = database.begin_write()?;
    {
        let mut about = transaction.open_table(ABOUT)?;
        about.insert("format", FORMAT.as_bytes())?;
        about.insert("settings", settings.as_slice())?;
        transaction.open_table(COMMANDS)?;
    }
    Ok(transaction.commit()?)
}

fn read(database: &Database) -> Result<(Settings, Vec<Command>), Damage> {
    let transaction = database.begin_read().map_err(redb::Error::from)?;
    let about = transaction.open_table(ABOUT).map_err(redb::Error::from)?;
    let fact = |name: &str| -> Result<Vec<u8>, Damage> {
        let found = about.get(name).map_err(redb::Error::from)?;
        found
            .map(|value| value.value().to_owned())
            .ok_or(Damage::NotALab)
    };
    let format = fact("format")?;
    if format != FORMAT.as_bytes() {
        return Err(Damage::Newer(String::from_utf8_lossy(&format).into_owned()));
    }
    let settings = serde_json::from_slice(&fact("settings")?)
        .map_err(|error| Damage::Corrupt(format!("its settings: {error}")))?;
    let table = transaction
        .open_table(COMMANDS)
        .map_err(redb::Error::from)?;
    let mut commands = Vec::new();
    for (expected, row) in (1..).zip(table.iter().map_err(redb::Error::from)?) {
        let (number, bytes) = row.map_err(redb::Error::from)?;
        if number.value() != expected {
            return Err(Damage::Corrupt(format!("command {expected} is missing")));
        }
        commands.push(
            entry::decode(bytes.value())
                .map_err(|error| Damage::Corrupt(format!("command {expected}: {error}")))?,
        );
    }
    Ok((settings, commands))
}

/// What was noted is kept as well.
impl Drop for Store {
    fn drop(&mut self) {
        // Nobody is left who could be told; nothing that was answered as a change hangs on it.
        let _ = self.append([]);
    }
}
