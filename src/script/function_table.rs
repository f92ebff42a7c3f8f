//! What scripts can call besides the operations of AWS: one row a function, for completion, hints and help.
//!
//! The engine knows signatures but no meanings; a test holds this table against what is registered.

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
    /// What it does.
    pub summary: &'static str,
    /// A line to try.
    pub example: &'static str,
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
    summary: &'static str,
    example: &'static str,
) -> Row {
    Row {
        of,
        name,
        takes,
        gives,
        summary,
        example,
    }
}

/// Every function, those of one subject together.
#[rustfmt::skip]
pub const FUNCTIONS: &[Row] = &[
    row(&[], "account", "id, [#{ Email, Name }]", "Account", "the account of these twelve digits, created where there is none; acts as its root user", r#"let acct = account("123456789012");"#),
    row(&[], "accounts", "", "Account[]", "all accounts of the lab", "accounts()"),
    row(&[], "service", "name", "Session", "an AWS service acting for itself", r#"let ec2 = service("ec2.amazonaws.com");"#),
    row(&[], "anonymous", "", "Session", "a caller without credentials", r#"anonymous().can("s3:GetObject", "arn:aws:s3:::site/index.html")"#),
    row(&[], "session", "access_key_id, secret_access_key, [session_token]", "Session", "a session with keys, checked when it is used", r#"session(key.access_key_id, key.secret_access_key)"#),
    row(&["Account", "User", "AccessKey", "Credentials"], "session", "", "Session", "act as this user, this root user, or whoever has these keys", "let me = carlos.session();"),
    row(&["Session"], "with_context", "#{ keys }", "Session", "the same session, with these condition keys on each of its requests", r#"me.with_context(#{ "aws:SourceIp": "10.0.0.1" })"#),
    row(ACTORS, "can", "action, resource, [#{ keys }]", "Decision", "whether it is allowed, and why; changes nothing", r#"carlos.can("s3:GetObject", "arn:aws:s3:::bucket/key")"#),
    row(ACTORS, "perform", "action, resource, [#{ keys }]", "", "does it, or fails with AWS's AccessDenied", r#"me.perform("s3:PutObject", "arn:aws:s3:::bucket/key")"#),
    row(ACTORS, "perform_passing", "action, resource, role, service", "", "does something that hands a role to a service (iam:PassRole)", r#"me.perform_passing("ec2:RunInstances", "*", role, "ec2.amazonaws.com")"#),
    row(ACTORS, "create_resource", "action, resource, [#{ Tags, Policy, Context }]", "", "creates a resource of any service, if the caller may", r#"acct.create_resource("s3:CreateBucket", "arn:aws:s3:::bucket")"#),
    row(ACTORS, "delete_resource", "action, resource", "", "deletes a resource, if the caller may", r#"acct.delete_resource("s3:DeleteBucket", "arn:aws:s3:::bucket")"#),
    row(ACTORS, "set_resource_policy", "action, resource, policy", "", "sets the policy of a resource; () removes it", r#"acct.set_resource_policy("s3:PutBucketPolicy", "arn:aws:s3:::bucket", policy)"#),
    row(ACTORS, "tag_resource", "action, resource, #{ tags }", "", "tags a resource, if the caller may", r#"acct.tag_resource("s3:PutBucketTagging", "arn:aws:s3:::bucket", #{ team: "blog" })"#),
    row(ACTORS, "untag_resource", "action, resource, [keys]", "", "removes tags of a resource, if the caller may", r#"acct.untag_resource("s3:PutBucketTagging", "arn:aws:s3:::bucket", ["team"])"#),
    row(ACTORS, "close_account", "", "", "closes the account: the root user alone may", "acct.close_account()"),
    row(ACTORS, "change_email", "email", "", "changes the root user's e-mail address: the root user alone may", r#"acct.change_email("new@example.com")"#),
    row(ACTORS, "change_account_name", "name", "", "changes the account's name: the root user alone may", r#"acct.change_account_name("Blog")"#),
    row(&["Account"], "enable_root_mfa", "device, first_code, second_code", "", "gives the root user an MFA device", "acct.enable_root_mfa(serial, codes[0], codes[1])"),
    row(&["Account"], "deactivate_root_mfa", "device", "", "takes an MFA device from the root user", "acct.deactivate_root_mfa(serial)"),
    row(&["User"], "sign_in", "password, [#{ Mfa, NewPassword }]", "Session", "signs in to the console", r#"carlos.sign_in("correct horse")"#),
    row(&[], "mfa_code", "device", "string", "the code that an MFA device shows now", "mfa_code(device)"),
    row(&[], "mfa_codes", "device, count", "string[]", "the codes it shows now and in the next half minutes", "mfa_codes(device, 2)"),
    row(&[], "profile", "name, who", "", "gives a profile the keys of somebody: `aws … --profile name` then is them", r#"profile("dev", carlos)"#),
    row(&[], "policy", "document", "PolicyDocument", "a policy from a map, or from JSON text", r##"policy(#"{ "Version": "2012-10-17", "Statement": [] }"#)"##),
    row(&[], "policy_file", "name", "PolicyDocument", "a policy from a JSON file below the current folder", r#"policy_file("policy.json")"#),
    row(&[], "allow", "actions, resources", "PolicyDocument", "a policy of one statement that allows", r#"carlos.put_policy("read", allow("s3:GetObject", "*"))"#),
    row(&[], "deny", "actions, resources", "PolicyDocument", "a policy of one statement that denies", r#"carlos.put_policy("no", deny("s3:DeleteObject", "*"))"#),
    row(&[], "trust_for", "principal", "PolicyDocument", "a trust policy that lets somebody assume the role: an entity, an ARN, an account, a service", r#"acct.create_role("blog-role", trust_for(carlos))"#),
    row(&["Decision"], "why", "", "string", "the reason as a tree", r#"carlos.can("s3:GetObject", "*").why()"#),
    row(&["Client"], "paginate", "operation, [#{ parameters }]", "document[]", "all pages of a listing", r#"client("iam", acct).paginate("list_users")"#),
    row(&[], "client", "service, caller", "Client", "boto3's form of the operations: one map of parameters, the whole answer", r#"client("iam", acct).create_user(#{ UserName: "carlos" })"#),
    row(&[], "arn", "text", "Arn", "an ARN and its parts", r#"arn("arn:aws:iam::123456789012:user/carlos").account"#),
    row(&[], "now", "", "string", "the lab's time", "now()"),
    row(&[], "advance", "duration", "string", "moves the clock: seconds, or 90s, 15m, 2h, 1d", r#"advance("1h")"#),
    row(&[], "setting", "name, value", "", "switches a setting of the lab", r#"setting("unique_session_names", true)"#),
    row(&[], "events", "", "Event[]", "everything that was asked of the lab", "events()"),
    row(&[], "assert", "condition, [note]", "", "fails where the condition does not hold", "assert(decision.allowed)"),
    row(&[], "assert_eq", "a, b, [note]", "", "fails where both differ", r#"assert_eq(carlos.name, "carlos")"#),
    row(&[], "assert_ne", "a, b", "", "fails where both are the same", "assert_ne(a.arn, b.arn)"),
    row(&[], "assert_allowed", "who, action, resource, [#{ keys }]", "Decision", "fails, with the reason, where it is denied", r#"assert_allowed(carlos, "s3:GetObject", "*")"#),
    row(&[], "assert_denied", "who, action, resource, [#{ keys }], [layer]", "Decision", "fails, with the reason, where it is allowed, or denied by another layer", r#"assert_denied(carlos, "s3:PutObject", "*")"#),
    row(&[], "expect_error", "code, closure", "Error", "runs the closure, which must fail with this code", r#"expect_error("NoSuchEntity", || acct.get_user("nobody"))"#),
    row(&[], "organization", "id, root_id, management_account", "Organization", "a new organization", r#"let org = organization("o-exampleorgid", "r-root", acct);"#),
    row(&["Organization"], "add_unit", "id, name, [parent]", "", "a new organizational unit", r#"org.add_unit("ou-root-dev", "Dev")"#),
    row(&["Organization"], "add_account", "account, [parent]", "", "an account joins", "org.add_account(member)"),
    row(&["Organization"], "move_account", "account, parent", "", "a member account goes elsewhere", r#"org.move_account(member, "ou-root-dev")"#),
    row(&["Organization"], "attach_scp", "target, name, policy", "", "attaches a service control policy", r#"org.attach_scp("r-root", "no-iam", deny("iam:*", "*"))"#),
    row(&["Organization"], "detach_scp", "target, name", "", "detaches a service control policy", r#"org.detach_scp("r-root", "no-iam")"#),
    row(&["Organization"], "attach_rcp", "target, name, policy", "", "attaches a resource control policy", r#"org.attach_rcp("r-root", "ours", policy)"#),
    row(&["Organization"], "detach_rcp", "target, name", "", "detaches a resource control policy", r#"org.detach_rcp("r-root", "ours")"#),
    row(&[], "vpc_endpoint", "id, vpc, owner, [policy]", "VpcEndpoint", "a VPC endpoint with its policy", r#"vpc_endpoint("vpce-1a2b3c4d", "vpc-1a2b3c4d", acct)"#),
    row(&["VpcEndpoint"], "set_policy", "policy", "", "replaces its policy; () is full access", "endpoint.set_policy(policy)"),
    row(&["VpcEndpoint"], "delete", "", "", "deletes it", "endpoint.delete()"),
    row(&[], "identity_provider", "url", "IdentityProvider", "an identity provider of the outside world", r#"let idp = identity_provider("https://idp.example.com");"#),
    row(&["IdentityProvider"], "token", "#{ claims }", "string", "an OpenID Connect token", r#"idp.token(#{ sub: "carlos", aud: "app" })"#),
    row(&["IdentityProvider"], "assertion", "subject, #{ attributes }", "string", "a SAML assertion", r#"idp.assertion("carlos", #{ Role: "…" })"#),
    row(&[], "certificate", "name", "document", "a certificate and its key, derived from the lab's seed", r#"certificate("www.example.com")"#),
    row(&[], "ssh_public_key", "name", "string", "an SSH key of somebody, derived from the lab's seed", r#"ssh_public_key("carlos")"#),
    row(&[], "exit", "[code]", "", "leaves, with an exit code", "exit()"),
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
    use std::rc::Rc;

    use rhai::Engine;

    use super::super::verbs;
    use super::super::{Interpreter, Setup};
    use super::*;

    #[test]
    fn every_function_of_the_engine_stands_in_the_table() {
        let setup = Setup {
            settings: crate::lab::Settings::default(),
            folder: None,
            operations: 0,
            stop: std::sync::Arc::default(),
            print: Rc::new(|_| {}),
            name: "test".to_owned(),
        };
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
