//! What is said to let a denied request through does let it through, on random accounts: all changes made where they are said to
//! belong.

use std::cell::{Cell, RefCell};

use iamsh::decision::stateless::Reader;
use iamsh::decision::{Change, LayerKind, Remedy, remedies};
use proptest::collection::vec;
use proptest::test_runner::{TestCaseError, TestError};
use serde_json::{Value, json};

use crate::compare::{question, runner};
use crate::generate::{PLAIN, account, render, request};

#[test]
fn remedies_are_sufficient() {
    let reader = RefCell::new(Reader::new(false));
    let (remedied, denials) = (Cell::new(0), Cell::new(0));
    let outcome = runner(300).run(&(account(), vec(request(), 20)), |(account, requests)| {
        for request in requests {
            let text = render(&question(&account, &request), &PLAIN);
            let explanation = reader.borrow_mut().read(&text).unwrap().explain();
            let found = remedies(&explanation);
            assert_eq!(found.is_empty(), explanation.allowed(), "{text}");
            let mut changed: Value = serde_json::from_str(&text).unwrap();
            let possible = found.iter().all(|remedy| apply(remedy, &mut changed));
            if found.is_empty() || !possible {
                continue;
            }
            remedied.set(remedied.get() + 1);
            denials.set(
                denials.get()
                    + usize::from(
                        found
                            .iter()
                            .any(|one| matches!(one.change, Change::Except(..))),
                    ),
            );
            let changed = changed.to_string();
            let decision = reader.borrow_mut().read(&changed).unwrap().decide();
            if !decision.allowed() {
                let why = format!(
                    "{:?} still refuse\n{text}\nafter {found:?}\n{changed}",
                    decision.blocked_by
                );
                return Err(TestCaseError::fail(why));
            }
        }
        Ok(())
    });
    match outcome {
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        outcome => outcome.unwrap(),
    }
    assert!(
        remedied.get() > 1_000 && denials.get() > 300,
        "{remedied:?} {denials:?}"
    );
}

/// Makes the change; false where there is none that helps.
fn apply(remedy: &Remedy<'_>, question: &mut Value) -> bool {
    let member = match remedy.layer {
        LayerKind::Rcp => "resourceControlPolicies",
        LayerKind::Scp => "serviceControlPolicies",
        LayerKind::Vpce => "vpcEndpointPolicies",
        LayerKind::Resource | LayerKind::Trust => "resourcePolicy",
        LayerKind::Identity => "identityPolicies",
        LayerKind::Boundary => "permissionsBoundary",
        LayerKind::Session => "sessionPolicies",
    };
    let policies = &mut question[member];
    match &remedy.change {
        Change::Never(_) => return false,
        Change::Add(statement) => {
            let document = json!({ "Version": "2012-10-17", "Statement": statement });
            match (remedy.target, policies.is_null()) {
                // "SCP level 2"
                (Some(level), _) => {
                    let number: usize = level.rsplit(' ').next().unwrap().parse().unwrap();
                    policies[number - 1].as_array_mut().unwrap().push(document);
                }
                _ if member != "resourcePolicy" => policies.as_array_mut().unwrap().push(document),
                (None, true) => *policies = document,
                (None, false) => add(policies, statement),
            }
        }
        Change::Except(trace, excepted) => {
            let was: Value =
                serde_json::from_str(&trace.source[trace.span.start..trace.span.end]).unwrap();
            replace(policies, &was, excepted.as_ref());
        }
    }
    true
}

fn add(policy: &mut Value, statement: &Value) {
    let document = if policy["document"].is_null() {
        policy
    } else {
        &mut policy["document"]
    };
    let old = document["Statement"].take();
    let mut statements = old.as_array().cloned().unwrap_or_else(|| vec![old]);
    statements.push(statement.clone());
    document["Statement"] = statements.into();
}

/// Puts a statement in the place of every equal one, wherever it stands.
fn replace(value: &mut Value, was: &Value, is: Option<&Value>) {
    // One that is removed denies something that does not exist.
    let gone =
        json!({ "Effect": "Deny", "Principal": "*", "Action": "none:None", "Resource": "*" });
    if value == was {
        *value = is.cloned().unwrap_or(gone);
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, was, is)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| replace(member, was, is)),
        _ => {}
    }
}
