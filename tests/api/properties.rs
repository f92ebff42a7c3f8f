//! What holds for any sequence of calls: failed calls change nothing, replay gives the same lab, ids do not depend on
//! unrelated entities, answers fit the model.

use iamsh::api::{self, model};
use iamsh::clock::START;
use iamsh::decision::Context;
use iamsh::lab::certificate;
use iamsh::lab::event::Outcome;
use iamsh::lab::issuer;
use iamsh::lab::saml;
use iamsh::lab::signing::Algorithm;
use iamsh::lab::{Caller, Command, Lab, Settings, mfa};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, policy, service_of, trust};

/// A call among few names, so that calls meet each other's entities.
fn any_call() -> impl Strategy<Value = (String, Value)> {
    let name = || prop::sample::select(vec!["a", "b", "B", "not valid"]);
    let arn = || {
        prop::sample::select(vec![
            "arn:aws:iam::123456789012:policy/a",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws:iam::123456789012:policy/none",
            "not-an-arn-at-all-but-long",
        ])
    };
    let documents = vec![
        policy(json!([{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }])),
        trust(json!({ "AWS": ACCOUNT })),
        trust(json!({ "AWS": "arn:aws:iam::123456789012:user/a" })),
        "{".to_owned(),
    ];
    let document = || prop::sample::select(documents.clone());
    prop_oneof![
        (name(), prop::sample::select(vec!["CreateUser", "DeleteUser", "CreateAccessKey", "ListUserPolicies"]))
            .prop_map(|(name, operation)| (operation.to_owned(), json!({ "UserName": name }))),
        (name(), name())
            .prop_map(|(old, new)| ("UpdateUser".to_owned(), json!({ "UserName": old, "NewUserName": new }))),
        (name(), prop::sample::select(vec!["CreateGroup", "DeleteGroup", "GetGroup"]))
            .prop_map(|(name, operation)| (operation.to_owned(), json!({ "GroupName": name }))),
        (name(), name(), prop::sample::select(vec!["AddUserToGroup", "RemoveUserFromGroup"])).prop_map(
            |(group, user, operation)| (operation.to_owned(), json!({ "GroupName": group, "UserName": user }))
        ),
        (name(), document()).prop_map(|(name, document)| (
            "CreateRole".to_owned(),
            json!({ "RoleName": name, "AssumeRolePolicyDocument": document })
        )),
        (name(), prop::sample::select(vec!["DeleteRole", "GetRole"]))
            .prop_map(|(name, operation)| (operation.to_owned(), json!({ "RoleName": name }))),
        (name(), document()).prop_map(|(name, document)| (
            "CreatePolicy".to_owned(),
            json!({ "PolicyName": name, "PolicyDocument": document })
        )),
        (arn(), document(), any::<bool>()).prop_map(|(arn, document, default)| (
            "CreatePolicyVersion".to_owned(),
            json!({ "PolicyArn": arn, "PolicyDocument": document, "SetAsDefault": default })
        )),
        (arn(), prop::sample::select(vec!["DeletePolicy", "GetPolicy", "ListEntitiesForPolicy"]))
            .prop_map(|(arn, operation)| (operation.to_owned(), json!({ "PolicyArn": arn }))),
        (
            name(),
            arn(),
            prop::sample::select(vec![
                ("AttachUserPolicy", "UserName"),
                ("DetachUserPolicy", "UserName"),
                ("AttachGroupPolicy", "GroupName"),
                ("AttachRolePolicy", "RoleName"),
                ("DetachRolePolicy", "RoleName"),
            ])
        )
            .prop_map(|(name, arn, (operation, member))| (
                operation.to_owned(),
                json!({ member: name, "PolicyArn": arn })
            )),
        (name(), arn()).prop_map(|(name, arn)| (
            "PutUserPermissionsBoundary".to_owned(),
            json!({ "UserName": name, "PermissionsBoundary": arn })
        )),
        (name(), name(), document()).prop_map(|(user, name, document)| (
            "PutUserPolicy".to_owned(),
            json!({ "UserName": user, "PolicyName": name, "PolicyDocument": document })
        )),
        (name(), name()).prop_map(|(user, value)| (
            "TagUser".to_owned(),
            json!({ "UserName": user, "Tags": [{ "Key": "k", "Value": value }, { "Key": value, "Value": "v" }] })
        )),
        name().prop_map(|name| (
            "AssumeRole".to_owned(),
            json!({ "RoleArn": format!("arn:aws:iam::123456789012:role/{name}"), "RoleSessionName": "test" })
        )),
        Just(("GetSessionToken".to_owned(), json!({}))),
        (name(), document()).prop_map(|(name, document)| (
            "GetFederationToken".to_owned(),
            json!({ "Name": format!("{name}{name}"), "Policy": document })
        )),
        (name(), document()).prop_map(|(name, document)| (
            "SimulatePrincipalPolicy".to_owned(),
            json!({ "PolicySourceArn": format!("arn:aws:iam::123456789012:user/{name}"), "PolicyInputList": [document],
                "ActionNames": ["s3:GetObject", "sts:AssumeRole"], "ResourceArns": ["*", "arn:aws:iam::123456789012:role/a"] })
        )),
        any_mfa_call(),
        any_instance_profile_call(),
        any_oidc_call(),
        any_setting_call(),
        any_report_call(),
        any_certificate_call(),
        any_service_credential_call(),
        any_service_role_call(),
        any_saml_call(),
        any_password_call(),
        Just(("GetAccountAuthorizationDetails".to_owned(), json!({}))),
        Just(("ListPolicies".to_owned(), json!({ "Scope": "Local" }))),
    ]
}

