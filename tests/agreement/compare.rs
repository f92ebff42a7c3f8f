//! Both evaluators on random accounts: they must agree on the outcome and on the layers that refuse.

use std::collections::BTreeMap;
use std::env;

use iamsh::decision::stateless::Reader;
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::Value;

use crate::generate::{PLAIN, account, render, request};
use crate::naive::{Verdict, decide};

/// Questions asked of each account.
const REQUESTS: usize = 50;
/// Comparisons of an ordinary run.
const COMPARISONS: usize = 20_000;

/// What the engine answers.
pub fn engine(reader: &mut Reader, question: &str) -> Verdict {
    let decision = reader.read(question).unwrap().decide();
    Verdict {
        outcome: decision.outcome.to_string(),
        blocked_by: decision
            .blocked_by_names()
            .into_iter()
            .map(str::to_owned)
            .collect(),
    }
}

/// Both on one question.
pub fn agree(reader: &mut Reader, question: &str) -> Result<Verdict, String> {
    let ours = engine(reader, question);
    let naive = decide(&serde_json::from_str(question).unwrap());
    if ours == naive {
        return Ok(ours);
    }
    Err(format!(
        "the engine: {ours:?}\nthe naive evaluator: {naive:?}\n{question}"
    ))
}

pub fn question(account: &Value, request: &Value) -> Value {
    let mut question = account.clone();
    question["request"] = request.clone();
    question
}

/// A runner whose cases are the same in every run of the same seed.
pub fn runner(cases: usize) -> TestRunner {
    let seed: u8 = env::var("IAMSH_AGREEMENT_SEED").map_or(1, |seed| seed.parse().unwrap());
    let config = Config {
        cases: u32::try_from(cases).unwrap(),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    TestRunner::new_with_rng(config, rng)
}

#[test]
fn engine_and_naive_evaluator_agree() {
    let wanted = env::var("IAMSH_AGREEMENT").map_or(COMPARISONS, |count| count.parse().unwrap());
    let shares = std::cell::RefCell::new(BTreeMap::<String, usize>::new());
    let reader = std::cell::RefCell::new(Reader::new(false));
    let accounts = (account(), vec(request(), REQUESTS));
    let outcome = runner(wanted.div_ceil(REQUESTS)).run(&accounts, |(account, requests)| {
        for request in requests {
            let text = render(&question(&account, &request), &PLAIN);
            let verdict = agree(&mut reader.borrow_mut(), &text).map_err(TestCaseError::fail)?;
            let mut shares = shares.borrow_mut();
            *shares.entry(verdict.outcome.clone()).or_default() += 1;
            for layer in verdict.blocked_by {
                *shares
                    .entry(format!("{} by {layer}", verdict.outcome))
                    .or_default() += 1;
            }
        }
        Ok(())
    });
    match outcome {
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        outcome => outcome.unwrap(),
    }
    spread(&shares.borrow(), wanted);
}

/// The cases must be of all kinds: each outcome at least one in ten, each layer refusing in both ways.
fn spread(shares: &BTreeMap<String, usize>, total: usize) {
    for (what, count) in shares {
        println!("{:>6.2} %  {what}", 100.0 * *count as f64 / total as f64);
    }
    for outcome in ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"] {
        assert!(shares[outcome] * 10 >= total, "too few are {outcome}");
    }
    for layer in [
        "rcp", "scp", "vpce", "resource", "trust", "identity", "boundary", "session",
    ] {
        assert!(
            shares.contains_key(&format!("ExplicitlyDenied by {layer}")),
            "{layer} never denies"
        );
        let only_denies = layer == "rcp";
        assert!(
            only_denies || shares.contains_key(&format!("ImplicitlyDenied by {layer}")),
            "{layer} never lacks an allow"
        );
    }
}
