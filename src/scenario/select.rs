//! Which of the scenarios are run.

use regex::Regex;

use super::discover::Scenario;

/// A choice of scenarios.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Found in their ids.
    pub filter: Option<Regex>,
    /// All of these tags; `!tag` for its absence.
    pub tags: Vec<String>,
    /// One part of several of about the same size.
    pub shard: Option<Shard>,
}

/// The `part`-th of `of` parts, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which one.
    pub part: usize,
    /// How many there are.
    pub of: usize,
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err("a part such as 1/3 is expected".to_owned()),
        }
    }
}

impl Selection {
    /// True when nothing is left out.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.filter.is_none() && self.tags.is_empty() && self.shard.is_none()
    }

    /// The scenarios that were chosen.
    #[must_use]
    pub fn of(&self, scenarios: Vec<Scenario>) -> Vec<Scenario> {
        let chosen = scenarios
            .into_iter()
            .filter(|scenario| self.chooses(scenario));
        match self.shard {
            None => chosen.collect(),
            Some(Shard { part, of }) => {
                let in_part = |(at, scenario)| (at % of == part - 1).then_some(scenario);
                chosen.enumerate().filter_map(in_part).collect()
            }
        }
    }

    fn chooses(&self, scenario: &Scenario) -> bool {
        let header = &scenario.file.header;
        let has = |tag: &str| header.tags.iter().any(|own| own == tag);
        let tagged = |tag: &String| match tag.strip_prefix('!') {
            Some(tag) => !has(tag),
            None => has(tag),
        };
        let name = header.name.as_deref().unwrap_or_default();
        let found = |filter: &Regex| filter.is_match(&scenario.id) || filter.is_match(name);
        self.filter.as_ref().is_none_or(found) && self.tags.iter().all(tagged)
    }
}
