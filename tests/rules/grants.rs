//! Section 2: what an allow of a resource policy is worth in the same account, by caller and principal form. Each row with
//! the identity policy missing, then the boundary alone refusing, the session policy alone, and all three.

use std::sync::Arc;

use iamsh::decision::{
    Context, Layers, Outcome, Principal, Request, Resource, ResourcePolicy, decide,
};
use iamsh::policy::Document;
use iamsh::policy::compile::{CompiledPolicy, PolicyLabel};
use serde_json::{Value, json};

use crate::ask::{
    ACCOUNT, Ask, BOB, FEDERATED, OBJECT, ROLE, ROOT, SESSION, allow, allow_all, ask, aws, deny, to,
};

/// What refuses with identity missing, boundary alone, session alone, all three; nothing where it is allowed.
struct Row {
    missing: &'static [&'static str],
    boundary: &'static [&'static str],
    session: &'static [&'static str],
    all: &'static [&'static str],
}

const DIRECT: Row = Row {
    missing: &[],
    boundary: &[],
    session: &[],
    all: &[],
};

const BEHIND: Row = Row {
    missing: &[],
    boundary: &["boundary"],
    session: &["session"],
    all: &["boundary", "session"],
};

const DELEGATED: Row = Row {
    missing: &["identity"],
    boundary: &["boundary"],
    session: &["session"],
    all: &["identity", "boundary", "session"],
};

#[track_caller]
fn check(question: &Ask, refusing: &[&str]) {
    if refusing.is_empty() {
        question.allowed();
    } else {
        question.lacks(refusing);
    }
}

#[track_caller]
fn row(caller: &str, statement: &Value, row: &Row) {
    let other = || allow("ec2:*", "*");
    let granted = ask(caller, "s3:GetObject", OBJECT)
        .key(
            "aws:userid",
            if caller == BOB { "AIDABOB" } else { "AROAR:S" },
        )
        .resource(statement.clone());
    check(&granted.clone().session(allow_all()), row.missing);
    let own = granted.clone().identity(allow_all());
    check(
        &own.clone().session(allow_all()).boundary(other()),
        row.boundary,
    );
    check(&own.session(other()), row.session);
    let none = granted.boundary(other()).session(other());
    check(&none, row.all);
    let denied = none.identity(deny("s3:*", "*"));
    denied.denied_by(&["identity"]);
}

fn named(name: &str) -> Value {
    to(aws(name), allow_all())
}

#[test]
fn s2_root_user_by_its_account() {
    for name in [ROOT, ACCOUNT] {
        ask(ROOT, "s3:GetObject", OBJECT)
            .resource(named(name))
            .allowed();
    }
}

#[test]
fn s2_b11_user_by_its_arn_or_unique_id() {
    row(BOB, &named(BOB), &DIRECT);
    row(BOB, &named("AIDABOB"), &DIRECT);
}

#[test]
fn s2_user_by_its_account() {
    row(BOB, &named(ROOT), &DELEGATED);
    row(BOB, &named(ACCOUNT), &DELEGATED);
}

#[test]
fn s2_user_by_star() {
    row(BOB, &named("*"), &DIRECT);
    row(BOB, &to(json!("*"), allow_all()), &DIRECT);
}

#[test]
fn s2_u3_role_session_by_its_role() {
    row(SESSION, &named(ROLE), &BEHIND);
    row(SESSION, &named("AROAR"), &BEHIND);
}

#[test]
fn s2_role_session_by_its_own_arn() {
    row(SESSION, &named(SESSION), &DIRECT);
}

#[test]
fn s2_role_session_by_its_account() {
    row(SESSION, &named(ROOT), &DELEGATED);
}

#[test]
fn s2_role_session_by_star() {
    row(SESSION, &named("*"), &DIRECT);
    let mut only_this_role = named("*");
    only_this_role["Condition"] = json!({ "ArnEquals": { "aws:PrincipalArn": ROLE } });
    row(SESSION, &only_this_role, &DIRECT);
}

#[test]
fn s2_federated_user_by_its_own_arn() {
    row(FEDERATED, &named(FEDERATED), &DIRECT);
    // Not even a session policy is needed.
    ask(FEDERATED, "s3:GetObject", OBJECT)
        .resource(named(FEDERATED))
        .allowed();
}

#[test]
fn s2_federated_user_by_its_account() {
    row(FEDERATED, &named(ROOT), &DELEGATED);
    ask(FEDERATED, "s3:GetObject", OBJECT)
        .resource(named(ROOT))
        .identity(allow_all())
        .lacks(&["session"]);
}

#[test]
fn s2_u2_federated_user_by_star() {
    row(FEDERATED, &named("*"), &DIRECT);
}

#[test]
fn s2_b15_federated_user_by_the_user_who_federated() {
    let other = || Some(allow("ec2:*", "*"));
    let all = || Some(allow_all());
    for name in [BOB, "AIDABOB"] {
        let refusing = |identity, boundary, session| federated(name, identity, boundary, session);
        assert_eq!(refusing(None, None, all()), Vec::<&str>::new());
        assert_eq!(refusing(all(), other(), all()), ["boundary"]);
        assert_eq!(refusing(all(), None, other()), ["session"]);
        assert_eq!(refusing(None, other(), other()), ["boundary", "session"]);
        // No session policy counts as one that allows nothing.
        assert_eq!(refusing(all(), None, None), ["session"]);
    }
}

