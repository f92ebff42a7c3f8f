//! The tables: iamsh alone, then beside its peers.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use iamsh::decision::Caller;

use crate::account::{Account, Request};
use crate::measure::{Timing, measure, once, peak_memory};
use crate::ours::{self, Prepared, World};
use crate::verdict::{Verdict, differences};
use crate::{peer_cedar, peer_iam_rs, peer_simulate};

/// How long each evaluator is measured.
const BUDGET: Duration = Duration::from_millis(1500);
/// Peers are given the requests of so many principals: preparing all of a large account takes them minutes.
const PRINCIPALS_OF_PEERS: usize = 20;

/// Measures on the account of a file.
pub fn account(file: &Path) -> Result<(), String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    println!("\n{}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| failed(&error))?;
    let read = || serde_json::from_str::<Account<'_>>(&text).map_err(|error| failed(&error));
    let (world, time) = once(|| World::new(read()?));
    let mut world = world?;
    let memory = peak_memory().map_or_else(String::new, |peak| format!(", {peak} MB at most"));
    println!(
        "  {} principals read and compiled in {time:.1?}{memory}",
        world.callers.len()
    );
    let account = read()?;
    world.expect(&account.requests);
    alone(&account, &mut world);
    Peers::new(&account, &world).compare(file);
    edited(&account, &mut world);
    Ok(())
}

fn decide(callers: &mut [Caller], request: &Prepared) -> Verdict {
    ours::decide(&mut callers[request.who], request)
}

fn alone(account: &Account<'_>, world: &mut World<'_>) {
    let requests: Vec<_> = account
        .requests
        .iter()
        .filter_map(|asked| world.prepare(asked))
        .collect();
    let keys: Vec<_> = account
        .requests
        .iter()
        .map(|asked| world.keys(asked))
        .collect();
    let answers: Vec<Verdict> = requests
        .iter()
        .map(|request| decide(&mut world.callers, request))
        .collect();
    let count = |verdict| answers.iter().filter(|answer| **answer == verdict).count();
    let (allowed, denied) = (count(Verdict::Allowed), count(Verdict::Denied));
    println!(
        "  {} requests: {allowed} allowed, {denied} denied, {} not allowed",
        answers.len(),
        count(Verdict::Implicit)
    );

    let all = requests.len();
    row(
        "all layers",
        &measure(all, BUDGET, |at| decide(&mut world.callers, &requests[at])),
        None,
    );
    let build = |at: usize| world.build_and_decide(&account.requests[at], &keys[at]);
    row(
        "… and the request built",
        &measure(all, BUDGET, build),
        None,
    );
    let caller = |at: usize| &world.callers[requests[at].who];
    let once = |at: usize| ours::decide_once(caller(at), &requests[at]);
    row(
        "… and nothing remembered",
        &measure(all, BUDGET, once),
        None,
    );
    let explain = |at: usize| ours::explain(caller(at), &requests[at]);
    row("… and every reason", &measure(all, BUDGET, explain), None);
    let some = all.min(100);
    row(
        "who can do this",
        &measure(some, BUDGET, |at| world.who_can(&requests[at])),
        None,
    );
}

/// A policy of the first principal is changed between decisions of whoever asks.
fn edited(account: &Account<'_>, world: &mut World<'_>) {
    let requests: Vec<_> = account
        .requests
        .iter()
        .take(100)
        .filter_map(|asked| world.prepare(asked))
        .collect();
    let some = requests.len();
    let edited = account
        .principals
        .first()
        .and_then(|first| account.identity_policies(first).first().copied());
    if let Some(text) = edited {
        let mut edit = |at: usize| world.edit_and_decide(&requests[at], text);
        row(
            "a policy edited, then a decision",
            &measure(some, BUDGET, &mut edit),
            None,
        );
    }
}

/// The requests of the first principals, for the peers.
struct Peers<'a> {
    account: &'a Account<'a>,
    asked: Vec<&'a Request<'a>>,
    prepared: Vec<Prepared>,
    /// With their identity policies alone.
    reduced: Vec<Caller>,
    /// With all their layers.
    full: Vec<Caller>,
}

impl<'a> Peers<'a> {
    fn new(account: &'a Account<'a>, world: &World<'a>) -> Self {
        let first = account.principals.iter().take(PRINCIPALS_OF_PEERS);
        let chosen: BTreeSet<&str> = first.map(|principal| principal.arn).collect();
        let asked: Vec<_> = account
            .requests
            .iter()
            .filter(|asked| chosen.contains(asked.principal))
            .collect();
        Self {
            account,
            prepared: asked
                .iter()
                .filter_map(|asked| world.prepare(asked))
                .collect(),
            asked,
            reduced: world.with_identity_only(PRINCIPALS_OF_PEERS),
            full: world.with_all_layers(PRINCIPALS_OF_PEERS),
        }
    }

