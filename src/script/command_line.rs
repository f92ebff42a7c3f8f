//! What `aws`, `export` and `unset` lines are rewritten to.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, ImmutableString};
use serde_json::Value;

use crate::aws_cli::Output;
use crate::lab::{Caller, Credentials};

use super::actor;
use super::convert::{lift, to_json, word};
use super::error::Error;
use super::kinds::a_kind;
use super::native::{Failure, Native};
use super::record::{AccessKey, Record};
use super::world::World;

/// What an `aws` line answered, with what the AWS CLI prints of it.
#[derive(Clone, Debug)]
pub struct CommandAnswer {
    printed: Rc<str>,
    answer: Rc<Value>,
}

impl Native for CommandAnswer {
    const NAME: &'static str = "CommandAnswer";

    fn fields(&self) -> Vec<String> {
        let members = self.answer.as_object().into_iter().flatten();
        members.map(|(name, _)| name.clone()).collect()
    }

    fn brief(&self) -> String {
        self.printed.trim_end().to_owned()
    }

    fn card(&self) -> String {
        self.brief()
    }

    fn json(&self) -> Value {
        (*self.answer).clone()
    }
}

/// The words of a line. A value stands as the option before it wants it: a handle as its name or its ARN, a document as JSON.
fn words(values: &Array) -> Result<Vec<String>, Failure> {
    let mut words: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        let option = words.last().map_or("", String::as_str);
        let text = word(value, option).map_err(|kind| {
            Error::misuse(format!("{kind} is no word of a command line")).thrown()
        })?;
        words.push(text);
    }
    Ok(words)
}

fn run(world: &World, values: &Array) -> Result<Output, Failure> {
    let output = world.command_line(&words(values)?);
    if output.code == 0 {
        return Ok(output);
    }
    Err(Error::command_line(output).thrown())
}

fn export(world: &World, values: &Array) -> Result<(), Failure> {
    for word in words(values)? {
        match word.split_once('=') {
            Some((name, value)) if name.starts_with("AWS_") => {
                world.set_environment(|environment| environment.set(name, value));
            }
            _ => {
                return Err(Error::misuse(format!("`{word}` is not AWS_NAME=value"))
                    .with_help("only variables of the AWS CLI are exported")
                    .thrown());
            }
        }
    }
    Ok(())
}

/// The keys of a session, or those that a record of keys holds.
fn keys(value: &Dynamic) -> Option<Credentials> {
    if let Some(actor) = actor::of(value) {
        return match actor.caller {
            Caller::Keys(keys) => Some(keys),
            _ => None,
        };
    }
    let record = match value.read_lock::<Record<AccessKey>>() {
        Some(key) => key.json(),
        None => to_json(value).ok()?,
    };
    let text = |name: &str| record.get(name)?.as_str().map(str::to_owned);
    Some(Credentials {
        access_key_id: text("AccessKeyId")?,
        secret_access_key: text("SecretAccessKey")?,
        session_token: text("SessionToken"),
    })
}

/// Gives a profile the credentials of somebody: `--profile name` then acts as them.
fn profile(world: &World, name: &str, who: &Dynamic) -> Result<(), Failure> {
    let keys = keys(who).ok_or_else(|| {
        Error::misuse(format!("{} has no keys of its own", a_kind(who)))
            .with_help("give an access key, credentials, or a session that was obtained with them: profile(\"dev\", carlos.create_access_key())")
            .thrown()
    })?;
    world.set_environment(|environment| {
        for (setting, value) in [
            ("aws_access_key_id", Some(keys.access_key_id)),
            ("aws_secret_access_key", Some(keys.secret_access_key)),
            ("aws_session_token", keys.session_token),
        ] {
            environment.configure(name, setting, value.as_deref().unwrap_or_default());
        }
    });
    Ok(())
}

/// Registers the functions.
///
/// A line that is a statement prints what the AWS CLI would, wherever it stands, and its value is not shown again.
pub fn register(engine: &mut Engine, world: &Rc<World>, print: Rc<dyn Fn(&str)>) {
    let w = Rc::clone(world);
    engine.register_fn("aws", move |values: Array| -> Result<Dynamic, Failure> {
        let output = run(&w, &values)?;
        if output.stdout.is_empty() {
            return Ok(Dynamic::UNIT);
        }
        print(output.stdout.trim_end_matches('\n'));
        Ok(Dynamic::from(CommandAnswer {
            printed: output.stdout.into(),
            answer: Rc::new(output.answer.unwrap_or_default()),
        }))
    });
    let w = Rc::clone(world);
    engine.register_fn(
        "aws_answer",
        move |values: Array| -> Result<Dynamic, Failure> {
            let output = run(&w, &values)?;
            Ok(match output.answer {
                None if output.stdout.is_empty() => Dynamic::UNIT,
                // With another output format the text is what was asked for.
                Some(answer)
                    if serde_json::from_str(&output.stdout)
                        .is_ok_and(|shown: Value| shown == answer) =>
                {
                    lift(&answer)
                }
                _ => output.stdout.trim_end().to_owned().into(),
            })
        },
    );
    let w = Rc::clone(world);
    engine.register_fn("aws_export", move |values: Array| export(&w, &values));
    let w = Rc::clone(world);
    engine.register_fn("aws_unset", move |values: Array| -> Result<(), Failure> {
        for name in words(&values)? {
            w.set_environment(|environment| environment.unset(&name));
        }
        Ok(())
    });
    let w = Rc::clone(world);
    engine.register_fn("profile", move |name: ImmutableString, who: Dynamic| {
        profile(&w, &name, &who)
    });
}
