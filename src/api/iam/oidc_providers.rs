//! OpenID Connect providers. Source: IAM API Reference, `CreateOpenIDConnectProvider`, `GetOpenIDConnectProvider`,
//! `ListOpenIDConnectProviders`, `UpdateOpenIDConnectProvider`, `UpdateOpenIDConnectProviderThumbprint`,
//! `AddClientIDToOpenIDConnectProvider`, `RemoveClientIDFromOpenIDConnectProvider`, `DeleteOpenIDConnectProvider`.

use serde_json::{Value, json};

use crate::arn::Arn;
use crate::lab::identity_provider::OidcProvider;
use crate::lab::issuer;
use crate::lab::tags::KeyCase;
use crate::lab::{Tags, quota};

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, with_tags, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::shape::{Shape, tag_list};
use super::super::table::Operation;
use super::context_provider;

/// The provider that a call is about.
pub const TARGET: Target = Target::Arn("OpenIDConnectProviderArn");

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "CreateOpenIDConnectProvider",
        Target::Handler,
        create,
        "Makes an OpenID Connect issuer known to the account.",
        Example::new(
            "",
            r#"Url: "https://token.actions.githubusercontent.com", ClientIDList: ["sts.amazonaws.com"]"#,
        ),
    ),
    Operation::new(
        "GetOpenIDConnectProvider",
        TARGET,
        get,
        "Describes an OpenID Connect provider.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn;"#,
            "OpenIDConnectProviderArn: arn",
        ),
    ),
    Operation::new(
        "ListOpenIDConnectProviders",
        Target::Everything,
        list,
        "Lists the OpenID Connect providers of the account.",
        Example::new("", ""),
    ),
    Operation::new(
        "UpdateOpenIDConnectProvider",
        TARGET,
        update,
        "Changes which claims of an OpenID Connect provider make up a trusted identity.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn;"#,
            r#"OpenIDConnectProviderArn: arn, ContextProvider: #{ SubjectSourceKey: "sub", SubjectTypeValue: "employee" }"#,
        ),
    ),
    Operation::new(
        "UpdateOpenIDConnectProviderThumbprint",
        TARGET,
        update_thumbprints,
        "Replaces the thumbprints of the issuer's server certificates.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn;"#,
            r#"OpenIDConnectProviderArn: arn, ThumbprintList: ["0123456789abcdef0123456789abcdef01234567"]"#,
        ),
    ),
    Operation::new(
        "AddClientIDToOpenIDConnectProvider",
        TARGET,
        add_client,
        "Adds an audience that tokens may be for.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn;"#,
            r#"OpenIDConnectProviderArn: arn, ClientID: "app""#,
        ),
    ),
    Operation::new(
        "RemoveClientIDFromOpenIDConnectProvider",
        TARGET,
        remove_client,
        "Removes an audience that tokens may be for.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com", ClientIDList: ["app"] }).OpenIDConnectProviderArn;"#,
            r#"OpenIDConnectProviderArn: arn, ClientID: "app""#,
        ),
    ),
    Operation::new(
        "DeleteOpenIDConnectProvider",
        TARGET,
        delete,
        "Deletes an OpenID Connect provider; roles that trust it stay, and can no longer be assumed with its tokens.",
        Example::new(
            r#"let arn = iam.create_open_id_connect_provider(#{ Url: "https://idp.example.com" }).OpenIDConnectProviderArn;"#,
            "OpenIDConnectProviderArn: arn",
        ),
    ),
];

/// The provider that `OpenIDConnectProviderArn` names.
///
/// # Errors
/// `NoSuchEntity`.
pub fn named<'a>(call: &'a Call<'_>) -> Result<&'a OidcProvider, AwsError> {
    let arn = call.input.required("OpenIDConnectProviderArn");
    call.account()?
        .oidc_providers
        .get(arn)
        .ok_or_else(|| missing(arn))
}

fn named_mut<'a>(call: &'a mut Call<'_>) -> Result<&'a mut OidcProvider, AwsError> {
    let arn = call.input.required("OpenIDConnectProviderArn");
    let found = call.account_mut()?.oidc_providers.get_mut(arn);
    found.ok_or_else(|| missing(arn))
}

fn missing(arn: &str) -> AwsError {
    AwsError::new(
        "NoSuchEntity",
        format!("OpenIDConnect Provider not found for arn {arn}"),
    )
}

/// Host and path of an issuer: `https`, no port, no query, nothing but what URLs are made of.
fn host_and_path(url: &str) -> Result<&str, AwsError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    url.strip_prefix("https://")
        .map(|rest| rest.strip_suffix('/').unwrap_or(rest))
        .filter(|rest| !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(plain))
        .ok_or_else(|| {
            AwsError::new("ValidationError", "Invalid Open ID Connect Provider URL").with_help(
                "the URL is that of the issuer: it begins with https:// and has neither port nor query",
            )
        })
}

