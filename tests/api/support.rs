//! A lab with one account, and short ways to ask and to expect.

use iamsh::api::{self, AwsError};
use iamsh::decision::Context;
use iamsh::lab::event::{PassedRole, ResourceEffect};
use iamsh::lab::{Caller, Command, Credentials, Lab, Settings};
use serde_json::{Value, json};

pub const ACCOUNT: &str = "123456789012";
pub const OTHER: &str = "210987654321";

pub struct World {
    pub lab: Lab,
}

impl World {
    /// A lab with the account 123456789012.
    pub fn new() -> Self {
        let mut world = Self {
            lab: Lab::new(Settings::default()),
        };
        world.account(ACCOUNT);
        world
    }

    pub fn account(&mut self, id: &str) {
        let command = Command::CreateAccount {
            id: id.parse().unwrap(),
            email: format!("{id}@example.com"),
            name: "Test".to_owned(),
        };
        api::execute(&mut self.lab, command).unwrap();
    }

    pub fn root(&self) -> Caller {
        Caller::Root(ACCOUNT.parse().unwrap())
    }

    /// The user of this name, as with a long-term key.
    pub fn user(&self, name: &str) -> Caller {
        self.user_of(ACCOUNT, name)
    }

    pub fn user_of(&self, account: &str, name: &str) -> Caller {
        let account = account.parse().unwrap();
        let id = self
            .lab
            .account(&account)
            .unwrap()
            .user(name)
            .unwrap()
            .id
            .clone();
        Caller::User { account, id }
    }

    pub fn call(
        &mut self,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, AwsError> {
        let command = Command::Call {
            caller: caller.clone(),
            service: service_of(operation).to_owned(),
            operation: operation.to_owned(),
            input,
            context: Context::default(),
        };
        api::execute(&mut self.lab, command)
    }

    /// The root user's call, which must succeed.
    pub fn done(&mut self, operation: &str, input: Value) -> Value {
        self.done_in(ACCOUNT, operation, input)
    }

    pub fn done_in(&mut self, account: &str, operation: &str, input: Value) -> Value {
        let root = Caller::Root(account.parse().unwrap());
        self.call(&root, operation, input)
            .unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// The root user's call, which must fail with this text and change nothing but the log.
    #[track_caller]
    pub fn fails(&mut self, operation: &str, input: Value, code: &str, message: &str) {
        let root = self.root();
        self.fails_as(&root, operation, input, code, message);
    }

    #[track_caller]
    pub fn fails_as(
        &mut self,
        caller: &Caller,
        operation: &str,
        input: Value,
        code: &str,
        message: &str,
    ) {
        let mut before = self.lab.clone();
        let error = self
            .call(caller, operation, input)
            .expect_err("the call must fail");
        assert_eq!((error.code, error.message.as_str()), (code, message));
        before.log = self.lab.log.clone();
        assert!(before == self.lab, "a failed {operation} changed the lab");
    }

    pub fn create_user(&mut self, name: &str) -> Caller {
        self.done("CreateUser", json!({ "UserName": name }));
        self.user(name)
    }

    /// A user with an inline policy of these statements.
    pub fn create_user_with(&mut self, name: &str, statements: Value) -> Caller {
        let caller = self.create_user(name);
        self.put_user_policy(name, statements);
        caller
    }

    pub fn put_user_policy(&mut self, name: &str, statements: Value) {
        let document = policy(statements);
        self.done(
            "PutUserPolicy",
            json!({ "UserName": name, "PolicyName": "test", "PolicyDocument": document }),
        );
    }

    pub fn create_role(&mut self, name: &str, principal: Value) -> String {
        let trust = trust(principal);
        let answer = self.done(
            "CreateRole",
            json!({ "RoleName": name, "AssumeRolePolicyDocument": trust }),
        );
        text(&answer["Role"]["Arn"])
    }

    pub fn create_policy(&mut self, name: &str, statements: Value) -> String {
        let document = policy(statements);
        let answer = self.done(
            "CreatePolicy",
            json!({ "PolicyName": name, "PolicyDocument": document }),
        );
        text(&answer["Policy"]["Arn"])
    }

    /// Assumes a role and answers with its session.
    #[track_caller]
    pub fn assume(&mut self, caller: &Caller, role: &str, name: &str) -> Caller {
        let input = json!({ "RoleArn": role, "RoleSessionName": name });
        let answer = self
            .call(caller, "AssumeRole", input)
            .unwrap_or_else(|error| panic!("{error}"));
        keys(&answer["Credentials"])
    }

    #[track_caller]
    pub fn refuses_assume(&mut self, caller: &Caller, role: &str) -> AwsError {
        let input = json!({ "RoleArn": role, "RoleSessionName": "test" });
        let error = self
            .call(caller, "AssumeRole", input)
            .expect_err("must be refused");
        assert_eq!(error.code, "AccessDenied");
        error
    }

    pub fn perform(
        &mut self,
        caller: &Caller,
        action: &str,
        resource: &str,
        effect: ResourceEffect,
    ) -> Result<Value, AwsError> {
        self.perform_passing(caller, action, resource, effect, &[])
    }

    /// The same for a call that hands roles to services: pairs of role ARN and service.
    pub fn perform_passing(
        &mut self,
        caller: &Caller,
        action: &str,
        resource: &str,
        effect: ResourceEffect,
        passes: &[(&str, &str)],
    ) -> Result<Value, AwsError> {
        let passed = |(role, service): &(&str, &str)| PassedRole {
            role: (*role).to_owned(),
            service: (*service).to_owned(),
        };
        let command = Command::Perform {
            caller: caller.clone(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: Context::default(),
            effect,
            passes: passes.iter().map(passed).collect(),
        };
        api::execute(&mut self.lab, command)
    }

    pub fn may(&self, caller: &Caller, action: &str, resource: &str) -> bool {
        api::evaluate(&self.lab, caller, action, resource, &Context::default())
            .unwrap_or_else(|error| panic!("{error}"))
            .allowed()
    }

    pub fn advance(&mut self, seconds: u32) {
        api::execute(&mut self.lab, Command::Advance { seconds }).unwrap();
    }

    pub fn arn(&mut self, caller: &Caller) -> String {
        text(&self.call(caller, "GetCallerIdentity", json!({})).unwrap()["Arn"])
    }
}

/// The service that has an operation of this name.
pub fn service_of(operation: &str) -> &'static str {
    let sts = iamsh::api::model::service("sts").unwrap();
    if sts.operation(operation).is_some() {
        "sts"
    } else {
        "iam"
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Credentials out of an answer, with or without a session token.
pub fn keys(value: &Value) -> Caller {
    Caller::Keys(Credentials {
        access_key_id: text(&value["AccessKeyId"]),
        secret_access_key: text(&value["SecretAccessKey"]),
        session_token: value["SessionToken"].as_str().map(str::to_owned),
    })
}

pub fn policy(statements: Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

pub fn allow(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": resource })
}

pub fn deny(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Deny", "Action": action, "Resource": resource })
}

pub fn trust(principal: Value) -> String {
    policy(json!([{ "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole" }]))
}

pub fn user_arn(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/{name}")
}
