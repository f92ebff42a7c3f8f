//! The rhai engine with everything the lab offers.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rhai::{Dynamic, Engine, OptimizationLevel};

use super::imports::{Jail, Sources};
use super::native::register;
use super::world::World;
use super::{
    acting, actor, arn, asserts, certificate, client, command_line, console, decision, doc,
    document, endpoint, entity, error, events, identity_provider, limits, observed, organization,
    profile, record, resources, roots, sorting, verbs,
};

/// An engine that knows rhai's syntax and our limits, and nothing of the lab: for asking whether input is finished.
#[must_use]
pub fn parser() -> Engine {
    let mut engine = Engine::new_raw();
    limits::set(&mut engine);
    engine
}

/// The engine scripts run on.
pub fn engine(
    world: &Rc<World>,
    sources: Sources,
    operations: u64,
    stop: Arc<AtomicBool>,
    print: Rc<dyn Fn(&str)>,
) -> Engine {
    let mut engine = Engine::new();
    limits::set(&mut engine);
    // Typos are found before anything runs; natives never run at compile time.
    engine.set_strict_variables(true);
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_module_resolver(Jail::new(Rc::clone(world), sources));
    engine.set_max_operations(operations);
    keep_free(&mut engine);
    engine.on_progress(move |_| stop.load(Ordering::Relaxed).then_some(Dynamic::UNIT));
    let debug = Rc::clone(&print);
    command_line::register(&mut engine, world, &print);
    engine.on_print(move |text| print(text));
    engine.on_debug(move |text, _, at| debug(&format!("{at:?} {text}")));
    types(&mut engine);
    for functions in [
        acting::register,
        certificate::register,
        console::register,
        endpoint::register,
        events::register,
        identity_provider::register,
        observed::register,
        organization::register,
        profile::register,
        roots::register,
    ] {
        functions(&mut engine, world);
    }
    for functions in [
        actor::register,
        arn::register,
        asserts::register,
        client::register,
        decision::register,
        document::register,
    ] {
        functions(&mut engine);
    }
    for functions in [
        entity::register,
        resources::register,
        sorting::register,
        verbs::register,
    ] {
        functions(&mut engine);
    }
    engine
}

/// Begins a line of its own everywhere, so no variable may be called that.
pub const RESERVED: &str = "aws";

/// Refuses such variables when they are defined.
#[expect(
    deprecated,
    reason = "rhai marks this hook as one that may change; it is used here alone"
)]
fn keep_free(engine: &mut Engine) {
    engine.on_def_var(|_, info, _| Ok(info.name() != RESERVED));
}

fn types(engine: &mut Engine) {
    doc::register(engine);
    register::<actor::Account>(engine);
    register::<actor::Session>(engine);
    register::<arn::ScriptArn>(engine);
    register::<client::Client>(engine);
    register::<command_line::Reply>(engine);
    register::<decision::Decision>(engine);
    register::<document::PolicyDocument>(engine);
    register::<document::Statement>(engine);
    register::<entity::Entity<entity::User>>(engine);
    register::<entity::Entity<entity::Group>>(engine);
    register::<entity::Entity<entity::Role>>(engine);
    register::<entity::Entity<entity::Policy>>(engine);
    register::<endpoint::VpcEndpoint>(engine);
    register::<error::Error>(engine);
    register::<identity_provider::IdentityProvider>(engine);
    register::<organization::Organization>(engine);
    register::<record::Record<record::AccessKey>>(engine);
    register::<record::Record<record::CallerIdentity>>(engine);
    register::<record::Record<record::Credentials>>(engine);
    register::<record::Record<record::Event>>(engine);
}
