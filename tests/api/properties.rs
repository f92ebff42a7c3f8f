//! What holds for any sequence of calls: failed calls change nothing, replay gives the same lab, ids do not depend on
//! unrelated entities, answers fit the model.

use std::collections::BTreeSet;

use iamsh::api::{self, AwsError, model};
use iamsh::decision::Context;
use iamsh::lab::event::{OrganizationChange, Outcome};
use iamsh::lab::{Caller, Command, Lab, Settings};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::any_call::{AnyCall, Seen, any_call, operations, texts};
use crate::support::{ACCOUNT, OTHER, World, allow, keys, policy, trust, user_arn};

fn without_log(lab: &Lab) -> Lab {
    Lab {
        log: Default::default(),
        ..lab.clone()
    }
}

/// A lab, and what its answers have shown.
struct Played {
    world: World,
    seen: Seen,
    /// The last session that was issued.
    session: Option<Caller>,
}

/// Who makes a call: the root user, the user `a` while there is one, or the last session.
#[derive(Clone, Copy, Debug)]
enum By {
    Root,
    User,
    Session,
}

impl Played {
    /// One of everything that others need, in the account that manages an organization.
    fn new() -> Self {
        let mut played = Self {
            world: World::new(),
            seen: Seen::default(),
            session: None,
        };
        played.world.organize(OrganizationChange::Create {
            root: "r-ab12".to_owned(),
            management: ACCOUNT.parse().unwrap(),
        });
        let admin = allow("*", "*");
        for (operation, input) in [
            ("CreateUser", json!({ "UserName": "a" })),
            ("CreateGroup", json!({ "GroupName": "a" })),
            (
                "CreateRole",
                json!({ "RoleName": "a", "AssumeRolePolicyDocument": trust(json!({ "AWS": ACCOUNT })) }),
            ),
            (
                "CreatePolicy",
                json!({ "PolicyName": "a", "PolicyDocument": policy(json!([admin])) }),
            ),
            (
                "PutUserPolicy",
                json!({ "UserName": "a", "PolicyName": "a", "PolicyDocument": policy(json!([admin])) }),
            ),
            (
                "PutRolePolicy",
                json!({ "RoleName": "a", "PolicyName": "a", "PolicyDocument": policy(json!([admin])) }),
            ),
            (
                "CreateLoginProfile",
                json!({ "UserName": "a", "Password": "Correct-Horse-1" }),
            ),
            (
                "CreateInstanceProfile",
                json!({ "InstanceProfileName": "a" }),
            ),
            (
                "CreateVirtualMFADevice",
                json!({ "VirtualMFADeviceName": "a" }),
            ),
            (
                "CreateServiceSpecificCredential",
                json!({ "UserName": "a", "ServiceName": "codecommit.amazonaws.com" }),
            ),
            (
                "AttachUserPolicy",
                json!({ "UserName": "a", "PolicyArn": texts("PolicyArn")[0] }),
            ),
            (
                "AttachRolePolicy",
                json!({ "RoleName": "a", "PolicyArn": texts("PolicyArn")[0] }),
            ),
            (
                "CreateOpenIDConnectProvider",
                json!({ "Url": "https://a", "ClientIDList": ["a"] }),
            ),
            (
                "CreateSAMLProvider",
                json!({ "Name": "aa", "SAMLMetadataDocument": texts("SAMLMetadataDocument")[0] }),
            ),
            (
                "CreateRole",
                json!({ "RoleName": "b", "AssumeRolePolicyDocument": texts("AssumeRolePolicyDocument")[2] }),
            ),
            (
                "AddRoleToInstanceProfile",
                json!({ "InstanceProfileName": "a", "RoleName": "a" }),
            ),
            (
                "GenerateServiceLastAccessedDetails",
                json!({ "Arn": user_arn("a") }),
            ),
        ] {
            let answer = played.world.done(operation, input);
            played.seen.remember(operation, &answer);
        }
        played
    }

    fn caller(&self, by: By) -> Caller {
        let account = self.world.lab.account(&ACCOUNT.parse().unwrap()).unwrap();
        let user = || {
            let user = account.user("a")?;
            Some(Caller::User {
                account: account.id.clone(),
                id: user.id.clone(),
            })
        };
        let caller = match by {
            By::Root => None,
            By::User => user(),
            By::Session => self.session.clone(),
        };
        caller.unwrap_or_else(|| self.world.root())
    }

    fn call(&mut self, by: By, call: &AnyCall) -> Result<Value, AwsError> {
        let input = call.input(&self.world.lab, &self.seen);
        let caller = self.caller(by);
        let answer = self.world.call(&caller, call.operation.name, input);
        if let Ok(answer) = &answer {
            self.seen.remember(call.operation.name, answer);
            if call.operation.name.starts_with("AssumeRole") {
                self.session = Some(keys(&answer["Credentials"]));
            }
        }
        answer
    }
}

