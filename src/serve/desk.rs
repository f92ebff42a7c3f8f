//! The lab, which many callers read at once and one at a time changes.
//!
//! A call is answered under a shared lock first. One that has to change the lab is made again with the lab for itself. One that
//! changes nothing is recorded once for each state of the lab, and with it that its credentials were used: made again before anything
//! changes, it leaves no trace, so that a client that asks a million times does not fill the log. Such answers are
//! [kept](super::repeats) as well, until anything at all is recorded.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde_json::Value;
use sha2::{Digest, Sha256};

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
    /// Traces of the calls that were recorded since the last change.
    seen: HashSet<Trace>,
    /// How often there may have been something new in the log: even a call that only reads leaves when its credentials were used last.
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
        let trace = trace_of(&answered, &command);
        let records = inside.records;
        if inside.seen.contains(&trace) {
            return Told {
                holds: Some(records),
                ..answered.into()
            };
        }
        drop(inside);
        let mut inside = self.write();
        if inside.records == records {
            return inside.record(command, answered, trace);
        }
        // Somebody was faster: the answer may be another one by now.
        match api::look(inside.lab.lab(), &command) {
            Some(answered) => {
                let trace = trace_of(&answered, &command);
                inside.record(command, answered, trace)
            }
            None => inside.change(command),
        }
    }

    /// The answer to a call that was made before, if it still holds, and if the caller proves again who it is.
    pub fn again(&self, question: &Question, caller: &Caller) -> Option<Arc<Repeat>> {
        self.follow().ok()?;
        let inside = self.read();
        let repeat = inside.repeats.get(question)?;
        authenticate(inside.lab.lab(), caller, None).ok()?;
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
        let known = self.lab.lab().log.events().len();
        let result = self.lab.execute(command);
        let event = self.lab.lab().log.events().get(known);
        Told {
            result,
            caller: event.map_or_else(String::new, |event| event.caller.clone()),
            holds: None,
        }
    }

    /// Records a call that changed nothing, unless it was by now.
    fn record(&mut self, command: Command, answered: Answered, trace: Trace) -> Told {
        if !self.seen.contains(&trace) {
            self.recorded();
            if let Err(error) = self.lab.record(command, &answered) {
                return Told {
                    result: Err(error),
                    ..answered.into()
                };
            }
            self.seen.insert(trace);
        }
        answered.into()
    }

    fn changed(&mut self) {
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

/// SHA-256 of a call and how it ended.
type Trace = [u8; 32];

/// What is asked by whom, whenever and however it was signed, and the error that came of it: one of two equal calls may be refused for
/// its signature.
fn trace_of(answered: &Answered, command: &Command) -> Trace {
    let mut text = String::with_capacity(512);
    text.push_str(&answered.caller);
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
    if let Err(error) = &answered.result {
        let _ = write!(text, "\n{}: {}", error.code, error.message);
    }
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;

    use super::*;
    use crate::decision::Context;
    use crate::lab::{Credentials, Settings};
    use crate::serve::query::{About, Arrival};

    const ACCOUNT: &str = "123456789012";
    const KEY: &str = "AKIAEXAMPLE";

    fn key() -> Credentials {
        Credentials {
            access_key_id: KEY.to_owned(),
            secret_access_key: "secret".to_owned(),
            session_token: None,
        }
    }

    fn keys() -> Caller {
        Caller::Keys(key())
    }

    fn desk() -> Desk {
        let mut lab = KeptLab::in_memory(Settings::default());
        let id = || ACCOUNT.parse().unwrap();
        for command in [
            Command::CreateAccount {
                id: id(),
                email: "a@example.com".to_owned(),
                name: "Test".to_owned(),
            },
            Command::AdoptKey {
                account: id(),
                key: key(),
            },
        ] {
            lab.execute(command).unwrap();
        }
        Desk::new(lab, None).unwrap()
    }

    fn call(operation: &str) -> Command {
        Command::Call {
            caller: keys(),
            service: "iam".to_owned(),
            operation: operation.to_owned(),
            input: serde_json::json!({}),
            context: Context::default(),
        }
    }

    /// A question of somebody who signed; who it is does not matter for what is remembered.
    fn question() -> Question {
        let request = Request::post("/")
            .body(Bytes::from("Action=ListUsers"))
            .unwrap();
        let signed = Caller::Signed(Box::new(crate::lab::Signed {
            access_key_id: KEY.to_owned(),
            session_token: None,
            date: String::new(),
            day: String::new(),
            region: String::new(),
            service: String::new(),
            request_hash: String::new(),
            signature: String::new(),
            lifetime: None,
            received: None,
        }));
        let arrival = Arrival {
            address: None,
            time: Timestamp::from_seconds(0),
            id: "id",
        };
        Question::new(&request, &signed, &arrival).unwrap()
    }

    fn repeat() -> Repeat {
        Repeat::new(&About::default(), "<id/>", "id").unwrap()
    }

    #[test]
    fn an_answer_holds_from_the_second_time_until_something_is_recorded() {
        let desk = desk();
        assert_eq!(desk.answer(call("ListUsers")).holds, None);
        let holds = desk.answer(call("ListUsers")).holds.unwrap();
        desk.keep(question(), repeat(), holds);
        assert!(desk.again(&question(), &keys()).is_some());
        let mut guessed = key();
        guessed.secret_access_key = "guessed".to_owned();
        assert!(desk.again(&question(), &Caller::Keys(guessed)).is_none());
        desk.answer(call("ListRoles"));
        assert!(desk.again(&question(), &keys()).is_none());
        // What was answered before that is not kept any more.
        desk.keep(question(), repeat(), holds);
        assert!(desk.again(&question(), &keys()).is_none());
    }

    #[test]
    fn equal_calls_with_other_ends_are_both_recorded() {
        let desk = desk();
        let count = |desk: &Desk| desk.look(|lab| lab.log.events().len());
        let before = count(&desk);
        let mut nobody = call("ListUsers");
        if let Command::Call { caller, .. } = &mut nobody {
            *caller = Caller::Anonymous;
        }
        assert!(desk.answer(nobody.clone()).result.is_err());
        assert!(desk.answer(nobody).result.is_err());
        assert!(desk.answer(call("ListUsers")).result.is_ok());
        assert_eq!(count(&desk), before + 2);
    }

    /// Invariant: the commands of the log, done again, come to the same log, answers included.
    #[test]
    fn what_many_threads_leave_in_the_log_can_be_done_again() {
        let desk = desk();
        let with = |operation: &str, input: Value| {
            let mut asked = call(operation);
            if let Command::Call { input: given, .. } = &mut asked {
                *given = input;
            }
            asked
        };
        let used = with(
            "GetAccessKeyLastUsed",
            serde_json::json!({ "AccessKeyId": KEY }),
        );
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (desk, used, with) = (&desk, &used, &with);
                scope.spawn(move || {
                    for number in 0..50 {
                        let name = format!("user-{thread}-{number}");
                        desk.answer(used.clone());
                        desk.answer(call("ListUsers"));
                        if number % 5 == 0 {
                            desk.answer(with(
                                "CreateUser",
                                serde_json::json!({ "UserName": name }),
                            ));
                        }
                        desk.answer(with("GetUser", serde_json::json!({ "UserName": name })));
                    }
                });
            }
        });
        desk.look(|lab| {
            let events = lab.log.events().iter();
            let again = api::replay(
                Settings::default(),
                events.map(|event| event.command.clone()),
            );
            assert!(again.log == lab.log);
        });
    }
}
