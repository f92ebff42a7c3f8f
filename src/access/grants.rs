//! Whether a principal may do something, never, or under which conditions.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::policy::compile::{Action, CompiledPolicy, CompiledStatement};
use crate::policy::document::{Condition, Effect, Statement};
use crate::policy::pattern::ArnText;
use crate::policy::{Context, Keys};

use super::Holder;

/// What must hold for a request to be allowed, in words; nothing where it always is.
pub type Terms = BTreeSet<String>;

/// Under which terms a principal may do something; `None` for never.
#[must_use]
pub fn terms(holder: &Holder, action: &Action, resource: &str, context: &Context) -> Option<Terms> {
    let asked = Asked {
        action,
        arn: ArnText::new(resource),
        keys: Keys::from(context),
    };
    let mut terms = Terms::new();
    asked.allowed_by(&holder.identity, &mut terms)?;
    for limit in &holder.limits {
        asked.allowed_by(limit, &mut terms)?;
    }
    for policy in holder.policies() {
        asked.not_denied_by(policy, &mut terms)?;
    }
    Some(terms)
}

struct Asked<'a> {
    action: &'a Action,
    arn: ArnText<'a>,
    keys: Keys<'a>,
}

impl Asked<'_> {
    fn about<'p>(
        &self,
        policy: &'p CompiledPolicy,
        effect: Effect,
    ) -> impl Iterator<Item = &'p Statement> {
        let is_about = move |own: &CompiledStatement| {
            own.effect == effect
                && own.matches_action(self.action)
                && own.matches_resource(&self.arn, self.keys)
        };
        let pairs = policy
            .statements()
            .iter()
            .zip(&policy.document().statements);
        pairs
            .filter(move |(own, _)| is_about(own))
            .map(|(_, written)| written)
    }

    /// Adds the terms under which one of these policies allows.
    fn allowed_by(&self, policies: &[Arc<CompiledPolicy>], terms: &mut Terms) -> Option<()> {
        let mut ways = BTreeSet::new();
        for policy in policies {
            for statement in self.about(policy, Effect::Allow) {
                if statement.conditions.is_empty() {
                    return Some(());
                }
                ways.insert(all(&statement.conditions));
            }
        }
        if ways.is_empty() {
            return None;
        }
        terms.insert(ways.into_iter().collect::<Vec<_>>().join(" or "));
        Some(())
    }

    /// Adds the terms under which a policy does not deny.
    fn not_denied_by(&self, policy: &CompiledPolicy, terms: &mut Terms) -> Option<()> {
        for statement in self.about(policy, Effect::Deny) {
            if statement.conditions.is_empty() {
                return None;
            }
            terms.insert(format!("not ({})", all(&statement.conditions)));
        }
        Some(())
    }
}

/// `StringEquals aws:PrincipalTag/team "blue" and …`
fn all(conditions: &[Condition]) -> String {
    let words = conditions.iter().map(|own| {
        let values: Vec<String> = own
            .values
            .iter()
            .map(|value| format!("{:?}", value.value))
            .collect();
        format!(
            "{} {} {}",
            own.operator.value,
            own.key.value,
            values.join("|")
        )
    });
    words.collect::<Vec<_>>().join(" and ")
}
