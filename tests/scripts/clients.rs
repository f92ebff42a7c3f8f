//! `client("iam", session)`: boto3's form.

use crate::support::{run, value};

#[test]
fn a_client_takes_a_map_and_answers_whole_documents() {
    value(
        r#"
        let iam = client("iam", account("123456789012"));
        assert_eq(iam.create_user(#{ UserName: "carlos" }).User.Arn, "arn:aws:iam::123456789012:user/carlos");
        assert_eq(iam.get_user(#{ user_name: "carlos" }).User.UserName, "carlos");
        assert_eq(iam.list_users().IsTruncated, false);
        let pages = iam.paginate("list_policies", #{ MaxItems: 500, Scope: "AWS" });
        assert(pages.len() > 2, "several pages");
        assert_eq(pages[0].Policies.len(), 500);
        iam.create_policy(#{ PolicyName: "p", PolicyDocument: allow("s3:*", "*") });
        let version = iam.get_policy_version(#{ PolicyArn: "arn:aws:iam::123456789012:policy/p", VersionId: "v1" });
        assert_eq(version.PolicyVersion.Document.Statement[0].Action, "s3:*");
        assert_eq(client("sts", account("123456789012")).get_caller_identity().Account, "123456789012");
    "#,
    );
    for (text, title) in [
        (
            r#"client("iam", account("123456789012")).create_user("carlos")"#,
            "error: `create_user` of a client takes one map of parameters",
        ),
        (
            r#"client("s3", account("123456789012"))"#,
            "error: there is no client for `s3`",
        ),
        (r#"client("iam", 1)"#, "error: an integer makes no requests"),
        (
            r#"client("iam", account("123456789012")).paginate("get_user")"#,
            "error: `get_user` does not come in pages",
        ),
    ] {
        let (_, fault) = run(text).fault.unwrap();
        assert_eq!(fault.lines().next(), Some(title));
    }
}
