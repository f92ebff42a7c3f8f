//! Stateless decisions: a question and all its policies in one JSON object.
//!
//! The form is that of `iamsh decide`. Policies are read leniently (what AWS would refuse to store but can be evaluated is
//! evaluated) unless the reader is strict. Keys that AWS derives from the principal are filled in where the request does not
//! give them.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::arn::{AccountId, Arn};
use crate::policy::check::{self, PolicyKind};
use crate::policy::compile::{CompiledPolicy, PolicyLabel};
use crate::policy::{Document, Version};

use super::{
    Context, ContextValue, Decision, Explanation, Layers, Level, Principal, Request, Resource,
    ResourceKind, ResourcePolicy, decide, derive, explain,
};

/// Compiled policies kept for the questions to come; a file of a million requests holds few different policies.
const KEPT_POLICIES: usize = 4096;

/// A question that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Form<'a> {
    #[serde(default)]
    id: Option<Value>,
    request: RequestForm,
    #[serde(borrow, default)]
    identity_policies: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    permissions_boundary: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    session_policies: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    resource_policy: Option<&'a RawValue>,
    #[serde(borrow, default)]
    service_control_policies: Vec<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    resource_control_policies: Vec<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    vpc_endpoint_policies: Vec<&'a RawValue>,
    #[serde(default)]
    expected: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RequestForm {
    principal: String,
    action: String,
    resource: ResourceForm,
    #[serde(default)]
    context: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ResourceForm {
    Arn(String),
    #[serde(rename_all = "camelCase")]
    Full {
        arn: String,
        #[serde(default)]
        account_id: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named<'a> {
    name: String,
    #[serde(borrow)]
    document: &'a RawValue,
}

/// Reads questions, keeping compiled policies between them.
#[derive(Debug, Default)]
pub struct Reader {
    strict: bool,
    compiled: HashMap<(String, Box<str>), Arc<CompiledPolicy>>,
}

/// A question with its policies, ready to be decided.
#[derive(Debug)]
pub struct Question {
    /// The `id` member, as it was given.
    pub id: Option<Value>,
    /// The `expected` member.
    pub expected: Option<String>,
    request: Request,
    identity: Vec<Arc<CompiledPolicy>>,
    boundary: Option<Vec<Arc<CompiledPolicy>>>,
    session: Option<Vec<Arc<CompiledPolicy>>>,
    resource: Option<AttachedPolicy>,
    service_control: Vec<Level>,
    resource_control: Vec<Level>,
    endpoint: Option<Vec<Arc<CompiledPolicy>>>,
}

/// The policy of the resource.
#[derive(Debug)]
struct AttachedPolicy {
    kind: ResourceKind,
    policy: Arc<CompiledPolicy>,
}

impl Reader {
    /// A reader; a strict one refuses policies that AWS would not store, with AWS's text.
    #[must_use]
    pub fn new(strict: bool) -> Self {
        Self {
            strict,
            compiled: HashMap::new(),
        }
    }

    /// Reads one question.
    ///
    /// # Errors
    /// For text of another form, and for policies that cannot be evaluated.
    pub fn read(&mut self, text: &str) -> Result<Question, Unreadable> {
        let form: Form<'_> = serde_json::from_str(text).map_err(|error| Unreadable {
            message: error.to_string(),
        })?;
        let present = |policies: &[&RawValue]| !policies.is_empty();
        let boundary = present(&form.permissions_boundary);
        let session = present(&form.session_policies);
        let endpoint = present(&form.vpc_endpoint_policies);
        let request = request(form.request)?;
        let resource = self.resource_policy(&request, form.resource_policy)?;
        Ok(Question {
            request,
            identity: self.policies(
                "identity policy",
                PolicyKind::Managed,
                &form.identity_policies,
            )?,
            boundary: boundary
                .then(|| {
                    self.policies(
                        "permissions boundary",
                        PolicyKind::Managed,
                        &form.permissions_boundary,
                    )
                })
                .transpose()?,
            session: session
                .then(|| {
                    self.policies(
                        "session policy",
                        PolicyKind::Session,
                        &form.session_policies,
                    )
                })
                .transpose()?,
            resource,
            service_control: self.levels(
                "SCP",
                PolicyKind::ServiceControl,
                &form.service_control_policies,
            )?,
            resource_control: self.resource_levels(&form.resource_control_policies)?,
            endpoint: endpoint
                .then(|| {
                    self.policies(
                        "VPC endpoint policy",
                        PolicyKind::Resource,
                        &form.vpc_endpoint_policies,
                    )
                })
                .transpose()?,
            id: form.id,
            expected: form.expected,
        })
    }

    /// The policy of the resource, where it takes part. A role always has a trust policy, which must itself allow (rule B6):
    /// none given is one that trusts nobody.
    fn resource_policy(
        &mut self,
        request: &Request,
        given: Option<&RawValue>,
    ) -> Result<Option<AttachedPolicy>, Unreadable> {
        let Some(kind) = resource_kind(request) else {
            return Ok(None);
        };
        let policy = match given.filter(|policy| policy.get() != "null") {
            Some(policy) if kind == ResourceKind::Trust => {
                self.policy("trust policy", PolicyKind::Trust, policy)?
            }
            Some(policy) => self.policy("resource policy", PolicyKind::Resource, policy)?,
            None if kind == ResourceKind::Trust => trusting_nobody(),
            None => return Ok(None),
        };
        Ok(Some(AttachedPolicy { kind, policy }))
    }

    fn policies(
        &mut self,
        what: &str,
        kind: PolicyKind,
        policies: &[&RawValue],
    ) -> Result<Vec<Arc<CompiledPolicy>>, Unreadable> {
        let numbered = policies.iter().enumerate();
        numbered
            .map(|(number, policy)| self.policy(&format!("{what} {}", number + 1), kind, policy))
            .collect()
    }

    fn levels(
        &mut self,
        what: &str,
        kind: PolicyKind,
        levels: &[Vec<&RawValue>],
    ) -> Result<Vec<Level>, Unreadable> {
        let numbered = levels.iter().enumerate();
        numbered
            .map(|(number, policies)| {
                let name = format!("{what} level {}", number + 1);
                Ok(Level {
                    policies: self.policies(&name, kind, policies)?,
                    name: name.into(),
                })
            })
            .collect()
    }

    /// `RCPFullAWSAccess` is on every level by itself.
    fn resource_levels(&mut self, levels: &[Vec<&RawValue>]) -> Result<Vec<Level>, Unreadable> {
        let mut levels = self.levels("RCP", PolicyKind::ResourceControl, levels)?;
        if levels.is_empty() {
            return Ok(levels);
        }
        let full = self.compiled(
            "RCPFullAWSAccess",
            PolicyKind::Resource,
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
        )?;
        for level in &mut levels {
            level.policies.push(Arc::clone(&full));
        }
        Ok(levels)
    }

    /// A document, or `{"name": …, "document": …}`.
    fn policy(
        &mut self,
        what: &str,
        kind: PolicyKind,
        raw: &RawValue,
    ) -> Result<Arc<CompiledPolicy>, Unreadable> {
        match serde_json::from_str::<Named<'_>>(raw.get()) {
            Ok(named) => self.compiled(&named.name, kind, named.document.get()),
            Err(_) => self.compiled(what, kind, raw.get()),
        }
    }

    fn compiled(
        &mut self,
        name: &str,
        kind: PolicyKind,
        text: &str,
    ) -> Result<Arc<CompiledPolicy>, Unreadable> {
        let key = (name.to_owned(), Box::from(text));
        if let Some(known) = self.compiled.get(&key) {
            return Ok(Arc::clone(known));
        }
        let document = self.document(name, kind, text)?;
        let label = PolicyLabel {
            name: name.into(),
            arn: name.starts_with("arn:").then(|| name.into()),
        };
        let compiled = Arc::new(CompiledPolicy::new(label, Arc::new(document)));
        if self.compiled.len() >= KEPT_POLICIES {
            self.compiled.clear();
        }
        self.compiled.insert(key, Arc::clone(&compiled));
        Ok(compiled)
    }

    fn document(&self, name: &str, kind: PolicyKind, text: &str) -> Result<Document, Unreadable> {
        let refused = |message: &str| Unreadable {
            message: format!("{name}: {message}"),
        };
        if self.strict {
            return check::check(kind, text).map_err(|error| refused(&error.message));
        }
        Document::parse(text)
            .map(|(document, _)| document)
            .map_err(|error| refused(&error.message))
    }
}

