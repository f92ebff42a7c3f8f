//! The verdict: what every layer says, and who wins.
//!
//! Explicit denials are looked for first, in every layer; only then is each allow looked for that is still needed.
//! Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy
//! evaluation logic".

use std::slice;
use std::sync::Arc;

use crate::policy::Keys;
use crate::policy::compile::Action;
use crate::policy::document::Effect;

use super::asked::Asked;
use super::found::Place;
use super::grant::Grant;
use super::layers::{LayerKind, Layers, ResourceKind, ResourcePolicy};
use super::request::Request;
use super::source::{CallerSide, Nodes, Source};
use super::verdict::{Deciding, Decision, Outcome};

/// Decides a request. No reason is computed: [`explain`](super::explain()) does that for whoever asks.
///
/// For many requests of one caller, a [`Caller`](super::Caller) is faster.
#[must_use]
pub fn decide(request: &Request, layers: &Layers<'_>) -> Decision {
    let action = Action::new(&request.action);
    let keys = Keys::from(&request.context);
    let asked = Asked::new(&request.principal, &action, &request.resource, keys, layers);
    evaluate(&asked, layers, &CallerSide::new(layers))
}

/// Decides a question; `caller` says the same as the caller's part of `layers`, perhaps from memory.
pub(super) fn evaluate(
    asked: &Asked<'_>,
    layers: &Layers<'_>,
    caller: &CallerSide<'_>,
) -> Decision {
    if asked.needs_no_permission() {
        return Decision::allowed_by(None);
    }
    let evaluation = Evaluation::new(asked, layers, caller);
    evaluation
        .explicit_denial()
        .unwrap_or_else(|| evaluation.without_denial())
}

/// The layers whose allow is needed and missing, whether or not something denies besides.
pub(super) fn lacking(
    asked: &Asked<'_>,
    layers: &Layers<'_>,
    caller: &CallerSide<'_>,
) -> Vec<LayerKind> {
    if asked.needs_no_permission() {
        return Vec::new();
    }
    Evaluation::new(asked, layers, caller)
        .without_denial()
        .blocked_by
}

/// One question and all that may decide it.
struct Evaluation<'a> {
    asked: &'a Asked<'a>,
    layers: &'a Layers<'a>,
    caller: &'a CallerSide<'a>,
    rcp: Nodes<'a>,
    scp: Nodes<'a>,
}

impl<'a> Evaluation<'a> {
    fn new(asked: &'a Asked<'a>, layers: &'a Layers<'a>, caller: &'a CallerSide<'a>) -> Self {
        Self {
            asked,
            layers,
            caller,
            rcp: match asked.is_under_rcps(layers) {
                true => Nodes::Levels(layers.resource_control),
                false => Nodes::NONE,
            },
            scp: match asked.is_under_scps(layers) {
                true => caller.service_control,
                false => Nodes::NONE,
            },
        }
    }
}

