//! Parameters against the model, in the two stages AWS has.
//!
//! | stage | who refuses | what it checks | words |
//! | --- | --- | --- | --- |
//! | [`parameters()`] | the client (boto3, the AWS CLI), before anything is sent | unknown and missing members, types, minimums | botocore's |
//! | [`constraints()`] | the service | null, lengths, ranges, patterns, enumerations | AWS's `ValidationError` |
//!
//! A front end that stands for a client calls [`validate`]; the wire protocol calls [`constraints()`] alone. Quotas,
//! existence and everything that needs the lab are not checked here.

mod constraints;
mod parameters;
pub(crate) mod python;

use std::fmt;

use serde_json::Value;

use super::model::Operation;

pub use constraints::constraints;
pub use parameters::parameters;

/// Why parameters are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// By the client: botocore's whole report, `Parameter validation failed:` and a line for each fault.
    Client(String),
    /// By the service, HTTP 400.
    Service {
        /// `ValidationError`, or `MalformedInput` for a value that cannot be read as its type.
        code: &'static str,
        /// AWS's text; mostly empty for `MalformedInput`, which comes without a message.
        message: String,
    },
}

impl Invalid {
    /// The text alone.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::Client(message) | Self::Service { message, .. } => message,
        }
    }

    /// AWS's code; `ParamValidation`, the name of the AWS CLI and botocore, for the client's refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Client(_) => "ParamValidation",
            Self::Service { code, .. } => code,
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Invalid {}

/// Both stages, the client's first.
///
/// # Errors
/// What the first stage that refuses says.
pub fn validate(operation: &Operation, input: &Value) -> Result<(), Invalid> {
    parameters(operation, input)?;
    constraints(operation, input)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::model::{self, SERVICES};
    use super::*;

    #[test]
    fn the_client_refuses_before_the_service_is_asked() {
        let operation = model::service("iam").unwrap().find("create_user").unwrap();
        let input = json!({"UserNam": "x", "Path": "no slash"});
        let refused = validate(operation, &input).unwrap_err();
        assert_eq!(refused.code(), "ParamValidation");
        assert_eq!(
            refused.to_string(),
            "Parameter validation failed:\n\
             Missing required parameter in input: \"UserName\"\n\
             Unknown parameter in input: \"UserNam\", must be one of: Path, UserName, PermissionsBoundary, Tags"
        );
        let refused = validate(operation, &json!({"UserName": "a b"})).unwrap_err();
        assert_eq!(refused.code(), "ValidationError");
        assert_eq!(validate(operation, &json!({"UserName": "carlos"})), Ok(()));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..5)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    /// Arbitrary values under names the operation knows, so that the walk goes deep.
    fn any_call() -> impl Strategy<Value = (&'static Operation, Value)> {
        let operations: Vec<_> = SERVICES
            .iter()
            .flat_map(|name| model::service(name).unwrap().operations())
            .collect();
        (
            prop::sample::select(operations),
            prop::collection::vec(any_json(), 8),
            any_json(),
        )
            .prop_map(|(operation, values, odd)| {
                let names = operation.parameters().map(|member| member.name.to_owned());
                let known: serde_json::Map<_, _> = names.zip(values).collect();
                if known.is_empty() {
                    (operation, odd)
                } else {
                    (operation, Value::Object(known))
                }
            })
    }

    proptest! {
        #[test]
        fn no_input_panics((operation, input) in any_call()) {
            let _ = validate(operation, &input);
            let _ = constraints(operation, &input);
        }
    }

    #[test]
    fn a_value_nested_without_end_is_refused() {
        let mut deep = json!("core");
        for _ in 0..2000 {
            deep = Value::Array(vec![deep]);
        }
        let operation = model::service("iam").unwrap().find("create_user").unwrap();
        let input = Value::Object([("UserName".to_owned(), deep)].into_iter().collect());
        let text = parameters(operation, &input).unwrap_err().to_string();
        assert!(text.starts_with(
            "Parameter validation failed:\nInvalid type for parameter UserName, value: [[["
        ));
        assert!(text.ends_with("]]], type: <class 'list'>, valid types: <class 'str'>"));
        assert_eq!(
            constraints(operation, &input).unwrap_err().code(),
            "MalformedInput"
        );
    }
}
