//! The options of each operation, from the API model: what the AWS CLI derives, with its few customizations.
//!
//! Source: AWS CLI Command Reference, `iam` and `sts`.

use crate::api::model::{self, Kind, Member, Operation, Shape, kebab_case};

/// One option of an operation.
#[derive(Clone, Debug)]
pub struct OperationOption {
    /// Without dashes: `user-name`.
    pub name: String,
    /// The parameter it sets; none for the CLI's own options.
    pub member: Option<&'static Member>,
    /// What it is.
    pub kind: OptionKind,
    /// It must be given.
    pub required: bool,
    /// Known, but not shown in help: the service's own paging parameters.
    pub hidden: bool,
}

/// What an option is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// One word: text, a number, JSON or shorthand.
    Value,
    /// Any number of words.
    List,
    /// Sets a boolean; false for the `no-` form.
    Flag(bool),
    /// `--starting-token`: the CLI's paging.
    StartingToken,
    /// `--page-size`
    PageSize,
    /// `--max-items`
    MaxItems,
    /// `--cli-input-json`
    InputJson,
    /// `--cli-input-yaml`
    InputYaml,
    /// `--generate-cli-skeleton`
    Skeleton,
    /// `--outfile` of `create-virtual-mfa-device`.
    OutFile,
    /// `--bootstrap-method` of `create-virtual-mfa-device`.
    BootstrapMethod,
}

/// Ways to show the seed of a virtual MFA device.
pub const BOOTSTRAP_METHODS: [&str; 2] = ["QRCodePNG", "Base32StringSeed"];

/// What `--generate-cli-skeleton` may be given.
pub const SKELETONS: [&str; 3] = ["input", "output", "yaml-input"];

impl OperationOption {
    fn own(name: &str, kind: OptionKind) -> Self {
        Self {
            name: name.to_owned(),
            member: None,
            kind,
            required: false,
            hidden: false,
        }
    }

    /// Values the option's parameter may have; empty if any.
    #[must_use]
    pub fn values(&self) -> Vec<&'static str> {
        match self.kind {
            OptionKind::BootstrapMethod => BOOTSTRAP_METHODS.to_vec(),
            OptionKind::Skeleton => SKELETONS.to_vec(),
            _ => self.member.map_or_else(Vec::new, |member| {
                element(&member.shape).map_or_else(Vec::new, |text| text.values.clone())
            }),
        }
    }

    /// What the option names, for completion.
    #[must_use]
    pub fn names(&self) -> Names {
        match self.kind {
            OptionKind::OutFile | OptionKind::InputJson | OptionKind::InputYaml => {
                return Names::File;
            }
            _ => {}
        }
        let Some(member) = self.member else {
            return Names::Nothing;
        };
        match member.name {
            "UserName" => Names::User,
            "RoleName" => Names::Role,
            "GroupName" => Names::Group,
            "InstanceProfileName" => Names::InstanceProfile,
            "PolicyArn" | "PermissionsBoundary" => Names::PolicyArn,
            "AccessKeyId" => Names::AccessKey,
            "RoleArn" => Names::RoleArn,
            "SerialNumber" => Names::MfaDevice,
            "PolicyName" => Names::Policy,
            "OpenIDConnectProviderArn" | "SAMLProviderArn" | "PrincipalArn" => Names::ProviderArn,
            "ServerCertificateName" => Names::ServerCertificate,
            name if name.ends_with("Document") || name.ends_with("Body") => Names::File,
            name if name.ends_with("Arn") => Names::AnyArn,
            _ => Names::Nothing,
        }
    }
}

