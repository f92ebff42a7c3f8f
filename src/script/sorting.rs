//! Sorting by a function of the script.
//!
//! rhai hands such a function to the standard library's sort, which panics where a function contradicts itself, as one does that is
//! interrupted, and what the function throws is lost. Here it ends the sort, and leaves the array as it was.

use rhai::{Array, Dynamic, Engine, FnPtr, NativeCallContext};

use super::native::Failure;

/// Registers the functions in the place of rhai's.
pub fn register(engine: &mut Engine) {
    for name in ["sort", "sort_by"] {
        engine.register_fn(
            name,
            |context: NativeCallContext<'_>,
             array: &mut Array,
             order: FnPtr|
             -> Result<(), Failure> {
                *array = sorted(&context, array.clone(), &order)?;
                Ok(())
            },
        );
    }
    for name in ["order", "order_by"] {
        engine.register_fn(
            name,
            |context: NativeCallContext<'_>,
             array: &mut Array,
             order: FnPtr|
             -> Result<Array, Failure> { sorted(&context, array.clone(), &order) },
        );
    }
}

/// Merges sorted halves: equal items stay in their order.
fn sorted(
    context: &NativeCallContext<'_>,
    mut items: Array,
    order: &FnPtr,
) -> Result<Array, Failure> {
    if items.len() < 2 {
        return Ok(items);
    }
    let right = items.split_off(items.len() / 2);
    let mut merged = Array::with_capacity(items.len() + right.len());
    let mut left = sorted(context, items, order)?.into_iter().peekable();
    let mut right = sorted(context, right, order)?.into_iter().peekable();
    while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
        let next = match is_after(context, first, second, order)? {
            true => right.next(),
            false => left.next(),
        };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    Ok(merged)
}

/// As rhai reads the function's answer: a number above zero, or `false` for "not before".
fn is_after(
    context: &NativeCallContext<'_>,
    first: &Dynamic,
    second: &Dynamic,
    order: &FnPtr,
) -> Result<bool, Failure> {
    let answer = order.call_raw(context, None, [first.clone(), second.clone()])?;
    Ok(match (answer.as_int(), answer.as_bool()) {
        (Ok(number), _) => number > 0,
        (_, Ok(before)) => !before,
        _ => first.type_id() > second.type_id(),
    })
}
