//! The example of every operation runs, and no name of the table is a word that rhai reserves.

use iamsh::api::model::snake_case;
use iamsh::api::table::{Service, operations};

use crate::support::run;

fn all() -> impl Iterator<Item = &'static iamsh::api::table::Operation> {
    [Service::Iam, Service::Sts]
        .into_iter()
        .flat_map(operations)
        .flat_map(|group| group.iter())
}

#[test]
fn every_example_runs_and_uses_its_operation() {
    for operation in all() {
        if let Some((_, fault)) = run(operation.example).fault {
            panic!("the example of {}:\n{fault}", operation.name);
        }
        let verb = format!(".{}(", snake_case(operation.name));
        assert!(
            operation.example.contains(&verb),
            "the example of {} does not use it",
            operation.name
        );
    }
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
