//! What people do besides API calls: sign in to the console, read codes off their MFA devices.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, INT, ImmutableString, Map};
use serde_json::Value;

use crate::lab::event::{MfaCode, RootTask, SignIn};
use crate::lab::{Command, mfa};

use super::actor::{Account, Session};
use super::convert::resource;
use super::entity::{Entity, User};
use super::error::Error;
use super::native::Failure;
use super::world::World;

/// More codes than anybody needs at once.
const MOST_CODES: usize = 100;

fn codes(world: &World, device: &Dynamic, count: usize) -> Result<Vec<String>, Failure> {
    let serial = serial(device)?;
    world
        .look(|lab| mfa::codes(lab, &serial, count))
        .ok_or_else(|| {
            Error::misuse(format!("there is no MFA device `{serial}`"))
                .with_help("a virtual device is created with create_virtual_mfa_device")
                .thrown()
        })
}

/// The serial number of a device, given as text or as AWS's answer about it.
fn serial(device: &Dynamic) -> Result<String, Failure> {
    let in_answer = super::convert::to_json(device).ok().and_then(|json| {
        let device = json.get("VirtualMFADevice").unwrap_or(&json);
        device
            .get("SerialNumber")
            .and_then(Value::as_str)
            .map(str::to_owned)
    });
    in_answer.map_or_else(|| resource(device), Ok)
}

/// `#{ Mfa: device, NewPassword: "…" }`
fn sign_in(user: &Entity<User>, password: &str, options: &Map) -> Result<Session, Failure> {
    let (mut mfa, mut new_password) = (None, None);
    for (name, value) in options {
        match name.as_str() {
            "Mfa" => {
                let code = codes(&user.actor.world, value, 1)?
                    .pop()
                    .unwrap_or_default();
                mfa = Some(MfaCode {
                    serial: serial(value)?,
                    code,
                });
            }
            "NewPassword" => {
                new_password = value
                    .clone()
                    .into_immutable_string()
                    .ok()
                    .map(|text| text.to_string())
            }
            other => {
                return Err(Error::misuse(format!("unknown option `{other}`"))
                    .with_help("signing in takes Mfa and NewPassword")
                    .thrown());
            }
        }
    }
    let request = SignIn {
        user: user.name(),
        password: password.to_owned(),
        mfa,
        new_password,
    };
    let command = Command::SignIn {
        account: user.account.clone(),
        request,
    };
    let answer = user.actor.world.done(command)?;
    let keys = answer
        .get("Credentials")
        .and_then(|keys| Session::with_keys(&user.actor, keys));
    keys.ok_or_else(|| Error::misuse("signing in gave no session").thrown())
}

/// Registers the functions.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    type Text = ImmutableString;
    let w = Rc::clone(world);
    engine.register_fn("mfa_code", move |device: Dynamic| {
        codes(&w, &device, 1).map(|mut codes| codes.pop().unwrap_or_default())
    });
    let w = Rc::clone(world);
    engine.register_fn("mfa_codes", move |device: Dynamic, count: INT| {
        let count = usize::try_from(count).unwrap_or(0).min(MOST_CODES);
        codes(&w, &device, count).map(|codes| codes.into_iter().map(Into::into).collect::<Array>())
    });
    engine.register_fn("sign_in", |user: &mut Entity<User>, password: Text| {
        sign_in(user, &password, &Map::new())
    });
    engine.register_fn(
        "sign_in",
        |user: &mut Entity<User>, password: Text, options: Map| sign_in(user, &password, &options),
    );
    engine.register_fn(
        "enable_root_mfa",
        |account: &mut Account, device: Text, first: Text, second: Text| {
            account.actor.root_task(RootTask::EnableMfa {
                serial: device.to_string(),
                codes: [first.to_string(), second.to_string()],
            })
        },
    );
    engine.register_fn(
        "deactivate_root_mfa",
        |account: &mut Account, device: Text| {
            account.actor.root_task(RootTask::DeactivateMfa {
                serial: device.to_string(),
            })
        },
    );
}
