//! Sessions, keys, services, the clock, resources.

use crate::support::{run, session, value};
use iamsh::script::OPERATIONS;

#[test]
fn keys_make_sessions_and_expire() {
    value(
        r#"
        let acct = account("123456789012");
        let carlos = acct.create_user("carlos");
        let key = acct.create_access_key(carlos);
        let me = key.session();
        assert_eq(me.arn, carlos.arn);
        assert_eq(session(key.access_key_id, key.secret_access_key).user_id, carlos.id);
        let wrong = session(key.access_key_id, "wrong");
        assert_eq(expect_error("SignatureDoesNotMatch", || wrong.arn).http_status, 403);
        let short = me.get_session_token(#{ DurationSeconds: 900 });
        assert_eq(short.arn, carlos.arn);
        assert_eq(advance("14m"), "2026-01-01T00:14:00Z");
        assert_eq(short.arn, carlos.arn);
        advance(60);
        expect_error("ExpiredToken", || short.arn);
        acct.update_access_key(key, "Inactive", #{ UserName: carlos });
        expect_error("InvalidClientTokenId", || me.arn);
    "#,
    );
}

#[test]
fn context_keys_go_with_requests_and_cannot_be_forged() {
    value(
        r#"
        let acct = account("123456789012");
        let carlos = acct.create_user("carlos");
        carlos.put_policy("office", #{ Version: "2012-10-17", Statement: [#{
            Effect: "Allow", Action: ["s3:GetObject", "iam:ListUsers"], Resource: "*",
            Condition: #{ IpAddress: #{ "aws:SourceIp": "198.51.100.0/24" } },
        }] });
        let office = #{ "aws:SourceIp": "198.51.100.7" };
        assert_denied(carlos, "s3:GetObject", "arn:aws:s3:::b/k");
        assert_allowed(carlos, "s3:GetObject", "arn:aws:s3:::b/k", office);
        carlos.session().with_context(office).list_users();
        expect_error("AccessDenied", || carlos.session().list_users());
        expect_error("InvalidInput", || carlos.can("s3:GetObject", "*", #{ "aws:PrincipalTag/team": "x" }));
    "#,
    );
}

#[test]
fn resources_come_are_used_and_go() {
    value(
        r#"
        let acct = account("123456789012");
        let maria = acct.create_user("maria");
        maria.put_policy("buckets", allow(["s3:CreateBucket", "s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutBucketTagging"], "*"));
        let bucket = "arn:aws:s3:::photos";
        maria.session().create_resource("s3:CreateBucket", bucket, #{ Tags: #{ team: "blog" } });
        expect_error("EntityAlreadyExists", || acct.create_resource("s3:CreateBucket", bucket));
        let john = acct.create_user("john");
        assert_denied(john, "s3:GetObject", "arn:aws:s3:::photos/cat.jpg");
        maria.session().set_resource_policy("s3:PutBucketPolicy", bucket, #{ Version: "2012-10-17", Statement: [#{
            Effect: "Allow", Principal: #{ AWS: john.arn }, Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*",
        }] });
        assert_allowed(john, "s3:GetObject", "arn:aws:s3:::photos/cat.jpg");
        maria.session().set_resource_policy("s3:PutBucketPolicy", bucket, ());
        assert_denied(john, "s3:GetObject", "arn:aws:s3:::photos/cat.jpg");
        maria.session().tag_resource("s3:PutBucketTagging", bucket, #{ team: "press" });
        maria.session().delete_resource("s3:DeleteBucket", bucket);
        expect_error("NoSuchEntity", || acct.delete_resource("s3:DeleteBucket", bucket));
    "#,
    );
    let (_, fault) = run(r#"account("123456789012").create_resource("s3:CreateBucket", "arn:aws:s3:::b", #{ Tag: 1 })"#).fault.unwrap();
    assert!(
        fault.starts_with("error: unknown option `Tag`\n"),
        "{fault}"
    );
}

#[test]
fn only_you_move_the_clock() {
    assert_eq!(value("now()"), "\"2026-01-01T00:00:00Z\"");
    assert_eq!(
        value("advance(\"1d\"); sleep(5); timestamp()"),
        "\"2026-01-02T00:00:05Z\""
    );
    for wrong in [
        "advance(-1)",
        "advance(\"soon\")",
        "advance(\"99999999999d\")",
        "advance(\"h\")",
        "advance(\"1é\")",
    ] {
        let (_, fault) = run(wrong).fault.unwrap();
        assert!(fault.contains("is no length of time"), "{fault}");
    }
}

#[test]
fn a_lab_setting_makes_session_names_unique() {
    let (_, fault) = run("setting(\"unique\", true)").fault.unwrap();
    assert!(fault.contains("unique_session_names"), "{fault}");
}

#[test]
fn a_return_at_the_top_level_ends_the_input_wherever_it_stands() {
    for (text, printed, value) in [
        ("return 1; print(\"on\")", "", Some("1")),
        ("if true { return 1; } print(\"on\")", "", Some("1")),
        (
            "for n in 0..3 { if n == 1 { return n; } print(n) } print(\"on\")",
            "0\n",
            Some("1"),
        ),
        (
            "let x = if true { return 1 } else { 2 }; print(\"on\")",
            "",
            Some("1"),
        ),
        (
            "let x = if false { return 1 } else { 2 }; print(\"on\"); x",
            "on\n",
            Some("2"),
        ),
        ("if false { return 1; } else { 2 }", "", Some("2")),
        ("try { return 1; } catch { } print(\"on\")", "", Some("1")),
        (
            "let f = |n| { return n; }; f.call(1); print(\"on\")",
            "on\n",
            None,
        ),
        ("fn f() { return 1; } f(); print(\"on\")", "on\n", None),
        ("if true { return; } print(\"on\")", "", None),
    ] {
        let ran = run(text);
        assert!(ran.fault.is_none(), "{text} {:?}", ran.fault);
        assert_eq!(ran.printed, printed, "{text}");
        assert_eq!(ran.value.as_deref(), value, "{text}");
    }
    // The next input goes on, with what was declared before.
    let ran = session(
        &[
            "let a = 1; if a == 1 { return; } let b = 2;",
            "let c = if a > 1 { return } else { 3 };",
            "a + c",
        ],
        None,
        OPERATIONS,
    );
    assert!(ran.fault.is_none(), "{:?}", ran.fault);
    assert_eq!(ran.value.as_deref(), Some("4"));
}

#[test]
fn a_function_that_sorts_may_contradict_itself_or_throw() {
    for (text, value) in [
        ("[3, 1, 2].order(|x, y| x - y)", "[1, 2, 3]"),
        (
            "let a = [[2, 0], [1, 1], [2, 2]]; a.sort(|x, y| y[0] - x[0]); a.map(|own| own[1])",
            "[0, 2, 1]",
        ),
        ("let a = [3, 1, 2]; a.sort(|x, y| x < y); a", "[1, 2, 3]"),
        (
            "let a = []; for n in 0..1000 { a.push(n * 7919 % 1009); } a.sort(|x, y| if (x * 7 + y * 3) % 5 < 3 { 1 } else { -1 }); a.len",
            "1000",
        ),
        (
            "let a = [3, 1, 2]; try { a.sort(|x, y| throw \"no\"); } catch (e) { a.push(e); } a",
            "[3, 1, 2, \"no\"]",
        ),
    ] {
        let ran = run(text);
        assert!(ran.fault.is_none(), "{text} {:?}", ran.fault);
        assert_eq!(ran.value.as_deref(), Some(value), "{text}");
    }
}
