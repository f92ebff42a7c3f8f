//! A prepared caller decides as the plain way does, the first time and every time after, alone and among many.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::num::NonZeroUsize;
use std::sync::Arc;

use iamsh::decision::{
    Action, Caller, CallerPolicies, Context, Decision, Layers, Level, Principal, Query, Request,
    Resource, ResourceKind, ResourcePolicy, decide, derive, who_can,
};
use iamsh::policy::Document;
use iamsh::policy::compile::{CompiledPolicy, PolicyLabel};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ACTIONS: &[&str] = &[
    "s3:GetObject",
    "S3:putobject",
    "kms:Decrypt",
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:GetCallerIdentity",
    "x",
];
const ACTION_PATTERNS: &[&str] = &[
    "*",
    "s3:*",
    "s3:GetObject",
    "s3:Get*",
    "S3:PutObject",
    "kms:*",
    "sts:A*",
    "*:Get*",
    "s3:?utObject",
];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::b/alice/x",
    "arn:aws:s3:::b/k",
    "arn:aws:kms:eu-west-1:111111111111:key/1",
    "arn:aws:iam::111111111111:role/r",
];
const RESOURCE_PATTERNS: &[&str] = &[
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:*:*:*:*",
    "arn:aws:kms:*:111111111111:key/?",
    "arn:aws:iam::*",
];
const CONDITIONS: &[&str] = &[
    "",
    r#","Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}"#,
    r#","Condition":{"StringNotEquals":{"AWS:principaltag/TEAM":"blue"}}"#,
    r#","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#,
    r#","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111111111111:*"}}"#,
    r#","Condition":{"ArnLike":{"aws:PrincipalArn":"${aws:PrincipalArn}"}}"#,
    r#","Condition":{"Null":{"aws:SourceIp":"true"}}"#,
];
const PRINCIPALS: &[&str] = &[
    r#""*""#,
    r#"{"AWS":"111111111111"}"#,
    r#"{"AWS":"arn:aws:iam::111111111111:user/alice"}"#,
    r#"{"AWS":"arn:aws:iam::111111111111:role/r"}"#,
    r#"{"AWS":["arn:aws:sts::111111111111:assumed-role/r/s","AIDA1"]}"#,
    r#"{"Service":"ec2.amazonaws.com"}"#,
    r#"{"Federated":"arn:aws:iam::111111111111:saml-provider/p"}"#,
];

fn statement() -> impl Strategy<Value = String> {
    let actions = (any::<bool>(), vec(select(ACTION_PATTERNS), 1..3));
    let resources = (any::<bool>(), vec(select(RESOURCE_PATTERNS), 1..3));
    // Some statements leave out what they are about, as trust policies do.
    let resources = prop::option::weighted(0.8, resources);
    let element = |name: &str, (negated, values): (bool, Vec<&str>)| {
        let not = if negated { "Not" } else { "" };
        format!(r#""{not}{name}":{values:?}"#)
    };
    (prop::bool::weighted(0.3), actions, resources, select(CONDITIONS), select(PRINCIPALS), any::<bool>()).prop_map(
        move |(deny, actions, resources, condition, principal, not_principal)| {
            let effect = if deny { "Deny" } else { "Allow" };
            let not = if not_principal && deny { "Not" } else { "" };
            let action = element("Action", actions);
            let resource = resources.map(|own| element("Resource", own) + ",").unwrap_or_default();
            format!(r#"{{"Effect":"{effect}",{resource}"{not}Principal":{principal},{action}{condition}}}"#)
        },
    )
}

fn policy() -> impl Strategy<Value = Arc<CompiledPolicy>> {
    vec(statement(), 1..5).prop_map(|statements| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
            statements.join(",")
        );
        let (document, _) = Document::parse(&text).unwrap();
        let label = PolicyLabel {
            name: "p".into(),
            arn: None,
        };
        Arc::new(CompiledPolicy::new(label, Arc::new(document)))
    })
}

fn policies() -> impl Strategy<Value = Vec<Arc<CompiledPolicy>>> {
    vec(policy(), 0..3)
}

fn levels() -> impl Strategy<Value = Vec<Level>> {
    vec(
        vec(policy(), 1..3).prop_map(|policies| Level {
            name: "l".into(),
            policies,
        }),
        0..3,
    )
}

fn principal() -> impl Strategy<Value = Principal> {
    let (role, session) = (
        "arn:aws:iam::111111111111:role/r",
        "arn:aws:sts::111111111111:assumed-role/r/s",
    );
    let user = "arn:aws:iam::111111111111:user/alice";
    let session = |service_linked| Principal::RoleSession {
        session: session.parse().unwrap(),
        role: role.parse().unwrap(),
        id: "AROA1".to_owned(),
        service_linked,
    };
    let token = |saml| Principal::Federated {
        provider: "arn:aws:iam::111111111111:saml-provider/p".to_owned(),
        saml,
    };
    select(vec![
        Principal::Root {
            account: "111111111111".parse().unwrap(),
            partition: "aws".to_owned(),
        },
        Principal::Root {
            account: "111111111111".parse().unwrap(),
            partition: "aws-cn".to_owned(),
        },
        Principal::User {
            arn: user.parse().unwrap(),
            id: "AIDA1".to_owned(),
        },
        session(false),
        session(true),
        Principal::FederatedUser {
            session: "arn:aws:sts::111111111111:federated-user/f"
                .parse()
                .unwrap(),
            user: user.parse().unwrap(),
            user_id: "AIDA1".to_owned(),
        },
        Principal::Service {
            name: "ec2.amazonaws.com".to_owned(),
        },
        token(false),
        token(true),
        Principal::Anonymous,
    ])
}

