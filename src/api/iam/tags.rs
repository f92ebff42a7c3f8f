//! Tags of everything taggable. Source: IAM API Reference, `TagUser`, `UntagUser`, `ListUserTags` and their kin.

use serde_json::json;

use crate::arn::Arn;
use crate::lab::Tags;
use crate::lab::tags::KeyCase;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, with_tags};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::policies::refuse_aws_policy;
use super::{
    instance_profiles, mfa_devices, oidc_providers, policies, roles, saml_providers,
    server_certificates, users,
};

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "TagUser",
        Target::User,
        |call| tag(call, Tagged::User),
        "Sets tags on a user.",
        Example::new(
            r#"acct.create_user("carlos");"#,
            r#"UserName: "carlos", Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "TagRole",
        Target::Role,
        |call| tag(call, Tagged::Role),
        "Sets tags on a role; sessions that exist see them.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role", Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "TagPolicy",
        Target::Arn("PolicyArn"),
        |call| tag(call, Tagged::Policy),
        "Sets tags on a managed policy.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"));"#,
            r#"PolicyArn: policy.arn, Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "UntagUser",
        Target::User,
        |call| untag(call, Tagged::User),
        "Removes tags from a user.",
        Example::new(
            r#"acct.create_user("carlos", #{ Tags: #{ team: "blog" } });"#,
            r#"UserName: "carlos", TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "UntagRole",
        Target::Role,
        |call| untag(call, Tagged::Role),
        "Removes tags from a role.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct), #{ Tags: #{ team: "blog" } });"#,
            r#"RoleName: "blog-role", TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "UntagPolicy",
        Target::Arn("PolicyArn"),
        |call| untag(call, Tagged::Policy),
        "Removes tags from a managed policy.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"), #{ Tags: #{ team: "blog" } });"#,
            r#"PolicyArn: policy.arn, TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "ListUserTags",
        Target::User,
        |call| list(call, Tagged::User),
        "Lists the tags of a user.",
        Example::new(
            r#"acct.create_user("carlos", #{ Tags: #{ team: "blog" } });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "ListRoleTags",
        Target::Role,
        |call| list(call, Tagged::Role),
        "Lists the tags of a role.",
        Example::new(
            r#"acct.create_role("blog-role", trust_for(acct));"#,
            r#"RoleName: "blog-role""#,
        ),
    ),
    Operation::new(
        "ListPolicyTags",
        Target::Arn("PolicyArn"),
        |call| list(call, Tagged::Policy),
        "Lists the tags of a managed policy.",
        Example::new(
            r#"let policy = acct.create_policy("ReadAll", allow("s3:GetObject", "*"));"#,
            "PolicyArn: policy.arn",
        ),
    ),
    Operation::new(
        "TagMFADevice",
        Target::Arn("SerialNumber"),
        |call| tag(call, Tagged::MfaDevice),
        "Sets tags on a virtual MFA device.",
        Example::new(
            r#"let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" }).VirtualMFADevice.SerialNumber;"#,
            r#"SerialNumber: serial, Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "UntagMFADevice",
        Target::Arn("SerialNumber"),
        |call| untag(call, Tagged::MfaDevice),
        "Removes tags from a virtual MFA device.",
        Example::new(
            r#"let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos", Tags: [#{ Key: "team", Value: "blog" }] }).VirtualMFADevice.SerialNumber;"#,
            r#"SerialNumber: serial, TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "ListMFADeviceTags",
        Target::Arn("SerialNumber"),
        |call| list(call, Tagged::MfaDevice),
        "Lists the tags of a virtual MFA device.",
        Example::new(
            r#"let serial = iam.create_virtual_mfa_device(#{ VirtualMFADeviceName: "carlos" }).VirtualMFADevice.SerialNumber;"#,
            "SerialNumber: serial",
        ),
    ),
    Operation::new(
        "TagInstanceProfile",
        instance_profiles::TARGET,
        |call| tag(call, Tagged::InstanceProfile),
        "Sets tags on an instance profile.",
        Example::new(
            r#"iam.create_instance_profile(#{ InstanceProfileName: "web" });"#,
            r#"InstanceProfileName: "web", Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "UntagInstanceProfile",
        instance_profiles::TARGET,
        |call| untag(call, Tagged::InstanceProfile),
        "Removes tags from an instance profile.",
        Example::new(
            r#"iam.create_instance_profile(#{ InstanceProfileName: "web", Tags: [#{ Key: "team", Value: "blog" }] });"#,
            r#"InstanceProfileName: "web", TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "ListInstanceProfileTags",
        instance_profiles::TARGET,
        |call| list(call, Tagged::InstanceProfile),
        "Lists the tags of an instance profile.",
        Example::new(
            r#"iam.create_instance_profile(#{ InstanceProfileName: "web" });"#,
            r#"InstanceProfileName: "web""#,
        ),
    ),
    Operation::new(
        "TagOpenIDConnectProvider",
        oidc_providers::TARGET,
        |call| tag(call, Tagged::OidcProvider),
        "Sets tags on an OpenID Connect provider.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn;"#,
            r#"OpenIDConnectProviderArn: arn, Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "UntagOpenIDConnectProvider",
        oidc_providers::TARGET,
        |call| untag(call, Tagged::OidcProvider),
        "Removes tags from an OpenID Connect provider.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com", Tags: [#{ Key: "team", Value: "blog" }] }).OpenIDConnectProviderArn;"#,
            r#"OpenIDConnectProviderArn: arn, TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "ListOpenIDConnectProviderTags",
        oidc_providers::TARGET,
        |call| list(call, Tagged::OidcProvider),
        "Lists the tags of an OpenID Connect provider.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn;"#,
            "OpenIDConnectProviderArn: arn",
        ),
    ),
    Operation::new(
        "TagSAMLProvider",
        saml_providers::TARGET,
        |call| tag(call, Tagged::SamlProvider),
        "Sets tags on a SAML provider.",
        Example::new(
            r#"let arn = iam.create_saml_provider(#{ Name: "idp", SAMLMetadataDocument: identity_provider("https://idp.example.com").saml_metadata }).SAMLProviderArn;"#,
            r#"SAMLProviderArn: arn, Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "UntagSAMLProvider",
        saml_providers::TARGET,
        |call| untag(call, Tagged::SamlProvider),
        "Removes tags from a SAML provider.",
        Example::new(
            r#"let arn = iam.create_saml_provider(#{ Name: "idp", SAMLMetadataDocument: identity_provider("https://idp.example.com").saml_metadata, Tags: [#{ Key: "team", Value: "blog" }] }).SAMLProviderArn;"#,
            r#"SAMLProviderArn: arn, TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "ListSAMLProviderTags",
        saml_providers::TARGET,
        |call| list(call, Tagged::SamlProvider),
        "Lists the tags of a SAML provider.",
        Example::new(
            r#"let arn = iam.create_saml_provider(#{ Name: "idp", SAMLMetadataDocument: identity_provider("https://idp.example.com").saml_metadata }).SAMLProviderArn;"#,
            "SAMLProviderArn: arn",
        ),
    ),
    Operation::new(
        "TagServerCertificate",
        server_certificates::TARGET,
        |call| tag(call, Tagged::ServerCertificate),
        "Sets tags on a server certificate.",
        Example::new(
            r#"let c = certificate("www.example.com");
iam.upload_server_certificate(#{ ServerCertificateName: "web", CertificateBody: c.certificate, PrivateKey: c.private_key });"#,
            r#"ServerCertificateName: "web", Tags: [#{ Key: "team", Value: "blog" }]"#,
        ),
    ),
    Operation::new(
        "UntagServerCertificate",
        server_certificates::TARGET,
        |call| untag(call, Tagged::ServerCertificate),
        "Removes tags from a server certificate.",
        Example::new(
            r#"let c = certificate("www.example.com");
iam.upload_server_certificate(#{ ServerCertificateName: "web", CertificateBody: c.certificate, PrivateKey: c.private_key, Tags: [#{ Key: "team", Value: "blog" }] });"#,
            r#"ServerCertificateName: "web", TagKeys: ["team"]"#,
        ),
    ),
    Operation::new(
        "ListServerCertificateTags",
        server_certificates::TARGET,
        |call| list(call, Tagged::ServerCertificate),
        "Lists the tags of a server certificate.",
        Example::new(
            r#"let c = certificate("www.example.com");
iam.upload_server_certificate(#{ ServerCertificateName: "web", CertificateBody: c.certificate, PrivateKey: c.private_key });"#,
            r#"ServerCertificateName: "web""#,
        ),
    ),
];

/// What has tags.
#[derive(Clone, Copy)]
enum Tagged {
    User,
    Role,
    Policy,
    MfaDevice,
    InstanceProfile,
    OidcProvider,
    SamlProvider,
    ServerCertificate,
}

impl Tagged {
    /// Users and roles ignore the case of tag keys, all others do not (rule C14).
    const fn case(self) -> KeyCase {
        match self {
            Self::User | Self::Role => KeyCase::Ignored,
            _ => KeyCase::Kept,
        }
    }

    /// The ARN of what the call names, once it is known to exist.
    fn arn(self, call: &Call<'_>) -> Result<Arn, AwsError> {
        match self {
            Self::User => Ok(users::named(call)?.arn.clone()),
            Self::Role => Ok(roles::named(call)?.arn.clone()),
            Self::Policy => Ok(policies::named(call)?.arn.clone()),
            Self::InstanceProfile => Ok(instance_profiles::named(call)?.arn.clone()),
            Self::OidcProvider => Ok(oidc_providers::named(call)?.arn.clone()),
            Self::SamlProvider => Ok(saml_providers::named(call)?.arn.clone()),
            Self::ServerCertificate => Ok(server_certificates::named(call)?.arn.clone()),
            Self::MfaDevice => {
                let device = mfa_devices::named(call)?;
                device
                    .arn()
                    .ok_or_else(|| mfa_devices::missing(&device.serial))
            }
        }
    }
}

fn tag(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    refuse_aws_policy(
        call,
        call.input.text("PolicyArn").unwrap_or_default(),
        "TagPolicy",
    )?;
    let arn = tagged.arn(call)?;
    let tags = with_tags(&of(call, &arn)?, &call.input.tags("Tags"), tagged.case())?;
    set(call, &arn, tags)
}

fn untag(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    refuse_aws_policy(
        call,
        call.input.text("PolicyArn").unwrap_or_default(),
        "UntagPolicy",
    )?;
    let arn = tagged.arn(call)?;
    let mut tags = of(call, &arn)?;
    for key in call.input.texts("TagKeys") {
        tags.remove(key, tagged.case());
    }
    set(call, &arn, tags)
}

fn list(call: &mut Call<'_>, tagged: Tagged) -> Answer {
    let pager = Pager::new(call.input)?;
    let arn = tagged.arn(call)?;
    let tags = of(call, &arn)?;
    let shown = tags.iter();
    let shown = shown.map(|(key, value)| json!({ "Key": key, "Value": value }));
    Ok(pager.page_of("Tags", shown.collect()))
}

fn of(call: &Call<'_>, arn: &Arn) -> Result<Tags, AwsError> {
    Ok(call.account()?.tags_of(arn).cloned().unwrap_or_default())
}

fn set(call: &mut Call<'_>, arn: &Arn, tags: Tags) -> Answer {
    if let Some(old) = call.account_mut()?.tags_mut(arn) {
        *old = tags;
    }
    Ok(nothing())
}
