//! The embedded reference, whole and in detail.

use proptest::prelude::*;

use super::*;

fn names(pattern: &str) -> Vec<String> {
    let found = matching(pattern).into_iter();
    found
        .map(|(service, action)| format!("{}:{}", service.key, action.name))
        .collect()
}

#[test]
fn the_reference_is_whole_and_every_record_parses() {
    assert_eq!(list().count(), 457);
    let mut actions = 0;
    for (key, name) in list() {
        let service = find(key).unwrap();
        assert_eq!((service.key, service.name), (key, name));
        let sorted = service
            .actions()
            .is_sorted_by(|a, b| compare(a.name, b.name).is_lt());
        assert!(sorted, "{key}");
        for action in service.actions() {
            assert_eq!(service.action(action.name).unwrap().name, action.name);
            // No place points outside of the record.
            let taken = service.resource_types_of(action).count();
            assert_eq!(taken, action.resources.len(), "{key}:{}", action.name);
            let keys = service.condition_keys_of(action).len();
            assert!(keys >= action.keys.len(), "{key}:{}", action.name);
        }
        actions += service.actions().len();
    }
    assert_eq!(actions, 22_321);
}

#[test]
fn a1_actions_are_found_in_any_case() {
    for name in ["s3:GetObject", "S3:getobject", "s3:GETOBJECT"] {
        let (service, action) = action(name).unwrap();
        assert_eq!((service.key, action.name), ("s3", "GetObject"));
        assert_eq!(service.name, "Amazon S3");
        assert_eq!(action.access_level, AccessLevel::Read);
    }
    for name in [
        "s3:NoSuch",
        "nosuch:GetObject",
        "GetObject",
        "",
        ":",
        "s3:",
        "s3:Get*",
    ] {
        assert!(action(name).is_none(), "{name}");
    }
}

#[test]
fn access_levels_are_those_of_the_pages() {
    for (name, level) in [
        ("s3:ListBucket", AccessLevel::List),
        ("iam:GetUser", AccessLevel::Read),
        ("iam:CreateUser", AccessLevel::Write),
        ("iam:TagUser", AccessLevel::Tagging),
        ("iam:AttachUserPolicy", AccessLevel::PermissionsManagement),
    ] {
        assert_eq!(action(name).unwrap().1.access_level, level, "{name}");
    }
}

#[test]
fn an_action_has_resource_types_and_condition_keys() {
    let (iam, pass_role) = action("iam:PassRole").unwrap();
    let resources: Vec<_> = iam.resource_types_of(pass_role).collect();
    assert_eq!(resources.len(), 1);
    let (role, required) = resources[0];
    assert_eq!(role.name, "role");
    assert_eq!(
        role.arn,
        "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"
    );
    assert!(required);
    let keys: Vec<_> = iam
        .condition_keys_of(pass_role)
        .iter()
        .map(|key| key.name)
        .collect();
    assert_eq!(
        keys,
        [
            "aws:ResourceTag/${TagKey}",
            "iam:AssociatedResourceArn",
            "iam:PassedToService",
            "iam:ResourceTag/${TagKey}",
        ]
    );
    let (iam, list_users) = action("iam:ListUsers").unwrap();
    assert_eq!(iam.resource_types_of(list_users).count(), 0);
}

#[test]
fn d18_lists_are_known() {
    for (name, expected) in [
        ("aws:TagKeys", Some(true)),
        ("aws:tagkeys", Some(true)),
        ("aws:CalledVia", Some(true)),
        ("aws:PrincipalOrgPaths", Some(true)),
        ("sts:TransitiveTagKeys", Some(true)),
        ("saml:edupersonaffiliation", Some(true)),
        ("cognito-identity.amazonaws.com:amr", Some(true)),
        ("saml:aud", Some(false)),
        ("accounts.google.com:sub", Some(false)),
        ("token.actions.githubusercontent.com:actor", Some(false)),
        ("aws:RequestTag/team", Some(false)),
        ("aws:RequestTag/", None),
        ("ec2:ResourceTag/team", Some(false)),
        ("iam:PassedToService", Some(false)),
        ("s3:prefix", Some(false)),
        ("s3:nosuch", None),
        ("nosuch:key", None),
        ("nonsense", None),
        ("", None),
    ] {
        assert_eq!(is_multivalued(name), expected, "{name}");
    }
    let key = condition_key("sts:DurationSeconds").unwrap();
    assert_eq!(key.value, ValueType::Numeric);
}

#[test]
fn wildcards_stand_for_actions() {
    assert_eq!(
        names("sts:get*token"),
        [
            "sts:GetDelegatedAccessToken",
            "sts:GetFederationToken",
            "sts:GetServiceBearerToken",
            "sts:GetSessionToken",
            "sts:GetWebIdentityToken"
        ]
    );
    assert_eq!(names("s3:GetObject"), ["s3:GetObject"]);
    assert_eq!(names("?ts:AssumeRole"), ["sts:AssumeRole"]);
    assert_eq!(matching("*").len(), 22_321);
    assert_eq!(matching("*:*").len(), 22_321);
    for nothing in ["", "s3", "Get*", "s3:", "nosuch:*"] {
        assert_eq!(names(nothing), [""; 0], "{nothing}");
    }
}

#[test]
fn typing_errors_are_understood() {
    for (typed, meant) in [
        ("s3:GetObjcet", Some("s3:GetObject")),
        ("s3:ListBuckets", Some("s3:ListBucket")),
        ("iam:CreateUsers", Some("iam:CreateUser")),
        ("codecomit:GitPush", Some("codecommit:GitPush")),
        ("imm:creatuser", Some("iam:CreateUser")),
        ("s3:GetObject", None),
        ("s3:Get*", None),
        ("s3:Frobnicate", None),
        ("GetObject", None),
        ("", None),
    ] {
        assert_eq!(suggest(typed).as_deref(), meant, "{typed}");
    }
    assert_eq!(suggest(&format!("s3:{}", "a".repeat(1_000_000))), None);
}

proptest! {
    #[test]
    fn no_text_panics(text in "[a-z0-9]{0,4}:?.{0,20}") {
        let _ = action(&text);
        let _ = suggest(&text);
        let _ = is_multivalued(&text);
    }
}
