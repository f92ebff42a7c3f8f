//! SAML providers. Source: IAM API Reference, `CreateSAMLProvider`, `GetSAMLProvider`, `ListSAMLProviders`, `UpdateSAMLProvider`,
//! `DeleteSAMLProvider`.

use serde_json::{Value, json};

use crate::arn::Arn;
use crate::clock::Timestamp;
use crate::id::base32;
use crate::lab::certificate::PrivateKey;
use crate::lab::entity::key;
use crate::lab::identity_provider::{DecryptionKey, SamlProvider};
use crate::lab::saml::Metadata;
use crate::lab::tags::KeyCase;
use crate::lab::{Tags, quota};

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, with_tags, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::shape::Shape;
use super::super::table::Operation;
use super::context_provider;

/// The provider that a call is about.
pub const TARGET: Target = Target::Arn("SAMLProviderArn");
/// Seconds a metadata document is good for where it does not say: a hundred years.
const LIFETIME: i64 = 100 * 365 * 86_400;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateSAMLProvider",
        Target::New("saml-provider", "Name"),
        create,
        "Makes a SAML 2.0 identity provider known to the account.",
        Example::new(
            r#"let metadata = identity_provider("https://idp.example.com").saml_metadata;"#,
            r#"SAMLMetadataDocument: metadata, Name: "idp""#,
        ),
    )
    .tagging_with("TagSAMLProvider"),
    Operation::new(
        "GetSAMLProvider",
        TARGET,
        get,
        "Describes a SAML provider, its metadata included.",
        Example::new(
            r#"let arn = iam.create_saml_provider(#{ Name: "idp", SAMLMetadataDocument: identity_provider("https://idp.example.com").saml_metadata }).SAMLProviderArn;"#,
            "SAMLProviderArn: arn",
        ),
    ),
    Operation::new(
        "ListSAMLProviders",
        Target::Everything,
        list,
        "Lists the SAML providers of the account.",
        Example::new("", ""),
    ),
    Operation::new(
        "UpdateSAMLProvider",
        TARGET,
        update,
        "Replaces the metadata of a SAML provider, or changes how its assertions are encrypted.",
        Example::new(
            r#"let idp = identity_provider("https://idp.example.com");
let arn = iam.create_saml_provider(#{ Name: "idp", SAMLMetadataDocument: idp.saml_metadata }).SAMLProviderArn;"#,
            "SAMLProviderArn: arn, SAMLMetadataDocument: idp.saml_metadata",
        ),
    ),
    Operation::new(
        "DeleteSAMLProvider",
        TARGET,
        delete,
        "Deletes a SAML provider; roles that trust it stay, and can no longer be assumed with its assertions.",
        Example::new(
            r#"let arn = iam.create_saml_provider(#{ Name: "idp", SAMLMetadataDocument: identity_provider("https://idp.example.com").saml_metadata }).SAMLProviderArn;"#,
            "SAMLProviderArn: arn",
        ),
    ),
];

/// The provider that `SAMLProviderArn` names.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a SamlProvider, AwsError> {
    let arn = call.input.required("SAMLProviderArn");
    let name = arn.rsplit('/').next().unwrap_or_default();
    call.account()?
        .saml_providers
        .get(&key(name))
        .filter(|provider| provider.arn.as_str() == arn)
        .ok_or_else(|| AwsError::new("NoSuchEntity", format!("Manifest not found for arn {arn}")))
}

fn metadata(call: &Call<'_>, text: &str) -> Result<(String, Timestamp), AwsError> {
    let read = Metadata::read(text).ok_or_else(|| {
        AwsError::new("InvalidInput", "Could not parse metadata").with_help(
            "the document is an EntityDescriptor with an IDPSSODescriptor and an X.509 certificate",
        )
    })?;
    let until = read
        .valid_until
        .unwrap_or_else(|| call.now().plus(LIFETIME));
    Ok((text.to_owned(), until))
}

/// The private key that a call adds.
fn added_key(
    call: &Call<'_>,
    provider: &Arn,
    before: &[DecryptionKey],
) -> Result<Option<DecryptionKey>, AwsError> {
    let Some(pem) = call.input.text("AddPrivateKey") else {
        return Ok(None);
    };
    if PrivateKey::pem(pem).is_none() {
        return Err(AwsError::new(
            "InvalidInput",
            "The private key could not be parsed.",
        ));
    }
    within_quota(
        "PrivateKeysPerSamlProvider",
        before.len(),
        quota::SAML_PRIVATE_KEYS,
    )?;
    let purpose = format!("{provider} {pem}");
    let [digest, _] = call.lab.deriver().key_material("saml key", &purpose, 0);
    Ok(Some(DecryptionKey {
        id: base32(&digest),
        pem: pem.to_owned(),
        added: call.now(),
    }))
}

