//! Functions of scripts that are no operation of AWS: the lab's own. One row a function: how it is called, with types, what it does,
//! and an example.
//!
//! The engine does not know what its functions answer; tests hold this table against what is registered, and run the examples.

use crate::api::model::snake_case;

use super::Entry;

/// A function of scripts.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name; methods without their receiver.
    pub name: &'static str,
    /// The ways to call it.
    pub forms: &'static [Form],
    /// What it does, in a sentence.
    pub meaning: &'static str,
    /// A script that shows it.
    pub example: &'static str,
}

impl Function {
    /// How it is called, one text a form.
    pub(super) fn written(&self) -> Vec<String> {
        let forms = self.forms.iter();
        forms.map(|form| form.written(self.name)).collect()
    }
}

/// A way to call a function.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Types it is a method of; empty for functions.
    pub of: &'static [&'static str],
    /// What it takes, without the receiver: names, options in `#{ … }`, what may be left out in brackets.
    pub takes: &'static str,
    /// The type of its value; empty for none.
    pub gives: &'static str,
}

impl Form {
    /// `organization.add_unit(id, name, [parent])`; whoever acts is `who`.
    fn written(&self, name: &str) -> String {
        let receiver = match self.of {
            [] => String::new(),
            [only] => format!("{}.", snake_case(only)),
            _ => "who.".to_owned(),
        };
        let arrow = if self.gives.is_empty() { "" } else { " -> " };
        format!("{receiver}{name}({}){arrow}{}", self.takes, self.gives)
    }
}

const ACTORS: &[&str] = &["Account", "Session", "User"];

const fn call(takes: &'static str, gives: &'static str) -> Form {
    method(&[], takes, gives)
}

const fn method(of: &'static [&'static str], takes: &'static str, gives: &'static str) -> Form {
    Form { of, takes, gives }
}

const fn function(
    name: &'static str,
    forms: &'static [Form],
    meaning: &'static str,
    example: &'static str,
) -> Function {
    Function {
        name,
        forms,
        meaning,
        example,
    }
}