    fn compare(mut self, file: &Path) {
        if self.asked.is_empty() {
            return;
        }
        println!(
            "  {} requests of {} principals, identity policies alone:",
            self.asked.len(),
            self.reduced.len()
        );
        let (base, answers) = own("iamsh", &mut self.reduced, &self.prepared);
        self.iam_rs(base, &answers);
        self.cedar(base, &answers);
        println!("  the same requests, all layers:");
        let (base, answers) = own("iamsh", &mut self.full, &self.prepared);
        match peer_simulate::run(file, PRINCIPALS_OF_PEERS) {
            Ok((timing, theirs)) => self.show("iam-simulate", &timing, base, &answers, &theirs),
            Err(error) => println!("  iam-simulate was not run: {error}"),
        }
    }

    fn iam_rs(&self, base: Duration, answers: &[Verdict]) {
        let principals = self.account.principals.iter().take(PRINCIPALS_OF_PEERS);
        let evaluators: Option<Vec<_>> = principals
            .map(|own| peer_iam_rs::evaluator(&self.account.identity_policies(own)))
            .collect();
        let requests: Option<Vec<_>> = self
            .asked
            .iter()
            .map(|asked| peer_iam_rs::request(asked))
            .collect();
        if let (Some(evaluators), Some(requests)) = (evaluators, requests) {
            let decide =
                |at: usize| peer_iam_rs::decide(&evaluators[self.prepared[at].who], &requests[at]);
            let timing = measure(requests.len(), BUDGET, decide);
            self.show(
                "iam-rs 0.8.0",
                &timing,
                base,
                answers,
                &sample(requests.len(), decide),
            );
        }
    }

    fn cedar(&self, base: Duration, answers: &[Verdict]) {
        let actions: BTreeSet<&str> = self
            .account
            .requests
            .iter()
            .map(|asked| asked.action)
            .collect();
        let actions: Vec<&str> = actions.into_iter().collect();
        let principals = self.account.principals.iter().take(PRINCIPALS_OF_PEERS);
        let evaluators: Result<Vec<_>, String> = principals
            .map(|own| {
                peer_cedar::evaluator(&self.account.identity_policies(own), &own.tags, &actions)
            })
            .collect();
        let requests: Option<Vec<_>> = self
            .asked
            .iter()
            .map(|asked| peer_cedar::request(asked))
            .collect();
        match (evaluators, requests) {
            (Ok(evaluators), Some(requests)) => {
                let decide = |at: usize| {
                    peer_cedar::decide(&evaluators[self.prepared[at].who], &requests[at])
                };
                let timing = measure(requests.len(), BUDGET, decide);
                self.show(
                    "cedar-policy 4.14.1",
                    &timing,
                    base,
                    answers,
                    &sample(requests.len(), decide),
                );
            }
            (Err(error), _) => println!("  cedar-policy was not run: {error}"),
            (_, None) => println!("  cedar-policy was not run: a request cannot be translated"),
        }
    }

    fn show(
        &self,
        name: &str,
        timing: &Timing,
        base: Duration,
        ours: &[Verdict],
        theirs: &[Verdict],
    ) {
        row(name, timing, Some(base));
        let (count, first) = differences(ours, theirs);
        print!("      {count} of {} answers differ", theirs.len());
        if let Some(at) = first {
            let Request {
                action, resource, ..
            } = self.asked[at];
            print!(
                ": {action} on {resource} is {:?} here, {:?} there",
                ours[at], theirs[at]
            );
        }
        println!();
    }
}

/// Measures iamsh: the base of the ratios, and its answers.
fn own(name: &str, callers: &mut [Caller], requests: &[Prepared]) -> (Duration, Vec<Verdict>) {
    let answers = requests
        .iter()
        .map(|request| decide(callers, request))
        .collect();
    let timing = measure(requests.len(), BUDGET, |at| decide(callers, &requests[at]));
    row(name, &timing, None);
    (timing.mean, answers)
}

/// Answers of a peer, as many as it gives in ten times the budget.
fn sample(count: usize, decide: impl Fn(usize) -> Verdict) -> Vec<Verdict> {
    let begin = Instant::now();
    (0..count)
        .map_while(|at| (begin.elapsed() < BUDGET * 10).then(|| decide(at)))
        .collect()
}

fn row(name: &str, timing: &Timing, base: Option<Duration>) {
    let ratio = base.map_or_else(String::new, |base| {
        format!(
            "{:>7.0} ×",
            timing.mean.as_secs_f64() / base.as_secs_f64().max(f64::MIN_POSITIVE)
        )
    });
    let (median, mean) = (timing.median.as_nanos(), timing.mean.as_nanos());
    let per_second = 1.0 / timing.mean.as_secs_f64();
    println!(
        "  {name:<34} median {median:>10} ns   mean {mean:>10} ns {per_second:>11.0} /s {ratio}"
    );
}