fn encryption(call: &Call<'_>) -> Option<bool> {
    let mode = call.input.text("AssertionEncryptionMode")?;
    Some(mode == "Required")
}

fn needs_key(provider: &SamlProvider) -> Result<(), AwsError> {
    if provider.encryption_required == Some(true) && provider.private_keys.is_empty() {
        return Err(AwsError::new(
            "InvalidInput",
            "A private key is needed where assertions must be encrypted.",
        ));
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let name = input.required("Name");
    let known = &call.account()?.saml_providers;
    if known.contains_key(&key(name)) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("SAMLProvider with name {name} already exists."),
        ));
    }
    within_quota(
        "SAMLProvidersPerAccount",
        known.len(),
        quota::SAML_PROVIDERS,
    )?;
    let (metadata, valid_until) = metadata(call, input.required("SAMLMetadataDocument"))?;
    let arn = call.arn(&format!("saml-provider/{name}"))?;
    let [digest, _] = call
        .lab
        .deriver()
        .key_material("saml provider", arn.as_str(), 0);
    let provider = SamlProvider {
        name: name.to_owned(),
        uuid: base32(&digest),
        metadata,
        created: call.now(),
        valid_until,
        tags: with_tags(&Tags::default(), &input.tags("Tags"), KeyCase::Kept)?,
        encryption_required: encryption(call),
        private_keys: added_key(call, &arn, &[])?.into_iter().collect(),
        context: context_provider::given(input)?,
        arn,
    };
    needs_key(&provider)?;
    let answer = Shape::new()
        .with("SAMLProviderArn", provider.arn.as_str())
        .with_tags(&provider.tags);
    call.account_mut()?
        .saml_providers
        .insert(key(name), provider);
    Ok(answer.into())
}

fn get(call: &mut Call<'_>) -> Answer {
    let provider = named(call)?;
    let mode = provider
        .encryption_required
        .map(|required| if required { "Required" } else { "Allowed" });
    let keys: Vec<Value> = provider
        .private_keys
        .iter()
        .map(|key| json!({ "KeyId": key.id, "Timestamp": key.added.to_string() }))
        .collect();
    let shown = Shape::new()
        .with("SAMLProviderUUID", provider.uuid.as_str())
        .with("SAMLMetadataDocument", provider.metadata.as_str())
        .with_some("ContextProvider", provider.context.clone())
        .with("CreateDate", provider.created.to_string())
        .with("ValidUntil", provider.valid_until.to_string())
        .with_tags(&provider.tags)
        .with_some("AssertionEncryptionMode", mode)
        .with_some("PrivateKeyList", Some(keys).filter(|keys| !keys.is_empty()));
    Ok(shown.into())
}

fn list(call: &mut Call<'_>) -> Answer {
    let shown: Vec<Value> = call
        .account()?
        .saml_providers
        .values()
        .map(|provider| {
            Shape::new()
                .with("Arn", provider.arn.as_str())
                .with("ValidUntil", provider.valid_until.to_string())
                .with("CreateDate", provider.created.to_string())
                .with_some(
                    "IsTrustedIdentityPropagationEnabled",
                    provider.context.as_ref().map(|_| true),
                )
                .into()
        })
        .collect();
    Ok(json!({ "SAMLProviderList": shown }))
}

fn update(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let mut provider = named(call)?.clone();
    if let Some(text) = input.text("SAMLMetadataDocument") {
        (provider.metadata, provider.valid_until) = metadata(call, text)?;
    }
    if let Some(id) = input.text("RemovePrivateKey") {
        let before = provider.private_keys.len();
        provider.private_keys.retain(|key| key.id != id);
        if provider.private_keys.len() == before {
            return Err(AwsError::new(
                "NoSuchEntity",
                format!("The private key with id {id} cannot be found."),
            ));
        }
    }
    let added = added_key(call, &provider.arn, &provider.private_keys)?;
    provider.private_keys.extend(added);
    provider.encryption_required = encryption(call).or(provider.encryption_required);
    provider.context = context_provider::changed(input, provider.context)?;
    needs_key(&provider)?;
    let answer = json!({ "SAMLProviderArn": provider.arn.as_str() });
    call.account_mut()?
        .saml_providers
        .insert(key(&provider.name), provider);
    Ok(answer)
}

fn delete(call: &mut Call<'_>) -> Answer {
    let key = key(&named(call)?.name);
    call.account_mut()?.saml_providers.remove(&key);
    Ok(nothing())
}
