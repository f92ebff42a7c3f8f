//! The signing Region decides the partition in which a call is made, and with it the ARNs of what it makes.

use crate::signer::{self, Keys, Scope};
use crate::support::{ACCOUNT, Answer, DATE, HOST, Served, body, encoded, keys, root, service_of};

fn scope(region: &str, parameters: &str) -> Scope {
    Scope {
        region: region.to_owned(),
        ..Scope::at(DATE, service_of(parameters))
    }
}

impl Served {
    fn call_from(&self, region: &str, keys: &Keys, parameters: &str) -> Answer {
        self.call_in(keys, &scope(region, parameters), parameters)
    }

    fn done_from(&self, region: &str, parameters: &str) -> Answer {
        let answer = self.call_from(region, &root(), parameters);
        assert_eq!(answer.status, 200, "{parameters}: {}", answer.text);
        answer
    }
}

fn trust(partition: &str) -> String {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"arn:{partition}:iam::{ACCOUNT}:root"}},"Action":"sts:AssumeRole"}}}}"#
    );
    encoded(&text)
}

#[test]
fn new_arns_are_of_the_partition_of_the_signing_region() {
    for (region, partition) in [
        ("us-east-1", "aws"),
        ("eu-west-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("cn-northwest-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eusc-de-east-1", "aws-eusc"),
    ] {
        let lab = Served::new();
        let done = |parameters: &str| lab.done_from(region, parameters);
        let own = |resource: &str| format!("arn:{partition}:iam::{ACCOUNT}:{resource}");
        let user = done("CreateUser&UserName=carlos&Path=%2Fdev%2F");
        assert_eq!(user.element("Arn"), own("user/dev/carlos"), "{region}");
        let role = done(&format!(
            "CreateRole&RoleName=r&AssumeRolePolicyDocument={}",
            trust(partition)
        ));
        assert_eq!(role.element("Arn"), own("role/r"));
        assert_eq!(
            done("CreateGroup&GroupName=g").element("Arn"),
            own("group/g")
        );
        let device = done("CreateVirtualMFADevice&VirtualMFADeviceName=m");
        assert_eq!(device.element("SerialNumber"), own("mfa/m"));
        let me = done("GetCallerIdentity");
        assert_eq!(me.element("Arn"), own("root"));

        let admin = lab.done_from(region, "CreateAccessKey&UserName=carlos");
        done(&format!(
            "AttachUserPolicy&UserName=carlos&PolicyArn=arn%3A{partition}%3Aiam%3A%3Aaws%3Apolicy%2FAdministratorAccess"
        ));
        let assume = format!(
            "AssumeRole&RoleArn={}&RoleSessionName=test",
            encoded(&own("role/r"))
        );
        let assumed = lab.call_from(region, &keys(&admin), &assume);
        let session = format!("arn:{partition}:sts::{ACCOUNT}:assumed-role/r/test");
        assert_eq!(assumed.element("Arn"), session);
        let me = lab.call_from(region, &keys(&assumed), "GetCallerIdentity");
        assert_eq!(me.element("Arn"), session);

        done("UpdateUser&UserName=carlos&NewUserName=carla");
        let renamed = done("GetUser&UserName=carla");
        assert_eq!(renamed.element("Arn"), own("user/dev/carla"));
    }
}

#[test]
fn aws_managed_policies_are_of_every_partition() {
    let lab = Served::new();
    let region = "us-gov-west-1";
    let arn = "arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess";
    lab.done_from(region, "CreateUser&UserName=carlos");
    let attach = |arn: &str| {
        let parameters = format!(
            "AttachUserPolicy&UserName=carlos&PolicyArn={}",
            encoded(arn)
        );
        lab.call_from(region, &root(), &parameters)
    };
    assert_eq!(attach(arn).status, 200);
    let attached = lab.done_from(region, "ListAttachedUserPolicies&UserName=carlos");
    assert_eq!(attached.element("PolicyArn"), arn);
    let listed = lab.done_from(region, "ListPolicies&OnlyAttached=true");
    assert_eq!(listed.element("Arn"), arn);
    // What another partition has is not there.
    let foreign = attach("arn:aws:iam::aws:policy/ReadOnlyAccess");
    assert_eq!(foreign.error(), (404, "NoSuchEntity"));

    let user = lab.done_from(region, "CreateAccessKey&UserName=carlos");
    let listed = lab.call_from(region, &keys(&user), "ListUsers");
    assert_eq!(listed.status, 200, "{}", listed.text);
    let refused = lab.call_from(region, &keys(&user), "CreateUser&UserName=eva");
    assert_eq!(
        refused.element("Message"),
        "User: arn:aws-us-gov:iam::123456789012:user/carlos is not authorized to perform: iam:CreateUser on resource: \
         arn:aws-us-gov:iam::123456789012:user/eva because no identity-based policy allows the iam:CreateUser action"
    );
}

#[test]
fn an_account_is_the_same_in_all_partitions() {
    let lab = Served::new();
    lab.done("CreateUser&UserName=carlos");
    lab.done("AttachUserPolicy&UserName=carlos&PolicyArn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FAdministratorAccess");
    let carlos = keys(&lab.done("CreateAccessKey&UserName=carlos"));
    let new = lab.call_from("cn-north-1", &carlos, "CreateUser&UserName=eva");
    assert_eq!(new.element("Arn"), "arn:aws-cn:iam::123456789012:user/eva");
    let seen = lab.call(&carlos, "GetUser&UserName=eva");
    assert_eq!(seen.element("Arn"), "arn:aws-cn:iam::123456789012:user/eva");
}

/// Partitions do not trust each other: a policy that names a role or a resource names that of its own partition.
#[test]
fn b33_a_policy_speaks_of_its_own_partition() {
    let lab = Served::new();
    let role = lab.done(&format!(
        "CreateRole&RoleName=r&AssumeRolePolicyDocument={}",
        trust("aws")
    ));
    let assume = format!(
        "AssumeRole&RoleArn={}&RoleSessionName=test",
        encoded(role.element("Arn"))
    );
    let admin = lab.user("carlos");
    lab.done("AttachUserPolicy&UserName=carlos&PolicyArn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FAdministratorAccess");
    assert_eq!(lab.call(&admin, &assume).status, 200);
    let abroad = lab.call_from("cn-north-1", &admin, &assume);
    assert_eq!(abroad.error(), (403, "AccessDenied"));
}

#[test]
fn without_signatures_the_region_decides_as_well() {
    let lab =
        Served::with(|options| options.without_authentication = Some(ACCOUNT.parse().unwrap()));
    let parameters = "CreateUser&UserName=carlos";
    let (body, scope) = (body(parameters), scope("cn-north-1", parameters));
    let nobody = Keys {
        id: "AKIADUMMY".to_owned(),
        secret: "x".to_owned(),
        token: None,
    };
    let answer = lab.send(
        "POST",
        "/",
        &signer::headers(&nobody, &scope, HOST, &body),
        &body,
    );
    assert_eq!(
        answer.element("Arn"),
        "arn:aws-cn:iam::123456789012:user/carlos"
    );
    let target = signer::presigned(
        &nobody,
        &scope,
        HOST,
        "Action=GetUser&Version=2010-05-08",
        60,
    );
    let answer = lab.send("GET", &target, &[("host".to_owned(), HOST.to_owned())], "");
    assert_eq!(answer.element("Arn"), "arn:aws-cn:iam::123456789012:root");
}
