use super::*;

fn compiled(statements: &str) -> CompiledPolicy {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let (document, _) = Document::parse(&text).unwrap();
    let label = PolicyLabel {
        name: "p".into(),
        arn: None,
    };
    CompiledPolicy::new(label, Arc::new(document))
}

fn about(policy: &CompiledPolicy, action: &str, effect: Effect) -> Vec<usize> {
    let action = Action::new(action);
    policy.about(&action, effect).map(|(at, _)| at).collect()
}

#[test]
fn statements_are_found_by_action_by_service_and_anywhere_in_order_and_once() {
    let policy = compiled(
        r#"{"Effect":"Allow","Action":["s3:GetObject","s3:Get*"],"Resource":"*"},
           {"Effect":"Allow","NotAction":"iam:*","Resource":"*"},
           {"Effect":"Deny","Action":"S3:getobject","Resource":"*"},
           {"Effect":"Allow","Action":"*:GetObject","Resource":"*"},
           {"Effect":"Allow","Action":["iam:*","s3:List*"],"Resource":"*"},
           {"Effect":"Allow","Resource":"*"}"#,
    );
    assert_eq!(about(&policy, "s3:GetObject", Effect::Allow), [0, 1, 3]);
    assert_eq!(about(&policy, "S3:GETOBJECT", Effect::Deny), [2]);
    assert_eq!(about(&policy, "iam:GetUser", Effect::Allow), [4]);
    assert_eq!(about(&policy, "nothing", Effect::Allow), [1]);
    assert_eq!(about(&policy, "", Effect::Deny), [0; 0]);
}

proptest::proptest! {
    #[test]
    fn a15_the_index_finds_what_a_look_at_every_statement_finds(
        patterns in proptest::collection::vec("[ab*?]{0,2}:?[ABc*]{0,3}", 1..8),
        negated in proptest::bool::ANY,
        action in "[ab]{0,2}:?[abc]{0,3}",
    ) {
        let element = if negated { "NotAction" } else { "Action" };
        let statements: Vec<String> = patterns
            .iter()
            .map(|pattern| format!(r#"{{"Effect":"Allow","{element}":"{pattern}","Resource":"*"}}"#))
            .collect();
        let policy = compiled(&statements.join(","));
        let asked = Action::new(&action);
        let all = policy.statements().iter().enumerate();
        let plain: Vec<usize> = all.filter(|(_, own)| own.matches_action(&asked)).map(|(at, _)| at).collect();
        proptest::prop_assert_eq!(about(&policy, &action, Effect::Allow), plain);
    }
}