fn any_saml_call() -> impl Strategy<Value = (String, Value)> {
    let lab = Lab::new(Settings::default());
    let documents: Vec<String> = ["https://a.example.com", "https://b.example.com"]
        .map(|url| saml::metadata(lab.deriver(), url, START).unwrap())
        .into_iter()
        .chain(["x".repeat(1000)])
        .collect();
    let arns = ["a", "b"].map(|name| format!("arn:aws:iam::123456789012:saml-provider/{name}"));
    let document = || prop::sample::select(documents.clone());
    let arn = move || prop::sample::select(arns.to_vec());
    let name = prop::sample::select(vec!["a", "b", "B"]);
    let named = vec![
        "GetSAMLProvider",
        "DeleteSAMLProvider",
        "ListSAMLProviderTags",
    ];
    prop_oneof![
        (name, document()).prop_map(|(name, document)| (
            "CreateSAMLProvider".to_owned(),
            json!({ "Name": name, "SAMLMetadataDocument": document })
        )),
        (arn(), document()).prop_map(|(arn, document)| (
            "UpdateSAMLProvider".to_owned(),
            json!({ "SAMLProviderArn": arn, "SAMLMetadataDocument": document })
        )),
        (arn(), prop::sample::select(named))
            .prop_map(|(arn, operation)| (operation.to_owned(), json!({ "SAMLProviderArn": arn }))),
        arn().prop_map(|arn| (
            "TagSAMLProvider".to_owned(),
            json!({ "SAMLProviderArn": arn, "Tags": [{ "Key": "k", "Value": "v" }] })
        )),
        arn().prop_map(|arn| (
            "AssumeRoleWithSAML".to_owned(),
            json!({ "RoleArn": "arn:aws:iam::123456789012:role/a", "PrincipalArn": arn, "SAMLAssertion": "PGEvPg==" })
        )),
        Just(("ListSAMLProviders".to_owned(), json!({}))),
    ]
}

fn any_service_role_call() -> impl Strategy<Value = (String, Value)> {
    let role = "AWSServiceRoleForECS";
    let protected = vec![
        "DeleteServiceLinkedRole",
        "DeleteRole",
        "GetRole",
        "ListAttachedRolePolicies",
    ];
    let nothing = vec![
        "EnableOrganizationsRootSessions",
        "ListOrganizationsFeatures",
        "DisableOrganizationsRootCredentialsManagement",
    ];
    prop_oneof![
        Just((
            "CreateServiceLinkedRole".to_owned(),
            json!({ "AWSServiceName": "ecs.amazonaws.com" })
        )),
        prop::sample::select(protected)
            .prop_map(move |operation| (operation.to_owned(), json!({ "RoleName": role }))),
        prop::sample::select(nothing).prop_map(|operation| (operation.to_owned(), json!({}))),
        Just((
            "AddRoleToInstanceProfile".to_owned(),
            json!({ "InstanceProfileName": "a", "RoleName": role })
        )),
    ]
}

