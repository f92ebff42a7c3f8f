//! Organizations bind accounts by control policies.

use crate::support::value;

#[test]
fn control_policies_bind_members() {
    value(
        r#"
        let management = account("100000000000");
        let member = account("222222222222");
        let org = organization("o-exampleorgid", "r-ab12", management);
        org.add_unit("ou-ab12-11111111", "Workloads");
        org.add_account(member, "ou-ab12-11111111");
        let admin = member.create_user("admin");
        admin.attach_policy("arn:aws:iam::aws:policy/AdministratorAccess");
        assert_allowed(admin, "s3:ListAllMyBuckets", "*");
        org.attach_scp("r-ab12", "NoBuckets", deny("s3:*", "*"));
        assert_denied(admin, "s3:ListAllMyBuckets", "*", "scp");
        assert_denied(member, "s3:ListAllMyBuckets", "*", "scp");
        assert_allowed(management, "s3:ListAllMyBuckets", "*");
        org.detach_scp("r-ab12", "NoBuckets");
        assert_allowed(admin, "s3:ListAllMyBuckets", "*");
        assert_eq(org.root, "r-ab12");
        expect_error("EntityAlreadyExists", || org.add_account(member));
    "#,
    );
}
