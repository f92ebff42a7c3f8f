//! The AWS API model of IAM and STS: operations, shapes, declared errors and paginators, as facts.
//!
//! Generated from the `botocore` package by `tools/generate_model.py` into `data/api-model/`, embedded as text and
//! parsed when a service is first asked for, so that nothing is paid at start-up. The model is the one source for
//! validation, parsing, help and output; it says nothing about who may call what.

mod answer;
mod documents;
mod load;
mod name;
mod pattern;
mod shape;

use std::sync::{Arc, LazyLock};

pub use answer::{complaints, conform};
pub use documents::with_documents;
pub use name::{capitalized, kebab_case, lower_camel, snake_case};
pub use shape::{Kind, List, Map, Member, Range, Shape, Structure, Text};

/// The services with a model, in the order of their names.
pub const SERVICES: [&str; 2] = ["iam", "sts"];

// Immutable facts that every lab shares, so a `static` carries no state; each service is parsed on first use.
static IAM: LazyLock<Option<Service>> =
    LazyLock::new(|| load::service(include_str!("../../data/api-model/iam.json")));
static STS: LazyLock<Option<Service>> =
    LazyLock::new(|| load::service(include_str!("../../data/api-model/sts.json")));

/// The model of `iam` or `sts`; `None` for every other name.
#[must_use]
pub fn service(name: &str) -> Option<&'static Service> {
    // INVARIANT: the embedded texts are well formed; the tests below hold it.
    match name {
        "iam" => IAM.as_ref(),
        "sts" => STS.as_ref(),
        _ => None,
    }
}

/// All operations of one service.
#[derive(Debug)]
pub struct Service {
    /// `iam` or `sts`: the name in command lines, endpoints and actions.
    pub name: &'static str,
    /// The name in AWS's documentation.
    pub full_name: &'static str,
    /// The `Version` parameter of the Query protocol.
    pub api_version: &'static str,
    /// Namespace of XML answers.
    pub xml_namespace: &'static str,
    /// INVARIANT: sorted by name.
    operations: Vec<Operation>,
}

impl Service {
    /// Every operation, sorted by name.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of exactly this name (`CreateUser`).
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        let at = self
            .operations
            .binary_search_by(|operation| operation.name.cmp(name))
            .ok()?;
        self.operations.get(at)
    }

    /// The operation written in any of its spellings: `CreateUser`, `create_user` or `create-user`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Operation> {
        self.operation(name).or_else(|| {
            self.operations
                .iter()
                .find(|operation| operation.snake_name == name || operation.kebab_name == name)
        })
    }
}

/// One operation of a service.
#[derive(Debug)]
pub struct Operation {
    /// `iam` or `sts`.
    pub service: &'static str,
    /// AWS's name: `CreateUser`.
    pub name: &'static str,
    /// boto3's method name: `create_user`.
    pub snake_name: String,
    /// The AWS CLI's command: `create-user`.
    pub kebab_name: String,
    /// Shape of the parameters, always a structure; `None` if there are none.
    pub input: Option<Arc<Shape>>,
    /// Shape of the result, always a structure; `None` if the answer is empty.
    pub output: Option<Arc<Shape>>,
    /// Errors the model declares, in its order; the ones common to all operations are in no model.
    pub errors: Vec<DeclaredError>,
    /// Where the answer comes in pages.
    pub paginator: Option<Paginator>,
    /// Takes no credentials (`AssumeRoleWithSAML`, `AssumeRoleWithWebIdentity`).
    pub unsigned: bool,
}

impl Operation {
    /// Members of the input, in the model's order.
    pub fn parameters(&self) -> impl Iterator<Item = &Member> {
        self.input.iter().flat_map(|shape| shape.members())
    }

    /// Name of the element around the result in an XML answer: `CreateUserResult`.
    #[must_use]
    pub fn result_wrapper(&self) -> String {
        format!("{}Result", self.name)
    }

    /// The declared error of a code.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&DeclaredError> {
        self.errors.iter().find(|error| error.code == code)
    }
}

