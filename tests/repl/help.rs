//! `?`: what can be asked.

use iamsh::api::model;
use iamsh::help;
use iamsh::render::style::Style;

use crate::terminal::Setup;

#[track_caller]
fn asks(topic: &str, expected: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let mut setup = Setup::new(home.path());
    setup.rows = 90;
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal.enter("let acct = account(\"123456789012\"); fn twice(x) { x * 2 }");
    terminal.enter(topic);
    for text in expected {
        assert!(
            terminal.screen().contains(text),
            "no {text:?} in\n{}",
            terminal.screen()
        );
    }
}

#[test]
fn one_thing_is_explained() {
    asks("?", &["be somebody", ".why", ".undo"]);
    asks(
        "?create_role",
        &["CreateRole", "RoleName", "EntityAlreadyExists"],
    );
    asks("?session.assume_role", &["AssumeRole", "RoleSessionName"]);
    asks("?acct.assume_role", &["AssumeRole", "RoleSessionName"]);
    asks(
        "?attach_policy",
        &[
            "User.attach_policy(PolicyArn)",
            "Role.attach_policy(PolicyArn)",
        ],
    );
    asks(
        "?user.attach_policy",
        &["User.attach_policy(PolicyArn)", "AttachUserPolicy"],
    );
    asks("?can", &["can(action, resource"]);
    asks("?s3:GetObject", &["s3:GetObject", "object"]);
    asks("?aws:PrincipalTag", &["A condition key"]);
    asks("?NoSuchEntity", &["NoSuchEntity"]);
    asks(
        "?AdministratorAccess",
        &[
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "\"Resource\": \"*\"",
        ],
    );
    asks("?acct", &["acct : Account", "it has id, arn"]);
    asks("?len", &["len("]);
    asks("?.undo", &[".undo [N]"]);
}

#[test]
fn sources_searches_and_slips() {
    asks("??twice", &["fn twice(x) { x * 2 }"]);
    asks(
        "??create_user",
        &[
            "admin.create_user(",
            "aws iam create-user --user-name carlos",
        ],
    );
    asks(
        "?password",
        &["create_login_profile", "PasswordPolicyViolation"],
    );
    asks("?creat_rol", &["Did you mean `?create_role`?"]);
    asks("?s3:GetObjct", &["Did you mean `?s3:GetObject`?"]);
    asks("?xyzzyx", &["Nothing is known of `xyzzyx`."]);
}

/// What is said of each operation, all in one place to be read through.
#[test]
fn every_operation_is_explained() {
    let services = model::SERVICES
        .iter()
        .filter_map(|name| model::service(name));
    let operations = services.flat_map(|service| service.operations());
    let answers = operations.map(|operation| {
        let name = model::snake_case(operation.name);
        let text = help::answer(&name, Style::Plain);
        format!("?{name}\n{text}\n")
    });
    insta::assert_snapshot!(answers.collect::<Vec<_>>().join("\n"));
}
