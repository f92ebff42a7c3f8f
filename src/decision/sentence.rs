//! AWS's sentence for a denial.
//!
//! Source: IAM User Guide, "Troubleshoot access denied error messages"; AWS Security Blog, "Enhanced access denied error
//! messages with policy ARNs" (section G).

use super::asked::ASSUMING;
use super::explain::Explanation;
use super::layers::LayerKind;
use super::verdict::Outcome;

impl Explanation {
    /// `User: … is not authorized to perform: … on resource: … because …`; empty when allowed.
    ///
    /// `named` is what a service calls the resource where that is not its ARN, such as `user carlos`.
    #[must_use]
    pub fn sentence(&self, named: Option<&str>) -> String {
        if self.allowed() {
            return String::new();
        }
        // Outsiders learn nothing from S3 (rules G2, U37).
        if self.is_s3() && !self.is_among_its_own() {
            return "Access Denied".to_owned();
        }
        let caller = self.principal.caller_arn();
        let action = &self.action;
        let resource = match named.unwrap_or(&self.resource) {
            "*" => String::new(),
            arn if self.is_s3() => format!(" on resource: \"{arn}\""),
            name => format!(" on resource: {name}"),
        };
        let sentence = format!("User: {caller} is not authorized to perform: {action}{resource}");
        if self.is_for_a_role() || self.is_refused_by_others() {
            return sentence;
        }
        format!("{sentence} {}", self.reason())
    }

    fn is_s3(&self) -> bool {
        self.action.to_ascii_lowercase().starts_with("s3:")
    }

    /// STS gives no reason when a role is refused: which side refused is not disclosed (recorded from AWS). Tags of a federated
    /// user need `sts:TagSession` as well, but there only the caller's side can refuse.
    fn is_for_a_role(&self) -> bool {
        let is_federated_user = self.resource.contains(":federated-user/");
        ASSUMING.contains(&&*self.action.to_ascii_lowercase()) && !is_federated_user
    }

    /// Caller and resource belong to one account or one organization.
    const fn is_among_its_own(&self) -> bool {
        self.same_account || self.same_organization
    }

    /// The denial comes from the other side, which keeps its reasons to itself between organizations (rule U37).
    fn is_refused_by_others(&self) -> bool {
        let first = self.decision.blocked_by.first();
        let others = matches!(
            first,
            Some(LayerKind::Rcp | LayerKind::Resource | LayerKind::Trust)
        );
        others && self.principal.account().is_some() && !self.is_among_its_own()
    }

    fn reason(&self) -> String {
        let Some(layer) = self.decision.blocked_by.first() else {
            return String::new();
        };
        let action = &self.action;
        match self.decision.outcome {
            Outcome::ExplicitlyDenied => {
                format!(
                    "with an explicit deny in {}{}",
                    explicit(*layer),
                    self.policy_arn(*layer)
                )
            }
            _ if *layer == LayerKind::Scp && self.scp_refusals_read_explicit => {
                format!("with an explicit deny in {}", explicit(*layer))
            }
            _ => format!("because no {} allows the {action} action", implicit(*layer)),
        }
    }

    /// The ARN of the denying policy, for the kinds AWS names (rule G1).
    fn policy_arn(&self, layer: LayerKind) -> String {
        let named = matches!(
            layer,
            LayerKind::Rcp
                | LayerKind::Scp
                | LayerKind::Identity
                | LayerKind::Boundary
                | LayerKind::Session
        );
        let deciding = self
            .decision
            .deciding
            .as_ref()
            .filter(|_| named && self.is_among_its_own());
        match deciding.and_then(|deciding| deciding.policy.label().arn.as_deref()) {
            Some(arn) if self.is_s3() => format!(", with policy ARN: {arn}"),
            Some(arn) => format!(": {arn}"),
            None => String::new(),
        }
    }
}

const fn explicit(layer: LayerKind) -> &'static str {
    match layer {
        LayerKind::Rcp => "a resource control policy",
        LayerKind::Scp => "a service control policy",
        LayerKind::Vpce => "a VPC endpoint policy",
        LayerKind::Resource => "a resource-based policy",
        LayerKind::Trust => "the role trust policy",
        LayerKind::Identity => "an identity-based policy",
        LayerKind::Boundary => "a permissions boundary",
        LayerKind::Session => "a session policy",
    }
}

const fn implicit(layer: LayerKind) -> &'static str {
    match layer {
        LayerKind::Rcp => "resource control policy",
        LayerKind::Scp => "service control policy",
        LayerKind::Vpce => "VPC endpoint policy",
        LayerKind::Resource => "resource-based policy",
        LayerKind::Trust => "role trust policy",
        LayerKind::Identity => "identity-based policy",
        LayerKind::Boundary => "permissions boundary",
        LayerKind::Session => "session policy",
    }
}
