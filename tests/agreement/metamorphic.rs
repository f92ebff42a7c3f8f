//! What must hold between two questions that differ in one thing, whatever the answers are.

use iamsh::decision::CheckEffect;
use iamsh::decision::stateless::Reader;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestError};
use serde_json::{Value, json};

use crate::compare::{engine, question, runner};
use crate::generate::{OTHER, PLAIN, Shape, account, policy, render, request, statement};
use crate::naive::Verdict;

const ACCOUNTS: usize = 150;
const REQUESTS: usize = 20;

/// The layers that only take away, with the shape of their statements.
const FILTERS: [(&str, Shape); 5] = [
    ("permissionsBoundary", Shape::Own),
    ("sessionPolicies", Shape::Own),
    ("serviceControlPolicies", Shape::Own),
    ("resourceControlPolicies", Shape::Control),
    ("vpcEndpointPolicies", Shape::Shared),
];

fn verdict(question: &Value) -> Verdict {
    engine(&mut Reader::new(false), &render(question, &PLAIN))
}

/// Checks a property of random accounts, requests and one more thing.
fn check<T: std::fmt::Debug>(
    more: impl Strategy<Value = T>,
    property: impl Fn(&Value, &T) -> Result<(), String>,
) {
    let cases = (account(), vec(request(), REQUESTS), more);
    let outcome = runner(ACCOUNTS).run(&cases, |(account, requests, more)| {
        for request in requests {
            let question = question(&account, &request);
            property(&question, &more).map_err(|what| {
                TestCaseError::fail(format!("{what}\n{}", render(&question, &PLAIN)))
            })?;
        }
        Ok(())
    });
    match outcome {
        Err(TestError::Fail(reason, more)) => panic!("{reason}\n{:?}", more.2),
        outcome => outcome.unwrap(),
    }
}

fn demand(holds: bool, before: &Verdict, after: &Verdict) -> Result<(), String> {
    match holds {
        true => Ok(()),
        false => Err(format!("before: {before:?}\nafter: {after:?}")),
    }
}

fn document(statement: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

/// Adds a policy to a layer: control policies to their first level, or as one.
fn add(question: &Value, layer: &str, policy: Value) -> Value {
    let mut question = question.clone();
    match (layer, question[layer].as_array_mut()) {
        ("resourcePolicy", _) => question[layer] = with_statements(&question[layer], policy),
        ("serviceControlPolicies" | "resourceControlPolicies", Some(levels)) => {
            match levels.first_mut() {
                Some(level) => level.as_array_mut().unwrap().push(policy),
                None => levels.push(json!([policy])),
            }
        }
        (_, Some(policies)) => policies.push(policy),
        _ => panic!("{layer} is no list"),
    }
    question
}

/// The policy of a resource with the statements of another; there can be only one policy.
fn with_statements(policy: &Value, more: Value) -> Value {
    let mut policy = match policy.get("document") {
        Some(document) => document.clone(),
        None => policy.clone(),
    };
    if policy.is_null() {
        return more;
    }
    let one_or_many = |value: &Value| match value {
        Value::Array(statements) => statements.clone(),
        one => vec![one.clone()],
    };
    let mut statements = one_or_many(&policy["Statement"]);
    statements.extend(one_or_many(&more["Statement"]));
    policy["Statement"] = statements.into();
    policy
}

#[test]
fn adding_a_deny_never_allows() {
    let own = statement(Shape::Own, "Deny").prop_map(|deny| (Shape::Own, deny));
    let shared = statement(Shape::Shared, "Deny").prop_map(|deny| (Shape::Shared, deny));
    check(prop_oneof![own, shared], |question, (shape, deny)| {
        let more = [
            ("identityPolicies", Shape::Own),
            ("resourcePolicy", Shape::Shared),
        ];
        for (layer, _) in FILTERS
            .into_iter()
            .chain(more)
            .filter(|(_, of)| of == shape)
        {
            let before = verdict(question);
            let after = verdict(&add(question, layer, document(deny)));
            let fine = before.outcome == "Allowed" || after.outcome != "Allowed";
            demand(fine, &before, &after)?;
        }
        Ok(())
    });
}

#[test]
fn adding_an_allow_to_an_identity_policy_never_denies() {
    check(statement(Shape::Own, "Allow"), |question, allow| {
        let before = verdict(question);
        let after = verdict(&add(question, "identityPolicies", document(allow)));
        let fine = after.outcome == before.outcome || after.outcome == "Allowed";
        demand(fine, &before, &after)
    });
}

#[test]
fn adding_a_layer_never_allows() {
    let policies = (
        policy(Shape::Own, 4),
        statement(Shape::Control, "Deny").prop_map(|deny| document(&deny)),
        policy(Shape::Shared, 4),
    );
    check(policies, |question, (own, control, shared)| {
        for (layer, shape) in FILTERS {
            // To a federated user session policies are what it lives by (rule B19).
            let principal = question["request"]["principal"].as_str().unwrap();
            let lives_by_it = layer == "sessionPolicies" && principal.contains("federated-user/");
            if lives_by_it || question[layer] != json!([]) {
                continue;
            }
            let policy = match shape {
                Shape::Own => own,
                Shape::Control => control,
                Shape::Shared => shared,
            };
            let before = verdict(question);
            let after = verdict(&add(question, layer, policy.clone()));
            let fine = before.outcome == "Allowed" || after.outcome != "Allowed";
            demand(fine, &before, &after)?;
        }
        Ok(())
    });
}

#[test]
fn the_order_of_statements_policies_and_levels_is_irrelevant() {
    check(Just(()), |question, ()| {
        let mut turned = question.clone();
        for (name, layer) in turned.as_object_mut().unwrap() {
            if name != "request" {
                reverse(layer);
            }
        }
        let (before, after) = (verdict(question), verdict(&turned));
        demand(before == after, &before, &after)
    });
}

/// Turns every list round, those of actions and condition values too.
fn reverse(value: &mut Value) {
    match value {
        Value::Array(values) => {
            values.reverse();
            values.iter_mut().for_each(reverse);
        }
        Value::Object(members) => members.values_mut().for_each(reverse),
        _ => {}
    }
}

#[test]
fn renaming_everything_changes_nothing() {
    check(Just(()), |question, ()| {
        let before = verdict(question);
        let after = engine(&mut Reader::new(false), &render(question, &OTHER));
        demand(before == after, &before, &after)
    });
}

#[test]
fn the_reason_says_what_the_decision_says() {
    check(Just(()), |question, ()| {
        let text = render(question, &PLAIN);
        let question = Reader::new(false).read(&text).unwrap();
        let (decision, reason) = (question.decide(), question.explain());
        if reason.decision.outcome != decision.outcome
            || reason.decision.blocked_by != decision.blocked_by
        {
            return Err("the reason has another decision".to_owned());
        }
        for layer in &decision.blocked_by {
            let wanted = match decision.outcome.to_string().as_str() {
                "ExplicitlyDenied" => CheckEffect::ExplicitDeny,
                _ => CheckEffect::ImplicitDeny,
            };
            let mut checks = reason.checks.iter().filter(|check| check.layer == *layer);
            if !checks.any(|check| check.effect == wanted) {
                return Err(format!("no check of {layer} is {wanted:?}"));
            }
        }
        match (decision.deciding, reason.deciding()) {
            (None, None) => Ok(()),
            (Some(_), Some(trace)) if trace.applies() => Ok(()),
            (_, trace) => Err(format!("the deciding statement is {trace:?}")),
        }
    });
}
