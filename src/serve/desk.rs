//! The lab, which many callers read at once and one at a time changes.
//!
//! A call is answered under a shared lock first. One that has to change the lab is made again with the lab for itself. One that
//! changes nothing is recorded once for each state of the lab: repeated before anything changes, it has the same answer and
//! says nothing new, so that a client that asks a million times does not fill the log. Such answers are [kept](super::repeats) as
//! well, until anything at all is recorded.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde_json::Value;

use crate::api::authenticate::authenticate;
use crate::api::{self, Answered, AwsError};
use crate::clock::Timestamp;
use crate::lab::{Caller, Command, Lab};
use crate::store::{KeptLab, StoreError};

use super::repeats::{Question, Repeat, Repeats};

/// The time outside the lab.
pub type Wall = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The lab and who waits for it.
pub struct Desk {
    inside: RwLock<Inside>,
    /// The lab's clock goes with this one; it stands still where there is none.
    wall: Option<Wall>,
}

struct Inside {
    lab: KeptLab,
    /// Changes so far.
    changes: u64,
    /// Calls that were recorded since the last change.
    seen: HashSet<String>,
    /// What was recorded so far: even a call that only reads leaves when its credentials were used last.
    records: u64,
    /// Answers that hold until something is recorded.
    repeats: Repeats,
    /// Up to where the lab's clock has followed the one outside.
    followed: Timestamp,
}

/// What came of a command, and who asked.
pub struct Told {
    /// The answer.
    pub result: Result<Value, AwsError>,
    /// ARN of the caller; empty where there is none.
    pub caller: String,
    /// An answer that holds until something is recorded, and after how many records it was given.
    pub holds: Option<u64>,
}

impl From<Answered> for Told {
    fn from(answered: Answered) -> Self {
        Self {
            result: answered.result,
            caller: answered.caller,
            holds: None,
        }
    }
}

impl Desk {
    /// A desk; with a wall clock, the lab's clock is set to it unless it is later already.
    pub fn new(mut lab: KeptLab, wall: Option<Wall>) -> Result<Self, AwsError> {
        let mut followed = lab.lab().clock.now();
        if let Some(wall) = &wall {
            let now = wall();
            advance(&mut lab, now.seconds() - followed.seconds())?;
            followed = now;
        }
        Ok(Self {
            inside: RwLock::new(Inside {
                lab,
                changes: 0,
                seen: HashSet::new(),
                records: 0,
                repeats: Repeats::default(),
                followed,
            }),
            wall,
        })
    }

    // A thread that panicked with the lock held could only have done so outside of a change: handlers do not panic.
    fn read(&self) -> RwLockReadGuard<'_, Inside> {
        self.inside
            .read()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inside> {
        self.inside
            .write()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    /// Answers a command.
    pub fn answer(&self, command: Command) -> Told {
        if let Err(error) = self.follow() {
            return Told {
                result: Err(error),
                caller: String::new(),
                holds: None,
            };
        }
        let inside = self.read();
        let Some(answered) = api::look(inside.lab.lab(), &command) else {
            drop(inside);
            return self.write().change(command);
        };
        let question = question(&answered.caller, &command);
        if inside.seen.contains(&question) {
            return Told {
                holds: Some(inside.records),
                ..answered.into()
            };
        }
        let changes = inside.changes;
        drop(inside);
        let mut inside = self.write();
        if inside.changes != changes {
            return inside.change(command);
        }
        if inside.seen.insert(question) {
            inside.recorded();
            if let Err(error) = inside.lab.record(command, &answered) {
                return Told {
                    result: Err(error),
                    ..answered.into()
                };
            }
        }
        answered.into()
    }

    /// The answer to a call that was made before, if it still holds, and if the caller proves again who it is.
    pub fn again(&self, question: &Question, caller: &Caller) -> Option<Arc<Repeat>> {
        self.follow().ok()?;
        let inside = self.read();
        let repeat = inside.repeats.get(question)?;
        authenticate(inside.lab.lab(), caller, Some(&repeat.context)).ok()?;
        Some(Arc::clone(repeat))
    }

    /// Keeps an answer that was given after so many records.
    pub fn keep(&self, question: Question, repeat: Repeat, records: u64) {
        let mut inside = self.write();
        if inside.records == records {
            inside.repeats.keep(question, repeat);
        }
    }

    /// Lets the lab's clock follow the one outside.
    fn follow(&self) -> Result<(), AwsError> {
        let Some(wall) = &self.wall else {
            return Ok(());
        };
        let now = wall();
        if now <= self.read().followed {
            return Ok(());
        }
        let mut inside = self.write();
        let passed = now.seconds() - inside.followed.seconds();
        if passed > 0 {
            advance(&mut inside.lab, passed)?;
            inside.followed = now;
            inside.changed();
        }
        Ok(())
    }

    /// Looks at the lab.
    pub fn look<T>(&self, at: impl FnOnce(&Lab) -> T) -> T {
        at(self.read().lab.lab())
    }

    /// Takes the lab back to an earlier state of it.
    pub fn restore(&self, earlier: &Lab) -> Result<(), StoreError> {
        let mut inside = self.write();
        inside.lab.restore(earlier)?;
        inside.changed();
        Ok(())
    }
}

impl Inside {
    fn change(&mut self, command: Command) -> Told {
        self.changed();
        let result = self.lab.execute(command);
        let last = self.lab.lab().log.events().last();
        Told {
            result,
            caller: last.map_or_else(String::new, |event| event.caller.clone()),
            holds: None,
        }
    }

    fn changed(&mut self) {
        self.changes += 1;
        self.seen.clear();
        self.recorded();
    }

    fn recorded(&mut self) {
        self.records += 1;
        self.repeats.clear();
    }
}

/// Moves the lab's clock; by nothing if `seconds` are none or fewer.
fn advance(lab: &mut KeptLab, seconds: i64) -> Result<(), AwsError> {
    match u32::try_from(seconds) {
        Ok(0) | Err(_) => Ok(()),
        Ok(seconds) => lab.execute(Command::Advance { seconds }).map(|_| ()),
    }
}

/// What is asked by whom, whenever and however it was signed.
fn question(who: &str, command: &Command) -> String {
    let mut text = String::with_capacity(256);
    text.push_str(who);
    if let Command::Call {
        caller,
        service,
        operation,
        input,
        context,
    } = command
    {
        let key = match caller {
            Caller::Signed(signed) => signed.access_key_id.as_str(),
            _ => "",
        };
        let _ = write!(text, "\n{key}\n{service}:{operation}\n{input}");
        for (name, value) in context.entries() {
            let _ = write!(text, "\n{name}={value}");
        }
    }
    text
}