/// An error an operation declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeclaredError {
    /// Name of the exception class in SDKs: `NoSuchEntityException`.
    pub shape: &'static str,
    /// The code on the wire: `NoSuchEntity`.
    pub code: &'static str,
    /// HTTP status of the answer; 400 where the model is silent.
    pub http_status: u16,
}

/// How an operation pages; all of them follow `Marker`, `MaxItems` and `IsTruncated`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paginator {
    /// Parameter that takes the token.
    pub input_token: &'static str,
    /// Member of the answer that gives the next token.
    pub output_token: &'static str,
    /// Parameter that bounds the size of a page.
    pub limit_key: &'static str,
    /// Member of the answer that says whether there is more.
    pub more_results: &'static str,
    /// Lists that grow from page to page; the first is the main one.
    pub result_keys: Vec<&'static str>,
    /// Members that every page repeats.
    pub non_aggregate_keys: Vec<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_models_parse_and_have_all_operations() {
        let iam = service("iam").unwrap();
        let sts = service("sts").unwrap();
        assert_eq!(iam.operations().len(), 181);
        assert_eq!(sts.operations().len(), 12);
        assert_eq!(iam.api_version, "2010-05-08");
        assert_eq!(
            sts.xml_namespace,
            "https://sts.amazonaws.com/doc/2011-06-15/"
        );
        assert!(service("s3").is_none());
        for name in SERVICES {
            let service = service(name).unwrap();
            assert_eq!(service.name, name);
            assert!(service.operations().is_sorted_by_key(|o| o.name));
            for operation in service.operations() {
                for shape in operation.input.iter().chain(&operation.output) {
                    assert!(matches!(shape.kind, Kind::Structure(_)));
                }
            }
        }
    }

    #[test]
    fn an_operation_has_members_constraints_and_errors() {
        let create = service("iam").unwrap().operation("CreateUser").unwrap();
        let names: Vec<_> = create.parameters().map(|member| member.name).collect();
        assert_eq!(names, ["Path", "UserName", "PermissionsBoundary", "Tags"]);
        let name = create.input.as_ref().unwrap().member("UserName").unwrap();
        assert!(name.required);
        let Kind::String(text) = &name.shape.kind else {
            panic!("a user name is a string")
        };
        assert_eq!((text.length.min, text.length.max), (Some(1), Some(64)));
        assert_eq!(text.pattern(), Some("[\\w+=,.@-]+"));
        assert_eq!(create.result_wrapper(), "CreateUserResult");
        assert_eq!(
            create.error("EntityAlreadyExists").unwrap().http_status,
            409
        );
        assert!(create.paginator.is_none());
    }

    #[test]
    fn an_operation_is_found_in_every_spelling() {
        let iam = service("iam").unwrap();
        for name in [
            "UploadSSHPublicKey",
            "upload_ssh_public_key",
            "upload-ssh-public-key",
        ] {
            assert_eq!(iam.find(name).unwrap().name, "UploadSSHPublicKey");
        }
        for name in [
            "",
            "createuser",
            "create user",
            "CREATE_USER",
            "create_user-",
        ] {
            assert!(iam.find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn paginators_name_members_that_exist() {
        for name in SERVICES {
            for operation in service(name).unwrap().operations() {
                let Some(page) = &operation.paginator else {
                    continue;
                };
                let input = operation.input.as_ref().unwrap();
                let output = operation.output.as_ref().unwrap();
                assert!(input.member(page.input_token).is_some());
                assert!(input.member(page.limit_key).is_some());
                assert!(output.member(page.output_token).is_some());
                assert!(output.member(page.more_results).is_some());
                for key in page.result_keys.iter().chain(&page.non_aggregate_keys) {
                    assert!(output.member(key).is_some(), "{} {key}", operation.name);
                }
            }
        }
    }

    #[test]
    fn only_federation_takes_no_credentials() {
        let sts = service("sts").unwrap();
        let unsigned: Vec<_> = sts.operations().iter().filter(|o| o.unsigned).collect();
        let names: Vec<_> = unsigned.iter().map(|o| o.name).collect();
        assert_eq!(names, ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]);
    }
}
