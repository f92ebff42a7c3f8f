//! Virtual time: whole seconds that only [`Clock::advance`] moves.
//!
//! Nothing here reads the machine's clock, so that every run gives the same output.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where the clock of a new lab stands: 2026-01-01T00:00:00Z.
pub const START: Timestamp = Timestamp(1_767_225_600);

/// A point in time: seconds since 1970-01-01T00:00:00Z. AWS answers with whole seconds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Seconds since the epoch.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The point `seconds` after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Reads ISO 8601 such as `2026-01-01T00:00:00Z`; `None` when it is no such text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(|t| Self(t.as_second()))
    }

    /// This point moved by `seconds`, at most to the ends of the representable range.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

impl fmt::Display for Timestamp {
    /// ISO 8601 with whole seconds and `Z`, as AWS prints dates.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(t) => write!(f, "{}", t.strftime("%Y-%m-%dT%H:%M:%SZ")),
            Err(_) => write!(f, "@{}", self.0),
        }
    }
}

/// The lab's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    now: Timestamp,
}

impl Clock {
    /// A clock that stands at `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self { now }
    }

    /// What the clock shows.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Moves the clock forward by `seconds`.
    pub fn advance(&mut self, seconds: u32) {
        self.now = self.now.plus(i64::from(seconds));
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::at(START)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_starts_at_a_fixed_time_and_only_advance_moves_it() {
        let mut clock = Clock::default();
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:00Z");
        clock.advance(3600);
        assert_eq!(clock.now().to_string(), "2026-01-01T01:00:00Z");
    }

    #[test]
    fn times_parse_back() {
        assert_eq!(Timestamp::parse("2026-01-01T00:00:00Z"), Some(START));
        assert_eq!(Timestamp::parse("yesterday"), None);
    }
}