impl Evaluation<'_> {
    /// Step 1: an explicit deny anywhere ends everything.
    fn explicit_denial(&self) -> Option<Decision> {
        let mut denial: Option<Decision> = None;
        let mut add = |found: Option<Deciding>| match (found, &mut denial) {
            (None, _) => {}
            (Some(deny), Some(denial)) => denial.blocked_by.push(deny.layer),
            (Some(deny), None) => {
                denial = Some(Decision {
                    outcome: Outcome::ExplicitlyDenied,
                    blocked_by: vec![deny.layer],
                    deciding: Some(deny),
                });
            }
        };
        let deny = |layer, source| self.first(Effect::Deny, layer, source);
        let optional = |layer, source: Option<_>| source.and_then(|source| deny(layer, source));
        add(self.rcp.iter().find_map(|node| deny(LayerKind::Rcp, node)));
        add(self.scp.iter().find_map(|node| deny(LayerKind::Scp, node)));
        add(optional(LayerKind::Vpce, self.endpoint()));
        add(self
            .resource()
            .and_then(|(layer, source)| deny(layer, source)));
        add(deny(LayerKind::Identity, self.caller.identity));
        add(optional(LayerKind::Boundary, self.caller.boundary));
        add(optional(LayerKind::Session, self.caller.session));
        denial
    }

    /// Steps 2 to 7: which needed allows are missing.
    fn without_denial(&self) -> Decision {
        let asked = self.asked;
        let mut missing = Missing(Vec::new());
        let every =
            |layer, nodes: Nodes<'_>| nodes.iter().all(|node| self.allows(layer, Some(node)));
        missing.unless(every(LayerKind::Rcp, self.rcp), LayerKind::Rcp);
        missing.unless(every(LayerKind::Scp, self.scp), LayerKind::Scp);
        missing.unless(
            self.allows(LayerKind::Vpce, self.endpoint()),
            LayerKind::Vpce,
        );

        let (grant, granting) = self.grant();
        let resource_layer = self
            .layers
            .resource
            .map_or(LayerKind::Resource, |own| own.layer());
        if asked.account.is_none() {
            missing.unless(grant == Some(Grant::Direct), resource_layer);
            return missing.or_allowed_by(granting);
        }
        let is_own = asked.is_in_own_account();
        let is_direct = is_own && grant == Some(Grant::Direct);
        let identity = match is_direct {
            true => None,
            false => self.first(Effect::Allow, LayerKind::Identity, self.caller.identity),
        };
        let identity_allows = asked.is_root() || identity.is_some();
        let kind = self
            .layers
            .resource
            .map_or(ResourceKind::Plain, |own| own.kind);
        if !is_own {
            missing.unless(grant.is_some(), resource_layer);
            missing.unless(identity_allows, LayerKind::Identity);
        } else if kind == ResourceKind::Plain {
            let suffices = grant > Some(Grant::Account);
            missing.unless(identity_allows || suffices, LayerKind::Identity);
        } else {
            missing.unless(grant.is_some(), resource_layer);
            let delegated = grant == Some(Grant::Account);
            missing.unless(!delegated || identity_allows, LayerKind::Identity);
        }
        let assuming = kind == ResourceKind::Trust && asked.is_assuming();
        if !is_direct || assuming {
            self.add_limits(&mut missing);
        }
        // A direct grant of the resource is shown before the caller's own policies, those before another grant.
        let (direct, other) = match grant {
            Some(Grant::Direct) => (granting, None),
            _ => (None, granting),
        };
        missing.or_allowed_by(direct.or(identity).or(other))
    }

    /// Boundary and session policies; a federated user without any has no permissions of its own (rule B19).
    fn add_limits(&self, missing: &mut Missing) {
        let CallerSide {
            boundary, session, ..
        } = *self.caller;
        missing.unless(
            self.allows(LayerKind::Boundary, boundary),
            LayerKind::Boundary,
        );
        let without_any = self.asked.is_federated_user() && session.is_none();
        missing.unless(
            !without_any && self.allows(LayerKind::Session, session),
            LayerKind::Session,
        );
    }

    fn endpoint(&self) -> Option<Source<'_>> {
        self.layers.endpoint.map(Source::Policies)
    }

    fn resource(&self) -> Option<(LayerKind, Source<'_>)> {
        let ResourcePolicy { policy, .. } = self.layers.resource?;
        let layer = self.layers.resource?.layer();
        Some((layer, Source::Policies(slice::from_ref(policy))))
    }

    /// What is not there does not restrict.
    fn allows(&self, layer: LayerKind, source: Option<Source<'_>>) -> bool {
        source.is_none_or(|source| {
            let applies = |place| self.applies(layer, place, Effect::Allow);
            source
                .find(self.asked.action, Effect::Allow, applies)
                .is_some()
        })
    }

    /// The first statement of a layer that applies.
    fn first(&self, effect: Effect, layer: LayerKind, source: Source<'_>) -> Option<Deciding> {
        source.find(self.asked.action, effect, |place| {
            self.applies(layer, place, effect)
                .map(|_| deciding(layer, place))
        })
    }

    /// Whether everything matches, and how the caller is named then.
    fn applies(&self, layer: LayerKind, place: Place<'_>, effect: Effect) -> Option<Grant> {
        if !self.asked.is_met_by(layer, place.statement) {
            return None;
        }
        self.asked.naming(layer, place.policy, place.at, effect)
    }

    /// The best grant of the resource's policy and the statement that gives it.
    fn grant(&self) -> (Option<Grant>, Option<Deciding>) {
        let (mut best, mut granting) = (None, None);
        if let Some((layer, source)) = self.resource() {
            source.find(self.asked.action, Effect::Allow, |place| {
                let grant = self.applies(layer, place, Effect::Allow);
                if grant > best {
                    best = grant;
                    granting = Some(deciding(layer, place));
                }
                // A later statement may name the caller in a better way, until it is named in the best.
                (best == Some(Grant::Direct)).then_some(())
            });
        }
        (best, granting)
    }
}

fn deciding(layer: LayerKind, place: Place<'_>) -> Deciding {
    Deciding {
        layer,
        policy: Arc::clone(place.policy),
        statement: place.at,
    }
}

/// The layers whose allow is needed and missing.
struct Missing(Vec<LayerKind>);

impl Missing {
    fn unless(&mut self, met: bool, layer: LayerKind) {
        if !met {
            self.0.push(layer);
        }
    }

    fn or_allowed_by(self, deciding: Option<Deciding>) -> Decision {
        if self.0.is_empty() {
            return Decision::allowed_by(deciding);
        }
        Decision {
            outcome: Outcome::ImplicitlyDenied,
            blocked_by: self.0,
            deciding: None,
        }
    }
}