fn request(form: RequestForm) -> Result<Request, Unreadable> {
    let mut context = Context::default();
    for (key, value) in &form.context {
        context.set(key, context_value(key, value)?);
    }
    let principal = principal(&form.principal, &context)?;
    derive::principal_keys(&principal, &mut context);
    let (arn, account) = match form.resource {
        ResourceForm::Arn(arn) => (arn, None),
        ResourceForm::Full { arn, account_id } => (arn, account_id),
    };
    let account: Option<AccountId> = account
        .map(|account| account.parse())
        .transpose()
        .map_err(|error: crate::arn::InvalidAccountId| Unreadable {
            message: error.to_string(),
        })?
        .or_else(|| arn.split(':').nth(4).and_then(|part| part.parse().ok()))
        .or_else(|| principal.account());
    Ok(Request {
        principal,
        action: form.action,
        resource: Resource { arn, account },
        context,
    })
}

fn context_value(key: &str, value: &Value) -> Result<ContextValue, Unreadable> {
    let one = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(Unreadable {
            message: format!(
                "context key `{key}`: a string, a number, a boolean or a list of them is needed"
            ),
        }),
    };
    match value {
        Value::Array(values) => values
            .iter()
            .map(one)
            .collect::<Result<_, _>>()
            .map(ContextValue::Many),
        value => one(value).map(ContextValue::One),
    }
}

