//! The peer `iam-rs`: identity policies of one principal, interpreted statement by statement.

use iam_rs::{
    Arn, Context, ContextValue, Decision, EvaluationOptions, IAMPolicy, IAMRequest,
    PolicyEvaluator, Principal, PrincipalId,
};

use crate::account::Request;
use crate::verdict::Verdict;

/// An evaluator with these policies; `None` where the peer cannot read one of them.
pub fn evaluator(policies: &[&str]) -> Option<PolicyEvaluator> {
    let read: Option<Vec<IAMPolicy>> = policies
        .iter()
        .map(|text| serde_json::from_str(text).ok())
        .collect();
    let options = EvaluationOptions {
        max_statements: usize::MAX,
        ..EvaluationOptions::default()
    };
    Some(PolicyEvaluator::with_policies(read?).with_options(options))
}

/// A request in the peer's types; its typed keys get typed values.
pub fn request(request: &Request<'_>) -> Option<IAMRequest> {
    let mut context = Context::new();
    for (key, value) in request.context.iter() {
        let typed = match key {
            "aws:SecureTransport" | "aws:MultiFactorAuthPresent" => {
                ContextValue::Boolean(value == "true")
            }
            "aws:MultiFactorAuthAge" => ContextValue::Number(value.parse().ok()?),
            _ => ContextValue::String(value.to_owned()),
        };
        context.insert(key.to_owned(), typed);
    }
    // The peer takes ARNs only: no resource is one whose parts are empty.
    let resource = match request.resource {
        "*" => format!("arn:aws:{}:::*", request.action.split(':').next()?),
        arn => arn.to_owned(),
    };
    let principal = Principal::Aws(PrincipalId::String(request.principal.to_owned()));
    Some(IAMRequest::new_with_context(
        principal,
        request.action,
        Arn::parse(&resource).ok()?,
        context,
    ))
}

pub fn decide(evaluator: &PolicyEvaluator, request: &IAMRequest) -> Verdict {
    match evaluator.evaluate(request).map(|result| result.decision) {
        Ok(Decision::Allow) => Verdict::Allowed,
        Ok(Decision::Deny) => Verdict::Denied,
        Ok(Decision::NotApplicable) => Verdict::Implicit,
        Err(_) => Verdict::Error,
    }
}
