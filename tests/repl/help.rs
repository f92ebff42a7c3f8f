//! `?`: what can be asked.

use crate::terminal::Terminal;

#[track_caller]
fn asks(topic: &str, expected: &[&str]) {
    let mut terminal = Terminal::new();
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
    asks("?", &["Find out why", "carlos.can("]);
    asks(
        "?create_role",
        &[
            "iam:CreateRole",
            "RoleName",
            "1 to 64 characters",
            "EntityAlreadyExists (409)",
            "aws iam create-role --role-name …",
        ],
    );
    asks(
        "?session.assume_role",
        &["sts:AssumeRole", "assume_role(RoleArn, RoleSessionName"],
    );
    asks("?attach_policy", &["iam:AttachUserPolicy"]);
    asks("?can", &["can(action, resource, [#{ keys }]) -> Decision"]);
    asks(
        "?s3:GetObject",
        &[
            "an action of Amazon S3, Read",
            "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
            "s3:ExistingObjectTag",
        ],
    );
    asks(
        "?aws:PrincipalTag",
        &["a condition key", "a tag of the caller"],
    );
    asks("?NoSuchEntity", &["there is nothing of this name", "from"]);
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
        &["create_user(\"carlos\", #{ Path: \"/division/\" }).arn"],
    );
    asks("?mfa", &["enable_mfa_device", "mfa_code"]);
    asks("?creat_rol", &["did you mean `create_role`?"]);
    asks("?s3:GetObjct", &["did you mean `s3:GetObject`?"]);
    asks(
        "?xyzzyx",
        &["nothing is known of `xyzzyx`; ? says what can be done"],
    );
}
