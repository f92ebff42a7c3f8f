//! Encoded authorization messages: what a denial knows, for those alone who may read it.
//!
//! The text is the decision as `DecodeAuthorizationMessage` shows it, compressed, behind a code that only the lab can make: what the lab
//! did not write is refused. Source: STS API Reference, `DecodeAuthorizationMessage`.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::decision::{Deciding, Explanation, LayerKind, Outcome, Principal, Request};
use crate::id::Deriver;
use crate::policy::document::Effect;

/// Bytes of the code in front.
const CODE: usize = 16;
/// Bytes of the longest message.
const LONGEST: usize = 1 << 20;
/// How hard to compress: messages are short.
const LEVEL: u8 = 6;

/// A denial with all that its message tells. Most are never read, so none is written before somebody reads it.
#[derive(Clone, Debug)]
pub struct Message {
    deriver: Deriver,
    request: Request,
    explanation: Arc<Explanation>,
}

impl Message {
    /// The message about a denial.
    #[must_use]
    pub const fn new(deriver: Deriver, request: Request, explanation: Arc<Explanation>) -> Self {
        Self {
            deriver,
            request,
            explanation,
        }
    }

    /// Its text, for `DecodeAuthorizationMessage`.
    #[must_use]
    pub fn encode(&self) -> String {
        let text = document(&self.request, &self.explanation).to_string();
        let compressed = compress_to_vec(text.as_bytes(), LEVEL);
        let code = code(self.deriver, &compressed);
        URL_SAFE_NO_PAD.encode([code, compressed].concat())
    }
}

/// The text of a message; none for what the lab did not write.
#[must_use]
pub fn decode(deriver: Deriver, message: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(message).ok()?;
    let (given, compressed) = bytes.split_at_checked(CODE)?;
    if given != code(deriver, compressed) {
        return None;
    }
    let text = decompress_to_vec_with_limit(compressed, LONGEST).ok()?;
    String::from_utf8(text).ok()
}

fn code(deriver: Deriver, message: &[u8]) -> Vec<u8> {
    let [key, _] = deriver.key_material("authorization message", "", 0);
    // HMAC takes keys of any length, so there is always one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
        return Vec::new();
    };
    mac.update(message);
    let bytes = mac.finalize().into_bytes();
    bytes.into_iter().take(CODE).collect()
}

fn items(values: impl IntoIterator<Item = Value>) -> Value {
    let items: Vec<Value> = values.into_iter().collect();
    json!({ "items": items })
}

fn document(request: &Request, explanation: &Explanation) -> Value {
    let decision = &explanation.decision;
    let conditions = request.context.iter().map(|(key, value)| {
        let values = value.values().iter().map(|value| json!({ "value": value }));
        json!({ "key": key, "values": items(values) })
    });
    json!({
        "allowed": decision.allowed(),
        "explicitDeny": decision.outcome == Outcome::ExplicitlyDenied,
        "matchedStatements": items(decision.deciding.as_ref().map(statement)),
        "failures": items([]),
        "context": {
            "principal": principal(&request.principal),
            "action": request.action.to_string(),
            "resource": request.resource.arn,
            "conditions": items(conditions),
        },
    })
}

fn statement(deciding: &Deciding) -> Value {
    let statements = &deciding.policy.document().statements;
    let found = statements.get(deciding.statement);
    let effect = match found.map(|statement| statement.effect) {
        Some(Effect::Allow) => "ALLOW",
        _ => "DENY",
    };
    let texts = |element: Option<&crate::policy::document::PatternElement>| {
        let patterns = element.into_iter().flat_map(|element| &element.patterns);
        items(patterns.map(|text| json!({ "value": text.value })))
    };
    json!({
        "statementId": deciding.sid().unwrap_or_default(),
        "effect": effect,
        "principals": items([]),
        "principalGroups": items([]),
        "actions": texts(found.and_then(|statement| statement.action.as_ref())),
        "resources": texts(found.and_then(|statement| statement.resource.as_ref())),
        "sourcePolicy": deciding.policy.label().name.as_ref(),
        "sourcePolicyType": source(deciding.layer),
    })
}

const fn source(layer: LayerKind) -> &'static str {
    layer.name()
}

fn principal(principal: &Principal) -> Value {
    let (id, name) = match principal {
        Principal::User { arn, id, .. } => (id.clone(), arn.resource_name().to_owned()),
        Principal::RoleSession { session, id, .. } => {
            let name = session.resource_name();
            (format!("{id}:{name}"), name.to_owned())
        }
        Principal::FederatedUser { session, .. } => {
            let name = session.resource_name();
            (format!("{}:{name}", session.account()), name.to_owned())
        }
        Principal::Root { account, .. } => (account.to_string(), "root".to_owned()),
        _ => (String::new(), String::new()),
    };
    json!({ "id": id, "name": name, "arn": principal.caller_arn() })
}
