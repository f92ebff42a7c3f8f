//! The fifteen questions that people ask when AWS refuses: each situation is built, and what is printed must answer it.

use crate::support::run;

/// The script fails; what is printed must hold each of these, in this order.
#[track_caller]
fn answers(text: &str, expected: &[&str]) {
    let ran = run(text);
    let (_, fault) = ran.fault.unwrap_or_else(|| panic!("{text}\nmust fail"));
    holds(&fault, expected);
}

/// What is printed and the last value must hold each of these, in this order.
#[track_caller]
fn shows(text: &str, expected: &[&str]) {
    let ran = run(text);
    if let Some((_, fault)) = ran.fault {
        panic!("{text}\n{fault}");
    }
    let value = ran.value.unwrap_or_default();
    holds(&format!("{}{value}", ran.printed), expected);
}

#[track_caller]
fn holds(printed: &str, expected: &[&str]) {
    let mut rest = printed;
    for part in expected {
        let Some((_, behind)) = rest.split_once(part) else {
            panic!("`{part}` is missing, or out of its order, in\n{printed}");
        };
        rest = behind;
    }
}

#[test]
fn q01_which_side_of_assume_role_is_missing() {
    shows(
        r#"let a = account("123456789012"); let carlos = a.create_user("carlos");
           let role = a.create_role("Y", trust_for(a));
           expect_error("AccessDenied", || carlos.session().assume_role(role, "cli")).decision"#,
        &[
            "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/Y",
            "✓ role's side: trust       allowed by statement 0 of Y",
            "✗ caller's side: identity  not allowed: no statement allows anything",
            r#"add to the caller's policies: {"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::123456789012:role/Y"}"#,
            "or name arn:aws:iam::123456789012:user/carlos itself in the trust policy: within one account that is enough",
        ],
    );
    shows(
        r#"let a = account("123456789012"); let carlos = a.create_user("carlos"); let dana = a.create_user("dana");
           dana.put_user_policy("p", allow("sts:AssumeRole", "*"));
           let role = a.create_role("Y", trust_for(carlos));
           expect_error("AccessDenied", || dana.session().assume_role(role, "cli")).decision"#,
        &[
            "✗ role's side: trust       not allowed: it is allowed to other principals",
            "✓ caller's side: identity  allowed by statement 0 of p",
            r#"add to the role's trust policy: {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/dana"},"Action":"sts:AssumeRole"}"#,
        ],
    );
}

#[test]
fn q02_the_simulator_allows_what_the_trust_policy_does_not() {
    let built = r#"let a = account("123456789012"); let carlos = a.create_user("carlos"); let dana = a.create_user("dana");
        dana.put_user_policy("p", allow("sts:AssumeRole", "*"));
        let role = a.create_role("Y", trust_for(carlos));"#;
    shows(
        &format!(
            r#"{built} client("iam", a).simulate_principal_policy(#{{ PolicySourceArn: dana.arn, ActionNames: ["sts:AssumeRole"],
               ResourceArns: [role.arn] }}).EvaluationResults[0].EvalDecision"#
        ),
        &["implicitDeny"],
    );
    shows(
        &format!(r#"{built} dana.session().can("sts:AssumeRole", role)"#),
        &["✗ role's side: trust", "✓ caller's side: identity"],
    );
}

#[test]
fn q03_pass_role_though_all_of_ec2_is_allowed() {
    let built = r#"let a = account("123456789012"); let carlos = a.create_user("carlos");
        carlos.put_user_policy("ec2", allow("ec2:*", "*"));
        let role = a.create_role("web", trust_for("ec2.amazonaws.com"));"#;
    answers(
        &format!(
            r#"{built} carlos.session().perform_passing("ec2:RunInstances", "*", role, "ec2.amazonaws.com")"#
        ),
        &[
            "is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/web",
        ],
    );
    shows(
        &format!(
            r#"{built} expect_error("AccessDenied", || carlos.session().perform_passing("ec2:RunInstances", "*", role, "ec2.amazonaws.com")).decision"#
        ),
        &[
            "ec2:RunInstances hands the role arn:aws:iam::123456789012:role/web on",
            "the role goes to ec2.amazonaws.com (`iam:PassedToService`) and trusts it",
            r#"add to the caller's policies: {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/web"}"#,
        ],
    );
    answers(
        r#"let a = account("123456789012"); let role = a.create_role("lam", trust_for("lambda.amazonaws.com"));
           a.session().perform_passing("ec2:RunInstances", "*", role, "ec2.amazonaws.com")"#,
        &[
            "InvalidParameterValue: The role arn:aws:iam::123456789012:role/lam cannot be assumed by ec2.amazonaws.com.",
            "the trust policy of lam must let ec2.amazonaws.com assume it",
        ],
    );
}

