//! Measures iamsh's decision engine and other evaluators on the same accounts, in one run.
//!
//! `iamsh-peers FILE…` prints a table for each account; the format of the files is that of [`account`].

mod account;
mod measure;
mod ours;
mod peer_cedar;
mod peer_iam_rs;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use account::Account;
use iamsh::decision::Caller;
use measure::{measure, once};
use ours::{Prepared, World};
use verdict::{Verdict, differences};

/// How long each evaluator is measured.
const BUDGET: Duration = Duration::from_millis(1500);
/// Peers are given the requests of so many principals: preparing all of a large account takes them minutes.
const PRINCIPALS_OF_PEERS: usize = 20;

fn main() -> ExitCode {
    for file in std::env::args().skip(1) {
        if let Err(error) = report(&file) {
            eprintln!("{file}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn report(file: &str) -> Result<(), String> {
    println!("\n{file}");
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let (loaded, time) = once(|| {
        let account: Account<'_> =
            serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let world = World::new(&account)?;
        Ok::<_, String>((account, world))
    });
    let (account, mut world) = loaded?;
    let memory =
        measure::peak_memory().map_or_else(String::new, |peak| format!(", {peak} MB at most"));
    println!(
        "  {} principals read and compiled in {time:.1?}{memory}",
        account.principals.len()
    );

    let requests: Vec<_> = account
        .requests
        .iter()
        .filter_map(|asked| world.prepare(asked))
        .collect();
    let answers: Vec<Verdict> = requests
        .iter()
        .map(|request| ours::decide(&mut world.callers[request.who], request))
        .collect();
    let count = |verdict| answers.iter().filter(|answer| **answer == verdict).count();
    println!(
        "  {} requests: {} allowed, {} denied, {} not allowed",
        answers.len(),
        count(Verdict::Allowed),
        count(Verdict::Denied),
        count(Verdict::Implicit)
    );
    row(
        "all layers",
        measure(requests.len(), BUDGET, |at| {
            decide(&mut world.callers, &requests[at])
        }),
        None,
    );
    row(
        "… and the request built",
        measure(requests.len(), BUDGET, |at| {
            world.build_and_decide(&account.requests[at])
        }),
        None,
    );
    row(
        "… and nothing remembered",
        measure(requests.len(), BUDGET, |at| {
            ours::decide_once(&world.callers[requests[at].who], &requests[at])
        }),
        None,
    );
    row(
        "… and every reason",
        measure(requests.len(), BUDGET, |at| {
            ours::explain(&world.callers[requests[at].who], &requests[at])
        }),
        None,
    );
    row(
        "who can do this",
        measure(requests.len().min(100), BUDGET, |at| {
            world.who_can(&requests[at])
        }),
        None,
    );
    peers(&account, &world);
    if let Some(text) = account
        .principals
        .first()
        .and_then(|first| account.identity_policies(first).first().copied())
    {
        let edit = measure(requests.len().min(100), BUDGET, |at| {
            world.edit_and_decide(&requests[at], text)
        });
        row("a policy edited, then a decision", edit, None);
    }
    Ok(())
}

fn decide(callers: &mut [Caller], request: &Prepared) -> Verdict {
    ours::decide(&mut callers[request.who], request)
}

/// Compares with the peers on the requests of the first principals.
fn peers(account: &Account<'_>, world: &World<'_>) {
    let chosen: BTreeMap<&str, usize> = account
        .principals
        .iter()
        .take(PRINCIPALS_OF_PEERS)
        .enumerate()
        .map(|(at, p)| (p.arn, at))
        .collect();
    let asked: Vec<_> = account
        .requests
        .iter()
        .filter(|asked| chosen.contains_key(asked.principal))
        .collect();
    let who: Vec<usize> = asked.iter().map(|asked| chosen[asked.principal]).collect();
    if asked.is_empty() {
        return;
    }
    println!(
        "  {} requests of {} principals, identity policies alone:",
        asked.len(),
        chosen.len()
    );
    let own: Vec<_> = asked
        .iter()
        .filter_map(|asked| world.prepare(asked))
        .collect();
    let mut callers = world.with_identity_only(PRINCIPALS_OF_PEERS);
    let answers: Vec<Verdict> = own
        .iter()
        .map(|request| decide(&mut callers, request))
        .collect();
    let timing = measure(own.len(), BUDGET, |at| decide(&mut callers, &own[at]));
    let base = timing.mean;
    row("iamsh", timing, None);

    let policies: Vec<_> = account
        .principals
        .iter()
        .take(PRINCIPALS_OF_PEERS)
        .map(|p| (account.identity_policies(p), &p.tags))
        .collect();

    let evaluators: Option<Vec<_>> = policies
        .iter()
        .map(|(texts, _)| peer_iam_rs::evaluator(texts))
        .collect();
    let theirs: Option<Vec<_>> = asked
        .iter()
        .map(|asked| peer_iam_rs::request(asked))
        .collect();
    if let (Some(evaluators), Some(theirs)) = (evaluators, theirs) {
        let decide = |at: usize| peer_iam_rs::decide(&evaluators[who[at]], &theirs[at]);
        row(
            "iam-rs 0.8.0",
            measure(asked.len(), BUDGET, decide),
            Some(base),
        );
        compare(&answers, &sample(asked.len(), decide), &asked);
    }

    let actions: BTreeSet<&str> = account.requests.iter().map(|asked| asked.action).collect();
    let actions: Vec<&str> = actions.into_iter().collect();
    let evaluators: Result<Vec<_>, String> = policies
        .iter()
        .map(|(texts, tags)| peer_cedar::evaluator(texts, tags, &actions))
        .collect();
    let theirs: Option<Vec<_>> = asked
        .iter()
        .map(|asked| peer_cedar::request(asked))
        .collect();
    match (evaluators, theirs) {
        (Ok(evaluators), Some(theirs)) => {
            let decide = |at: usize| peer_cedar::decide(&evaluators[who[at]], &theirs[at]);
            row(
                "cedar-policy 4.14.1",
                measure(asked.len(), BUDGET, decide),
                Some(base),
            );
            compare(&answers, &sample(asked.len(), decide), &asked);
        }
        (Err(error), _) => println!("  cedar-policy: {error}"),
        (_, None) => println!("  cedar-policy: a request cannot be translated"),
    }
}

/// Answers of a peer, as many as it gives in ten times the budget.
fn sample(count: usize, decide: impl Fn(usize) -> Verdict) -> Vec<Verdict> {
    let begin = Instant::now();
    (0..count)
        .map_while(|at| (begin.elapsed() < BUDGET * 10).then(|| decide(at)))
        .collect()
}

fn compare(ours: &[Verdict], theirs: &[Verdict], asked: &[&account::Request<'_>]) {
    let (count, first) = differences(ours, theirs);
    print!("      {count} of {} answers differ", theirs.len());
    if let Some(at) = first {
        print!(
            ": {} on {}: {:?} here, {:?} there",
            asked[at].action, asked[at].resource, ours[at], theirs[at]
        );
    }
    println!();
}

fn row(name: &str, timing: measure::Timing, base: Option<Duration>) {
    let ratio = base.map_or_else(String::new, |base| {
        format!("{:>7.0} ×", timing.mean.as_secs_f64() / base.as_secs_f64())
    });
    let per_second = 1.0 / timing.mean.as_secs_f64();
    println!(
        "  {name:<34} median {:>9} ns   mean {:>9} ns {per_second:>12.0} /s {ratio}",
        timing.median.as_nanos(),
        timing.mean.as_nanos()
    );
}
