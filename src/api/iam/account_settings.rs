//! What is set for an account as a whole. Source: IAM API Reference, `SetSecurityTokenServicePreferences`, `GetAccountProperties`,
//! `PutAccountProperties`.

use serde_json::json;

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing};
use super::super::example::Example;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "SetSecurityTokenServicePreferences",
        Target::Everything,
        set_token_version,
        "Sets which version of tokens the global endpoint of STS gives.",
        Example::new("", r#"GlobalEndpointTokenVersion: "v2Token""#),
    ),
    Operation::new(
        "PutAccountProperties",
        Target::Everything,
        put_properties,
        "Sets properties of the account; those it does not name stay.",
        Example::new("", r#"Properties: #{ contact: "blog" }"#),
    ),
    Operation::new(
        "GetAccountProperties",
        Target::Everything,
        get_properties,
        "Shows the properties of the account.",
        Example::new("", ""),
    ),
];

/// All tokens of the lab work in every Region, so the version shows in `GetAccountSummary` only.
fn set_token_version(call: &mut Call<'_>) -> Answer {
    let version = match call.input.required("GlobalEndpointTokenVersion") {
        "v2Token" => 2,
        _ => 1,
    };
    call.account_mut()?.token_version = version;
    Ok(nothing())
}

fn put_properties(call: &mut Call<'_>) -> Answer {
    let given = call.input.value("Properties");
    let given = given.and_then(|given| given.as_object());
    let properties = &mut call.account_mut()?.properties;
    for (key, value) in given.into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        properties.insert(key.clone(), value.to_owned());
    }
    Ok(json!({}))
}

fn get_properties(call: &mut Call<'_>) -> Answer {
    Ok(json!({ "Properties": call.account()?.properties }))
}
