//! `.why --what-would-allow`: each kind of denial, and that what is said to help does help.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use iamsh::decision::{Change, Explanation, remedies};
use iamsh::lab::Settings;
use iamsh::render::remedy::what_would_allow;
use iamsh::render::style::Style;
use iamsh::script::{Interpreter, OPERATIONS, Setup};
use iamsh::store::KeptLab;

/// A session with two accounts, an organization, a user, a role that it may become, and a bucket.
const LAB: &str = r#"
    let boss = account("999999999999"); let a = account("123456789012"); let b = account("210987654321");
    let org = organization("o-exampleorgid", "r-ab12", boss); org.add_account(a);
    let carlos = a.create_user("carlos"); let role = a.create_role("work", trust_for(carlos));
    a.create_resource("s3:CreateBucket", "arn:aws:s3:::own"); b.create_resource("s3:CreateBucket", "arn:aws:s3:::other");
    let read = allow("s3:GetObject", "arn:aws:s3:::own/*");
    let all = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`;
"#;

struct Case {
    name: &'static str,
    /// Makes the situation.
    given: &'static str,
    /// Who asks for what on what.
    asks: [&'static str; 3],
    /// Does what is said, one script a step; `STATEMENT` stands for the statement in a policy.
    fixes: &'static [&'static str],
}

const OWN: &str = "arn:aws:s3:::own/key";
const PUT: &str = "carlos.put_policy(\"fix\", policy(STATEMENT));";

const CASES: &[Case] = &[
    Case {
        name: "nothing allows",
        given: "",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &[PUT],
    },
    Case {
        name: "a statement denies",
        given: "carlos.put_policy(\"fix\", policy(`{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"No\",\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}}]}`)); carlos.put_policy(\"all\", policy(all));",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &[PUT],
    },
    Case {
        name: "a denial and no allow",
        given: "carlos.put_policy(\"fix\", deny(\"s3:*\", \"*\"));",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &[PUT, "carlos.put_policy(\"more\", policy(STATEMENT));"],
    },
    Case {
        name: "the boundary lacks it",
        given: "let pb = a.create_policy(\"pb\", allow(\"ec2:*\", \"*\")); carlos.put_permissions_boundary(pb); carlos.put_policy(\"all\", policy(all));",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &["a.create_policy_version(pb, policy(STATEMENT), #{ SetAsDefault: true });"],
    },
    Case {
        name: "the organization does not allow it",
        given: "carlos.put_policy(\"all\", policy(all)); org.detach_scp(\"123456789012\", \"FullAWSAccess\"); org.attach_scp(\"123456789012\", \"Ec2\", allow(\"ec2:*\", \"*\"));",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &["org.attach_scp(\"123456789012\", \"Fix\", policy(STATEMENT));"],
    },
    Case {
        name: "the organization denies it",
        given: "carlos.put_policy(\"all\", policy(all)); org.attach_scp(\"r-ab12\", \"NoS3\", deny(\"s3:*\", \"*\"));",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &[
            "org.detach_scp(\"r-ab12\", \"NoS3\"); org.attach_scp(\"r-ab12\", \"NoS3\", policy(STATEMENT));",
        ],
    },
    Case {
        name: "the other account's bucket",
        given: "",
        asks: ["carlos", "s3:GetObject", "arn:aws:s3:::other/key"],
        fixes: &[
            "b.set_resource_policy(\"s3:PutBucketPolicy\", \"arn:aws:s3:::other\", policy(STATEMENT));",
            PUT,
        ],
    },
    Case {
        name: "the bucket denies it",
        given: "carlos.put_policy(\"all\", policy(all)); a.set_resource_policy(\"s3:PutBucketPolicy\", \"arn:aws:s3:::own\", policy(`{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::own/*\"}}`));",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &[
            "a.set_resource_policy(\"s3:PutBucketPolicy\", \"arn:aws:s3:::own\", policy(STATEMENT));",
        ],
    },
    Case {
        name: "the trust policy names somebody else",
        given: "let dana = a.create_user(\"dana\");",
        asks: [
            "dana",
            "sts:AssumeRole",
            "arn:aws:iam::123456789012:role/work",
        ],
        fixes: &["role.update_trust(policy(STATEMENT));"],
    },
    Case {
        name: "a condition of an allow",
        given: "carlos.put_policy(\"mfa\", policy(`{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}}}}`));",
        asks: ["carlos", "s3:GetObject", OWN],
        fixes: &[PUT],
    },
    Case {
        name: "a role's session with a policy of its own",
        given: "role.put_policy(\"all\", policy(all)); let me = carlos.session().assume_role(role, \"cli\", #{ Policy: allow(\"ec2:*\", \"*\") });",
        asks: ["me", "s3:GetObject", OWN],
        fixes: &[
            "me = carlos.session().assume_role(role, \"cli\", #{ Policy: policy(STATEMENT) });",
        ],
    },
    Case {
        name: "a bucket policy that forgot a service",
        given: "let trail = service(\"cloudtrail.amazonaws.com\");",
        asks: ["trail", "s3:PutObject", OWN],
        fixes: &[
            "a.set_resource_policy(\"s3:PutBucketPolicy\", \"arn:aws:s3:::own\", policy(STATEMENT));",
        ],
    },
];

