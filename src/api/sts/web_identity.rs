//! Assuming a role with a token of an OpenID Connect provider (rules E22, E23).
//!
//! The token's signature, issuer, audience and times are verified against the keys of the issuer and what the account says of it.
//! Source: STS API Reference, `AssumeRoleWithWebIdentity`; IAM User Guide, "OIDC federation".

use serde_json::{Map, Value};

use crate::arn::{AccountId, Arn};
use crate::decision::ContextValue;
use crate::lab::identity_provider::OidcProvider;
use crate::lab::issuer::{self, Fault};

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::iam::context_provider;
use super::super::table::Operation;
use super::federated_login::{self, Vouched};
use super::role_session;

/// Issuers that need no entity in the account, and the names policies know them by.
const BUILT_IN: &[&str] = &[
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];
const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "AssumeRoleWithWebIdentity",
    Target::Handler,
    assume,
    "Gives temporary credentials of a role to who holds a token of an OpenID Connect provider that the role trusts.",
    Example::new(
        r#"let idp = identity_provider("https://idp.example.com");
let arn = iam.create_open_id_connect_provider(#{ Url: idp.issuer, ClientIDList: ["app"] }).OpenIDConnectProviderArn;
let trust = #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: #{ Federated: arn }, Action: "sts:AssumeRoleWithWebIdentity", Condition: #{ StringEquals: #{ "idp.example.com:sub": "carlos" } } }] };
let role = acct.create_role("web", trust);
let token = idp.token(#{ sub: "carlos", aud: "app" });
let anybody = anonymous();"#,
        r#"RoleArn: role.arn, RoleSessionName: "carlos", WebIdentityToken: token"#,
    )
    .by("anybody"),
)];

fn invalid(text: impl Into<String>) -> AwsError {
    AwsError::new("InvalidIdentityToken", text)
}

fn assume(call: &mut Call<'_>) -> Answer {
    let input = call.input;
    let role = role_session::check_arn(input.required("RoleArn"))?;
    let token = verified(call)?;
    let provider = provider(call, &role, &token)?;
    token.check_times(call.now().seconds())?;
    let vouched = Vouched {
        operation: "AssumeRoleWithWebIdentity",
        provider: provider.name.clone(),
        saml: false,
        keys: token.keys(),
        lasting: token.lasting_keys(),
        session: input.required("RoleSessionName").to_owned(),
        tags: token.tags(),
        transitive: token.transitive(),
        source_identity: token.text(SOURCE_IDENTITY).map(str::to_owned),
        duration: input.number("DurationSeconds"),
    };
    let context = provider.context.as_ref().map(|context| {
        let find = |name: &str| token.text(name).map(str::to_owned);
        context_provider::propagated(context, &provider.name, &token.issuer, find)
    });
    let subject = token.required("sub")?.to_owned();
    Ok(federated_login::issue(call, vouched)?
        .with("SubjectFromWebIdentityToken", subject)
        .with("Provider", provider.name)
        .with("Audience", token.audience)
        .with_some("TrustedIdentityPropagationContext", context)
        .into())
}

/// A token that its issuer has signed.
struct Token {
    claims: Map<String, Value>,
    /// `iss`
    issuer: String,
    /// The one audience the token is presented for: `azp` where there is one, else `aud`.
    audience: String,
}

fn verified(call: &Call<'_>) -> Result<Token, AwsError> {
    let text = call.input.required("WebIdentityToken");
    let claims = issuer::verified(call.lab.deriver(), text).map_err(|fault| match fault {
        Fault::Malformed => match call.input.text("ProviderId") {
            Some("www.amazon.com") => invalid("Provided Token is not a Login With Amazon token"),
            Some(_) => invalid("Provided Token is not a Facebook token"),
            None => invalid(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
            ),
        },
        Fault::Signature => invalid("Token signature invalid")
            .with_help("the issuer that the token names has not signed it"),
    })?;
    let mut token = Token {
        claims,
        issuer: String::new(),
        audience: String::new(),
    };
    for claim in ["iss", "sub", "aud", "exp"] {
        if !token.claims.contains_key(claim) {
            return Err(missing(claim));
        }
    }
    token.required("sub")?;
    token.issuer = token.required("iss")?.to_owned();
    let audiences = Token::texts(token.claims.get("aud"));
    token.audience = token
        .text("azp")
        .map(str::to_owned)
        .or_else(|| audiences.into_iter().next())
        .ok_or_else(|| missing("aud"))?;
    Ok(token)
}

fn missing(claim: &str) -> AwsError {
    invalid(format!("Missing a required claim: {claim}"))
}

/// Who vouches, as policies know it.
struct Provider {
    name: String,
    context: Option<Value>,
}