fn any_certificate_call() -> impl Strategy<Value = (String, Value)> {
    let lab = Lab::new(Settings::default());
    let issued: Vec<_> = ["a", "b"]
        .map(|name| certificate::self_signed(lab.deriver(), name, START).unwrap())
        .to_vec();
    let name = || prop::sample::select(vec!["a", "b", "B"]);
    let issued = move || prop::sample::select(issued.clone());
    let named = vec![
        "GetServerCertificate",
        "DeleteServerCertificate",
        "ListServerCertificateTags",
    ];
    prop_oneof![
        (name(), issued(), issued()).prop_map(|(name, public, private)| (
            "UploadServerCertificate".to_owned(),
            json!({ "ServerCertificateName": name, "CertificateBody": public.certificate, "PrivateKey": private.private_key })
        )),
        (name(), prop::sample::select(named)).prop_map(|(name, operation)| (
            operation.to_owned(),
            json!({ "ServerCertificateName": name })
        )),
        (name(), name()).prop_map(|(name, new)| (
            "UpdateServerCertificate".to_owned(),
            json!({ "ServerCertificateName": name, "NewServerCertificateName": new, "NewPath": "/b/" })
        )),
        (name(), issued()).prop_map(|(user, public)| (
            "UploadSigningCertificate".to_owned(),
            json!({ "UserName": user, "CertificateBody": public.certificate })
        )),
        name().prop_map(|user| (
            "ListSigningCertificates".to_owned(),
            json!({ "UserName": user })
        )),
        name().prop_map(|user| (
            "UploadSSHPublicKey".to_owned(),
            json!({ "UserName": user, "SSHPublicKeyBody": "ssh-rsa AAAA" })
        )),
        Just(("ListServerCertificates".to_owned(), json!({}))),
    ]
}

fn any_service_credential_call() -> impl Strategy<Value = (String, Value)> {
    let user = || prop::sample::select(vec!["a", "b"]);
    let service = || {
        prop::sample::select(vec![
            "codecommit.amazonaws.com",
            "bedrock.amazonaws.com",
            "s3.amazonaws.com",
        ])
    };
    prop_oneof![
        (user(), service(), prop::option::of(1_u32..40)).prop_map(|(user, service, days)| {
            let mut input = json!({ "UserName": user, "ServiceName": service });
            if let Some(days) = days {
                input["CredentialAgeDays"] = json!(days);
            }
            ("CreateServiceSpecificCredential".to_owned(), input)
        }),
        (user(), service()).prop_map(|(user, service)| (
            "ListServiceSpecificCredentials".to_owned(),
            json!({ "UserName": user, "ServiceName": service })
        )),
        any::<bool>().prop_map(|all| (
            "ListServiceSpecificCredentials".to_owned(),
            json!({ "AllUsers": all })
        )),
    ]
}

fn any_report_call() -> impl Strategy<Value = (String, Value)> {
    let nothing = vec!["GenerateCredentialReport", "GetCredentialReport"];
    let arn = || {
        prop::sample::select(vec![
            "arn:aws:iam::123456789012:user/a",
            "arn:aws:iam::123456789012:role/a",
            "arn:aws:iam::123456789012:policy/a",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws:s3:::somebody-s-bucket",
        ])
    };
    prop_oneof![
        prop::sample::select(nothing).prop_map(|operation| (operation.to_owned(), json!({}))),
        arn().prop_map(|arn| (
            "GenerateServiceLastAccessedDetails".to_owned(),
            json!({ "Arn": arn })
        )),
        arn().prop_map(|arn| (
            "ListPoliciesGrantingServiceAccess".to_owned(),
            json!({ "Arn": arn, "ServiceNamespaces": ["iam", "s3"] })
        )),
        Just((
            "GenerateOrganizationsAccessReport".to_owned(),
            json!({ "EntityPath": "o-exampleorgid/r-ab12/123456789012" })
        )),
    ]
}

fn any_setting_call() -> impl Strategy<Value = (String, Value)> {
    let nothing = vec![
        "EnableOutboundWebIdentityFederation",
        "GetOutboundWebIdentityFederationInfo",
        "DisableOutboundWebIdentityFederation",
        "GetAccountProperties",
        "ListDelegationRequests",
        "GetScopedCredentials",
    ];
    let value = || prop::sample::select(vec!["a", "b"]);
    prop_oneof![
        prop::sample::select(nothing).prop_map(|operation| (operation.to_owned(), json!({}))),
        value().prop_map(|value| (
            "PutAccountProperties".to_owned(),
            json!({ "Properties": { "k": value } })
        )),
        value().prop_map(|value| (
            "DecodeAuthorizationMessage".to_owned(),
            json!({ "EncodedMessage": value })
        )),
        Just((
            "GetWebIdentityToken".to_owned(),
            json!({ "Audience": ["a"], "SigningAlgorithm": "ES384" })
        )),
    ]
}

