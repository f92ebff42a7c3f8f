//! Which Region a call is made to, and what of it policies see.

use crate::decision::{Context, ContextValue};
use crate::partition::Partition;

/// The condition key that tells.
const KEY: &str = "aws:RequestedRegion";

/// The Region that a request says it was made to.
#[must_use]
pub fn given(context: &Context) -> Option<&str> {
    match context.get(KEY)? {
        ContextValue::One(region) => Some(region),
        ContextValue::Many(_) => None,
    }
}

/// Notes where a client's call goes that is set to `region`: AWS STS answers in every Region, IAM in one of each partition.
pub fn set(context: &mut Context, service: &str, region: &str) {
    let global = Partition::of_region(region).global_region();
    context.set(KEY, if service == "sts" { region } else { global });
}
