//! Many scenarios at once: each worker has a large stack of its own, each scenario an engine and a lab of its own.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::script::STACK_SIZE;

use super::discover::Scenario;
use super::outcome::{Outcome, Report, Status};
use super::run::{Options, run};

/// How many scenarios run, and in which order.
#[derive(Clone, Copy)]
pub struct Pool<'a> {
    /// At the same time.
    pub jobs: usize,
    /// Nothing begins after a failure.
    pub fail_fast: bool,
    /// Begin them in an order that follows from this number; in their own without one.
    pub shuffle: Option<u64>,
    /// How long the program has been running.
    pub clock: &'a (dyn Fn() -> Duration + Sync),
    /// Is told of each scenario as it ends.
    pub done: &'a (dyn Fn(&Report) + Sync),
}

/// Runs scenarios. Reports come in the order of the scenarios, whichever way they were run.
///
/// # Errors
/// When a thread cannot be started, or ends without a result.
pub fn run_all(
    scenarios: &[Scenario],
    options: &Options,
    pool: Pool<'_>,
) -> std::io::Result<Vec<Report>> {
    let halt = AtomicBool::new(false);
    let order = order(scenarios, pool.shuffle);
    map(&order, pool.jobs, |&at| {
        let scenario = scenarios.get(at)?;
        let start = (pool.clock)();
        let stopped = halt.load(Ordering::Relaxed) || options.stop.load(Ordering::Relaxed);
        let outcome = match stopped {
            true => Outcome::new(Status::NotRun),
            false => run(scenario, options),
        };
        let report = Report {
            scenario: scenario.clone(),
            time: (pool.clock)().saturating_sub(start),
            outcome,
        };
        if pool.fail_fast && report.outcome.status.is_bad() {
            halt.store(true, Ordering::Relaxed);
        }
        (pool.done)(&report);
        Some((at, report))
    })
    .map(|reports| {
        let mut reports: Vec<_> = reports.into_iter().flatten().collect();
        reports.sort_by_key(|(at, _)| *at);
        reports.into_iter().map(|(_, report)| report).collect()
    })
}

/// Does some work for each item on a number of threads; results in the order of the items.
///
/// # Errors
/// When a thread cannot be started, or ends without a result.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
) -> std::io::Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::default();
    let worker = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            let result = work(item);
            if let Ok(mut done) = done.lock() {
                done.push((at, result));
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.clamp(1, items.len().max(1)))
            .map(|_| {
                thread::Builder::new()
                    .stack_size(STACK_SIZE)
                    .spawn_scoped(scope, worker)
            })
            .collect::<Result<_, _>>()?;
        for worker in workers {
            worker
                .join()
                .map_err(|_| std::io::Error::other("a scenario's thread ended without a result"))?;
        }
        Ok::<_, std::io::Error>(())
    })?;
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

fn order(scenarios: &[Scenario], shuffle: Option<u64>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scenarios.len()).collect();
    if let Some(seed) = shuffle {
        order.sort_by_cached_key(|at| {
            let mut hasher = DefaultHasher::new();
            (seed, scenarios.get(*at).map(|scenario| &scenario.id)).hash(&mut hasher);
            hasher.finish()
        });
    }
    order
}