fn any_oidc_call() -> impl Strategy<Value = (String, Value)> {
    let arn = || {
        prop::sample::select(vec![
            "arn:aws:iam::123456789012:oidc-provider/a",
            "arn:aws:iam::123456789012:oidc-provider/b",
        ])
    };
    let text = || prop::sample::select(vec!["a", "b", "k"]);
    let url = prop::sample::select(vec!["https://a", "https://b", "http://a"]);
    let named = vec![
        "GetOpenIDConnectProvider",
        "DeleteOpenIDConnectProvider",
        "ListOpenIDConnectProviderTags",
    ];
    let clients = vec![
        "AddClientIDToOpenIDConnectProvider",
        "RemoveClientIDFromOpenIDConnectProvider",
    ];
    let claims = json!({ "sub": "carlos", "aud": "a" });
    let token = issuer::sign(
        Lab::new(Settings::default()).deriver(),
        "https://a",
        Algorithm::Es256,
        START,
        claims.as_object().unwrap(),
    );
    let token = token.unwrap();
    prop_oneof![
        (url, text()).prop_map(|(url, client)| (
            "CreateOpenIDConnectProvider".to_owned(),
            json!({ "Url": url, "ClientIDList": [client] })
        )),
        (arn(), prop::sample::select(named)).prop_map(|(arn, operation)| (
            operation.to_owned(),
            json!({ "OpenIDConnectProviderArn": arn })
        )),
        (arn(), text(), prop::sample::select(clients)).prop_map(|(arn, client, operation)| (
            operation.to_owned(),
            json!({ "OpenIDConnectProviderArn": arn, "ClientID": client })
        )),
        (arn(), text()).prop_map(|(arn, key)| (
            "TagOpenIDConnectProvider".to_owned(),
            json!({ "OpenIDConnectProviderArn": arn, "Tags": [{ "Key": key, "Value": "v" }] })
        )),
        (arn(), text()).prop_map(|(arn, kind)| (
            "UpdateOpenIDConnectProvider".to_owned(),
            json!({ "OpenIDConnectProviderArn": arn,
                "ContextProvider": { "SubjectSourceKey": "sub", "SubjectTypeValue": kind } })
        )),
        arn().prop_map(|arn| {
            let trust = policy(json!([{ "Effect": "Allow", "Principal": { "Federated": arn },
                "Action": "sts:AssumeRoleWithWebIdentity" }]));
            (
                "CreateRole".to_owned(),
                json!({ "RoleName": "a", "AssumeRolePolicyDocument": trust }),
            )
        }),
        text().prop_map(move |role| (
            "AssumeRoleWithWebIdentity".to_owned(),
            json!({ "RoleArn": format!("arn:aws:iam::123456789012:role/{role}"), "RoleSessionName": "test",
                "WebIdentityToken": token })
        )),
        Just(("ListOpenIDConnectProviders".to_owned(), json!({}))),
    ]
}

fn any_instance_profile_call() -> impl Strategy<Value = (String, Value)> {
    let name = || prop::sample::select(vec!["a", "b", "B"]);
    let plain = vec![
        "CreateInstanceProfile",
        "DeleteInstanceProfile",
        "GetInstanceProfile",
        "ListInstanceProfileTags",
    ];
    let moved = vec!["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"];
    prop_oneof![
        (name(), prop::sample::select(plain)).prop_map(|(name, operation)| (
            operation.to_owned(),
            json!({ "InstanceProfileName": name })
        )),
        (name(), name(), prop::sample::select(moved)).prop_map(|(name, role, operation)| (
            operation.to_owned(),
            json!({ "InstanceProfileName": name, "RoleName": role })
        )),
        (name(), name()).prop_map(|(name, value)| (
            "TagInstanceProfile".to_owned(),
            json!({ "InstanceProfileName": name, "Tags": [{ "Key": "k", "Value": value }] })
        )),
        Just(("ListInstanceProfiles".to_owned(), json!({ "MaxItems": 1 }))),
    ]
}

