//! What scripts can call besides the operations of AWS, with types: one row a function, for completion and hints. What they mean
//! is in [`crate::help`].
//!
//! The engine does not know what its functions answer; a test holds this table against what is registered.

/// A function or a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Types it is a method of; empty for functions.
    pub of: &'static [&'static str],
    /// Its name.
    pub name: &'static str,
    /// What it takes, without the receiver: names, options in `#{ … }`, what may be left out in brackets.
    pub takes: &'static str,
    /// The type of its value; empty for none.
    pub gives: &'static str,
}

impl Row {
    /// `can(action, resource, [#{ keys }]) -> Decision`
    #[must_use]
    pub fn signature(&self) -> String {
        let arrow = if self.gives.is_empty() { "" } else { " -> " };
        format!("{}({}){arrow}{}", self.name, self.takes, self.gives)
    }
}

const ACTORS: &[&str] = &["Account", "Session", "User"];

const fn row(
    of: &'static [&'static str],
    name: &'static str,
    takes: &'static str,
    gives: &'static str,
) -> Row {
    Row {
        of,
        name,
        takes,
        gives,
    }
}

/// Every function, those of one subject together.
#[rustfmt::skip]
pub const FUNCTIONS: &[Row] = &[
    row(&[], "account", "id, [#{ Email, Name }]", "Account"),
    row(&[], "accounts", "", "Account[]"),
    row(&[], "service", "name", "Session"),
    row(&[], "anonymous", "", "Session"),
    row(&[], "session", "access_key_id, secret_access_key, [session_token]", "Session"),
    row(&["Account", "User", "AccessKey", "Credentials"], "session", "", "Session"),
    row(&["Session"], "with_context", "#{ keys }", "Session"),
    row(ACTORS, "can", "action, resource, [#{ keys }]", "Decision"),
    row(ACTORS, "perform", "action, resource, [#{ keys }]", ""),
    row(ACTORS, "perform_passing", "action, resource, role, service", ""),
    row(ACTORS, "create_resource", "action, resource, [#{ Tags, Policy, Context }]", ""),
    row(ACTORS, "delete_resource", "action, resource", ""),
    row(ACTORS, "set_resource_policy", "action, resource, policy", ""),
    row(ACTORS, "tag_resource", "action, resource, #{ tags }", ""),
    row(ACTORS, "untag_resource", "action, resource, [keys]", ""),
    row(ACTORS, "close_account", "", ""),
    row(ACTORS, "change_email", "email", ""),
    row(ACTORS, "change_account_name", "name", ""),
    row(&["Account"], "enable_root_mfa", "device, first_code, second_code", ""),
    row(&["Account"], "deactivate_root_mfa", "device", ""),
    row(&["User"], "sign_in", "password, [#{ Mfa, NewPassword }]", "Session"),
    row(&[], "mfa_code", "device", "string"),
    row(&[], "mfa_codes", "device, count", "string[]"),
    row(&[], "profile", "name, who", ""),
    row(&[], "act_as", "who", ""),
    row(&[], "snapshot", "name, value", ""),
    row(&[], "policy", "document", "PolicyDocument"),
    row(&[], "policy_file", "name", "PolicyDocument"),
    row(&[], "allow", "actions, resources", "PolicyDocument"),
    row(&[], "deny", "actions, resources", "PolicyDocument"),
    row(&[], "trust_for", "principal", "PolicyDocument"),
    row(&["Decision"], "why", "", "string"),
    row(&["Client"], "paginate", "operation, [#{ parameters }]", "document[]"),
    row(&[], "client", "service, caller", "Client"),
    row(&[], "arn", "text", "Arn"),
    row(&[], "now", "", "string"),
    row(&[], "advance", "duration", "string"),
    row(&[], "setting", "name, value", ""),
    row(&[], "events", "", "Event[]"),
    row(&[], "assert", "condition, [note]", ""),
    row(&[], "assert_eq", "a, b, [note]", ""),
    row(&[], "assert_ne", "a, b", ""),
    row(&[], "assert_allowed", "who, action, resource, [#{ keys }]", "Decision"),
    row(&[], "assert_denied", "who, action, resource, [#{ keys }], [layer]", "Decision"),
    row(&[], "expect_error", "code, closure", "Error"),
    row(&[], "organization", "id, root_id, management_account", "Organization"),
    row(&["Organization"], "add_unit", "id, name, [parent]", ""),
    row(&["Organization"], "add_account", "account, [parent]", ""),
    row(&["Organization"], "move_account", "account, parent", ""),
    row(&["Organization"], "attach_scp", "target, name, policy", ""),
    row(&["Organization"], "detach_scp", "target, name", ""),
    row(&["Organization"], "attach_rcp", "target, name, policy", ""),
    row(&["Organization"], "detach_rcp", "target, name", ""),
    row(&[], "vpc_endpoint", "id, vpc, owner, [policy]", "VpcEndpoint"),
    row(&["VpcEndpoint"], "set_policy", "policy", ""),
    row(&["VpcEndpoint"], "delete", "", ""),
    row(&[], "identity_provider", "url", "IdentityProvider"),
    row(&["IdentityProvider"], "token", "#{ claims }", "string"),
    row(&["IdentityProvider"], "assertion", "subject, #{ attributes }", "string"),
    row(&[], "certificate", "name", "document"),
    row(&[], "ssh_public_key", "name", "string"),
    row(&[], "profile", "name, who, [source]", ""),
    row(&[], "exit", "[code]", ""),
];

/// The rows of a name: a function, and methods of some types.
pub fn named(name: &str) -> impl Iterator<Item = &'static Row> {
    FUNCTIONS.iter().filter(move |row| row.name == name)
}

/// The methods of a type.
pub fn methods(kind: &str) -> impl Iterator<Item = &'static Row> {
    FUNCTIONS.iter().filter(move |row| row.of.contains(&kind))
}

/// What every value of the lab has.
pub const COMMON: &[(&str, &str)] = &[("fields", "string[]"), ("to_json", "string")];

#[cfg(test)]
mod tests {

    use rhai::Engine;

    use super::super::verbs;
    use super::super::{Interpreter, Setup};
    use super::*;

    #[test]
    fn every_function_of_the_engine_stands_in_the_table() {
        let setup = Setup::silent();
        let ours = Interpreter::new(setup).engine_names();
        let of_rhai = Engine::new().collect_fn_metadata(
            None,
            |info| Some(info.metadata.name.to_string()),
            true,
        );
        let verbs: Vec<String> = ["Session", "User", "Group", "Role", "Policy"]
            .iter()
            .flat_map(|kind| verbs::names(kind))
            .collect();
        let known = |name: &String| {
            of_rhai.contains(name)
                // What command lines are rewritten to is for nobody to call.
                || name.starts_with("aws_")
                || verbs.contains(name)
                || named(name).next().is_some()
                || COMMON.iter().any(|(common, _)| common == name)
        };
        let missing: Vec<_> = ours.iter().filter(|name| !known(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let gone: Vec<_> = FUNCTIONS
            .iter()
            .filter(|row| !ours.contains(&row.name.to_owned()))
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
    }
}
