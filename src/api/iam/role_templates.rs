//! Roles made from templates of AWS services. Source: IAM API Reference, `AcquireRole`, `GetRoleTemplateVersion`.
//!
//! Services publish the templates, and no service of the lab does: none can be found.

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "GetRoleTemplateVersion",
        Target::Arn("TemplateArn"),
        missing,
        "Describes a version of a role template.",
        Example::new("", r#"TemplateArn: "arn:aws:iam::aws:role-template/none""#)
            .fails("NoSuchEntity"),
    ),
    Operation::new(
        "AcquireRole",
        Target::Arn("TemplateArn"),
        missing,
        "Makes a role from a template, or finds the one made before.",
        Example::new("", r#"TemplateArn: "arn:aws:iam::aws:role-template/none""#)
            .fails("NoSuchEntity"),
    ),
];

fn missing(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("TemplateArn");
    Err(AwsError::new(
        "NoSuchEntity",
        format!("The role template {arn} cannot be found."),
    )
    .with_help("AWS services publish role templates; the lab has none"))
}
