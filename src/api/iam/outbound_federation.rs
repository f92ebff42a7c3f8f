//! Whether AWS signs tokens for the callers of an account. Source: IAM API Reference, `EnableOutboundWebIdentityFederation`,
//! `GetOutboundWebIdentityFederationInfo`, `DisableOutboundWebIdentityFederation`.

use serde_json::json;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::sts::web_identity_token::issuer_of;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "EnableOutboundWebIdentityFederation",
        Target::Everything,
        enable,
        "Lets the account's callers get tokens for services outside AWS.",
        Example::new("", ""),
    ),
    Operation::new(
        "GetOutboundWebIdentityFederationInfo",
        Target::Everything,
        info,
        "Shows the issuer of the account's tokens.",
        Example::new("iam.enable_outbound_web_identity_federation();", ""),
    ),
    Operation::new(
        "DisableOutboundWebIdentityFederation",
        Target::Everything,
        disable,
        "Ends the account's tokens for services outside AWS; those that exist run out.",
        Example::new("iam.enable_outbound_web_identity_federation();", ""),
    ),
];

fn issuer(call: &Call<'_>) -> Result<String, AwsError> {
    Ok(issuer_of(call.lab.deriver(), call.id()?))
}

fn enabled(call: &Call<'_>) -> Result<(), AwsError> {
    if call.account()?.outbound_federation {
        return Ok(());
    }
    Err(AwsError::new(
        "FeatureDisabled",
        "Outbound identity federation is not enabled for this account.",
    ))
}

fn enable(call: &mut Call<'_>) -> Answer {
    if call.account()?.outbound_federation {
        return Err(AwsError::new(
            "FeatureEnabled",
            "Outbound identity federation is already enabled for this account.",
        ));
    }
    let issuer = issuer(call)?;
    call.account_mut()?.outbound_federation = true;
    Ok(json!({ "IssuerIdentifier": issuer }))
}

fn info(call: &mut Call<'_>) -> Answer {
    enabled(call)?;
    Ok(json!({ "IssuerIdentifier": issuer(call)?, "JwtVendingEnabled": true }))
}

fn disable(call: &mut Call<'_>) -> Answer {
    enabled(call)?;
    call.account_mut()?.outbound_federation = false;
    Ok(nothing())
}