/// What the policy of the resource is to the request. A trust policy says who may assume the role, nothing of the calls that
/// read or change it: `None`.
fn resource_kind(request: &Request) -> Option<ResourceKind> {
    let mut parts = request.resource.arn.split(':');
    match (parts.nth(2), parts.nth(2)) {
        (Some("iam"), Some(resource)) if resource.starts_with("role/") => {
            let service = request.action.split(':').next().unwrap_or_default();
            service
                .eq_ignore_ascii_case("sts")
                .then_some(ResourceKind::Trust)
        }
        (Some("kms"), _) => Some(ResourceKind::Key),
        _ => Some(ResourceKind::Plain),
    }
}

fn trusting_nobody() -> Arc<CompiledPolicy> {
    let document = Document {
        source: "".into(),
        version: Version::V2012,
        id: None,
        statements: Vec::new(),
    };
    let label = PolicyLabel {
        name: "trust policy".into(),
        arn: None,
    };
    Arc::new(CompiledPolicy::new(label, Arc::new(document)))
}

/// An ARN (user, root, role, session, federated user), a service, or `*` for anonymous.
fn principal(text: &str, context: &Context) -> Result<Principal, Unreadable> {
    if text == "*" {
        return Ok(Principal::Anonymous);
    }
    if !text.starts_with("arn:") && text.contains('.') {
        return Ok(Principal::Service {
            name: text.to_owned(),
        });
    }
    let refused = || Unreadable {
        message: format!(
            "`{text}` is no principal: an ARN of a user, root, role, session or federated user is needed, a service, or `*`"
        ),
    };
    let arn: Arn = text.parse().map_err(|_| refused())?;
    let account = arn.account_id().ok_or_else(refused)?;
    match (arn.service(), arn.resource_type()) {
        ("iam", "root") => Ok(Principal::Root {
            account,
            partition: arn.partition().to_owned(),
        }),
        ("iam", "user") => Ok(Principal::User {
            arn,
            id: unique_id(context, "AIDA"),
        }),
        ("iam", "role") => {
            let session = Arn::new(
                arn.partition(),
                "sts",
                "",
                account.as_str(),
                &format!("assumed-role/{}/session", arn.resource_name()),
            );
            Ok(role_session(session, arn, context))
        }
        ("sts", "assumed-role") => {
            let name = arn.resource().split('/').nth(1).unwrap_or_default();
            let plain = Arn::new(
                arn.partition(),
                "iam",
                "",
                account.as_str(),
                &format!("role/{name}"),
            );
            // A session ARN drops the role's path; the request may say it.
            let role = given(context, "aws:PrincipalArn").parse().unwrap_or(plain);
            Ok(role_session(arn, role, context))
        }
        ("sts", "federated-user") => Ok(Principal::FederatedUser {
            user: Arn::new(arn.partition(), "iam", "", account.as_str(), "root"),
            session: arn,
            user_id: String::new(),
        }),
        _ => Err(refused()),
    }
}