fn calls() -> impl Strategy<Value = Vec<(AnyCall, By)>> {
    let by = prop::sample::select(vec![By::Root, By::User, By::Session]);
    prop::collection::vec((any_call(), by), 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_failed_call_changes_nothing(calls in calls()) {
        let mut played = Played::new();
        for (call, by) in calls {
            let before = without_log(&played.world.lab);
            if played.call(by, &call).is_err() {
                prop_assert!(before == without_log(&played.world.lab), "{} changed the lab", call.operation.name);
            }
        }
    }

    #[test]
    fn replaying_the_log_gives_the_same_lab(calls in calls()) {
        let mut played = Played::new();
        for (call, by) in calls {
            let _ = played.call(by, &call);
            played.world.advance(1);
        }
        let lab = played.world.lab;
        let commands = lab.log.events().iter().map(|event| event.command.clone());
        prop_assert!(api::replay(Settings::default(), commands) == lab);
    }

    #[test]
    fn looking_gives_the_answer_and_the_lab_that_doing_gives(calls in calls()) {
        let mut played = Played::new();
        for (call, by) in calls {
            let command = Command::Call {
                caller: played.caller(by),
                service: call.operation.service.to_owned(),
                operation: call.operation.name.to_owned(),
                input: call.input(&played.world.lab, &played.seen),
                context: Context::default(),
            };
            let looked = api::look(&played.world.lab, &command);
            let mut recorded = played.world.lab.clone();
            let done = played.call(by, &call);
            let changed = played.world.lab.log.events().last().unwrap().changed;
            prop_assert!(!changed || looked.is_none(), "{} changes and looks", call.operation.name);
            let Some(answered) = looked else { continue };
            api::record(&mut recorded, command, &answered);
            prop_assert_eq!(answered.result.map_err(|error| error.to_string()), done.map_err(|error| error.to_string()));
            prop_assert!(recorded == played.world.lab, "{} is recorded otherwise than done", call.operation.name);
        }
    }

    #[test]
    fn answers_fit_the_model(calls in calls()) {
        let mut played = Played::new();
        for (call, by) in calls {
            let Ok(answer) = played.call(by, &call) else { continue };
            // The root user has neither name nor path, which the model says a user has.
            if call.operation.name == "GetUser" && answer["User"]["Path"].is_null() {
                continue;
            }
            match &call.operation.output {
                Some(shape) => prop_assert_eq!(model::complaints(shape, &answer), Vec::<String>::new(), "{}", call.operation.name),
                None => prop_assert_eq!(answer, Value::Null),
            }
        }
    }

    #[test]
    fn an_unrelated_entity_changes_no_other_id(calls in calls(), at in 0_usize..40) {
        let ids = |extra: Option<usize>| {
            let mut played = Played::new();
            played.world.account(OTHER);
            let mut issued = Vec::new();
            for (number, (call, _)) in calls.iter().enumerate() {
                if extra == Some(number) {
                    played.world.create_user("unrelated");
                    played.world.done_in(OTHER, "CreateUser", json!({ "UserName": "a" }));
                }
                let answer = played.call(By::Root, call);
                issued.extend(answer.ok().filter(|_| call.operation.name.starts_with("Create")).map(|answer| answer.to_string()));
            }
            issued
        };
        prop_assert_eq!(ids(None), ids(Some(at)));
    }
}

/// What random calls make but need not succeed in: nobody has ever asked for access, and no partner may ask; others need
/// several calls that fit together, and have tests of their own.
const RARE: &[&str] = &[
    "AcceptDelegationRequest",
    "AcquireRole",
    "AssociateDelegationRequest",
    "AssumeRoleWithSAML",
    "AssumeRoot",
    "CreateDelegationRequest",
    "DecodeAuthorizationMessage",
    "DeletePolicyVersion",
    "GetDelegatedAccessToken",
    "GetDelegationRequest",
    "GetHumanReadableSummary",
    "GetOrganizationsAccessReport",
    "GetRoleTemplateVersion",
    "GetScopedCredentials",
    "GetServiceLinkedRoleDeletionStatus",
    "RejectDelegationRequest",
    "ResyncMFADevice",
    "SendDelegationToken",
    "UpdateDelegationRequest",
    "UpdateSSHPublicKey",
];

/// The calls above are worth something: in a long run nearly every operation succeeds.
#[test]
fn random_calls_reach_nearly_every_operation() {
    let mut runner = TestRunner::deterministic();
    let mut missing: BTreeSet<&str> = operations().map(|operation| operation.name).collect();
    missing.retain(|name| !RARE.contains(name));
    for _ in 0..3000 {
        if missing.is_empty() {
            break;
        }
        let mut played = Played::new();
        for (call, by) in calls().new_tree(&mut runner).unwrap().current() {
            if played.call(by, &call).is_ok() {
                missing.remove(call.operation.name);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_log_holds_every_command_with_its_outcome() {
    let mut world = World::new();
    world.create_user("carlos");
    let root = world.root();
    let _ = world.call(&root, "CreateUser", json!({ "UserName": "carlos" }));
    world.advance(5);
    let events = world.lab.log.events();
    assert_eq!(events.len(), 4);
    assert_eq!(
        events.iter().map(|event| event.number).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert_eq!(events[1].caller, "arn:aws:iam::123456789012:root");
    assert!(matches!(&events[1].outcome, Outcome::Done(_)));
    assert!(
        matches!(&events[2].outcome, Outcome::Failed { code, .. } if code == "EntityAlreadyExists")
    );
    assert!(matches!(events[3].command, Command::Advance { seconds: 5 }));
}

#[test]
fn no_input_panics() {
    let mut world = World::new();
    let root = world.root();
    for input in [
        json!(null),
        json!([]),
        json!("x"),
        json!({ "UserName": { "a": [] } }),
        json!({ "UserName": "\u{0}" }),
    ] {
        assert!(world.call(&root, "CreateUser", input).is_err());
    }
    let command = Command::Call {
        caller: root,
        service: "\u{0}".to_owned(),
        operation: String::new(),
        input: Value::Null,
        context: Context::default(),
    };
    assert_eq!(
        api::execute(&mut world.lab, command).unwrap_err().code,
        "InvalidAction"
    );
}