/// The issuer among the providers of the role's account, and the token's audience among those it may be for.
fn provider(call: &Call<'_>, role: &Arn, token: &Token) -> Result<Provider, AwsError> {
    let host = issuer::host(&token.issuer);
    if BUILT_IN.contains(&host) {
        return Ok(Provider {
            name: host.to_owned(),
            context: None,
        });
    }
    let account: Option<AccountId> = role.account_id();
    let unknown = || {
        let text = format!(
            "No OpenIDConnect provider found in your account for {}",
            token.issuer
        );
        invalid(text).with_help(format!(
            "the role's account has none; create it first: aws iam create-open-id-connect-provider --url {} --client-id-list {}",
            token.issuer, token.audience
        ))
    };
    let known = account
        .and_then(|id| call.lab.account(&id))
        .and_then(|account| {
            let arn = role.with_resource(&format!("oidc-provider/{host}"));
            account.oidc_providers.get(arn.as_str())
        })
        .filter(|_| token.issuer.starts_with("https://"))
        .ok_or_else(unknown)?;
    check_audience(known, token)?;
    Ok(Provider {
        name: known.arn.to_string(),
        context: known.context.clone(),
    })
}

fn check_audience(provider: &OidcProvider, token: &Token) -> Result<(), AwsError> {
    if provider.clients.contains(&token.audience) {
        return Ok(());
    }
    let registered = provider.clients.join(", ");
    Err(invalid("Incorrect token audience").with_help(format!(
        "the token is for {}; registered: {registered}",
        token.audience
    )))
}

impl Token {
    fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }

    fn required(&self, claim: &str) -> Result<&str, AwsError> {
        self.text(claim).ok_or_else(|| missing(claim))
    }

    fn texts(value: Option<&Value>) -> Vec<String> {
        match value {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(|item| item.as_str().map(str::to_owned))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn check_times(&self, now: i64) -> Result<(), AwsError> {
        let seconds = |claim: &str| self.claims.get(claim).and_then(Value::as_i64);
        let expires = seconds("exp").ok_or_else(|| missing("exp"))?;
        if now >= expires {
            return Err(AwsError::new(
                "ExpiredTokenException",
                format!(
                    "Token expired: current date/time {now} must be before the expiration date/time {expires}"
                ),
            ));
        }
        match seconds("nbf") {
            Some(from) if now < from => Err(invalid(format!(
                "Token not yet valid: current date/time {now} must be after {from}"
            ))),
            _ => Ok(()),
        }
    }

    /// The keys of the token while the role is assumed. `oaud` is the original audience where `azp` stands in for it.
    fn keys(&self) -> Vec<(String, ContextValue)> {
        let mut keys = self.lasting_keys();
        if self.claims.contains_key("azp") {
            let original = Self::texts(self.claims.get("aud"));
            keys.push((self.key("oaud"), ContextValue::Many(original)));
        }
        keys
    }

    /// The keys that requests of the session show as well.
    fn lasting_keys(&self) -> Vec<(String, ContextValue)> {
        let mut keys = vec![(self.key("aud"), self.audience.as_str().into())];
        for claim in ["sub", "id"] {
            if let Some(value) = self.text(claim) {
                keys.push((self.key(claim), value.into()));
            }
        }
        let methods = Self::texts(self.claims.get("amr"));
        if !methods.is_empty() {
            keys.push((self.key("amr"), ContextValue::Many(methods)));
        }
        keys
    }

    fn key(&self, claim: &str) -> String {
        format!("{}:{claim}", issuer::host(&self.issuer))
    }

    /// Session tags, nested as `{"principal_tags": {"key": ["value"]}}` or flattened into the names of claims.
    fn tags(&self) -> Vec<(String, String)> {
        let nested = self
            .claims
            .get(TAGS)
            .and_then(|tags| tags.get("principal_tags")?.as_object());
        let nested = nested.into_iter().flatten();
        let flat = self.claims.iter().filter_map(|(name, value)| {
            let rest = name.strip_prefix(TAGS)?;
            Some((rest.strip_prefix("/principal_tags/")?, value))
        });
        nested
            .map(|(key, value)| (key.as_str(), value))
            .chain(flat)
            .filter_map(|(key, value)| {
                let value = Self::texts(Some(value)).into_iter().next()?;
                Some((key.to_owned(), value))
            })
            .collect()
    }

    fn transitive(&self) -> Vec<String> {
        let nested = self
            .claims
            .get(TAGS)
            .and_then(|tags| tags.get("transitive_tag_keys"));
        let flat = self
            .claims
            .get("https://aws.amazon.com/tags/transitive_tag_keys");
        Self::texts(nested.or(flat))
    }
}
