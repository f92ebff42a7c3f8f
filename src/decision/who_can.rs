//! Which of many callers may do something.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use super::caller::{Caller, Query};
use super::found::ByPolicy;

/// The places of the callers who are allowed what is asked, ascending.
///
/// The callers are shared out among so many `threads`; one is enough for a few thousand.
#[must_use]
pub fn who_can(callers: &[Caller], query: &Query<'_>, threads: NonZeroUsize) -> Vec<usize> {
    let share = callers.len().div_ceil(threads.get()).max(1);
    let mut shares = callers
        .chunks(share)
        .enumerate()
        .map(|(number, callers)| (number * share, callers));
    let own = shares.next();
    thread::scope(|scope| {
        let work = |(first, callers)| move || allowed(first, callers, query);
        let others: Vec<_> = shares
            .map(|share| {
                let spawned = thread::Builder::new().spawn_scoped(scope, work(share));
                // Where the system has no thread left, this one does the work.
                spawned.map_err(|_| share)
            })
            .collect();
        let mut found = own.map_or_else(Vec::new, |share| work(share)());
        for other in others {
            found.extend(match other {
                Ok(thread) => joined(thread),
                Err(share) => work(share)(),
            });
        }
        found
    })
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn allowed(first: usize, callers: &[Caller], query: &Query<'_>) -> Vec<usize> {
    let mut found = ByPolicy::default();
    let numbered = (first..).zip(callers);
    numbered
        .filter(|(_, caller)| caller.decide_among_many(query, &mut found).allowed())
        .map(|(at, _)| at)
        .collect()
}