const HARDWARE: &str = "GAHT12345678";
const VIRTUAL: &str = "arn:aws:iam::123456789012:mfa/a";

fn any_mfa_call() -> impl Strategy<Value = (String, Value)> {
    // What the hardware device shows at the start; virtual ones have seeds of their own, so these are wrong there.
    let codes = mfa::codes(&Lab::new(Settings::default()), HARDWARE, 2).unwrap();
    let name = || prop::sample::select(vec!["a", "b"]);
    let serial = || prop::sample::select(vec![HARDWARE, VIRTUAL]);
    let assign = prop::sample::select(vec!["EnableMFADevice", "ResyncMFADevice"]);
    let token = codes[0].clone();
    prop_oneof![
        Just((
            "CreateVirtualMFADevice".to_owned(),
            json!({ "VirtualMFADeviceName": "a" })
        )),
        Just((
            "DeleteVirtualMFADevice".to_owned(),
            json!({ "SerialNumber": VIRTUAL })
        )),
        Just(("ListVirtualMFADevices".to_owned(), json!({}))),
        (name(), serial(), assign).prop_map(move |(user, serial, operation)| (
            operation.to_owned(),
            json!({ "UserName": user, "SerialNumber": serial,
                "AuthenticationCode1": codes[0], "AuthenticationCode2": codes[1] })
        )),
        (
            name(),
            serial(),
            prop::sample::select(vec!["DeactivateMFADevice", "GetMFADevice"])
        )
            .prop_map(|(user, serial, operation)| (
                operation.to_owned(),
                json!({ "UserName": user, "SerialNumber": serial })
            )),
        name().prop_map(|user| ("ListMFADevices".to_owned(), json!({ "UserName": user }))),
        (serial(), name()).prop_map(|(serial, value)| (
            "TagMFADevice".to_owned(),
            json!({ "SerialNumber": serial, "Tags": [{ "Key": "k", "Value": value }] })
        )),
        serial().prop_map(move |serial| (
            "GetSessionToken".to_owned(),
            json!({ "SerialNumber": serial, "TokenCode": token })
        )),
    ]
}

fn any_password_call() -> impl Strategy<Value = (String, Value)> {
    let user = || prop::sample::select(vec!["a", "b"]);
    let password = || prop::sample::select(vec!["Correct-Horse-1", "correct", "Other-Horse-2"]);
    prop_oneof![
        (
            user(),
            password(),
            prop::sample::select(vec!["CreateLoginProfile", "UpdateLoginProfile"])
        )
            .prop_map(|(user, password, operation)| (
                operation.to_owned(),
                json!({ "UserName": user, "Password": password })
            )),
        (
            user(),
            prop::sample::select(vec!["GetLoginProfile", "DeleteLoginProfile"])
        )
            .prop_map(|(user, operation)| (operation.to_owned(), json!({ "UserName": user }))),
        (password(), password()).prop_map(|(old, new)| (
            "ChangePassword".to_owned(),
            json!({ "OldPassword": old, "NewPassword": new })
        )),
        any::<bool>().prop_map(|open| (
            "UpdateAccountPasswordPolicy".to_owned(),
            json!({ "AllowUsersToChangePassword": open, "PasswordReusePrevention": 1 })
        )),
        prop::sample::select(vec![
            "GetAccountPasswordPolicy",
            "DeleteAccountPasswordPolicy"
        ])
        .prop_map(|operation| (operation.to_owned(), json!({}))),
    ]
}

/// The user `a` where there is one, else root: so that roles can be assumed.
fn caller(world: &World, by_user: bool) -> Caller {
    let account = world.lab.account(&ACCOUNT.parse().unwrap()).unwrap();
    match account.user("a").filter(|_| by_user) {
        Some(user) => Caller::User {
            account: account.id.clone(),
            id: user.id.clone(),
        },
        None => world.root(),
    }
}