/// All of them, sorted by name.
#[rustfmt::skip]
pub const FUNCTIONS: &[Function] = &[
    function("account", &[call("id, [#{ Email, Name }]", "Account")],
        "The account of twelve digits, made when it is first named. Its verbs act as its root user.",
        r#"account("123456789012").create_user("carlos")"#),
    function("accounts", &[call("", "Account[]")],
        "The accounts there are.",
        r#"account("123456789012"); accounts()"#),
    function("act_as", &[call("who", "")],
        "Has `aws` lines act as a session, a user or an account; `()` leaves it to profiles and variables again. A `--profile` of the \
         line has more weight, and to export `AWS_PROFILE` or `AWS_ACCESS_KEY_ID` is another choice. Where `me` is given another value, lines that act as it follow.",
        "let me = account(\"123456789012\").create_user(\"carlos\").session(); act_as(me); aws sts get-caller-identity"),
    function("add_account", &[method(&["Organization"], "account, [parent]", "")],
        "Puts an account into an organization: into its root, or into a unit.",
        r#"let org = organization("o-exampleorgid", "r-ab12", account("999999999999")); org.add_account(account("123456789012"))"#),
    function("add_unit", &[method(&["Organization"], "id, name, [parent]", "")],
        "Makes an organizational unit below the root or below another unit.",
        r#"let org = organization("o-exampleorgid", "r-ab12", account("999999999999")); org.add_unit("ou-ab12-11111111", "Workloads")"#),
    function("advance", &[call("duration", "string")],
        "Moves the lab's clock by seconds, or by a text such as \"1h30m\"; nothing else does: credentials expire, MFA codes change.",
        r#"advance("1h"); now()"#),
    function("allow", &[call("actions, resources", "PolicyDocument")],
        "A policy document with one statement that allows.",
        r#"allow("s3:GetObject", "arn:aws:s3:::bucket/*")"#),
    function("anonymous", &[call("", "Session")],
        "Somebody without credentials.",
        r#"anonymous().can("s3:GetObject", "arn:aws:s3:::bucket/key")"#),
    function("arn", &[call("text", "Arn")],
        "An ARN with its parts: partition, service, region, account, resource.",
        r#"arn("arn:aws:iam::123456789012:user/carlos").account"#),
    function("assert", &[call("condition, [note]", "")],
        "Fails, with the text, unless the condition holds.",
        r#"assert(1 < 2, "arithmetic")"#),
    function("assert_allowed", &[call("who, action, resource, [#{ keys }]", "Decision")],
        "Fails, with the reason, unless it is allowed. Gives the decision.",
        r#"let a = account("123456789012"); assert_allowed(a, "s3:ListAllMyBuckets", "*")"#),
    function("assert_denied", &[call("who, action, resource, [#{ keys }], [layer]", "Decision")],
        "Fails, with the reason, unless it is denied; where a layer is named, by that one first. Gives the decision.",
        r#"let c = account("123456789012").create_user("carlos"); assert_denied(c.session(), "s3:ListAllMyBuckets", "*", "identity")"#),
    function("assert_eq", &[call("a, b, [note]", "")],
        "Fails, showing both, unless they are equal.",
        "assert_eq(1 + 1, 2)"),
    function("assert_ne", &[call("a, b", "")],
        "Fails when they are equal.",
        "assert_ne(1, 2)"),
    function("assertion", &[method(&["IdentityProvider"], "subject, #{ attributes }", "string")],
        "A SAML response that the provider signs, for AssumeRoleWithSAML: about a subject, with these attributes.",
        r#"identity_provider("https://idp.example.com").assertion("user", #{ "https://aws.amazon.com/SAML/Attributes/RoleSessionName": "user" })"#),
    function("attach_rcp", &[method(&["Organization"], "target, name, policy", "")],
        "Attaches a resource control policy to the root, a unit or an account.",
        r#"let org = organization("o-exampleorgid", "r-ab12", account("999999999999")); org.attach_rcp("r-ab12", "NoS3", #{ Version: "2012-10-17", Statement: [#{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }] })"#),
    function("attach_scp", &[method(&["Organization"], "target, name, policy", "")],
        "Attaches a service control policy to the root, a unit or an account.",
        r#"let org = organization("o-exampleorgid", "r-ab12", account("999999999999")); org.attach_scp("r-ab12", "NoS3", deny("s3:*", "*"))"#),
    function("can", &[method(ACTORS, "action, resource, [#{ keys }]", "Decision")],
        "Whether somebody may do something, and why; changes nothing.",
        r#"let c = account("123456789012").create_user("carlos"); c.session().can("s3:GetObject", "arn:aws:s3:::bucket/key")"#),
    function("certificate", &[call("name", "document")],
        "A certificate with its private key, as is uploaded to IAM.",
        r#"certificate("www.example.com").certificate"#),
    function("change_account_name", &[method(ACTORS, "name", "")],
        "Gives the account another name, as only its root user can.",
        r#"account("123456789012").change_account_name("Development")"#),
    function("change_email", &[method(ACTORS, "email", "")],
        "Gives the root user another address, as only it can.",
        r#"account("123456789012").change_email("root@example.com")"#),
    function("client", &[call("service, caller", "Client")],
        "boto3's form of `iam` or `sts`: every operation as a method that takes one map and gives AWS's whole answer.",
        r#"let a = account("123456789012"); client("iam", a).create_user(#{ UserName: "carlos" }).User.Arn"#),
    function("close_account", &[method(ACTORS, "", "")],
        "Closes the account, as only its root user can.",
        r#"account("123456789012").close_account()"#),
    function("create_resource", &[method(ACTORS, "action, resource, [#{ Tags, Policy, Context }]", "")],
        "Creates a resource of any service, if that is allowed.",
        r#"account("123456789012").create_resource("s3:CreateBucket", "arn:aws:s3:::bucket")"#),
    function("deactivate_root_mfa", &[method(&["Account"], "device", "")],
        "Takes the root user's MFA device away, as only it can.",
        r#"let a = account("123456789012"); let d = a.create_virtual_mfa_device("root"); let c = mfa_codes(d, 2); a.enable_root_mfa(d.VirtualMFADevice.SerialNumber, c[0], c[1]); a.deactivate_root_mfa(d.VirtualMFADevice.SerialNumber)"#),
    function("delete", &[method(&["VpcEndpoint"], "", "")],
        "Deletes a VPC endpoint.",
        r#"vpc_endpoint("vpce-1", "vpc-1", account("123456789012")).delete()"#),
    function("delete_resource", &[method(ACTORS, "action, resource", "")],
        "Deletes a resource, if that is allowed.",
        r#"let a = account("123456789012"); a.create_resource("s3:CreateBucket", "arn:aws:s3:::bucket"); a.delete_resource("s3:DeleteBucket", "arn:aws:s3:::bucket")"#),
    function("deny", &[call("actions, resources", "PolicyDocument")],
        "A policy document with one statement that denies.",
        r#"deny("s3:*", "*")"#),
    function("detach_rcp", &[method(&["Organization"], "target, name", "")],
        "Takes a resource control policy away.",
        r#"let org = organization("o-exampleorgid", "r-ab12", account("999999999999")); org.attach_rcp("r-ab12", "NoS3", #{ Version: "2012-10-17", Statement: [#{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }] }); org.detach_rcp("r-ab12", "NoS3")"#),
    function("detach_scp", &[method(&["Organization"], "target, name", "")],
        "Takes a service control policy away.",
        r#"let org = organization("o-exampleorgid", "r-ab12", account("999999999999")); org.attach_scp("r-ab12", "NoS3", deny("s3:*", "*")); org.detach_scp("r-ab12", "NoS3")"#),
    function("enable_root_mfa", &[method(&["Account"], "device, first_code, second_code", "")],
        "Gives the root user an MFA device, as only it can.",
        r#"let a = account("123456789012"); let d = a.create_virtual_mfa_device("root"); let c = mfa_codes(d, 2); a.enable_root_mfa(d.VirtualMFADevice.SerialNumber, c[0], c[1])"#),
    function("events", &[call("", "Event[]")],
        "Everything that was asked of the lab: time, caller, operation, input, outcome.",
        r#"account("123456789012").create_user("carlos"); events()"#),
    function("exit", &[call("[code]", "")],
        "Ends the script, or leaves the shell.",
        "if 1 > 2 { exit(1) }"),
    function("expect_error", &[call("code, closure", "Error")],
        "Fails unless the call fails with this code of AWS. Gives the error.",
        r#"expect_error("NoSuchEntity", || account("123456789012").get_user("nobody"))"#),
    function("identity_provider", &[call("url", "IdentityProvider")],
        "A provider of the outside world, which signs what roles are assumed with: tokens and assertions.",
        r#"identity_provider("https://idp.example.com").token(#{ sub: "user", aud: "app" })"#),
    function("mfa_code", &[call("device", "string")],
        "The six digits that an MFA device shows now.",
        r#"let d = account("123456789012").create_virtual_mfa_device("phone"); mfa_code(d)"#),
    function("mfa_codes", &[call("device, count", "string[]")],
        "The codes of a device from now on, 30 seconds apart.",
        r#"let d = account("123456789012").create_virtual_mfa_device("phone"); mfa_codes(d, 2)"#),
    function("move_account", &[method(&["Organization"], "account, parent", "")],
        "Moves an account to the root or to a unit.",
        r#"let org = organization("o-exampleorgid", "r-ab12", account("999999999999")); let a = account("123456789012"); org.add_account(a); org.add_unit("ou-ab12-11111111", "Workloads"); org.move_account(a, "ou-ab12-11111111")"#),
    function("now", &[call("", "string")],
        "The lab's time.",
        "now()"),
    function("organization", &[call("id, root_id, management_account", "Organization")],
        "An organization with its management account; it holds accounts, units and control policies.",
        r#"organization("o-exampleorgid", "r-ab12", account("999999999999"))"#),
    function("paginate", &[method(&["Client"], "operation, [#{ parameters }]", "document[]")],
        "All pages of an operation that lists, as one answer.",
        r#"client("iam", account("123456789012")).paginate("list_users", #{})"#),
    function("perform", &[method(ACTORS, "action, resource, [#{ keys }]", "")],
        "Does something, if it is allowed; fails with AWS's AccessDenied otherwise.",
        r#"account("123456789012").perform("s3:ListAllMyBuckets", "*")"#),
    function("perform_passing", &[method(ACTORS, "action, resource, role, service", "")],
        "Does something that hands a role to a service, which needs iam:PassRole too.",
        r#"let a = account("123456789012"); let r = a.create_role("web", trust_for("ec2.amazonaws.com")); a.perform_passing("ec2:RunInstances", "*", r, "ec2.amazonaws.com")"#),
    function("policy", &[call("document", "PolicyDocument")],
        "A policy document from JSON text or a map, read with positions for messages.",
        r#"policy(`{"Version":"2012-10-17","Statement":[]}`)"#),
    function("policy_file", &[call("name", "PolicyDocument")],
        "A policy document from a file beside the script.",
        r#"policy(`{"Version":"2012-10-17","Statement":[]}`) // or policy_file("policy.json")"#),
    function("profile", &[call("name, who, [source]", "")],
        "Gives a profile the credentials of somebody: `aws … --profile name` then acts as them.",
        r#"profile("dev", account("123456789012").create_user("carlos").create_access_key())"#),
    function("service", &[call("name", "Session")],
        "An AWS service acting for itself.",
        r#"service("ec2.amazonaws.com")"#),
    function("session", &[call("access_key_id, secret_access_key, [session_token]", "Session"), method(&["Account", "User", "AccessKey", "Credentials"], "", "Session")],
        "Somebody with credentials: a user, or whoever the keys belong to.",
        r#"account("123456789012").create_user("carlos").session()"#),
    function("set_policy", &[method(&["VpcEndpoint"], "policy", "")],
        "Gives a VPC endpoint another policy.",
        r#"vpc_endpoint("vpce-1", "vpc-1", account("123456789012")).set_policy(#{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }] })"#),
    function("set_resource_policy", &[method(ACTORS, "action, resource, policy", "")],
        "Gives a resource a policy, if that is allowed.",
        r#"let a = account("123456789012"); a.create_resource("s3:CreateBucket", "arn:aws:s3:::b"); a.set_resource_policy("s3:PutBucketPolicy", "arn:aws:s3:::b", #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }] })"#),
    function("setting", &[call("name, value", "")],
        "Sets a switch of the lab, where AWS's behaviour is not what is wanted.",
        r#"setting("unique_session_names", true)"#),
    function("sign_in", &[method(&["User"], "password, [#{ Mfa, NewPassword }]", "Session")],
        "A user signs in to the console: a session, or AWS's refusal.",
        r#"let c = account("123456789012").create_user("carlos"); c.create_login_profile(#{ Password: "Correct-Horse-1" }); c.sign_in("Correct-Horse-1")"#),
    function("sleep", &[call("seconds", "")],
        "Moves the lab's clock, as `advance` does.",
        "sleep(60); now()"),
    function("snapshot", &[call("name, value", "")],
        "In `iamsh test`, holds a value to a snapshot of this name.",
        r#"snapshot("answer", 42)"#),
    function("ssh_public_key", &[call("name", "string")],
        "A public key, as is uploaded to IAM.",
        r#"ssh_public_key("laptop")"#),
    function("tag_resource", &[method(ACTORS, "action, resource, #{ tags }", "")],
        "Tags a resource, if that is allowed.",
        r#"let a = account("123456789012"); a.create_resource("s3:CreateBucket", "arn:aws:s3:::b"); a.tag_resource("s3:TagResource", "arn:aws:s3:::b", #{ team: "x" })"#),
    function("timestamp", &[call("", "string")],
        "The lab's time, as `now` gives it.",
        "timestamp()"),
    function("token", &[method(&["IdentityProvider"], "#{ claims }", "string")],
        "A token that the provider signs, for AssumeRoleWithWebIdentity: these claims, with the issuer and the times.",
        r#"identity_provider("https://idp.example.com").token(#{ sub: "user", aud: "app" })"#),
    function("trust_for", &[call("principal", "PolicyDocument")],
        "A trust policy that lets somebody assume a role: an account, a user, a role, a service.",
        r#"let a = account("123456789012"); a.create_role("blog-role", trust_for(a))"#),
    function("untag_resource", &[method(ACTORS, "action, resource, [keys]", "")],
        "Takes tags off a resource, if that is allowed.",
        r#"let a = account("123456789012"); a.create_resource("s3:CreateBucket", "arn:aws:s3:::b", #{ Tags: #{ team: "x" } }); a.untag_resource("s3:UntagResource", "arn:aws:s3:::b", ["team"])"#),
    function("vpc_endpoint", &[call("id, vpc, owner, [policy]", "VpcEndpoint")],
        "A VPC endpoint: requests through it are bound by its policy.",
        r#"vpc_endpoint("vpce-1", "vpc-1", account("123456789012"))"#),
    function("why", &[method(&["Decision"], "", "string")],
        "The reason of a decision as a tree.",
        r#"account("123456789012").can("s3:ListAllMyBuckets", "*").why()"#),
    function("with_context", &[method(&["Session"], "#{ keys }", "Session")],
        "The same session, whose requests carry these condition keys: an address, a region, an endpoint.",
        r#"account("123456789012").session().with_context(#{ "aws:SourceIp": "10.0.0.1" })"#),
];

pub(super) fn entry(name: &str) -> Option<Entry> {
    let function = FUNCTIONS.iter().find(|function| function.name == name)?;
    let mut entry = Entry::new(function.name, function.meaning);
    entry.forms = function.written();
    entry.example = Some(function.example.to_owned());
    Some(entry)
}