fn role_session(session: Arn, role: Arn, context: &Context) -> Principal {
    Principal::RoleSession {
        service_linked: role.resource().starts_with("role/aws-service-role/"),
        session,
        role,
        id: unique_id(context, "AROA"),
    }
}

/// The caller's unique id, where the request says it (rule C12).
fn unique_id(context: &Context, prefix: &str) -> String {
    let user_id = given(context, "aws:userid");
    let id = user_id.split(':').next().unwrap_or_default();
    if id.starts_with(prefix) {
        id.to_owned()
    } else {
        String::new()
    }
}

fn given(context: &Context, key: &str) -> String {
    match context.get(key) {
        Some(ContextValue::One(value)) => value.clone(),
        _ => String::new(),
    }
}

impl Question {
    /// Policies that the caller cannot have are left out: only users and sessions have policies of their own, and the root
    /// user nothing but those of its session (rules B26, B32).
    fn layers(&self) -> Layers<'_> {
        let (own, session) = match self.request.principal {
            Principal::User { .. }
            | Principal::RoleSession { .. }
            | Principal::FederatedUser { .. } => (true, true),
            Principal::Root { .. } => (false, true),
            Principal::Service { .. } | Principal::Federated { .. } | Principal::Anonymous => {
                (false, false)
            }
        };
        Layers {
            identity: if own { &self.identity } else { &[] },
            boundary: self.boundary.as_deref().filter(|_| own),
            session: self.session.as_deref().filter(|_| session),
            resource: self.resource.as_ref().map(|attached| ResourcePolicy {
                policy: &attached.policy,
                kind: attached.kind,
            }),
            service_control: &self.service_control,
            resource_control: &self.resource_control,
            endpoint: self.endpoint.as_deref(),
            ..Layers::default()
        }
    }

    /// The verdict.
    #[must_use]
    pub fn decide(&self) -> Decision {
        decide(&self.request, &self.layers())
    }

    /// The verdict with every reason.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        explain(&self.request, &self.layers())
    }

    /// The answer as one JSON object.
    #[must_use]
    pub fn answer(&self) -> Value {
        let decision = self.decide();
        let mut answer = Map::new();
        if let Some(id) = &self.id {
            answer.insert("id".to_owned(), id.clone());
        }
        answer.insert("decision".to_owned(), decision.outcome.to_string().into());
        answer.insert("blockedBy".to_owned(), decision.blocked_by_names().into());
        answer.insert("matched".to_owned(), matched(&decision));
        if !decision.allowed() {
            answer.insert("message".to_owned(), self.explain().sentence(None).into());
        }
        answer.into()
    }
}

fn matched(decision: &Decision) -> Value {
    let statements = decision.deciding.iter().map(|deciding| {
        json!({
            "layer": deciding.layer.to_string(),
            "policy": deciding.policy.label().to_string(),
            "statement": deciding.statement,
            "sid": deciding.sid(),
        })
    });
    statements.collect()
}
