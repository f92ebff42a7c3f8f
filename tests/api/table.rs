//! The operation table against the API model.

use iamsh::api::model;
use iamsh::api::table::{self, Service};

#[test]
fn every_operation_of_the_table_is_in_the_model_once() {
    for service in [Service::Iam, Service::Sts] {
        let model = model::service(service.name()).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for operation in table::operations(service)
            .iter()
            .flat_map(|group| group.iter())
        {
            assert!(
                model.operation(operation.name).is_some(),
                "{}",
                operation.name
            );
            assert!(
                seen.insert(operation.name),
                "{} stands twice",
                operation.name
            );
            assert!(operation.summary.ends_with('.'), "{}", operation.name);
            assert!(!operation.example.is_empty(), "{}", operation.name);
        }
    }
}

/// How far the table is: run with `--nocapture` for the names.
#[test]
fn operations_of_the_model_that_the_table_lacks() {
    for service in [Service::Iam, Service::Sts] {
        let model = model::service(service.name()).unwrap();
        let missing: Vec<&str> = model
            .operations()
            .iter()
            .map(|operation| operation.name)
            .filter(|name| table::find(service, name).is_none())
            .collect();
        println!("{}: {} missing: {missing:?}", service.name(), missing.len());
    }
}
