//! The example of every operation runs in each of its forms, and no name of the table is a word that rhai reserves.

use std::rc::Rc;

use iamsh::api::example::{Example, PRELUDE};
use iamsh::api::inventory::inventory;
use iamsh::api::model::snake_case;
use iamsh::api::replay;
use iamsh::api::table::{self, Operation, Service, operations};
use iamsh::lab::event::EventLog;
use iamsh::lab::{Command, Settings};
use iamsh::render::style::Style;
use iamsh::script::{Interpreter, OPERATIONS, Setup, with_stack};

use crate::support::run;

fn all() -> impl Iterator<Item = &'static Operation> {
    [Service::Iam, Service::Sts]
        .into_iter()
        .flat_map(operations)
        .flat_map(|group| group.iter())
}

/// What came of an example: everything that was asked of the lab and answered, and how the call ended.
struct Came {
    log: EventLog,
    fault: Option<String>,
}

/// Runs an example in one of its forms.
fn run_form(operation: &Operation, call: &str) -> Came {
    let Example { setup, who, .. } = operation.example;
    let unsigned = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"].contains(&operation.name);
    let profile = match unsigned {
        true => String::new(),
        false => format!("profile(\"default\", {who});"),
    };
    let script = format!("{PRELUDE}\n{setup}\n{profile}\n{call}\n");
    with_stack(|| {
        let mut interpreter = Interpreter::new(Setup {
            lab: iamsh::store::KeptLab::in_memory(Settings::default()),
            folder: None,
            operations: OPERATIONS,
            stop: Default::default(),
            print: Rc::new(|_: &str| {}),
            name: "example.rhai".to_owned(),
        });
        let fault = interpreter.run(&script).err();
        Came {
            log: interpreter.look(|lab| lab.log.clone()),
            fault: fault.map(|fault| fault.render(Style::Plain)),
        }
    })
    .unwrap()
}

fn forms(operation: &Operation) -> [String; 3] {
    [
        operation.example_object(),
        operation.example_client(),
        operation.example_cli(),
    ]
}

/// The three forms come to the same: the last of the events is the call, with the same parameters and the same answer, and
/// labs with equal logs are equal, since replaying a log gives its lab.
#[test]
fn every_example_runs_in_all_three_forms_and_comes_to_the_same() {
    let mut wrong = String::new();
    for operation in all() {
        let Example { error, .. } = operation.example;
        let mut first: Option<EventLog> = None;
        for call in forms(operation) {
            let came = run_form(operation, &call);
            let as_said = match (&came.fault, error) {
                (None, None) => true,
                (Some(fault), Some(code)) => fault.contains(code),
                _ => false,
            };
            let called = came.log.events().last().is_some_and(|event| {
                matches!(&event.command, Command::Call { operation: name, .. } if name == operation.name)
            });
            let first = first.get_or_insert_with(|| came.log.clone());
            if !as_said || !called {
                wrong.push_str(&format!("{call}\n{}\n", came.fault.unwrap_or_default()));
            } else if *first != came.log {
                let (one, other) = (first.events().last(), came.log.events().last());
                wrong.push_str(&format!("{call}\n  {one:?}\n  {other:?}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Operations that change a lab, and in their examples nothing that is told of it.
const LEAVES_NOTHING: [&str; 19] = [
    // Secrets are nobody's to see.
    "ChangePassword",
    "ResetServiceSpecificCredential",
    "ResyncMFADevice",
    "UpdateLoginProfile",
    // It is so already: a feature is off, metadata and the default version are the same.
    "DisableOrganizationsRootCredentialsManagement",
    "DisableOrganizationsRootSessions",
    "UpdateSAMLProvider",
    "SetDefaultPolicyVersion",
    // Reports and sessions are not among what there is.
    "GenerateCredentialReport",
    "GenerateServiceLastAccessedDetails",
    "GenerateOrganizationsAccessReport",
    "AssumeRole",
    "GetScopedCredentials",
    "GetWebIdentityToken",
    "AssumeRoot",
    "AssumeRoleWithWebIdentity",
    "AssumeRoleWithSAML",
    "GetSessionToken",
    "GetFederationToken",
];

/// The inventory of a lab, upon which `.diff` and `run --trace` stand, knows of whatever an operation can change.
#[test]
fn what_an_operation_changes_is_in_the_inventory() {
    let mut unseen = Vec::new();
    for operation in all() {
        let [object, ..] = forms(operation);
        let log = run_form(operation, &object).log;
        let changed = log.events().last().is_some_and(|event| event.changed);
        let mut commands: Vec<Command> = log
            .events()
            .iter()
            .map(|event| event.command.clone())
            .collect();
        let after = inventory(&replay(Settings::default(), commands.clone()));
        commands.pop();
        let before = inventory(&replay(Settings::default(), commands));
        if changed && before == after {
            unseen.push(operation.name);
        }
    }
    let listed = |name: &&str| !LEAVES_NOTHING.contains(name);
    let unlisted: Vec<&str> = unseen.iter().copied().filter(listed).collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
    let seen = LEAVES_NOTHING.iter().filter(|name| !unseen.contains(name));
    let seen: Vec<&&str> = seen.collect();
    assert!(seen.is_empty(), "these are told after all: {seen:?}");
}

#[test]
fn an_example_is_written_in_three_ways() {
    let operation = table::find(Service::Iam, "TagUser").unwrap();
    assert_eq!(
        forms(operation),
        [
            r#"admin.tag_user("carlos", [#{ Key: "team", Value: "blog" }])"#,
            r#"client("iam", admin).tag_user(#{ UserName: "carlos", Tags: [#{ Key: "team", Value: "blog" }] })"#,
            "aws iam tag-user --user-name carlos --tags Key=team,Value=blog",
        ]
    );
}

#[test]
fn every_verb_can_be_called_on_accounts_and_sessions() {
    for operation in all() {
        let verb = snake_case(operation.name);
        let text = format!("account(\"123456789012\").session().{verb}()");
        if let Some((_, fault)) = run(&text).fault {
            assert!(!fault.contains("there is no function"), "{verb}: {fault}");
            assert!(!fault.contains("does not take"), "{verb}: {fault}");
        }
    }
}