/// What refuses a federated user of Bob's whom the resource policy names so.
fn federated(
    name: &str,
    identity: Option<Value>,
    boundary: Option<Value>,
    session: Option<Value>,
) -> Vec<&'static str> {
    let list = |statement: Option<Value>| statement.map(|statement| vec![compiled(&statement)]);
    let (identity, boundary, session) = (list(identity), list(boundary), list(session));
    let resource = compiled(&named(name));
    let layers = Layers {
        identity: identity.as_deref().unwrap_or_default(),
        boundary: boundary.as_deref(),
        session: session.as_deref(),
        resource: Some(ResourcePolicy::plain(&resource)),
        ..Layers::default()
    };
    let request = Request {
        principal: Principal::FederatedUser {
            session: FEDERATED.parse().unwrap(),
            user: BOB.parse().unwrap(),
            user_id: "AIDABOB".to_owned(),
        },
        action: "s3:GetObject".to_owned(),
        resource: Resource {
            arn: OBJECT.to_owned(),
            account: Some(ACCOUNT.parse().unwrap()),
        },
        context: Context::default(),
    };
    let decision = decide(&request, &layers);
    assert_ne!(decision.outcome, Outcome::ExplicitlyDenied);
    decision.blocked_by_names()
}

fn compiled(statement: &Value) -> Arc<CompiledPolicy> {
    let text = crate::ask::document(statement.clone()).to_string();
    let (document, _) = Document::parse(&text).unwrap();
    let label = PolicyLabel {
        name: "p".into(),
        arn: None,
    };
    Arc::new(CompiledPolicy::new(label, Arc::new(document)))
}

#[test]
fn s2_service_by_its_name() {
    let trail = ask("cloudtrail.amazonaws.com", "s3:PutObject", OBJECT).owner(ACCOUNT);
    let by = |name: &str| to(json!({ "Service": name }), allow_all());
    trail
        .clone()
        .resource(by("cloudtrail.amazonaws.com"))
        .allowed();
    trail
        .clone()
        .resource(by("ec2.amazonaws.com"))
        .lacks(&["resource"]);
    // Only a resource policy can allow it.
    trail.identity(allow_all()).lacks(&["resource"]);
}

#[test]
fn s2_anonymous_by_star() {
    let anonymous = ask("*", "s3:GetObject", OBJECT);
    anonymous.clone().resource(named("*")).allowed();
    anonymous.clone().resource(named(ROOT)).lacks(&["resource"]);
    anonymous.identity(allow_all()).lacks(&["resource"]);
}

#[test]
fn s2_a_role_itself_makes_no_requests_its_sessions_do() {
    // Written as the principal of a request, a role stands for a session of it.
    let as_role = ask(ROLE, "s3:GetObject", OBJECT).resource(named(ROLE));
    as_role.allowed();
    as_role
        .clone()
        .boundary(allow("ec2:*", "*"))
        .lacks(&["boundary"]);
    let denied = as_role.identity(deny("*", "*"));
    let session = "arn:aws:sts::111122223333:assumed-role/R/session";
    assert!(
        denied.answer()["message"]
            .as_str()
            .unwrap()
            .contains(session)
    );
}

/// The grant of a form, with the other layers refusing implicitly; a deny anywhere wins all the same.
#[track_caller]
fn exempt(caller: &str, name: &str, refusing: &[&str]) {
    let other = || allow("ec2:*", "*");
    let granted = ask(caller, "s3:GetObject", OBJECT).resource(named(name));
    let limited = granted.boundary(other()).session(other());
    check(&limited, refusing);
    for (layer, question) in [
        ("identity", limited.clone().identity(deny("*", "*"))),
        ("boundary", limited.clone().boundary(deny("*", "*"))),
        ("session", limited.clone().session(deny("*", "*"))),
        ("scp", limited.scp(&[allow_all(), deny("*", "*")])),
    ] {
        question.denied_by(&[layer]);
    }
}

#[test]
fn b11_a_user_arn_is_a_direct_grant() {
    exempt(BOB, BOB, &[]);
}

#[test]
fn b12_a_role_arn_leaves_boundary_and_session_policies_in_force() {
    exempt(SESSION, ROLE, &["boundary", "session"]);
}

#[test]
fn b13_a_session_arn_is_a_direct_grant() {
    exempt(SESSION, SESSION, &[]);
}

#[test]
fn b14_a_federated_user_arn_is_a_direct_grant() {
    exempt(FEDERATED, FEDERATED, &[]);
}

#[test]
fn b15_the_federating_users_arn_leaves_boundary_and_session_policies_in_force() {
    let other = Some(allow("ec2:*", "*"));
    assert_eq!(
        federated(BOB, None, other.clone(), other),
        ["boundary", "session"]
    );
    assert_eq!(
        federated(BOB, None, None, Some(allow_all())),
        Vec::<&str>::new()
    );
}

#[test]
fn b16_star_is_a_direct_grant() {
    for caller in [BOB, SESSION, FEDERATED] {
        exempt(caller, "*", &[]);
    }
}
