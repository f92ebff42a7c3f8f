//! `PolicyDocument` and `Statement`: policies as scripts hold them, with their text.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine};
use serde_json::{Value, json};

use crate::policy::document::Effect;
use crate::policy::parse::{DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS};
use crate::policy::{Document, document};
use crate::render::json::pretty;

use super::convert::{lift, to_json};
use super::error::Error;
use super::kinds::with_article;
use super::native::{Failure, Native};

/// A policy document: its text, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDocument(Rc<str>);

impl PolicyDocument {
    /// Wraps a text; whether it is a policy is for the operation that gets it to say.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    fn read(&self) -> Result<Document, Failure> {
        let read = Document::parse(&self.0);
        let refused = |error: crate::policy::ParseError| {
            Error {
                place: Some(Rc::new(crate::api::error::Place {
                    text: self.0.to_string(),
                    span: error.span,
                })),
                ..Error::misuse(format!("this is no policy: {error}"))
            }
            .thrown()
        };
        read.map(|(document, _)| document).map_err(refused)
    }
}

impl Native for PolicyDocument {
    const NAME: &'static str = "PolicyDocument";

    fn fields(&self) -> Vec<String> {
        ["version", "statements", "text"].map(Into::into).to_vec()
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok(Some(match name {
            "text" => self.text().into(),
            "version" => self.json().get("Version").map_or(Dynamic::UNIT, lift),
            "statements" => {
                let document = self.read()?;
                let statements = document
                    .statements
                    .iter()
                    .map(|statement| Statement::new(&document, statement));
                statements.map(Dynamic::from).collect::<Array>().into()
            }
            _ => return Ok(None),
        }))
    }

    fn brief(&self) -> String {
        self.text().to_owned()
    }

    fn card(&self) -> String {
        match serde_json::from_str::<Value>(&self.0) {
            Ok(json) => pretty(&json),
            Err(_) => self.text().to_owned(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_else(|_| json!(self.text()))
    }
}

/// One statement of a document.
#[derive(Clone, Debug)]
pub struct Statement(Rc<Value>);

impl Statement {
    fn new(document: &Document, statement: &document::Statement) -> Self {
        let text = document
            .source
            .get(statement.span.start..statement.span.end)
            .unwrap_or_default();
        let mut json = serde_json::from_str(text).unwrap_or_else(|_| json!({}));
        if let Some(members) = json.as_object_mut() {
            // Whatever case it was written in, scripts compare with AWS's.
            let effect = if statement.effect == Effect::Allow {
                "Allow"
            } else {
                "Deny"
            };
            members.insert("Effect".to_owned(), effect.into());
        }
        Self(Rc::new(json))
    }
}

impl Native for Statement {
    const NAME: &'static str = "Statement";

    fn fields(&self) -> Vec<String> {
        super::record::properties(&self.0, "")
    }

    fn field(&self, name: &str) -> Result<Option<Dynamic>, Failure> {
        Ok(super::record::member(&self.0, "", name).map(lift))
    }

    fn brief(&self) -> String {
        self.0.to_string()
    }

    fn card(&self) -> String {
        pretty(&self.0)
    }

    fn json(&self) -> Value {
        (*self.0).clone()
    }
}

/// The document a script value is: a map, a text, a document.
///
/// # Errors
/// For values that have no JSON form.
pub fn document(value: &Dynamic) -> Result<PolicyDocument, Failure> {
    if let Some(document) = value.read_lock::<PolicyDocument>() {
        return Ok(document.clone());
    }
    if let Ok(text) = value.clone().into_immutable_string() {
        return Ok(PolicyDocument::new(&text));
    }
    Ok(PolicyDocument::new(&in_order(part(value)?).to_string()))
}

/// A part of a policy as JSON.
fn part(value: &Dynamic) -> Result<Value, Failure> {
    to_json(value).map_err(|kind| Error::misuse(format!("a policy holds no {kind}")).thrown())
}

/// The elements as people write them; script maps have lost their order.
fn in_order(json: Value) -> Value {
    match json {
        Value::Array(items) => items.into_iter().map(in_order).collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| (name, in_order(value)))
                .collect();
            let order = || DOCUMENT_ELEMENTS.iter().chain(&STATEMENT_ELEMENTS);
            let place = |name: &str| {
                order()
                    .position(|known| *known == name)
                    .unwrap_or(usize::MAX)
            };
            members.sort_by_key(|(name, _)| place(name));
            Value::Object(members.into_iter().collect())
        }
        other => other,
    }
}

fn one_statement(
    effect: &str,
    action: &Dynamic,
    resource: &Dynamic,
) -> Result<PolicyDocument, Failure> {
    let json = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": effect, "Action": part(action)?, "Resource": part(resource)? }],
    });
    Ok(PolicyDocument::new(&json.to_string()))
}

/// A trust policy that lets somebody assume the role: an ARN, an account, a service such as `ec2.amazonaws.com`.
fn trust_for(principal: &Dynamic) -> Result<PolicyDocument, Failure> {
    let named = to_json(principal).map_err(|kind| {
        Error::misuse(format!("{} is no principal", with_article(&kind))).thrown()
    })?;
    let is_service = named
        .as_str()
        .is_some_and(|name| name.ends_with(".amazonaws.com"));
    let kind = if is_service { "Service" } else { "AWS" };
    let json = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { kind: named }, "Action": "sts:AssumeRole" }],
    });
    Ok(PolicyDocument::new(&json.to_string()))
}

/// Registers the functions that make documents.
pub fn register(engine: &mut Engine) {
    engine.register_fn("policy", |value: Dynamic| document(&value));
    engine.register_fn("allow", |action: Dynamic, resource: Dynamic| {
        one_statement("Allow", &action, &resource)
    });
    engine.register_fn("deny", |action: Dynamic, resource: Dynamic| {
        one_statement("Deny", &action, &resource)
    });
    engine.register_fn("trust_for", |principal: Dynamic| trust_for(&principal));
}
