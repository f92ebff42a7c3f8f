//! `events()`: the log of the lab.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine};
use serde_json::Value;

use crate::api::history::document;

use super::record::{self, Record};
use super::world::World;

fn events(world: &World) -> Array {
    let events: Vec<Value> = world.look(|lab| lab.log.events().iter().map(document).collect());
    events
        .into_iter()
        .map(|event| Dynamic::from(Record::<record::Event>::new(event)))
        .collect()
}

/// Registers the function.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    let world = Rc::clone(world);
    engine.register_fn("events", move || events(&world));
}