fn without_log(lab: &Lab) -> Lab {
    Lab {
        log: Default::default(),
        ..lab.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_failed_call_changes_nothing(calls in prop::collection::vec((any_call(), any::<bool>()), 1..40)) {
        let mut world = World::new();
        for ((operation, input), by_user) in calls {
            let caller = caller(&world, by_user);
            let before = without_log(&world.lab);
            if world.call(&caller, &operation, input).is_err() {
                prop_assert!(before == without_log(&world.lab), "{} changed the lab", operation);
            }
        }
    }

    #[test]
    fn replaying_the_log_gives_the_same_lab(calls in prop::collection::vec((any_call(), any::<bool>()), 1..40)) {
        let mut world = World::new();
        for ((operation, input), by_user) in calls {
            let caller = caller(&world, by_user);
            let _ = world.call(&caller, &operation, input);
            world.advance(1);
        }
        let commands = world.lab.log.events().iter().map(|event| event.command.clone());
        prop_assert!(api::replay(Settings::default(), commands) == world.lab);
    }

    #[test]
    fn looking_gives_the_answer_and_the_lab_that_doing_gives(calls in prop::collection::vec((any_call(), any::<bool>()), 1..40)) {
        let mut world = World::new();
        for ((operation, input), by_user) in calls {
            let command = Command::Call {
                caller: caller(&world, by_user),
                service: service_of(&operation).to_owned(),
                operation: operation.clone(),
                input,
                context: Context::default(),
            };
            let looked = api::look(&world.lab, &command);
            let mut recorded = world.lab.clone();
            let done = api::execute(&mut world.lab, command.clone());
            let Some(answered) = looked else { continue };
            api::record(&mut recorded, command, &answered);
            prop_assert_eq!(answered.result.map_err(|error| error.to_string()), done.map_err(|error| error.to_string()));
            prop_assert!(recorded == world.lab, "{} is recorded otherwise than done", operation);
        }
    }

    #[test]
    fn answers_fit_the_model(calls in prop::collection::vec(any_call(), 1..40)) {
        let mut world = World::new();
        for (operation, input) in calls {
            let root = world.root();
            let Ok(answer) = world.call(&root, &operation, input) else { continue };
            let known = model::service(service_of(&operation)).unwrap().operation(&operation).unwrap();
            match &known.output {
                Some(shape) => prop_assert_eq!(model::complaints(shape, &answer), Vec::<String>::new()),
                None => prop_assert_eq!(answer, Value::Null),
            }
        }
    }

    #[test]
    fn an_unrelated_entity_changes_no_other_id(calls in prop::collection::vec(any_call(), 1..25), at in 0_usize..25) {
        let ids = |extra: Option<usize>| {
            let mut world = World::new();
            world.account(OTHER);
            let mut issued = Vec::new();
            for (number, (operation, input)) in calls.iter().enumerate() {
                if extra == Some(number) {
                    world.create_user("unrelated");
                    world.done_in(OTHER, "CreateUser", json!({ "UserName": "a" }));
                }
                let root = world.root();
                let answer = world.call(&root, operation, input.clone());
                issued.extend(answer.ok().filter(|_| operation.starts_with("Create")).map(|answer| answer.to_string()));
            }
            issued
        };
        prop_assert_eq!(ids(None), ids(Some(at)));
    }
}

#[test]
fn the_log_holds_every_command_with_its_outcome() {
    let mut world = World::new();
    world.create_user("carlos");
    let root = world.root();
    let _ = world.call(&root, "CreateUser", json!({ "UserName": "carlos" }));
    world.advance(5);
    let events = world.lab.log.events();
    assert_eq!(events.len(), 4);
    assert_eq!(
        events.iter().map(|event| event.number).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert_eq!(events[1].caller, "arn:aws:iam::123456789012:root");
    assert!(matches!(&events[1].outcome, Outcome::Done(_)));
    assert!(
        matches!(&events[2].outcome, Outcome::Failed { code, .. } if code == "EntityAlreadyExists")
    );
    assert!(matches!(events[3].command, Command::Advance { seconds: 5 }));
}

#[test]
fn no_input_panics() {
    let mut world = World::new();
    let root = world.root();
    for input in [
        json!(null),
        json!([]),
        json!("x"),
        json!({ "UserName": { "a": [] } }),
        json!({ "UserName": "\u{0}" }),
    ] {
        assert!(world.call(&root, "CreateUser", input).is_err());
    }
    let command = Command::Call {
        caller: root,
        service: "\u{0}".to_owned(),
        operation: String::new(),
        input: Value::Null,
        context: Context::default(),
    };
    assert_eq!(
        api::execute(&mut world.lab, command).unwrap_err().code,
        "InvalidAction"
    );
}