/// The ARN depends on the URL, so the handler asks itself.
fn permitted(call: &Call<'_>, arn: &Arn) -> Result<(), AwsError> {
    let tags = call.input.tags("Tags");
    let tagging = (!tags.is_empty()).then_some("iam:TagOpenIDConnectProvider");
    for action in [Some("iam:CreateOpenIDConnectProvider"), tagging]
        .into_iter()
        .flatten()
    {
        call.permitted_to_create(action, arn, &tags)?;
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let url = host_and_path(input.required("Url"));
    let arn = call.arn(&format!(
        "oidc-provider/{}",
        url.as_ref().copied().unwrap_or("*")
    ))?;
    permitted(call, &arn)?;
    let url = url?;
    let known = &call.account()?.oidc_providers;
    if known.contains_key(arn.as_str()) {
        return Err(AwsError::new(
            "EntityAlreadyExists",
            format!("Provider with url https://{url} already exists."),
        ));
    }
    within_quota(
        "OpenIdConnectProvidersPerAccount",
        known.len(),
        quota::OIDC_PROVIDERS,
    )?;
    let mut clients: Vec<String> = Vec::new();
    for client in input.texts("ClientIDList") {
        if !clients.iter().any(|known| known == client) {
            within_clients(clients.len())?;
            clients.push(client.to_owned());
        }
    }
    let given = thumbprints(call)?;
    let tags = with_tags(&Tags::default(), &input.tags("Tags"), KeyCase::Kept)?;
    let context = context_provider::given(input)?;
    let provider = OidcProvider {
        url: url.to_owned(),
        clients,
        // Left out, AWS fetches it from the issuer's server.
        thumbprints: given.unwrap_or_else(|| vec![issuer::thumbprint(call.lab.deriver(), url)]),
        created: call.now(),
        tags,
        context,
        arn,
    };
    let answer = Shape::new()
        .with("OpenIDConnectProviderArn", provider.arn.as_str())
        .with_tags(&provider.tags);
    let providers = &mut call.account_mut()?.oidc_providers;
    providers.insert(provider.arn.to_string(), provider);
    Ok(answer.into())
}

fn within_clients(used: usize) -> Result<(), AwsError> {
    within_quota(
        "ClientIdsPerOpenIdConnectProvider",
        used,
        quota::OIDC_CLIENTS,
    )
}

/// The thumbprints given; none when the call leaves them out.
fn thumbprints(call: &Call<'_>) -> Result<Option<Vec<String>>, AwsError> {
    let given = call.input.texts("ThumbprintList");
    if given.len() > quota::OIDC_THUMBPRINTS {
        return Err(AwsError::new(
            "InvalidInput",
            "Thumbprint list must contain fewer than 5 entries.",
        ));
    }
    let odd = |text: &&str| !text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if given.iter().any(odd) {
        return Err(AwsError::new(
            "InvalidInput",
            "Thumbprints must be 40 hexadecimal digits.",
        ));
    }
    let lower = given.iter().map(|text| text.to_ascii_lowercase()).collect();
    Ok(Some(lower).filter(|list: &Vec<String>| !list.is_empty()))
}

fn get(call: &mut Call<'_>) -> Answer {
    let provider = named(call)?;
    let shown = Shape::new()
        .with("Url", provider.url.as_str())
        .with("ClientIDList", provider.clients.clone())
        .with("ThumbprintList", provider.thumbprints.clone())
        .with("CreateDate", provider.created.to_string())
        .with("Tags", tag_list(&provider.tags))
        .with_some("ContextProvider", provider.context.clone());
    Ok(shown.into())
}

fn list(call: &mut Call<'_>) -> Answer {
    let providers = call.account()?.oidc_providers.values();
    let shown: Vec<Value> = providers
        .map(|provider| {
            Shape::new()
                .with("Arn", provider.arn.as_str())
                .with_some(
                    "IsTrustedIdentityPropagationEnabled",
                    provider.context.as_ref().map(|_| true),
                )
                .into()
        })
        .collect();
    Ok(json!({ "OpenIDConnectProviderList": shown }))
}

fn update(call: &mut Call<'_>) -> Answer {
    let context = context_provider::changed(call.input, named(call)?.context.clone())?;
    named_mut(call)?.context = context;
    Ok(nothing())
}

fn update_thumbprints(call: &mut Call<'_>) -> Answer {
    named(call)?;
    let given = thumbprints(call)?.unwrap_or_default();
    named_mut(call)?.thumbprints = given;
    Ok(nothing())
}

/// Adding one that is there is no error.
fn add_client(call: &mut Call<'_>) -> Answer {
    let client = call.input.required("ClientID");
    let provider = named_mut(call)?;
    if !provider.clients.iter().any(|known| known == client) {
        within_clients(provider.clients.len())?;
        provider.clients.push(client.to_owned());
    }
    Ok(nothing())
}

/// Removing one that is not there is no error.
fn remove_client(call: &mut Call<'_>) -> Answer {
    let client = call.input.required("ClientID");
    named_mut(call)?.clients.retain(|known| known != client);
    Ok(nothing())
}

/// Deleting one that is not there is no error.
fn delete(call: &mut Call<'_>) -> Answer {
    let arn = call.input.required("OpenIDConnectProviderArn");
    call.account_mut()?.oidc_providers.remove(arn);
    Ok(nothing())
}