#[test]
fn q04_which_principal_is_invalid_and_why() {
    let trusting = |arn: &str| {
        format!(
            r#"let a = account("123456789012"); a.create_user("carlos"); a.create_group("devs");
               a.create_role("r", #{{ Version: "2012-10-17", Statement: [#{{ Effect: "Allow", Principal: #{{ AWS: "{arn}" }}, Action: "sts:AssumeRole" }}] }})"#
        )
    };
    for (arn, help) in [
        (
            "arn:aws:iam::123456789012:user/carlo",
            "account 123456789012 has no user carlo; did you mean arn:aws:iam::123456789012:user/carlos? Otherwise create it first",
        ),
        (
            "arn:aws:iam::123456789012:role/deploy",
            "account 123456789012 has no role deploy: create it first",
        ),
        (
            "arn:aws:iam::123456789012:user/team/carlos",
            "the user carlos of account 123456789012 has another path: arn:aws:iam::123456789012:user/carlos",
        ),
        (
            "arn:aws:iam::222222222222:role/deploy",
            "there is no account 222222222222 in this lab; create it first",
        ),
        (
            "arn:aws:iam::123456789012:group/devs",
            "a group is no principal: name its users",
        ),
        (
            "arn:aws:iam::123456789012:user/*",
            "wildcards are not allowed in a principal",
        ),
    ] {
        let text =
            format!(r#"MalformedPolicyDocument: Invalid principal in policy: "AWS":"{arn}""#);
        answers(&trusting(arn), &[&text, help]);
    }
}

#[test]
fn q05_a_document_of_the_wrong_kind() {
    let identity = |statement: &str| {
        format!(
            r#"account("123456789012").create_policy("p", #{{ Version: "2012-10-17", Statement: [#{{ Effect: "Allow", {statement} }}] }})"#
        )
    };
    let trust = |statement: &str| identity(statement).replace("create_policy", "create_role");
    answers(
        &identity(r#"Principal: "*", Action: "s3:GetObject", Resource: "*""#),
        &[
            "Policy document should not specify a principal.",
            "this looks like the policy of a resource",
        ],
    );
    answers(
        &identity(r#"Principal: "*", Action: "sts:AssumeRole""#),
        &["this looks like a trust policy: it belongs to a role"],
    );
    answers(
        &trust(r#"Action: "s3:GetObject", Resource: "*""#),
        &[
            "Missing required field Principal",
            "this looks like an identity policy: attach it to the role",
        ],
    );
    answers(
        &trust(r#"Principal: #{ AWS: "123456789012" }, Action: "sts:AssumeRole", Resource: "*""#),
        &[
            "Has prohibited field Resource",
            "remove it: the resource is the role",
        ],
    );
}

#[test]
fn q06_where_the_text_is_wrong() {
    answers(
        "account(\"123456789012\").create_policy(\"p\", `{\"Version\":\"2012-10-17\",\n\"Statement\":[{\"Effect\":\"allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}`)",
        &[
            "MalformedPolicyDocument: The policy failed legacy parsing",
            " --> policy:2:24",
            "\"Effect\":\"allow\"",
            "^^^^^^^",
            "did you mean `Allow`?",
        ],
    );
    answers(
        "account(\"123456789012\").create_policy(\"p\", `{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"yesterday\"}}}]}`)",
        &[
            "The policy failed legacy parsing",
            "\"yesterday\"",
            "write a date such as",
        ],
    );
    answers(
        "account(\"123456789012\").create_policy(\"p\", `{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\" \"Resource\":\"*\"}]}`)",
        &[
            "MalformedPolicyDocument: Syntax errors in policy.",
            "put a comma between the two",
        ],
    );
}

#[test]
fn q07_mfa_absent_is_not_false() {
    let built = r#"let carlos = account("123456789012").create_user("carlos");
        carlos.put_user_policy("mfa", #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Action: "ec2:StopInstances", Resource: "*",
            Condition: #{ Bool: #{ "aws:MultiFactorAuthPresent": "true" } } }] });"#;
    let table = "with an access key it does not hold, with temporary credentials without MFA it does not hold, with MFA it holds";
    shows(
        &format!(r#"{built} carlos.session().can("ec2:StopInstances", "*")"#),
        &[
            "aws:MultiFactorAuthPresent is absent",
            "long-term access keys never carry aws:MultiFactorAuthPresent; call GetSessionToken",
            table,
        ],
    );
    shows(
        &format!(r#"{built} carlos.session().get_session_token().can("ec2:StopInstances", "*")"#),
        &[
            "aws:MultiFactorAuthPresent is false",
            "these credentials were obtained without MFA",
            table,
        ],
    );
    shows(
        r#"let a = account("123456789012"); let carlos = a.create_user("carlos"); let role = a.create_role("Y", trust_for(carlos));
           role.put_role_policy("mfa", #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Action: "ec2:StopInstances", Resource: "*",
               Condition: #{ Bool: #{ "aws:MultiFactorAuthPresent": "true" } } }] });
           carlos.session().assume_role(role, "cli").can("ec2:StopInstances", "*")"#,
        &[
            "the session of a role or federated user never carries MFA, not even where the role was assumed with a code",
        ],
    );
    shows(
        r#"let carlos = account("123456789012").create_user("carlos");
           carlos.put_user_policy("p", #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Action: "s3:*", Resource: "*" },
               #{ Sid: "NoMfa", Effect: "Deny", Action: "s3:*", Resource: "*", Condition: #{ Bool: #{ "aws:MultiFactorAuthPresent": "false" } } }] });
           carlos.session().can("s3:ListAllMyBuckets", "*")"#,
        &[
            "the deny statement NoMfa of p does not bite because `aws:MultiFactorAuthPresent` is absent, which is not the same as false",
            "BoolIfExists would also deny when it is absent",
            "with an access key it does not hold, with temporary credentials without MFA it holds, with MFA it does not hold",
        ],
    );
}

#[test]
fn q08_web_identity_claim_by_claim() {
    let built = |operator: &str, sub: &str| {
        format!(
            r#"let a = account("123456789012"); let idp = identity_provider("https://token.actions.githubusercontent.com");
            a.create_open_id_connect_provider(idp.issuer, #{{ ClientIDList: ["sts.amazonaws.com"] }});
            let role = a.create_role("deploy", #{{ Version: "2012-10-17", Statement: [#{{ Effect: "Allow",
                Principal: #{{ Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }},
                Action: "sts:AssumeRoleWithWebIdentity", Condition: #{{
                    StringEquals: #{{ "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" }},
                    {operator}: #{{ "token.actions.githubusercontent.com:sub": "{sub}" }} }} }}] }});
            let login = |claims| expect_error("AccessDenied", || client("sts", a).assume_role_with_web_identity(#{{ RoleArn: role.arn,
                RoleSessionName: "cli", WebIdentityToken: idp.token(claims) }}));
            "#
        )
    };
    let main = r#"login.call(#{ sub: "repo:Org/Repo:ref:refs/heads/main", aud: "sts.amazonaws.com" }).decision"#;
    shows(
        &(built("StringEqualsIfExists", "repo:Org/Repo:*") + main),
        &[
            "token.actions.githubusercontent.com:aud must be StringEquals sts.amazonaws.com, and is sts.amazonaws.com: holds",
            "token.actions.githubusercontent.com:sub must be StringEqualsIfExists repo:Org/Repo:*, and is repo:Org/Repo:ref:refs/heads/main: does not hold",
            "under StringEquals `*` and `?` are ordinary characters; StringLike reads them as wildcards",
        ],
    );
    shows(
        &(built("StringEqualsIfExists", "repo:org/Repo:ref:refs/heads/main") + main),
        &["differs in case only"],
    );
    answers(
        r#"let a = account("123456789012"); let idp = identity_provider("https://token.actions.githubusercontent.com");
           client("sts", a).assume_role_with_web_identity(#{ RoleArn: "arn:aws:iam::123456789012:role/deploy", RoleSessionName: "cli",
               WebIdentityToken: idp.token(#{ sub: "x", aud: "sts.amazonaws.com" }) })"#,
        &[
            "InvalidIdentityToken: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com",
            "create-open-id-connect-provider --url https://token.actions.githubusercontent.com",
        ],
    );
    answers(
        r#"let a = account("123456789012"); let idp = identity_provider("https://token.actions.githubusercontent.com");
           a.create_open_id_connect_provider(idp.issuer, #{ ClientIDList: ["sts.amazonaws.com"] });
           client("sts", a).assume_role_with_web_identity(#{ RoleArn: "arn:aws:iam::123456789012:role/deploy", RoleSessionName: "cli",
               WebIdentityToken: idp.token(#{ sub: "x", aud: "other" }) })"#,
        &[
            "InvalidIdentityToken: Incorrect token audience",
            "other",
            "sts.amazonaws.com",
        ],
    );
}

#[test]
fn q09_tag_session() {
    shows(
        r#"let a = account("123456789012"); let b = account("222222222222"); let carlos = a.create_user("carlos");
           carlos.put_user_policy("p", allow("sts:AssumeRole", "*"));
           let role = b.create_role("Y", trust_for(carlos));
           expect_error("AccessDenied", || carlos.session().assume_role(role, "cli", #{ Tags: [#{ Key: "team", Value: "x" }] })).decision"#,
        &[
            "is not authorized to perform: sts:TagSession on resource",
            "the call passes the tags team",
            r#"add to the role's trust policy: {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/carlos"},"Action":"sts:TagSession"}"#,
            "the caller's own policies must allow it as well",
        ],
    );
    shows(
        r#"let a = account("123456789012"); let carlos = a.create_user("carlos");
           let tagging = #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: #{ AWS: carlos.arn }, Action: ["sts:AssumeRole", "sts:TagSession"] }] };
           let one = a.create_role("one", tagging); let two = a.create_role("two", trust_for(one));
           let me = carlos.session().assume_role(one, "cli", #{ Tags: [#{ Key: "team", Value: "x" }], TransitiveTagKeys: ["team"] });
           expect_error("AccessDenied", || me.assume_role(two, "cli")).decision"#,
        &[
            "sts:TagSession",
            "the caller's own session hands on the tags team",
        ],
    );
}

#[test]
fn q10_how_long_a_session_may_last() {
    let built = r#"let a = account("123456789012"); let carlos = a.create_user("carlos");
        let one = a.create_role("one", trust_for(carlos)); let two = a.create_role("two", trust_for(one));"#;
    answers(
        &format!(
            r#"{built} carlos.session().assume_role(one, "cli", #{{ DurationSeconds: 7200 }})"#
        ),
        &[
            "exceeds the MaxSessionDuration set for this role.",
            "MaxSessionDuration of one is 3600 seconds",
            "aws iam update-role --role-name one --max-session-duration 7200",
        ],
    );
    answers(
        &format!(
            r#"{built} two.update_role(#{{ MaxSessionDuration: 43200 }});
               carlos.session().assume_role(one, "cli").assume_role(two, "cli", #{{ DurationSeconds: 7200 }})"#
        ),
        &[
            "exceeds the 1 hour session limit for roles assumed by role chaining.",
            "this is hop 2 of a chain: arn:aws:iam::123456789012:user/carlos → arn:aws:sts::123456789012:assumed-role/one/cli → arn:aws:iam::123456789012:role/two",
            "3600 seconds at the most",
        ],
    );
}

#[test]
fn q11_a_role_does_not_trust_itself() {
    shows(
        r#"let a = account("123456789012"); let carlos = a.create_user("carlos");
           let one = a.create_role("one", trust_for(carlos)); one.put_role_policy("p", allow("sts:AssumeRole", one.arn));
           let me = carlos.session().assume_role(one, "cli");
           expect_error("AccessDenied", || me.assume_role(one, "again")).decision"#,
        &[
            "a role does not trust itself by itself (since 2022)",
            r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/one"},"Action":"sts:AssumeRole"}"#,
        ],
    );
}

#[test]
fn q12_whose_id_a_trust_policy_shows() {
    shows(
        r#"let a = account("123456789012"); let carlos = a.create_user("carlos");
           let role = a.create_role("Y", trust_for(carlos)); let old = carlos.user_id;
           carlos.delete_user(); let carlos = a.create_user("carlos"); let fresh = carlos.user_id;
           let why = expect_error("AccessDenied", || carlos.session().assume_role(role, "cli")).decision.why();
           why.replace(old, "OLD"); why.replace(fresh, "NEW"); print(why)"#,
        &[
            "the policy names OLD, which was the user carlos of account 123456789012 and is deleted; the user carlos of today is NEW",
            "save the policy again",
        ],
    );
}

#[test]
fn q13_which_check_refuses_an_administrator() {
    let built = r#"let a = account("123456789012"); let root = account("999999999999"); let carlos = a.create_user("carlos");
        carlos.attach_user_policy("arn:aws:iam::aws:policy/AdministratorAccess");"#;
    let ask = r#"carlos.session().can("s3:ListAllMyBuckets", "*")"#;
    shows(
        &format!(
            r#"{built} let devs = a.create_group("devs"); devs.add_user(carlos); devs.put_group_policy("no-s3", deny("s3:*", "*")); {ask}"#
        ),
        &[
            "✗ identity policies        denied by statement 0 of no-s3",
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#,
            "no-s3 is embedded in group devs",
        ],
    );
    shows(
        &format!(
            r#"{built} carlos.put_permissions_boundary(a.create_policy("Bound", allow("ec2:*", "*"))); {ask}"#
        ),
        &[
            "✓ identity policies        allowed by statement 0 of arn:aws:iam::aws:policy/AdministratorAccess",
            "✗ permissions boundary     not allowed: its one allow is about other actions",
            "arn:aws:iam::123456789012:policy/Bound is the permissions boundary of user carlos",
        ],
    );
    shows(
        &format!(
            r#"{built} let org = organization("o-exampleorgid", "r-ab12", root); org.add_account(a, "r-ab12");
               org.attach_scp("r-ab12", "NoS3", #{{ Version: "2012-10-17", Statement: [#{{ Sid: "Stop", Effect: "Deny", Action: "s3:*", Resource: "*" }}] }}); {ask}"#
        ),
        &[
            "✗ service control policy   r-ab12: denied by statement 0 (Stop) of arn:aws:organizations::999999999999:policy/o-exampleorgid/service_control_policy/p-nos3",
            r#""Sid":"Stop""#,
        ],
    );
}

#[test]
fn q14_bucket_and_object() {
    let built = r#"let a = account("123456789012"); let carlos = a.create_user("carlos"); a.create_resource("s3:CreateBucket", "arn:aws:s3:::bucket");"#;
    shows(
        &format!(
            r#"{built} carlos.put_user_policy("p", allow("s3:*", "arn:aws:s3:::bucket/*")); carlos.session().can("s3:ListBucket", "arn:aws:s3:::bucket")"#
        ),
        &[
            r#"statement 0 of p names arn:aws:s3:::bucket/*, a resource of type object; s3:ListBucket is about a resource of type bucket: write "arn:aws:s3:::bucket""#,
        ],
    );
    shows(
        &format!(
            r#"{built} carlos.put_user_policy("p", allow("s3:*", "arn:aws:s3:::bucket")); carlos.session().can("s3:GetObject", "arn:aws:s3:::bucket/x")"#
        ),
        &[
            r#"statement 0 of p names arn:aws:s3:::bucket, a resource of type bucket; s3:GetObject is about a resource of type object: write "arn:aws:s3:::bucket/x""#,
        ],
    );
}

#[test]
fn q15_what_is_still_attached_and_how_large() {
    let built = r#"let a = account("123456789012"); let carlos = a.create_user("carlos"); let devs = a.create_group("devs"); devs.add_user(carlos);
        let p = a.create_policy("p", allow("s3:*", "*")); carlos.attach_user_policy(p); carlos.put_user_policy("in", allow("s3:*", "*"));"#;
    answers(
        &format!("{built} carlos.delete_user()"),
        &[
            "DeleteConflict: Cannot delete entity, must delete policies first.",
            "aws iam delete-user-policy --user-name carlos --policy-name in",
            "aws iam detach-user-policy --user-name carlos --policy-arn arn:aws:iam::123456789012:policy/p",
            "aws iam remove-user-from-group --user-name carlos --group-name devs",
        ],
    );
    answers(
        &format!("{built} devs.attach_group_policy(p); p.delete_policy()"),
        &[
            "DeleteConflict: Cannot delete a policy attached to entities.",
            "aws iam detach-user-policy --user-name carlos",
            "aws iam detach-group-policy --group-name devs",
        ],
    );
    answers(
        r#"let big = #{ Version: "2012-10-17", Statement: [] };
           for i in range(0, 200) { big.Statement.push(#{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::bucket-${i}/*` }); }
           account("123456789012").create_policy("big", big)"#,
        &[
            "LimitExceeded: Cannot exceed quota for PolicySize: 6144",
            "characters without white space, 6144 are allowed",
        ],
    );
    answers(
        r#"let big = #{ Version: "2012-10-17", Statement: [] };
           for i in range(0, 50) { big.Statement.push(#{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::bucket-${i}/*` }); }
           account("123456789012").create_user("carlos").put_user_policy("big", big)"#,
        &[
            "LimitExceeded: Maximum policy size of 2048 bytes exceeded for user carlos",
            "characters without white space, 2048 are allowed",
        ],
    );
}

#[test]
fn q13_session_policies_and_resource_control_policies_too() {
    shows(
        r#"let a = account("123456789012"); let carlos = a.create_user("carlos");
           let admin = a.create_role("admin", trust_for(carlos)); admin.attach_policy("arn:aws:iam::aws:policy/AdministratorAccess");
           carlos.session().assume_role(admin, "cli", #{ Policy: allow("ec2:*", "*") }).can("s3:ListAllMyBuckets", "*")"#,
        &[
            "because no session policy allows the s3:ListAllMyBuckets action",
            "✓ identity policies        allowed by statement 0 of arn:aws:iam::aws:policy/AdministratorAccess",
            "✗ session policies         not allowed: its one allow is about other actions",
        ],
    );
    shows(
        r#"let a = account("123456789012"); let root = account("999999999999"); let b = account("222222222222"); let carlos = b.create_user("carlos");
           carlos.attach_user_policy("arn:aws:iam::aws:policy/AdministratorAccess");
           let org = organization("o-exampleorgid", "r-ab12", root); org.add_account(a, "r-ab12"); org.add_account(b, "r-ab12");
           a.create_resource("sqs:CreateQueue", "arn:aws:sqs:us-east-1:123456789012:q", #{ Policy: #{ Version: "2012-10-17", Statement: [
               #{ Effect: "Allow", Principal: #{ AWS: "222222222222" }, Action: "sqs:*", Resource: "*" }] } });
           org.attach_rcp(a, "NoQueues", #{ Version: "2012-10-17", Statement: [#{ Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*" }] });
           carlos.session().can("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q")"#,
        &[
            "with an explicit deny in a resource control policy",
            "✗ resource control policy  123456789012: denied by statement 0 of",
            "✓ resource policy",
            "✓ identity policies",
        ],
    );
}

#[test]
fn further_external_id() {
    let built = r#"let a = account("123456789012"); let corp = account("444455556666"); let deputy = corp.create_user("deputy");
        deputy.put_user_policy("p", allow("sts:AssumeRole", "*"));
        let role = a.create_role("Y", #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: #{ AWS: "444455556666" },
            Action: "sts:AssumeRole", Condition: #{ StringEquals: #{ "sts:ExternalId": "12345" } } }] });"#;
    shows(
        &format!(
            r#"{built} expect_error("AccessDenied", || deputy.session().assume_role(role, "cli")).decision"#
        ),
        &[
            "`sts:ExternalId` were present and StringEquals 12345",
            "sts:ExternalId is there when the call passes ExternalId",
        ],
    );
    shows(
        &format!(
            r#"{built} expect_error("AccessDenied", || deputy.session().assume_role(role, "cli", #{{ ExternalId: "67890" }})).decision"#
        ),
        &[
            "`sts:ExternalId` were StringEquals 12345",
            "sts:ExternalId is 67890",
        ],
    );
}

#[test]
fn further_an_action_that_takes_no_resource() {
    shows(
        r#"let carlos = account("123456789012").create_user("carlos"); carlos.put_user_policy("p", allow("s3:ListAllMyBuckets", "arn:aws:s3:::b"));
           carlos.session().can("s3:ListAllMyBuckets", "*")"#,
        &[
            "s3:ListAllMyBuckets takes no resource: a statement that names resources never allows it",
        ],
    );
    shows(
        r#"let carlos = account("123456789012").create_user("carlos"); carlos.session().can("s3:ListAllMyBuckets", "arn:aws:s3:::b")"#,
        &["s3:ListAllMyBuckets takes no resource: it is asked, and must be allowed, on `*`"],
    );
}

#[test]
fn further_a_variable_without_a_value() {
    let built = |resource: &str, condition: &str| {
        format!(
            r#"let a = account("123456789012"); let carlos = a.create_user("carlos"); let role = a.create_role("Y", trust_for(carlos));
            role.put_role_policy("home", #{{ Version: "2012-10-17", Statement: [#{{ Effect: "Allow", Action: "s3:*", Resource: "{resource}", {condition} }}] }});
            carlos.session().assume_role(role, "cli").can("s3:GetObject", "arn:aws:s3:::home/carlos/x")"#
        )
    };
    let said = "only IAM users carry aws:username; sessions of roles and the root user do not";
    shows(
        &built("arn:aws:s3:::home/${aws:username}/*", ""),
        &["${aws:username}", "has no value for this caller", said],
    );
    shows(
        &built(
            "*",
            r#"Condition: #{ StringLike: #{ "s3:prefix": "${aws:username}/*" } }"#,
        ),
        &["${aws:username}", "has no value for this caller", said],
    );
}

#[test]
fn further_an_action_unknown_to_the_reference() {
    shows(
        r#"account("123456789012").create_user("carlos").session().can("s3:GetObjects", "*")"#,
        &["AWS's reference knows no action s3:GetObjects; did you mean s3:GetObject?"],
    );
}

#[test]
fn further_a_policy_whose_action_is_misspelt() {
    let asked = |action: &str| {
        format!(
            r#"let carlos = account("123456789012").create_user("carlos");
            carlos.put_user_policy("read", #{{ Version: "2012-10-17", Statement: [#{{ Effect: "Allow", Action: ["s3:ListBucket", "{action}"], Resource: "*" }}] }});
            carlos.session().can("s3:GetObject", "arn:aws:s3:::home/x")"#
        )
    };
    shows(
        &asked("s3:GetObjct"),
        &[
            "statement 0 of",
            "allows s3:GetObjct, which is no action; did you mean s3:GetObject?",
        ],
    );
    let other = run(&asked("s3:PutObjct")).value.unwrap_or_default();
    assert!(!other.contains("did you mean"), "{other}");
}
