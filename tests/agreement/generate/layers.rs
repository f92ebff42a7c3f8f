//! Policies, and all the layers of an account.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::elements::{Shape, broad, statement};

/// A policy document; allows outweigh denies, since one deny ends everything.
pub fn policy(shape: Shape, breadth: u32) -> BoxedStrategy<Value> {
    let one = prop_oneof![
        breadth => broad(shape),
        8 => statement(shape, "Allow"),
        3 => statement(shape, "Deny"),
    ];
    document(one.boxed())
}

fn document(statement: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let single = statement.clone();
    let many = vec(statement, 1..4).prop_map(Value::from);
    let version = prop_oneof![
        8 => Just(Some("2012-10-17")),
        1 => Just(Some("2008-10-17")),
        1 => Just(None),
    ];
    (version, prop_oneof![1 => single, 4 => many], any::<bool>())
        .prop_map(|(version, statements, named)| {
            let mut document = json!({});
            if let Some(version) = version {
                document["Version"] = version.into();
            }
            document["Statement"] = statements;
            if named {
                json!({ "name": "α", "document": document })
            } else {
                document
            }
        })
        .boxed()
}

/// All members of a question but its request.
pub fn account() -> BoxedStrategy<Value> {
    let own = |breadth| policy(Shape::Own, breadth);
    let list = |share: f64, policies: BoxedStrategy<Vec<Value>>| {
        prop::option::weighted(share, policies).prop_map(Option::unwrap_or_default)
    };
    let levels = |share: f64, level: BoxedStrategy<Value>, fewest: usize| {
        let all = vec(vec(level, fewest..3), 1..3);
        prop::option::weighted(share, all).prop_map(Option::unwrap_or_default)
    };
    let deny = document(statement(Shape::Control, "Deny"));
    (
        vec(own(4), 0..4),
        list(0.3, vec(own(8), 1..2).boxed()),
        list(0.3, vec(own(8), 1..3).boxed()),
        prop::option::weighted(0.7, policy(Shape::Shared, 3)),
        // A level without policies allows nothing: as likely as one of thirty.
        prop_oneof![29 => levels(0.4, own(10), 1), 1 => levels(0.9, own(10), 0)],
        levels(0.3, deny, 0),
        list(0.2, vec(policy(Shape::Shared, 10), 1..3).boxed()),
    )
        .prop_map(
            |(identity, boundary, session, resource, scp, rcp, endpoint)| {
                json!({
                    "identityPolicies": identity,
                    "permissionsBoundary": boundary,
                    "sessionPolicies": session,
                    "resourcePolicy": resource,
                    "serviceControlPolicies": scp,
                    "resourceControlPolicies": rcp,
                    "vpcEndpointPolicies": endpoint,
                })
            },
        )
        .boxed()
}
