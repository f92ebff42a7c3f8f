use super::*;

fn policy(statements: &str) -> Access {
    of_policy(&format!(
        r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#
    ))
    .unwrap()
}

fn statement(effect: &str, action: &str, resource: &str, rest: &str) -> String {
    format!(r#"{{"Effect":"{effect}","Action":{action},"Resource":"{resource}"{rest}}}"#)
}

fn words(old: &Access, new: &Access) -> Vec<String> {
    let word = |change: Change| {
        let but = |set: &std::collections::BTreeSet<String>| match set.is_empty() {
            true => String::new(),
            false => format!(" but {}", set.iter().cloned().collect::<Vec<_>>().join(",")),
        };
        let when = change.when.iter().cloned().collect::<Vec<_>>().join("; ");
        format!(
            "{} {}{} {}{} {when}",
            change.direction.word(),
            change.action,
            but(&change.except_actions),
            change.resource,
            but(&change.except_resources)
        )
        .trim_end()
        .to_owned()
    };
    difference(old, new).into_iter().map(word).collect()
}

#[test]
fn what_is_gained_is_named_by_its_pattern() {
    let (b, get) = ("arn:aws:s3:::b/*", r#""s3:GetObject""#);
    let old = policy(&statement("Allow", get, b, ""));
    assert!(words(&old, &policy(&statement("Allow", get, b, ""))).is_empty());
    let new = policy(&statement("Allow", r#""s3:*""#, b, ""));
    assert_eq!(
        words(&old, &new),
        ["gained s3:* but s3:GetObject arn:aws:s3:::b/*"]
    );
    assert_eq!(
        words(&new, &old),
        ["lost s3:* but s3:GetObject arn:aws:s3:::b/*"]
    );
    let new = policy(&statement("Allow", get, "*", ""));
    assert_eq!(
        words(&old, &new),
        ["gained s3:GetObject * but arn:aws:s3:::b/*"]
    );
    let nothing = Access::default();
    assert_eq!(words(&nothing, &new), ["gained s3:GetObject *"]);
}

#[test]
fn denials_and_conditions_count() {
    let all = statement("Allow", r#""s3:*""#, "*", "");
    let deny = statement("Deny", r#""s3:Delete*""#, "*", "");
    assert_eq!(
        words(&policy(&all), &policy(&format!("{all},{deny}"))),
        ["lost s3:Delete* *"]
    );
    let mfa = r#","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#;
    let with_mfa = policy(&statement("Allow", r#""s3:*""#, "*", mfa));
    assert_eq!(words(&with_mfa, &policy(&all)), ["gained s3:* *"]);
    assert_eq!(words(&policy(&all), &with_mfa), ["lost s3:* *"]);
    assert_eq!(
        words(&Access::default(), &with_mfa),
        [r#"gained s3:* * Bool aws:MultiFactorAuthPresent "true""#]
    );
    let not = policy(r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#);
    assert_eq!(words(&Access::default(), &not), ["gained * but iam:* *"]);
}
