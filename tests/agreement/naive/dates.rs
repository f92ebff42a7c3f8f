//! Dates in the W3C profile of ISO 8601, or seconds since 1970, as (seconds, fraction padded to nine digits).

/// Reads a date; `None` for what is none.
pub fn read(text: &str) -> Option<(i64, i64)> {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if digits(text) && text.len() != 4 {
        return Some((text.parse().ok()?, 0));
    }
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00Z"));
    let (sign, date) = match date.strip_prefix('-') {
        Some(date) => (-1, date),
        None => (1, date),
    };
    let fields: Vec<&str> = date.split('-').collect();
    if fields.len() > 3 || !fields.iter().all(|field| digits(field)) {
        return None;
    }
    let field = |at: usize| fields.get(at).map_or(1, |field| field.parse().unwrap());
    let (year, month, day): (i64, i64, i64) = (sign * field(0), field(1), field(2));
    if !(1..=12).contains(&month) || !(1..=length(year, month)).contains(&day) {
        return None;
    }
    let mut days: i64 = (1970..year)
        .map(|year| if leap(year) { 366 } else { 365 })
        .sum();
    days -= (year..1970)
        .map(|year| if leap(year) { 366 } else { 365 })
        .sum::<i64>();
    days += (1..month).map(|month| length(year, month)).sum::<i64>() + day - 1;
    let (seconds, fraction) = time_of_day(time)?;
    Some((days * 86_400 + seconds, fraction))
}

fn leap(year: i64) -> bool {
    year % 4 == 0 && year % 100 != 0 || year % 400 == 0
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `10:00Z`, `10:00:00.5+02:00`
fn time_of_day(text: &str) -> Option<(i64, i64)> {
    let (clock, offset) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = text.find(['+', '-'])?;
            let (hours, minutes) = text[at + 1..].split_once(':')?;
            let sign = if text[at..].starts_with('-') { -1 } else { 1 };
            let seconds: i64 =
                hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60;
            (&text[..at], sign * seconds)
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let fields: Vec<i64> = clock
        .split(':')
        .map(|field| field.parse().ok())
        .collect::<Option<_>>()?;
    let second = *fields.get(2).unwrap_or(&0);
    if fields.len() < 2 || fields[0] > 23 || fields[1] > 59 || second > 59 {
        return None;
    }
    let fraction = format!("{fraction:0<9}").parse().ok()?;
    Some((
        fields[0] * 3600 + fields[1] * 60 + second - offset,
        fraction,
    ))
}