struct Session(Interpreter);

impl Session {
    fn new(given: &str) -> Self {
        let mut session = Self(Interpreter::new(Setup {
            lab: KeptLab::in_memory(Settings::default()),
            folder: None,
            operations: OPERATIONS,
            stop: Arc::default(),
            print: Rc::new(|_| {}),
            name: "test.rhai".to_owned(),
        }));
        session.does(LAB);
        session.does(given);
        session
    }

    fn does(&mut self, script: &str) {
        if let Err(fault) = self.0.run(script) {
            panic!("{script}\n{}", fault.render(Style::Plain));
        }
    }

    fn asks(&mut self, [who, action, resource]: [&str; 3]) -> Arc<Explanation> {
        self.does(&format!("{who}.can(\"{action}\", \"{resource}\");"));
        self.0.decision().unwrap()
    }
}

fn in_a_policy(statement: &serde_json::Value) -> String {
    format!("`{{\"Version\":\"2012-10-17\",\"Statement\":{statement}}}`")
}

#[test]
fn what_is_said_to_help_helps() {
    let said = RefCell::new(String::new());
    for case in CASES {
        let mut session = Session::new(case.given);
        let denied = session.asks(case.asks);
        assert!(!denied.allowed(), "{}", case.name);
        let text = what_would_allow(&denied, Style::Plain);
        said.borrow_mut()
            .push_str(&format!("# {}\n{text}\n", case.name));
        let steps = remedies(&denied);
        assert_eq!(steps.len(), case.fixes.len(), "{}\n{text}", case.name);
        for (step, fix) in steps.iter().zip(case.fixes) {
            let (Change::Add(statement) | Change::Except(_, Some(statement))) = &step.change else {
                panic!("{}\n{text}", case.name);
            };
            assert!(text.contains(&statement.to_string()), "{text}");
            assert!(
                !session.asks(case.asks).allowed(),
                "{}: too much is said\n{text}",
                case.name
            );
            session.does(&fix.replace("STATEMENT", &in_a_policy(statement)));
        }
        let now = session.asks(case.asks);
        assert!(now.allowed(), "{}\n{text}\n{now:?}", case.name);
        assert!(what_would_allow(&now, Style::Plain).contains("it is allowed already"));
    }
    insta::assert_snapshot!("what_would_allow", said.into_inner());
}

#[test]
fn what_nothing_would_allow_is_said_as_well() {
    let mut session =
        Session::new("let eva = b.create_user(\"eva\"); eva.put_policy(\"all\", policy(all));");
    let denied = session.asks([
        "eva",
        "iam:GetUser",
        "arn:aws:iam::123456789012:user/carlos",
    ]);
    let text = what_would_allow(&denied, Style::Plain);
    assert!(text.contains("act as a role of its account"), "{text}");
}
