//! What scripts claim: each assert fails at the line that calls it, and says what was there instead.

use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, ImmutableString, Map, NativeCallContext};

use super::decision::Decision;
use super::error::Error;
use super::native::Failure;
use super::resources::ask;
use super::show::show;

fn shown(context: &NativeCallContext<'_>, value: &Dynamic) -> String {
    show(context.engine(), value)
}

fn equal(context: &NativeCallContext<'_>, a: &Dynamic, b: &Dynamic) -> Result<bool, Failure> {
    context
        .engine()
        .eval_binary_op::<bool>("==", a.clone(), b.clone())
}

fn assert_eq(
    context: &NativeCallContext<'_>,
    a: &Dynamic,
    b: &Dynamic,
    note: &str,
) -> Result<(), Failure> {
    if equal(context, a, b)? {
        return Ok(());
    }
    let message = format!(
        "not equal{note}\n  left:  {}\n  right: {}",
        shown(context, a),
        shown(context, b)
    );
    Err(Error::assertion(message).thrown())
}

fn assert_ne(context: &NativeCallContext<'_>, a: &Dynamic, b: &Dynamic) -> Result<(), Failure> {
    if equal(context, a, b)? {
        return Err(Error::assertion(format!("both are {}", shown(context, a))).thrown());
    }
    Ok(())
}

fn allowed(who: &Dynamic, action: &str, on: &Dynamic, keys: &Map) -> Result<Decision, Failure> {
    let decision = ask(who, action, on, keys)?;
    if decision.explanation().allowed() {
        return Ok(decision);
    }
    let blocked = decision.explanation().blocked_by_names().join(", ");
    Err(Error::assertion(format!(
        "`{action}` was expected to be allowed; it is denied by: {blocked}"
    ))
    .with_decision(decision)
    .thrown())
}

fn denied(who: &Dynamic, action: &str, on: &Dynamic, keys: &Map) -> Result<Decision, Failure> {
    let decision = ask(who, action, on, keys)?;
    if decision.explanation().allowed() {
        return Err(Error::assertion(format!(
            "`{action}` was expected to be denied; it is allowed"
        ))
        .with_decision(decision)
        .thrown());
    }
    Ok(decision)
}

/// Denied, and by this layer first: the one AWS's sentence names.
fn denied_by(
    who: &Dynamic,
    action: &str,
    on: &Dynamic,
    keys: &Map,
    layer: &str,
) -> Result<Decision, Failure> {
    let decision = denied(who, action, on, keys)?;
    match decision.explanation().blocked_by_names().first() {
        Some(first) if *first == layer => Ok(decision),
        first => {
            let by = first.copied().unwrap_or("nothing");
            Err(Error::assertion(format!(
                "`{action}` was expected to be denied by {layer}; it is denied by {by}"
            ))
            .with_decision(decision)
            .thrown())
        }
    }
}

/// Runs a closure that must fail with AWS's error of this code, and gives the error.
fn expect_error(
    context: &NativeCallContext<'_>,
    code: &str,
    attempt: &FnPtr,
) -> Result<Dynamic, Failure> {
    match attempt.call_within_context::<Dynamic>(context, ()) {
        Ok(value) => {
            let answer = if value.is_unit() {
                String::new()
            } else {
                format!(" with {}", shown(context, &value))
            };
            Err(Error::assertion(format!(
                "{code} was expected, but the call succeeded{answer}"
            ))
            .thrown())
        }
        Err(failure) => match error_of(&failure) {
            Some(error) if error.code == code => Ok(Dynamic::from(error)),
            Some(error) => {
                let mut other = Error::assertion(format!(
                    "{code} was expected, but the call failed with {}: {}",
                    error.code, error.message
                ));
                other.help = error.help;
                other.decision = error.decision;
                Err(other.thrown())
            }
            None => Err(failure),
        },
    }
}

/// The lab's error inside a failure, however deep the call was that failed.
#[must_use]
pub fn error_of(failure: &EvalAltResult) -> Option<Error> {
    match failure {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _)
        | EvalAltResult::ErrorInModule(_, inner, _) => error_of(inner),
        EvalAltResult::ErrorRuntime(value, _) => {
            value.read_lock::<Error>().map(|error| error.clone())
        }
        _ => None,
    }
}

/// Registers the asserts.
pub fn register(engine: &mut Engine) {
    type Text = ImmutableString;
    type Context<'a> = NativeCallContext<'a>;
    engine.register_fn("assert", |holds: bool| match holds {
        true => Ok(()),
        false => Err(Error::assertion("the condition does not hold").thrown()),
    });
    engine.register_fn("assert", |holds: bool, note: Text| match holds {
        true => Ok(()),
        false => Err(Error::assertion(note.as_str()).thrown()),
    });
    engine.register_fn(
        "assert_eq",
        |context: Context<'_>, a: Dynamic, b: Dynamic| assert_eq(&context, &a, &b, ""),
    );
    engine.register_fn(
        "assert_eq",
        |context: Context<'_>, a: Dynamic, b: Dynamic, note: Text| {
            assert_eq(&context, &a, &b, &format!(": {note}"))
        },
    );
    engine.register_fn(
        "assert_ne",
        |context: Context<'_>, a: Dynamic, b: Dynamic| assert_ne(&context, &a, &b),
    );
    engine.register_fn(
        "assert_allowed",
        |who: Dynamic, action: Text, on: Dynamic| allowed(&who, &action, &on, &Map::new()),
    );
    engine.register_fn(
        "assert_allowed",
        |who: Dynamic, action: Text, on: Dynamic, keys: Map| allowed(&who, &action, &on, &keys),
    );
    engine.register_fn(
        "assert_denied",
        |who: Dynamic, action: Text, on: Dynamic| denied(&who, &action, &on, &Map::new()),
    );
    engine.register_fn(
        "assert_denied",
        |who: Dynamic, action: Text, on: Dynamic, keys: Map| denied(&who, &action, &on, &keys),
    );
    engine.register_fn(
        "assert_denied",
        |who: Dynamic, action: Text, on: Dynamic, layer: Text| {
            denied_by(&who, &action, &on, &Map::new(), &layer)
        },
    );
    engine.register_fn(
        "assert_denied",
        |who: Dynamic, action: Text, on: Dynamic, keys: Map, layer: Text| {
            denied_by(&who, &action, &on, &keys, &layer)
        },
    );
    engine.register_fn(
        "expect_error",
        |context: Context<'_>, code: Text, attempt: FnPtr| expect_error(&context, &code, &attempt),
    );
}
