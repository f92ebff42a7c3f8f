//! How long decisions take. `cargo bench --bench decision`; the comparison with other evaluators is in `benches/peers`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark stops where its input is not what it made"
)]

#[path = "accounts/account.rs"]
#[expect(dead_code, reason = "the peers use all of it")]
mod account;
#[path = "accounts/catalogue.rs"]
mod catalogue;
#[path = "accounts/generate.rs"]
mod generate;
#[path = "accounts/ours.rs"]
#[expect(dead_code, reason = "the peers use all of it")]
mod ours;
#[path = "accounts/random.rs"]
mod random;
#[path = "accounts/verdict.rs"]
#[expect(dead_code, reason = "the peers use all of it")]
mod verdict;

use account::Account;
use divan::Bencher;
use ours::{Prepared, World};

fn main() {
    divan::main();
}

/// Runs `bench` with a generated account and its requests, each of which was decided once.
fn with_account(preset: &str, bench: impl FnOnce(&mut World<'_>, &[Prepared])) {
    let text = generate::account(preset, 7).unwrap();
    let account: Account<'_> = serde_json::from_str(&text).unwrap();
    let mut world = World::new(serde_json::from_str(&text).unwrap()).unwrap();
    world.expect(&account.requests);
    let requests: Vec<_> = account
        .requests
        .iter()
        .map(|asked| world.prepare(asked).unwrap())
        .collect();
    for request in &requests {
        ours::decide(&mut world.callers[request.who], request);
    }
    bench(&mut world, &requests);
}

/// The requests one after the other, for ever.
fn cycle<'a>(requests: &'a [Prepared]) -> impl FnMut() -> &'a Prepared {
    let mut at = 0;
    move || {
        at = (at + 1) % requests.len();
        &requests[at]
    }
}

/// One decision of a prepared caller: the curve over the number of its statements.
#[divan::bench(args = [10, 100, 150, 1000, 10_000])]
fn decide(bencher: Bencher<'_, '_>, statements: usize) {
    with_account(&format!("scale-{statements}"), |world, requests| {
        let mut next = cycle(requests);
        bencher.bench_local(|| {
            let request = next();
            ours::decide(&mut world.callers[request.who], request)
        });
    });
}

/// The same, all layers of an organization: boundaries, groups, SCPs.
#[divan::bench]
fn decide_in_organization(bencher: Bencher<'_, '_>) {
    with_account("small", |world, requests| {
        let mut next = cycle(requests);
        bencher.bench_local(|| {
            let request = next();
            ours::decide(&mut world.callers[request.who], request)
        });
    });
}

/// Without a prepared caller's memory.
#[divan::bench(args = [10, 100, 150, 1000, 10_000])]
fn decide_once(bencher: Bencher<'_, '_>, statements: usize) {
    with_account(&format!("scale-{statements}"), |world, requests| {
        let mut next = cycle(requests);
        bencher.bench_local(|| {
            let request = next();
            ours::decide_once(&world.callers[request.who], request)
        });
    });
}

/// A decision with every reason.
#[divan::bench(args = [10, 100, 200, 1000])]
fn explain(bencher: Bencher<'_, '_>, statements: usize) {
    with_account(&format!("scale-{statements}"), |world, requests| {
        let mut next = cycle(requests);
        bencher.bench_local(|| {
            let request = next();
            ours::explain(&world.callers[request.who], request)
        });
    });
}

/// Which of the account's principals may do something.
#[divan::bench(args = ["small", "medium"])]
fn who_can(bencher: Bencher<'_, '_>, preset: &str) {
    with_account(preset, |world, requests| {
        let mut next = cycle(requests);
        bencher.bench_local(|| world.who_can(next()));
    });
}

/// Reading and compiling all policies of an account.
#[divan::bench(args = ["scale-20", "small", "medium"])]
fn compile(bencher: Bencher<'_, '_>, preset: &str) {
    let text = generate::account(preset, 7).unwrap();
    bencher
        .with_inputs(|| serde_json::from_str(&text).unwrap())
        .bench_local_values(|account: Account<'_>| World::new(account).unwrap());
}
