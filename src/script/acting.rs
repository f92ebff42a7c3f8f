//! `act_as(who)`: somebody of the lab that `aws` lines act as, without keys having to be made for them.
//!
//! Where the variable `me` is who lines act as, and is given another value, lines follow it: `me = me.assume_role(…)`.

use std::rc::Rc;

use rhai::{Dynamic, Engine};

use crate::aws_cli::Chosen;

use super::actor;
use super::error::Error;
use super::interpreter::Interpreter;
use super::kinds::a_kind;
use super::native::Failure;
use super::world::World;

/// The variable that lines follow.
const ME: &str = "me";

fn act_as(world: &World, who: &Dynamic) -> Result<(), Failure> {
    let chosen = chosen(who);
    if chosen.is_none() && !who.is_unit() {
        return Err(Error::misuse(format!("{} does not act", a_kind(who)))
            .with_help(
                "a session, a user and an account do; () leaves it to profiles and variables again",
            )
            .thrown());
    }
    world.set_environment(|environment| environment.choose(chosen));
    Ok(())
}

fn chosen(who: &Dynamic) -> Option<Chosen> {
    let actor = actor::of(who)?;
    Some(Chosen {
        context: (*actor.given).clone(),
        caller: actor.caller,
    })
}

impl Interpreter {
    /// Who lines act as, where somebody was chosen.
    #[must_use]
    pub fn acting(&self) -> Option<Chosen> {
        let mut found = None;
        self.world
            .set_environment(|environment| found = environment.chosen().cloned());
        found
    }

    /// The value of `me`, where lines act as it.
    pub(super) fn acting_me(&self) -> Option<Chosen> {
        let acting = self.acting()?;
        self.me().filter(|me| *me == acting)
    }

    /// Lines act as `me` where they did before it changed.
    pub(super) fn follow_me(&self, before: Option<&Chosen>) {
        // The statement itself may have chosen somebody, or exported keys.
        if self.acting().as_ref() != before {
            return;
        }
        let now = self
            .me()
            .filter(|now| before.is_some_and(|before| before != now));
        if now.is_some() {
            self.world
                .set_environment(|environment| environment.choose(now));
        }
    }

    fn me(&self) -> Option<Chosen> {
        chosen(self.scope.get(ME)?)
    }
}

/// Registers the function.
pub fn register(engine: &mut Engine, world: &Rc<World>) {
    let world = Rc::clone(world);
    engine.register_fn("act_as", move |who: Dynamic| act_as(&world, &who));
}
