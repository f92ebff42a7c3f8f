//! Dates in policies: ISO 8601 in its W3C profile, or seconds since 1970.
//!
//! Accepts what AWS accepts: `2026`, `2026-01`, `2026-01-31`, each optionally followed by `T`, a time of day (hour,
//! minute, second, fraction) and an offset (`Z`, `+02`, `+02:30`); `t` and `z` may be lower case. Without an offset the
//! time is UTC. A text of digits is a year if there are four of them, else a number of seconds.
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", date condition operators.

/// A point in time. Ordered as time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Nanoseconds after that second, below 10⁹.
    pub nanoseconds: u32,
}

/// The years that AWS stores: those whose milliseconds since 1970 fit in 64 bits.
const YEARS: std::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;

/// Reads a date as it stands in a policy or a request; `None` when it is none.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let digits_only = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits_only && text.len() != 4 {
        let seconds = text.parse().ok()?;
        return Some(Date {
            seconds,
            nanoseconds: 0,
        });
    }
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, time),
        None => (text, ""),
    };
    let days = days_since_epoch(date)?;
    let (clock, offset) = split_offset(time)?;
    let (seconds, nanoseconds) = time_of_day(clock)?;
    Some(Date {
        seconds: days * 86_400 + seconds - offset,
        nanoseconds,
    })
}

/// A run of at most nine ASCII digits as a number.
fn number(text: &str) -> Option<i64> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A number of one or two digits within bounds.
fn two_digits(text: &str, bounds: std::ops::RangeInclusive<i64>) -> Option<i64> {
    number(text).filter(|value| text.len() <= 2 && bounds.contains(value))
}

/// `year`, `year-month` or `year-month-day` as days since 1970-01-01.
fn days_since_epoch(date: &str) -> Option<i64> {
    let (sign, positive) = match date.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, date),
    };
    let mut parts = positive.split('-');
    let year = sign * number(parts.next()?)?;
    let month = parts
        .next()
        .map_or(Some(1), |text| two_digits(text, 1..=12))?;
    let last = days_in_month(year, month);
    let day = parts
        .next()
        .map_or(Some(1), |text| two_digits(text, 1..=last))?;
    if parts.next().is_some() || !YEARS.contains(&year) {
        return None;
    }
    // Years that begin in March have their leap day last: the day of such a year follows from the month alone.
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Separates `10:00:00+02:00` into the time of day and its offset in seconds.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let (clock, sign, offset) = match (time.split_once('+'), time.split_once('-')) {
        (Some((clock, offset)), _) => (clock, 1, offset),
        (None, Some((clock, offset))) => (clock, -1, offset),
        (None, None) => return Some((time, 0)),
    };
    let (hours, minutes) = match offset.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if offset.len() == 4 => (offset.get(..2)?, offset.get(2..)?),
        None => (offset, "00"),
    };
    let seconds = two_digits(hours, 0..=23)? * 3600 + two_digits(minutes, 0..=59)? * 60;
    Some((clock, sign * seconds))
}

/// `hour`, `hour:minute` or `hour:minute:second`, the second with an optional fraction; nothing is midnight.
fn time_of_day(clock: &str) -> Option<(i64, u32)> {
    if clock.is_empty() {
        return Some((0, 0));
    }
    let mut parts = clock.split(':');
    let hour = two_digits(parts.next()?, 0..=23)?;
    let minute = parts
        .next()
        .map_or(Some(0), |text| two_digits(text, 0..=59))?;
    let (second, nanoseconds) = parts.next().map_or(Some((0, 0)), second_with_fraction)?;
    if parts.next().is_some() {
        return None;
    }
    Some((hour * 3600 + minute * 60 + second, nanoseconds))
}

fn second_with_fraction(text: &str) -> Option<(i64, u32)> {
    let Some((second, fraction)) = text.split_once('.') else {
        return Some((two_digits(text, 0..=59)?, 0));
    };
    number(fraction)?;
    let nanoseconds = fraction
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(9)
        .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Some((two_digits(second, 0..=59)?, nanoseconds))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        parse_date(text).map(|date| date.seconds)
    }

    #[test]
    fn d8_every_accepted_form() {
        let table = [
            ("2026", 1_767_225_600),
            ("2026-01", 1_767_225_600),
            ("2026-01-01", 1_767_225_600),
            ("2026-01-01T", 1_767_225_600),
            ("2026-01-01T00", 1_767_225_600),
            ("2026-01-01T00:00", 1_767_225_600),
            ("2026-01-01T00:00Z", 1_767_225_600),
            ("2026-01-01T00:00:00Z", 1_767_225_600),
            ("2026-01-01t00:00:00z", 1_767_225_600),
            ("2026-01-01T02:00:00+02", 1_767_225_600),
            ("2026-01-01T02:30:00+02:30", 1_767_225_600),
            ("2026-01-01T02:30:00+0230", 1_767_225_600),
            ("2025-12-31T19:00:00-05:00", 1_767_225_600),
            ("1767225600", 1_767_225_600),
            ("0", 0),
            ("1970", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2024-02-29", 1_709_164_800),
            ("01T", -62_135_596_800),
        ];
        for (text, expected) in table {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn d8_fractions_order_within_a_second() {
        let at = |fraction: &str| parse_date(&format!("2026-01-01T00:00:00{fraction}Z")).unwrap();
        assert_eq!(at(".5").nanoseconds, 500_000_000);
        assert_eq!(at(".5"), at(".500"));
        assert_eq!(at(".123456789").nanoseconds, 123_456_789);
        assert!(at("") < at(".001") && at(".001") < at(".5"));
    }

    #[test]
    fn d8_what_is_no_date() {
        for text in [
            "",
            " ",
            "sdf",
            "-",
            "T",
            "2026-13",
            "2026-00",
            "2026-02-30",
            "2025-02-29",
            "2026-01-32",
            "2026-01-01-01",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00:00Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00,5Z",
            "2026-01-01T00:00:00.1234567891Z",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+02:60",
            "2026-01-01T00:00:00+",
            "2026-01-01Z",
            "2026-01-01 00:00:00",
            "2026-*",
            "99999999999999999999",
            "1.5",
            "+2026",
            "２０２６",
            "2026-01-01T00:00:00ZZ",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn f1_years_of_the_accepted_range() {
        assert!(parse_date("-292275054-01-01").is_some());
        assert!(parse_date("292278993-12").is_some());
        assert_eq!(parse_date("-292275055-01-01"), None);
        assert_eq!(parse_date("292278994-01"), None);
    }

    proptest! {
        #[test]
        fn agrees_with_jiff(second in -62_135_596_800_i64..253_402_300_799) {
            let text = jiff::Timestamp::from_second(second).unwrap().to_string();
            prop_assert_eq!(seconds(&text), Some(second));
        }

        #[test]
        fn any_text_is_read_without_panic(text in "[-+0-9tTzZ:., é]{0,30}|\\PC{0,12}") {
            let _ = parse_date(&text);
        }
    }
}
