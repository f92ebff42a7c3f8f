//! A question in the JSON form of `iamsh decide`, built step by step, and what is expected of its answer.

use iamsh::decision::stateless::Reader;
use serde_json::{Value, json};

pub const ACCOUNT: &str = "111122223333";
pub const OTHER: &str = "444455556666";
pub const BOB: &str = "arn:aws:iam::111122223333:user/Bob";
pub const ROLE: &str = "arn:aws:iam::111122223333:role/R";
pub const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/R/S";
pub const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/F";
pub const ROOT: &str = "arn:aws:iam::111122223333:root";
pub const STRANGER: &str = "arn:aws:iam::444455556666:user/Eve";
pub const OBJECT: &str = "arn:aws:s3:::bucket/key";

/// A question; every step gives a new one.
#[derive(Clone)]
pub struct Ask(Value);

pub fn ask(principal: &str, action: &str, resource: &str) -> Ask {
    Ask(
        json!({ "request": { "principal": principal, "action": action, "resource": { "arn": resource } } }),
    )
}

/// Bob reads an object of his own account.
pub fn bob() -> Ask {
    ask(BOB, "s3:GetObject", OBJECT)
}

impl Ask {
    pub fn key(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0["request"]["context"][name] = value.into();
        self
    }

    /// The account that owns the resource.
    pub fn owner(mut self, account: &str) -> Self {
        self.0["request"]["resource"]["accountId"] = account.into();
        self
    }

    pub fn identity(self, statement: Value) -> Self {
        self.add("identityPolicies", document(statement))
    }

    pub fn boundary(self, statement: Value) -> Self {
        self.add("permissionsBoundary", document(statement))
    }

    pub fn session(self, statement: Value) -> Self {
        self.add("sessionPolicies", document(statement))
    }

    pub fn endpoint(self, statement: Value) -> Self {
        self.add("vpcEndpointPolicies", document(statement))
    }

    pub fn resource(mut self, statement: Value) -> Self {
        self.0["resourcePolicy"] = document(statement);
        self
    }

    /// One more level of SCPs, with a policy for each statement.
    pub fn scp(self, statements: &[Value]) -> Self {
        let level: Vec<Value> = statements.iter().cloned().map(document).collect();
        self.add("serviceControlPolicies", level.into())
    }

    /// One more level of RCPs.
    pub fn rcp(self, statements: &[Value]) -> Self {
        let level: Vec<Value> = statements.iter().cloned().map(document).collect();
        self.add("resourceControlPolicies", level.into())
    }

    /// A policy of any text to one of the lists.
    pub fn add(mut self, member: &str, policy: Value) -> Self {
        if self.0[member].is_null() {
            self.0[member] = json!([]);
        }
        self.0[member].as_array_mut().unwrap().push(policy);
        self
    }

    #[track_caller]
    pub fn answer(&self) -> Value {
        match Reader::new(false).read(&self.0.to_string()) {
            Ok(question) => question.answer(),
            Err(error) => panic!("{error}"),
        }
    }

    #[track_caller]
    fn is(&self, outcome: &str, layers: &[&str]) {
        let answer = self.answer();
        let found = (&answer["decision"], &answer["blockedBy"]);
        assert_eq!(found, (&json!(outcome), &json!(layers)), "{}", self.0);
    }

    #[track_caller]
    pub fn allowed(&self) {
        self.is("Allowed", &[]);
    }

    /// Denied for want of an allow in these layers.
    #[track_caller]
    pub fn lacks(&self, layers: &[&str]) {
        self.is("ImplicitlyDenied", layers);
    }

    /// Denied by a statement of these layers.
    #[track_caller]
    pub fn denied_by(&self, layers: &[&str]) {
        self.is("ExplicitlyDenied", layers);
    }

    #[track_caller]
    pub fn says(&self, message: &str) {
        assert_eq!(self.answer()["message"], message);
    }
}

pub fn document(statement: Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statement })
}

pub fn allow(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": resource })
}

pub fn deny(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Deny", "Action": action, "Resource": resource })
}

pub fn allow_all() -> Value {
    allow("*", "*")
}

/// An allow of everything under a condition.
pub fn allow_if(condition: Value) -> Value {
    let mut statement = allow_all();
    statement["Condition"] = condition;
    statement
}

pub fn deny_if(condition: Value) -> Value {
    let mut statement = deny("*", "*");
    statement["Condition"] = condition;
    statement
}

/// The statement with a `Principal`.
pub fn to(principal: Value, mut statement: Value) -> Value {
    statement["Principal"] = principal;
    statement
}

/// The statement with a `NotPrincipal`.
pub fn not_to(principal: Value, mut statement: Value) -> Value {
    statement["NotPrincipal"] = principal;
    statement
}

pub fn aws(name: &str) -> Value {
    json!({ "AWS": name })
}
