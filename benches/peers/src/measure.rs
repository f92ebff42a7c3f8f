//! Timing: every decision by itself for the median, whole passes for the throughput.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long the decisions of one evaluator took.
pub struct Timing {
    /// Median of single decisions; reading the clock, some 20 ns, is part of it.
    pub median: Duration,
    /// Mean over a whole pass, the best pass of all.
    pub mean: Duration,
}

/// Runs `decide` for 0, 1, … `count - 1`, or as far as half of the `budget` goes, then in whole passes over those.
pub fn measure<T>(count: usize, budget: Duration, mut decide: impl FnMut(usize) -> T) -> Timing {
    let begin = Instant::now();
    let mut each = singles(count, budget / 2, &mut decide);
    let done = each.len();
    let mut best = each.iter().sum();
    while begin.elapsed() < budget {
        let pass = Instant::now();
        for at in 0..done {
            black_box(decide(black_box(at)));
        }
        best = pass.elapsed().min(best);
    }
    if best < budget / 4 {
        // Everything is warm now.
        each = singles(done, budget, &mut decide);
    }
    each.sort_unstable();
    Timing {
        median: each.get(done / 2).copied().unwrap_or_default(),
        mean: best / u32::try_from(done.max(1)).unwrap_or(u32::MAX),
    }
}

fn singles<T>(
    count: usize,
    budget: Duration,
    decide: &mut impl FnMut(usize) -> T,
) -> Vec<Duration> {
    let begin = Instant::now();
    let mut each = Vec::with_capacity(count);
    while each.len() < count && begin.elapsed() < budget {
        let start = Instant::now();
        black_box(decide(black_box(each.len())));
        each.push(start.elapsed());
    }
    each
}

/// Runs once and says how long it took.
pub fn once<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = run();
    (result, start.elapsed())
}

/// The most memory this process ever held, in MB; `None` where the system does not say.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}
