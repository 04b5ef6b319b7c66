//! Times as planners write them in a script.

/// So many minutes as a span of the scenario's format.
pub(super) fn span(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

/// Minutes after the first harm: "+4h 30m", "+0:45", "t+0:45", "h+4", "d+1 h+2 m+30", "startex+20m".
pub(super) fn after_harm(text: &str) -> Option<i64> {
    let bare = text.strip_prefix("startex").or_else(|| text.strip_prefix('t')).unwrap_or(text).trim();
    if let Some(rest) = bare.strip_prefix('+') {
        return minutes(rest.trim());
    }
    let mut sum = 0;
    let mut any = false;
    for part in bare.split_whitespace() {
        let (unit, number) = part.split_once('+')?;
        let number: i64 = number.parse().ok().filter(|n| (0..=100_000).contains(n))?;
        sum += number
            * match unit {
                "d" => 1440,
                "h" => 60,
                "m" => 1,
                _ => return None,
            };
        any = true;
    }
    any.then_some(sum)
}

/// "4h 30m", "0:45", "90", "2d".
fn minutes(text: &str) -> Option<i64> {
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
        return ((0..10_000).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes);
    }
    if let Ok(minutes) = text.parse::<i64>() {
        return (0..1_000_000).contains(&minutes).then_some(minutes);
    }
    let mut sum = 0;
    for part in text.split_whitespace() {
        let at = part.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = part[..at].parse().ok().filter(|n| (0..=100_000).contains(n))?;
        sum += number
            * match &part[at..] {
                "d" | "day" | "days" => 1440,
                "h" | "hr" | "hrs" | "hour" | "hours" => 60,
                "m" | "min" | "mins" | "minutes" => 1,
                _ => return None,
            };
    }
    (!text.is_empty()).then_some(sum)
}

/// "2026-03-07 02:14", with `T` or a blank, seconds left alone.
pub(super) fn moment(text: &str) -> Option<jiff::civil::DateTime> {
    let (day, time) = text.split_once(['T', ' '])?;
    let day: jiff::civil::Date = day.parse().ok().filter(|_| day.len() == 10)?;
    Some(day.to_datetime(clock(time.trim())?))
}

/// "02:14", "2:14", "02:14:00", "2:14 pm", "0214h".
pub(super) fn clock(text: &str) -> Option<jiff::civil::Time> {
    let lower = text.to_lowercase();
    let (bare, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(bare), _) => (bare.trim(), Some(false)),
        (_, Some(bare)) => (bare.trim(), Some(true)),
        _ => (lower.trim(), None),
    };
    let digits = bare.strip_suffix(['h', 'z']).unwrap_or(bare);
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, rest)) => (hour.parse::<i8>().ok()?, rest.get(..2)?.parse::<i8>().ok()?),
        None if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        None => return None,
    };
    let hour = match half {
        Some(afternoon) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        Some(_) => return None,
        None => hour,
    };
    jiff::civil::Time::new(hour, minute, 0, 0).ok()
}
