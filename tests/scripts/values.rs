//! Native types: properties, comparison, text, JSON.

use crate::support::{fails, run, value};

const CARLOS: &str = r#"let acct = account("123456789012"); let carlos = acct.create_user("carlos", #{ Path: "/staff/", Tags: #{ team: "blog" } });"#;

#[test]
fn a_user_is_shown_as_a_card_and_stands_for_its_arn_in_text() {
    assert_eq!(
        value(&format!("{CARLOS} carlos")),
        "User carlos
  path                       /staff/
  name                       carlos
  id                         AIDAJ3LDGTXO5QLKOIJNA
  arn                        arn:aws:iam::123456789012:user/staff/carlos
  create_date                2026-01-01T00:00:00Z
  attached_managed_policies  –
  tags                       {\"team\":\"blog\"}"
            .replace(
                "AIDAJ3LDGTXO5QLKOIJNA",
                value(&format!("{CARLOS} carlos.id")).trim_matches('"')
            )
    );
    assert_eq!(
        value(&format!("{CARLOS} `${{carlos}}`")),
        "\"arn:aws:iam::123456789012:user/staff/carlos\""
    );
}

#[test]
fn properties_follow_the_lab() {
    let text = format!(
        r#"{CARLOS}
        let group = acct.create_group("writers");
        group.add_user(carlos);
        assert_eq!(carlos.groups.len(), 1);
        assert_eq!(carlos.groups[0], group);
        assert_eq!(group.users[0].name, "carlos");
        carlos.attach_policy("arn:aws:iam::aws:policy/ReadOnlyAccess");
        assert_eq!(carlos.policies[0].name, "ReadOnlyAccess");
        carlos.put_policy("inline", allow("s3:GetObject", "*"));
        assert_eq!(carlos.inline_policies, ["inline"]);
        carlos.put_permissions_boundary("arn:aws:iam::aws:policy/PowerUserAccess");
        assert_eq!(carlos.boundary.name, "PowerUserAccess");
        assert_eq!(carlos.tags.team, "blog");
        acct.update_user(carlos, #{{ NewUserName: "carla" }});
        carlos.name"#
    )
    .replace("assert_eq!", "assert_eq");
    assert_eq!(value(&text), "\"carla\"");
}

#[test]
fn an_entity_that_is_gone_keeps_its_name_and_says_so() {
    let gone = format!("{CARLOS} carlos.delete(); ");
    assert_eq!(value(&format!("{gone} carlos.name")), "\"carlos\"");
    let (_, fault) = run(&format!("{gone} carlos.groups")).fault.unwrap();
    assert!(
        fault.starts_with("error: the user carlos is gone\n"),
        "{fault}"
    );
}

#[test]
fn a_wrong_property_lists_the_right_ones() {
    fails(
        r#"account("123456789012").emial"#,
        r#"error: Account has no property `emial`
 --> test.rhai:1:25
  |
1 | account("123456789012").emial
  |                         ^^^^^
  |
help: did you mean `email`? it has id, arn, name, email, alias, closed"#,
    );
    for (expression, has) in [
        (
            r#"allow("s3:*", "*").x"#,
            "it has version, statements, text",
        ),
        (
            r#"allow("s3:*", "*").statements[0].x"#,
            "it has effect, action, resource",
        ),
        (
            r#"arn("arn:aws:s3:::b").x"#,
            "it has partition, service, region, account, resource, resource_type, resource_name",
        ),
        (
            r#"account("123456789012").session().x"#,
            "it has arn, user_id, account, credentials, expiration",
        ),
        (
            r#"account("123456789012").get_caller_identity().x"#,
            "it has user_id, account, arn",
        ),
        (
            r#"account("123456789012").get_account_summary().x"#,
            "it has SummaryMap",
        ),
        (
            r#"account("123456789012").can("s3:GetObject", "*").x"#,
            "it has allowed, outcome, blocked_by, message, matched, checks, principal, action, resource",
        ),
        (
            r#"account("123456789012"); events()[0].x"#,
            "it has summary, number, time, caller, operation, input, outcome, code, message",
        ),
    ] {
        let (_, fault) = run(expression).fault.unwrap();
        assert!(fault.contains(has), "{expression}\n{fault}");
    }
}

#[test]
fn every_type_compares_and_becomes_json() {
    for expression in [
        r#"account("123456789012")"#,
        r#"account("123456789012").session()"#,
        r#"account("123456789012").get_caller_identity()"#,
        r#"allow("s3:*", "*")"#,
        r#"allow("s3:*", "*").statements[0]"#,
        r#"arn("arn:aws:s3:::b")"#,
        r#"account("123456789012").can("s3:GetObject", "*")"#,
        r#"account("123456789012").get_account_summary()"#,
    ] {
        let text = format!(
            "let a = {expression}; let b = {expression}; assert_eq(a, b); assert(!(a != b)); a.to_json()"
        );
        let json = value(&text);
        assert!(json.len() > 2, "{expression}: {json}");
    }
    let made = [
        r#"acct.create_user("u")"#,
        r#"acct.create_group("g")"#,
        r#"acct.create_role("r", trust_for(acct))"#,
        r#"acct.create_policy("p", allow("s3:*", "*"))"#,
        r#"acct.create_access_key(acct.create_user("k"))"#,
        r#"acct.create_role("s", trust_for(acct.create_user("v"))).trust"#,
    ];
    for expression in made {
        let text = format!(
            "let acct = account(\"123456789012\"); let a = {expression}; assert_eq(a, a); a.to_json()"
        );
        assert!(
            value(&text).contains("123456789012") || value(&text).contains("AccessKeyId"),
            "{expression}"
        );
    }
}

#[test]
fn secrets_are_masked_until_they_are_asked_for() {
    let key = r#"let acct = account("123456789012"); acct.create_user("u"); let key = acct.create_access_key("u");"#;
    let shown = value(&format!("{key} key"));
    assert!(shown.contains("secret_access_key  ****"), "{shown}");
    assert_eq!(value(&format!("{key} key.secret_access_key.len()")), "40");
}

#[test]
fn documents_keep_their_order_and_are_read_only() {
    let doc = r#"let acct = account("123456789012"); acct.create_user("u"); let doc = client("iam", acct).get_user(#{ UserName: "u" });"#;
    assert_eq!(
        value(&format!("{doc} doc.User.keys()")),
        r#"["Path", "UserName", "UserId", "Arn", "CreateDate"]"#
    );
    assert_eq!(
        value(&format!("{doc} doc.User.get(\"Tags\") ?? \"none\"")),
        "\"none\""
    );
    let (_, fault) = run(&format!("{doc} doc.User.UserName = \"x\";"))
        .fault
        .unwrap();
    assert!(fault.starts_with("error: "), "{fault}");
    assert_eq!(
        value(&format!(
            "{doc} doc.User.UserName == \"u\" && doc.User != #{{}}"
        )),
        "true"
    );
}

#[test]
fn a_policy_from_a_map_is_written_in_the_usual_order() {
    assert_eq!(
        value(
            r#"policy(#{ Statement: [#{ Resource: "*", Action: "s3:*", Effect: "Allow", Sid: "A" }], Version: "2012-10-17" }).text"#
        ),
        r#""{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}""#
    );
}

#[test]
fn handles_stand_for_names_and_arns() {
    value(
        r#"
        let acct = account("123456789012");
        let user = acct.create_user("carlos");
        let policy = acct.create_policy("p", allow("s3:GetObject", "*"));
        acct.attach_user_policy(user, policy);
        policy.detach_user(user);
        let role = acct.create_role("r", trust_for(user));
        role.attach_policy(policy);
        assert_eq(role.trust.statements[0].principal.AWS, user.arn);
        assert_eq(policy.list_entities().PolicyRoles[0].RoleName, "r");
        assert_eq(user.session().assume_role(role, "se").arn, "arn:aws:sts::123456789012:assumed-role/r/se");
        let bound = acct.create_user("bound", #{ PermissionsBoundary: policy });
        assert_eq(bound.boundary, policy);
    "#,
    );
}

#[test]
fn lists_come_whole_whatever_their_length() {
    assert_eq!(
        value(r#"account("123456789012").list_policies().len() > 1000"#),
        "true"
    );
    assert_eq!(
        value(r#"account("123456789012").list_policies(#{ MaxItems: 5 }).Policies.len()"#),
        "5"
    );
}

#[test]
fn events_tell_what_happened() {
    value(
        r#"
        let acct = account("123456789012");
        let carlos = acct.create_user("carlos").session();
        expect_error("AccessDenied", || carlos.list_users());
        let last = events()[events().len() - 1];
        assert_eq(last.operation, "ListUsers");
        assert_eq(last.outcome, "Failed");
        assert_eq(last.code, "AccessDenied");
        assert_eq(last.caller, "arn:aws:iam::123456789012:user/carlos");
    "#,
    );
}
