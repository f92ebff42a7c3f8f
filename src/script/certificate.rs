//! Certificates and SSH keys that somebody outside AWS has: made by the lab's operator, derived from the lab's seed.

use std::rc::Rc;

use rhai::{Dynamic, Engine, ImmutableString};
use serde_json::json;

use crate::lab::certificate;
use crate::lab::ssh_key;

use super::convert::lift;
use super::error::Error;
use super::native::Failure;
use super::world::World;

/// Registers `certificate` and `ssh_public_key`.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    let w = Rc::clone(world);
    engine.register_fn("certificate", move |name: ImmutableString| {
        let issued =
            w.look(|lab| certificate::self_signed(lab.deriver(), &name, lab.settings.start));
        let issued = issued.ok_or_else(|| {
            let text = format!("`{name}` cannot stand in a certificate");
            Error::misuse(text).thrown()
        })?;
        Ok::<Dynamic, Failure>(lift(&json!({
            "certificate": issued.certificate,
            "private_key": issued.private_key,
        })))
    });
    let w = Rc::clone(world);
    engine.register_fn("ssh_public_key", move |name: ImmutableString| {
        let key = w.look(|lab| ssh_key::of_holder(lab.deriver(), &name));
        key.ok_or_else(|| Error::misuse("no key can be derived".to_owned()).thrown())
    });
}
