//! The properties of the types of the lab with the types of their values: what can follow a dot without running anything.
//!
//! A test holds this table against what values say of themselves.

use crate::api::model::{self, Kind, snake_case};

/// A type's name, and its properties: name and type of the value, that of an element in front of `[]` for lists.
type Properties = (&'static str, &'static [(&'static str, &'static str)]);

const S: &str = "string";

#[rustfmt::skip]
const PROPERTIES: &[Properties] = &[
    ("Account", &[("id", S), ("arn", S), ("name", S), ("email", S), ("alias", S), ("closed", "bool")]),
    ("Session", &[("arn", S), ("user_id", S), ("account", S), ("credentials", "Credentials"), ("expiration", S)]),
    ("User", &[
        ("name", S), ("arn", S), ("id", S), ("path", S), ("create_date", S), ("groups", "Group[]"), ("policies", "Policy[]"),
        ("inline_policies", "string[]"), ("boundary", "Policy"), ("tags", "document"),
    ]),
    ("Group", &[
        ("name", S), ("arn", S), ("id", S), ("path", S), ("create_date", S), ("users", "User[]"), ("policies", "Policy[]"),
        ("inline_policies", "string[]"),
    ]),
    ("Role", &[
        ("name", S), ("arn", S), ("id", S), ("path", S), ("create_date", S), ("trust", "PolicyDocument"), ("policies", "Policy[]"),
        ("inline_policies", "string[]"), ("boundary", "Policy"), ("tags", "document"),
    ]),
    ("Policy", &[
        ("name", S), ("arn", S), ("id", S), ("path", S), ("default_version_id", S), ("attachment_count", "integer"),
        ("permissions_boundary_usage_count", "integer"), ("is_attachable", "bool"), ("create_date", S), ("update_date", S),
        ("document", "PolicyDocument"), ("tags", "document"),
    ]),
    ("PolicyDocument", &[("version", S), ("statements", "Statement[]"), ("text", S)]),
    ("Statement", &[
        ("sid", S), ("effect", S), ("principal", "document"), ("not_principal", "document"), ("action", S), ("not_action", S),
        ("resource", S), ("not_resource", S), ("condition", "document"),
    ]),
    ("Decision", &[
        ("allowed", "bool"), ("outcome", S), ("blocked_by", "string[]"), ("message", S), ("matched", "document[]"),
        ("checks", "document[]"), ("principal", S), ("action", S), ("resource", S),
    ]),
    ("Error", &[
        ("code", S), ("message", S), ("operation", S), ("http_status", "integer"), ("help", S), ("encoded_message", S),
        ("blocked_by", "string[]"), ("decision", "Decision"), ("exit_code", "integer"), ("stderr", S),
    ]),
    ("AccessKey", &[("user_name", S), ("access_key_id", S), ("status", S), ("secret_access_key", S), ("create_date", S)]),
    ("Credentials", &[("access_key_id", S), ("secret_access_key", S), ("session_token", S), ("expiration", S)]),
    ("CallerIdentity", &[("user_id", S), ("account", S), ("arn", S)]),
    ("Event", &[
        ("number", "integer"), ("time", S), ("caller", S), ("operation", S), ("input", "document"), ("outcome", S), ("code", S),
        ("message", S), ("summary", S),
    ]),
    ("Arn", &[
        ("partition", S), ("service", S), ("region", S), ("account", S), ("resource", S), ("resource_type", S), ("resource_name", S),
    ]),
    ("Organization", &[("id", S), ("root", S), ("management", S)]),
    ("VpcEndpoint", &[("id", S), ("vpc", S), ("owner", S)]),
    ("Client", &[("service", S)]),
    ("IdentityProvider", &[("issuer", S), ("host", S), ("thumbprint", S), ("saml_metadata", S)]),
];

/// The properties of a type; empty for types that have none, or none of their own.
#[must_use]
pub fn properties(kind: &str) -> &'static [(&'static str, &'static str)] {
    let found = PROPERTIES.iter().find(|(known, _)| *known == kind);
    found.map_or(&[], |(_, properties)| properties)
}

/// Whether values of a type can have a property: one of the table, or a member that AWS's answers about such a value may have.
#[must_use]
pub fn has(kind: &str, name: &str) -> bool {
    let listed = properties(kind).iter().any(|(own, _)| *own == name);
    listed
        || ANSWERS
            .iter()
            .any(|(of, answer, member)| *of == kind && in_answer(kind, answer, member, name))
}

/// Types, and the members of answers that describe such values, alone or in a list.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("User", "GetUser", "User"),
    ("User", "GetAccountAuthorizationDetails", "UserDetailList"),
    ("Group", "GetAccountAuthorizationDetails", "GroupDetailList"),
    ("Role", "GetRole", "Role"),
    ("Role", "GetAccountAuthorizationDetails", "RoleDetailList"),
    ("Policy", "GetPolicy", "Policy"),
    ("Policy", "GetAccountAuthorizationDetails", "Policies"),
    ("AccessKey", "CreateAccessKey", "AccessKey"),
];

fn in_answer(kind: &str, operation: &str, member: &str, name: &str) -> bool {
    let operation = model::service("iam").and_then(|service| service.operation(operation));
    let output = operation.and_then(|operation| operation.output.as_ref());
    let Some(member) = output.and_then(|output| output.member(member)) else {
        return false;
    };
    let shape = match &member.shape.kind {
        Kind::List(list) => &list.member,
        _ => &member.shape,
    };
    let is_named = |full: &str| {
        let short = full.strip_prefix(kind);
        snake_case(full) == name || short.is_some_and(|short| snake_case(short) == name)
    };
    shape.members().iter().any(|member| is_named(member.name))
}

#[cfg(test)]
mod tests {

    use super::super::{Interpreter, Setup};
    use super::{has, properties};

    #[test]
    fn values_have_the_properties_of_the_table() {
        let setup = Setup::silent();
        let mut session = Interpreter::new(setup);
        let text = r#"
            let acct = account("123456789012"); let user = acct.create_user("carlos"); let group = acct.create_group("g");
            let role = acct.create_role("r", trust_for(user)); let me = user.session().assume_role(role, "abc");
            let p = acct.create_policy("p", allow("s3:Get*", "*")); let decision = user.can("s3:GetObject", "*");
            let error = expect_error("NoSuchEntity", || acct.get_user("x")); let keys = me.credentials;
            let who = me.get_caller_identity(); let event = events()[0]; let a = arn(role.arn); let c = client("iam", acct);
            let org = organization("o-exampleorgid", "r-root", acct); let doc = role.trust; let key = user.create_access_key();
            let vpce = vpc_endpoint("vpce-1a2b3c4d", "vpc-1a2b3c4d", acct);"#;
        let ran = session.run_input(text, 1);
        assert!(ran.fault.is_none(), "{:?}", ran.fault);
        let mut missing = Vec::new();
        for variable in session.variables() {
            let known: Vec<&str> = properties(&variable.kind)
                .iter()
                .map(|(name, _)| *name)
                .collect();
            assert!(!known.is_empty(), "{variable:?}");
            // What a value says it has stands in the table: whatever does not is marked while it is typed.
            let own = session.properties(&variable.name).into_iter();
            missing.extend(
                own.filter(|own| !has(&variable.kind, own))
                    .map(|own| format!("{}.{own}", variable.kind)),
            );
            for name in known {
                let read = session.run_input(&format!("{}.{name};", variable.name), 2);
                assert!(read.fault.is_none(), "{variable:?} has no {name}");
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }
}
