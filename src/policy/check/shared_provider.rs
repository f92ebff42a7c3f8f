//! Trust of OIDC providers that many customers share: without a condition on the tenant's claim anybody's token would do.
//!
//! Source: IAM User Guide, "Identity-provider controls for shared OIDC providers".

use super::{CheckError, Fault, MALFORMED};
use crate::policy::document::{Condition, Document, Effect, PrincipalKind, Statement};
use crate::policy::operators;

/// A shared provider, and the claim that tells its tenants apart.
struct SharedProvider {
    /// The issuer without its scheme.
    host: &'static str,
    /// The condition key that must be tested.
    claim: &'static str,
}

const fn shared(host: &'static str, claim: &'static str) -> SharedProvider {
    SharedProvider { host, claim }
}

const COGNITO: &str = "cognito-identity.amazonaws.com";

/// The providers that are known to be on AWS's list, which grows.
const SHARED_PROVIDERS: [SharedProvider; 16] = [
    shared(COGNITO, "cognito-identity.amazonaws.com:aud"),
    shared("agent.buildkite.com", "agent.buildkite.com:sub"),
    shared("oidc.codefresh.io", "oidc.codefresh.io:sub"),
    shared("studio.datachain.ai/api", "studio.datachain.ai/api:sub"),
    shared(
        "token.actions.githubusercontent.com",
        "token.actions.githubusercontent.com:sub",
    ),
    shared(
        "oidc-configuration.audit-log.githubusercontent.com",
        "oidc-configuration.audit-log.githubusercontent.com:sub",
    ),
    shared(
        "vstoken.actions.githubusercontent.com",
        "vstoken.actions.githubusercontent.com:sub",
    ),
    shared("gitlab.com", "gitlab.com:sub"),
    shared("app.terraform.io", "app.terraform.io:sub"),
    shared("api.pulumi.com/oidc", "api.pulumi.com/oidc:aud"),
    shared("sandboxes.cloud", "sandboxes.cloud:aud"),
    shared("scalr.io", "scalr.io:sub"),
    shared("tokens.cloud.shisho.dev", "tokens.cloud.shisho.dev:sub"),
    shared("proidc.upbound.io", "proidc.upbound.io:sub"),
    shared("oidc.vercel.com", "oidc.vercel.com:aud"),
    shared(
        "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d",
        "sts:RoleSessionName",
    ),
];

/// Refuses a statement that trusts a shared provider whatever the tenant.
pub(super) fn check(document: &Document) -> Result<(), CheckError> {
    for statement in &document.statements {
        let Some(principal) = statement.principal.as_ref() else {
            continue;
        };
        if statement.effect == Effect::Deny {
            continue;
        }
        for entry in &principal.entries {
            if entry.kind != PrincipalKind::Federated {
                continue;
            }
            let shared = SHARED_PROVIDERS
                .iter()
                .find(|shared| shared.host == host(&entry.name.value));
            if let Some(shared) = shared
                && !tests_claim(statement, shared.claim)
            {
                let help = format!(
                    "add a condition such as `\"StringEquals\": {{\"{}\": …}}`",
                    shared.claim
                );
                return Err(Fault::new(entry.name.span, help).says(MALFORMED, text(shared)));
            }
        }
    }
    Ok(())
}

/// AWS's text where it is known (Cognito), else ours, which says so.
fn text(shared: &SharedProvider) -> String {
    if shared.host == COGNITO {
        return "A condition block must be present for the Cognito provider".to_owned();
    }
    format!(
        "A condition on {} must be present for the shared provider {} (AWS does not publish its text)",
        shared.claim, shared.host
    )
}

/// The issuer of a provider: the end of its ARN, or the name of a built-in one.
fn host(provider: &str) -> &str {
    provider
        .split_once(":oidc-provider/")
        .map_or(provider, |(_, host)| host)
}

fn tests_claim(statement: &Statement, claim: &str) -> bool {
    let tests = |condition: &Condition| {
        let positive = ["StringEquals", "StringEqualsIgnoreCase", "StringLike"];
        positive.contains(&operators::base(&condition.operator.value))
            && condition.key.value.eq_ignore_ascii_case(claim)
            && condition
                .values
                .iter()
                .any(|value| value.value.contains(|c| c != '*' && c != '?'))
    };
    statement.conditions.iter().any(tests)
}
