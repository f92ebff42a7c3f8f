//! The operation table against the API model.

use iamsh::api::table::{self, Service};
use iamsh::api::{AwsError, model};

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
        }
    }
}

/// The status of an error is that of the model, and 400 where no model says.
#[test]
fn codes_have_the_status_of_the_models() {
    for service in [Service::Iam, Service::Sts] {
        let model = model::service(service.name()).unwrap();
        for error in model.operations().iter().flat_map(|known| &known.errors) {
            let answered = AwsError::new(error.code, "").http_status;
            assert_eq!(answered, error.http_status, "{}", error.code);
        }
    }
}

#[test]
fn the_table_has_every_operation_of_the_models() {
    for service in [Service::Iam, Service::Sts] {
        let model = model::service(service.name()).unwrap();
        let missing: Vec<&str> = model
            .operations()
            .iter()
            .map(|operation| operation.name)
            .filter(|name| table::find(service, name).is_none())
            .collect();
        assert!(missing.is_empty(), "{}: {missing:?}", service.name());
    }
}
