//! What must exist for a principal to be stored (rules C1, C3, C9, C11, C12, B36).

use super::*;

fn needs(key: &str, name: &str) -> Option<MustExist> {
    let text = format!(
        r#"{{"Statement":{{"Effect":"Allow","Action":"*","Principal":{{"{key}":"{name}"}}}}}}"#
    );
    let (document, _) = Document::parse(&text).unwrap();
    named_principals(&document).remove(0).1
}

#[test]
fn c3_what_must_exist() {
    let arn = |text: &str| text.parse::<crate::arn::Arn>().unwrap();
    let user = "arn:aws:iam::111122223333:user/division/carlos";
    let role = "arn:aws:iam::111122223333:role/R";
    let oidc = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    let saml = "arn:aws:iam::111122223333:saml-provider/ADFS";
    let table = [
        ("AWS", "*", MustExist::Nothing),
        ("AWS", "111122223333", MustExist::Nothing),
        ("AWS", "arn:aws:iam::111122223333:root", MustExist::Nothing),
        ("AWS", user, MustExist::User(arn(user))),
        ("AWS", role, MustExist::Role(arn(role))),
        (
            "AWS",
            "arn:aws:sts::111122223333:assumed-role/R/session@x",
            MustExist::RoleNamed {
                account: "111122223333".parse().unwrap(),
                name: "R".to_owned(),
            },
        ),
        (
            "AWS",
            "arn:aws:sts::111122223333:federated-user/Bob",
            MustExist::Nothing,
        ),
        (
            "AWS",
            "AROA2CKCEVSQ6C2EXAMPL",
            MustExist::UniqueId("AROA2CKCEVSQ6C2EXAMPL".to_owned()),
        ),
        ("Service", "ec2.amazonaws.com", MustExist::Nothing),
        ("Federated", "accounts.google.com", MustExist::Nothing),
        ("Federated", oidc, MustExist::Provider(arn(oidc))),
        ("Federated", saml, MustExist::Provider(arn(saml))),
    ];
    for (key, name, expected) in table {
        assert_eq!(needs(key, name), Some(expected), "{name}");
    }
}

#[test]
fn c9_and_b36_names_that_can_be_nobodys() {
    for (key, name) in [
        ("AWS", ""),
        ("AWS", "carlos"),
        ("AWS", "12345"),
        ("AWS", "arn:aws:iam::111122223333:*"),
        ("AWS", "arn:aws:iam::111122223333:user/*"),
        ("AWS", "arn:aws:iam::111122223333:user/"),
        ("AWS", "arn:aws:iam::111122223333:group/G"),
        ("AWS", "arn:aws:iam::*:root"),
        ("AWS", "arn:aws:iam:us-east-1:111122223333:root"),
        ("AWS", "arn:nowhere:iam::111122223333:root"),
        ("AWS", "arn:aws:sts::111122223333:assumed-role/R"),
        ("AWS", "arn:aws:sts::111122223333:assumed-role/path/R/s"),
        ("AWS", "arn:aws:s3:::bucket"),
        ("AWS", "AGPA2CKCEVSQ6C2EXAMPL"),
        ("Service", "ec2"),
        ("Federated", "arn:aws:iam::111122223333:oidc-provider/"),
        ("Federated", "arn:aws:iam::111122223333:user/x"),
    ] {
        assert_eq!(needs(key, name), None, "{name}");
    }
}

#[test]
fn invalid_principals_point_at_the_name() {
    let text = r#"{"Statement":{"Effect":"Allow","Action":"*","Principal":{"AWS":"arn:aws:iam::111122223333:role/x"}}}"#;
    let (document, _) = Document::parse(text).unwrap();
    let entry = named_principals(&document).remove(0).0;
    let error = invalid_principal(PolicyKind::Trust, entry);
    assert_eq!(
        error.message,
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:role/x\""
    );
    assert_eq!(
        text.get(error.span.start..error.span.end),
        Some("\"arn:aws:iam::111122223333:role/x\"")
    );
    let error = invalid_principal(PolicyKind::Resource, entry);
    assert_eq!(
        (error.code, error.message.as_str()),
        ("MalformedPolicy", "Invalid principal in policy")
    );
}
