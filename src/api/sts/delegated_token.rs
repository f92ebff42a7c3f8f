//! Credentials for partners whose request for access was accepted. Source: STS API Reference, `GetDelegatedAccessToken`.
//!
//! There are no requests in the lab (see the delegation requests of IAM), so no token was ever sent: none is good.

use super::super::access::Target;
use super::super::call::{Answer, Call};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::table::Operation;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[Operation::new(
    "GetDelegatedAccessToken",
    Target::Everything,
    trade_in,
    "Trades the token of an accepted request for access in for credentials.",
    Example::new("", r#"TradeInToken: "none""#).fails("ExpiredTradeInTokenException"),
)];

fn trade_in(_: &mut Call<'_>) -> Answer {
    Err(AwsError::new(
        "ExpiredTradeInTokenException",
        "The trade-in token provided in the request has expired and can no longer be exchanged for credentials.",
    )
    .with_help("no delegation request was ever accepted in the lab, so there is no token that is good"))
}