fn caller_policies() -> impl Strategy<Value = CallerPolicies> {
    (
        policies(),
        prop::option::of(policies()),
        prop::option::of(policies()),
        levels(),
        any::<bool>(),
    )
        .prop_map(
            |(identity, boundary, session, levels, is_management)| CallerPolicies {
                identity,
                boundary,
                session,
                service_control: levels.into(),
                is_management,
            },
        )
}

fn context(
    names: &'static [&'static str],
    values: &'static [&'static str],
) -> impl Strategy<Value = Context> {
    vec((select(names), select(values)), 0..3).prop_map(|pairs| {
        let mut context = Context::default();
        for (name, value) in pairs {
            context.set(name, value);
        }
        context
    })
}

/// What is asked of a caller, with the policies on the resource's side.
#[derive(Debug, Clone)]
struct Question {
    action: &'static str,
    resource: Resource,
    context: Context,
    resource_policy: Option<(Arc<CompiledPolicy>, ResourceKind)>,
    resource_control: Vec<Level>,
    endpoint: Option<Vec<Arc<CompiledPolicy>>>,
}

fn question() -> impl Strategy<Value = Question> {
    let kinds = select(vec![
        ResourceKind::Plain,
        ResourceKind::Trust,
        ResourceKind::Key,
    ]);
    let accounts = select(vec![None, Some("111111111111"), Some("222222222222")]);
    (
        select(ACTIONS),
        (select(RESOURCES), accounts),
        context(
            &["aws:SourceIp", "aws:username", "aws:PrincipalTag/team"],
            &["10.1.1.1", "alice", "blue", "192.0.2.1"],
        ),
        prop::option::of((policy(), kinds)),
        levels(),
        prop::option::of(policies()),
    )
        .prop_map(
            |(action, (arn, account), context, resource_policy, resource_control, endpoint)| {
                Question {
                    action,
                    resource: Resource {
                        arn: arn.to_owned(),
                        account: account.map(|digits| digits.parse().unwrap()),
                    },
                    context,
                    resource_policy,
                    resource_control,
                    endpoint,
                }
            },
        )
}

impl Question {
    fn resource_policy(&self) -> Option<ResourcePolicy<'_>> {
        self.resource_policy
            .as_ref()
            .map(|(policy, kind)| ResourcePolicy {
                policy,
                kind: *kind,
            })
    }

    /// The plain way: one request with all keys in one context, all layers side by side.
    fn decide(&self, principal: &Principal, keys: &Context, policies: &CallerPolicies) -> Decision {
        let mut all = keys.clone();
        derive::principal_keys(principal, &mut all);
        // The request's value stands before the caller's in whatever spelling.
        for (name, _) in self.context.iter() {
            all.remove(name);
        }
        for (name, value) in self.context.iter() {
            all.set(name, value.clone());
        }
        let request = Request {
            principal: principal.clone(),
            action: self.action.to_owned(),
            resource: self.resource.clone(),
            context: all,
        };
        let layers = Layers {
            identity: &policies.identity,
            boundary: policies.boundary.as_deref(),
            session: policies.session.as_deref(),
            resource: self.resource_policy(),
            service_control: &policies.service_control,
            resource_control: &self.resource_control,
            endpoint: self.endpoint.as_deref(),
            caller_is_management: policies.is_management,
            resource_is_management: false,
        };
        decide(&request, &layers)
    }
}

/// Everything a decision says.
fn said(decision: &Decision) -> String {
    let deciding = decision
        .deciding
        .as_ref()
        .map(|own| (own.layer, own.statement, Arc::as_ptr(&own.policy)));
    format!(
        "{} by {:?} for {deciding:?}",
        decision.outcome, decision.blocked_by
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_prepared_caller_decides_as_the_plain_way_does(
        principal in principal(),
        keys in context(&["AWS:PrincipalTag/Team", "aws:username"], &["blue", "red", "alice"]),
        policies in caller_policies(),
        other_policies in caller_policies(),
        questions in vec(question(), 1..4),
    ) {
        let mut caller = Caller::new(principal.clone(), keys.clone(), policies);
        for policies in [caller.policies().clone(), other_policies] {
            caller.set_policies(policies.clone());
            // Twice: the second time, what was found the first time is remembered.
            for question in questions.iter().chain(&questions) {
                let plain = question.decide(&principal, &keys, &policies);
                let action = Action::new(question.action);
                let query = Query {
                    resource_policy: question.resource_policy(),
                    resource_control: &question.resource_control,
                    endpoint: question.endpoint.as_deref(),
                    ..Query::new(&action, &question.resource, &question.context)
                };
                prop_assert_eq!(said(&caller.decide(&query)), said(&plain));
                prop_assert_eq!(said(&caller.decide_once(&query)), said(&plain));
                prop_assert_eq!(said(&caller.explain(&query).decision), said(&plain));
            }
        }
    }

    #[test]
    fn who_can_finds_those_who_are_allowed(
        callers in vec((principal(), caller_policies()), 0..7),
        question in question(),
        threads in 1_usize..4,
    ) {
        let keys = Context::default();
        let allowed = callers.iter().map(|(principal, policies)| question.decide(principal, &keys, policies).allowed());
        let expected: Vec<usize> = allowed.enumerate().filter(|(_, allowed)| *allowed).map(|(at, _)| at).collect();
        let callers: Vec<Caller> =
            callers.into_iter().map(|(principal, policies)| Caller::new(principal, keys.clone(), policies)).collect();
        let action = Action::new(question.action);
        let query = Query {
            resource_policy: question.resource_policy(),
            resource_control: &question.resource_control,
            endpoint: question.endpoint.as_deref(),
            ..Query::new(&action, &question.resource, &question.context)
        };
        prop_assert_eq!(who_can(&callers, &query, NonZeroUsize::new(threads).unwrap()), expected);
    }
}
