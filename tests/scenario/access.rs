//! The access of a lab, and of the dump of its account.

use iamsh::access::{Access, Change, difference, of_dump, of_lab};
use iamsh::script::{Recording, with_stack};

fn words(old: &Access, new: &Access) -> Vec<String> {
    let word = |change: Change| {
        format!(
            "{} {} {}",
            change.direction.word(),
            change.action,
            change.resource
        )
    };
    difference(old, new).into_iter().map(word).collect()
}

#[test]
fn a_dump_and_the_lab_it_comes_from_give_the_same_access() {
    let script = r#"let acct = account("123456789012");
        let ann = acct.create_user("ann");
        let own = acct.create_policy("own", allow("s3:*", "arn:aws:s3:::home/${aws:username}/*"));
        let group = acct.create_group("g");
        group.attach_policy(own);
        group.add_user(ann);
        acct.put_user_permissions_boundary("ann", "arn:aws:iam::aws:policy/AmazonS3FullAccess");
        let role = acct.create_role("r", trust_for(ann));
        role.put_policy("p", allow("ec2:*", "*"));
        print(acct.get_account_authorization_details().to_json());"#;
    let (ran, lab) = with_stack(|| {
        let (ran, lab) = Recording::new("a.rhai", None).scenario_and_lab(script);
        (ran.transcript, lab)
    })
    .unwrap();
    let dump = ran.lines().last().unwrap();
    let dumped = of_dump(&serde_json::from_str(dump).unwrap()).unwrap();
    let live = of_lab(&lab);
    let names: Vec<_> = live.holders.keys().collect();
    assert_eq!(names, dumped.holders.keys().collect::<Vec<_>>());
    assert_eq!(words(&dumped, &live), Vec::<String>::new());
    assert_eq!(
        words(&Access::default(), &live),
        [
            "gained ec2:* *",
            "gained s3:* arn:aws:s3:::home/ann/*",
            "gained sts:AssumeRole arn:aws:iam::123456789012:role/r",
        ]
    );
}
