//! Facts about options that completion and help stand on.

use iamsh::api::model::{SERVICES, service};
use iamsh::aws_cli::options::{Names, OptionKind};
use iamsh::aws_cli::{commands, operations_of, options_of};

use crate::support::Shell;

#[test]
fn every_operation_has_its_options_and_a_help_text() {
    let mut shell = Shell::new();
    for name in SERVICES {
        let operations = service(name).unwrap().operations();
        for operation in operations {
            let options = options_of(operation);
            for member in operation.parameters() {
                let paged = operation
                    .paginator
                    .as_ref()
                    .is_some_and(|page| page.limit_key == member.name);
                assert!(
                    paged
                        || options
                            .iter()
                            .any(|option| option.member.is_some_and(|of| of.name == member.name))
                );
            }
            let help = shell.aws(&format!("{name} {} help", operation.kebab_name));
            assert_eq!((help.code, help.stderr.as_str()), (0, ""));
            let title = format!("aws {name} {}: ", operation.kebab_name);
            assert!(
                help.stdout.starts_with(&title) && help.stdout.len() > title.len() + 10,
                "{}",
                help.stdout
            );
        }
        let listed = shell.aws(&format!("{name} help")).stdout;
        assert!(
            operations
                .iter()
                .all(|operation| listed.contains(&operation.kebab_name))
        );
    }
    for line in [
        "help",
        "iam wait help",
        "configure help",
        "iam wait user-exists help",
    ] {
        assert_eq!(shell.aws(line).code, 0, "{line}");
    }
    assert!(shell.lab.log.events().is_empty(), "help asks nothing");
}

#[test]
fn odd_names_are_spelled_as_the_cli_spells_them() {
    let has = |operation: &str, name: &str| {
        let operation = service("iam").unwrap().operation(operation).unwrap();
        options_of(operation)
            .iter()
            .any(|option| option.name == name)
    };
    assert!(has("GetSSHPublicKey", "ssh-public-key-id"));
    assert!(has(
        "GetOpenIDConnectProvider",
        "open-id-connect-provider-arn"
    ));
    assert!(has("CreateSAMLProvider", "saml-metadata-document"));
    assert!(has("CreatePolicyVersion", "no-set-as-default"));
    assert!(has("EnableMFADevice", "authentication-code-1"));
    assert!(has("AddClientIDToOpenIDConnectProvider", "client-id"));
    assert!(operations_of("iam").contains(&"list-mfa-devices".to_owned()));
    assert!(operations_of("iam").contains(&"wait".to_owned()));
    assert!(!operations_of("sts").contains(&"wait".to_owned()));
    assert_eq!(commands(), ["iam", "sts", "configure"]);
}

#[test]
fn options_say_what_they_name_and_which_values_they_take() {
    let options = options_of(
        service("iam")
            .unwrap()
            .operation("ListEntitiesForPolicy")
            .unwrap(),
    );
    let named = |name: &str| options.iter().find(|option| option.name == name).unwrap();
    assert_eq!(named("policy-arn").names(), Names::PolicyArn);
    assert_eq!(
        named("entity-filter").values(),
        [
            "User",
            "Role",
            "Group",
            "LocalManagedPolicy",
            "AWSManagedPolicy"
        ]
    );
    assert!(named("marker").hidden);
    assert_eq!(named("max-items").kind, OptionKind::MaxItems);
}