fn element(shape: &'static Shape) -> Option<&'static model::Text> {
    match &shape.kind {
        Kind::String(text) => Some(text),
        Kind::List(list) => element(&list.member),
        _ => None,
    }
}

/// What the value of an option names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Nothing that exists in an account.
    Nothing,
    /// A user, by name.
    User,
    /// A group, by name.
    Group,
    /// A role, by name.
    Role,
    /// A role, by ARN.
    RoleArn,
    /// A policy, by name.
    Policy,
    /// A managed policy, by ARN.
    PolicyArn,
    /// An instance profile, by name.
    InstanceProfile,
    /// An access key id.
    AccessKey,
    /// An MFA device, by serial number or ARN.
    MfaDevice,
    /// An identity provider, by ARN.
    ProviderArn,
    /// A server certificate, by name.
    ServerCertificate,
    /// Any ARN.
    AnyArn,
    /// A file: `file://…`, or a path.
    File,
}

/// The options of an operation, in the CLI's order: the model's members, then the CLI's own.
#[must_use]
pub fn options_of(operation: &'static Operation) -> Vec<OperationOption> {
    let mut options = Vec::new();
    for member in operation.input.iter().flat_map(|shape| shape.members()) {
        add_member(&mut options, operation, member);
    }
    if operation.name == "CreateVirtualMFADevice" {
        for (name, kind) in [
            ("outfile", OptionKind::OutFile),
            ("bootstrap-method", OptionKind::BootstrapMethod),
        ] {
            let mut option = OperationOption::own(name, kind);
            option.required = true;
            options.push(option);
        }
    }
    if let Some(page) = &operation.paginator {
        for option in &mut options {
            option.hidden |= option.member.is_some_and(|member| {
                member.name == page.input_token || member.name == page.limit_key
            });
        }
        // The CLI's `--max-items` takes the place of the service's.
        options.retain(|option| option.name != "max-items");
        options.push(OperationOption::own(
            "starting-token",
            OptionKind::StartingToken,
        ));
        options.push(OperationOption::own("page-size", OptionKind::PageSize));
        options.push(OperationOption::own("max-items", OptionKind::MaxItems));
    }
    options.push(OperationOption::own(
        "cli-input-json",
        OptionKind::InputJson,
    ));
    options.push(OperationOption::own(
        "cli-input-yaml",
        OptionKind::InputYaml,
    ));
    options.push(OperationOption::own(
        "generate-cli-skeleton",
        OptionKind::Skeleton,
    ));
    options
}

fn add_member(options: &mut Vec<OperationOption>, operation: &Operation, member: &'static Member) {
    let option = |name: String, kind: OptionKind, required: bool| OperationOption {
        name,
        member: Some(member),
        kind,
        required,
        hidden: false,
    };
    let name = option_name(operation, member);
    match member.shape.kind {
        Kind::Boolean => {
            let negative = format!("no-{name}");
            options.push(option(name, OptionKind::Flag(true), false));
            options.push(option(negative, OptionKind::Flag(false), false));
        }
        Kind::List(_) => options.push(option(name, OptionKind::List, member.required)),
        _ => options.push(option(name, OptionKind::Value, member.required)),
    }
}

/// The option that sets a parameter, without dashes.
#[must_use]
pub fn option_name(operation: &Operation, member: &Member) -> String {
    match (operation.name, member.name) {
        ("EnableMFADevice" | "ResyncMFADevice", "AuthenticationCode1") => {
            "authentication-code-1".to_owned()
        }
        ("EnableMFADevice" | "ResyncMFADevice", "AuthenticationCode2") => {
            "authentication-code-2".to_owned()
        }
        _ => kebab_case(member.name),
    }
}

/// The services of the command line, with the commands beside them that belong to no service.
#[must_use]
pub fn commands() -> Vec<&'static str> {
    let mut names = model::SERVICES.to_vec();
    names.push("configure");
    names
}

/// The operations of a service as commands, in the order of their names, with `wait` where there is something to wait for.
#[must_use]
pub fn operations_of(service: &str) -> Vec<String> {
    let Some(service) = model::service(service) else {
        return Vec::new();
    };
    let mut names: Vec<String> = service
        .operations()
        .iter()
        .map(|operation| operation.kebab_name.clone())
        .collect();
    if super::wait::waiters_of(service.name).next().is_some() {
        names.push("wait".to_owned());
    }
    names
}
