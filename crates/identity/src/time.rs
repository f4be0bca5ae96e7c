//! Time: a point in it, and the one place that asks the machine for it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use ostia_protocol::auth0::schema::is_date_time;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch, as columns hold them.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, as JWT claims hold them (RFC 7519 `NumericDate`).
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment moved by a number of seconds, which may be negative.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Milliseconds that passed since `earlier`; negative where it lies ahead.
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// The text is no RFC 3339 time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 time")]
pub struct InvalidTime;

/// Reads RFC 3339 §5.6 `date-time`; what is finer than milliseconds is cut off, a leap second is the one before it.
impl std::str::FromStr for Timestamp {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        if !is_date_time(text) {
            return Err(InvalidTime);
        }
        // The check fixed every position, so each number is where it must be.
        let number = |range: std::ops::Range<usize>| -> Result<i64, InvalidTime> {
            let digits = text.get(range).ok_or(InvalidTime)?;
            digits.parse().map_err(|_| InvalidTime)
        };
        let days = days_from_civil(number(0..4)?, number(5..7)?, number(8..10)?);
        let seconds = number(11..13)? * 3600 + number(14..16)? * 60 + number(17..19)?.min(59);
        let rest = &text[19..];
        let zone_at = rest.find(['Z', 'z', '+', '-']).ok_or(InvalidTime)?;
        let (fraction, zone) = rest.split_at(zone_at);
        let fraction = format!("{:0<3.3}", fraction.trim_start_matches('.'));
        let millis: i64 = fraction.parse().map_err(|_| InvalidTime)?;
        let local = (days * 86_400 + seconds) * 1000 + millis;
        Ok(Self(local - zone_offset(zone)? * 1000))
    }
}

/// All that a date means: a year, a month, a day or a moment, from its start to before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment of it.
    pub start: Timestamp,
    /// The first moment after it.
    pub end: Timestamp,
}

/// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a moment as RFC 3339 writes it, of one millisecond.
impl std::str::FromStr for Period {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let start_of = |year: i64, month: i64, day: i64| -> Result<Timestamp, InvalidTime> {
            format!("{year:04}-{month:02}-{day:02}T00:00:00Z").parse()
        };
        if text.len() > 10 {
            let start: Timestamp = text.parse()?;
            let end = Timestamp(start.0 + 1);
            return Ok(Self { start, end });
        }
        if !text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
        {
            return Err(InvalidTime);
        }
        let parts: Vec<i64> = text
            .split('-')
            .map(|part| part.parse().map_err(|_| InvalidTime))
            .collect::<Result<_, _>>()?;
        let (start, end) = match (text.len(), parts.as_slice()) {
            (4, &[year]) => (start_of(year, 1, 1)?, start_of(year + 1, 1, 1)?),
            (7, &[year, 12]) => (start_of(year, 12, 1)?, start_of(year + 1, 1, 1)?),
            (7, &[year, month]) => (start_of(year, month, 1)?, start_of(year, month + 1, 1)?),
            (10, &[year, month, day]) => {
                let start = start_of(year, month, day)?;
                (start, start.plus_seconds(86_400))
            }
            _ => return Err(InvalidTime),
        };
        Ok(Self { start, end })
    }
}

/// Seconds east of Greenwich.
fn zone_offset(zone: &str) -> Result<i64, InvalidTime> {
    let Some((hours, minutes)) = zone.get(1..).and_then(|offset| offset.split_once(':')) else {
        return Ok(0);
    };
    let number = |text: &str| text.parse::<i64>().map_err(|_| InvalidTime);
    let seconds = number(hours)? * 3600 + number(minutes)? * 60;
    Ok(if zone.starts_with('-') {
        -seconds
    } else {
        seconds
    })
}

/// RFC 3339 in UTC with milliseconds, as Auth0 writes dates: `2023-06-14T21:36:26.399Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, millis) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000));
        let (year, month, day) = civil_from_days(days);
        let (seconds, millis) = (millis / 1000, millis % 1000);
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{millis:03}Z",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    }
}

/// Days since the epoch to a date of the proleptic Gregorian calendar (Hinnant's `civil_from_days`).
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The inverse of [`civil_from_days`].
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Where `now` comes from. It is read once per request, into the [`Context`](crate::context::Context).
#[derive(Clone, Debug)]
pub struct Clock {
    base: Base,
    /// Milliseconds added to the base: what tests and dev mode move.
    offset: Arc<AtomicI64>,
}

#[derive(Clone, Copy, Debug)]
enum Base {
    Machine,
    Fixed(Timestamp),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self {
            base: Base::Machine,
            offset: Arc::default(),
        }
    }

    /// A clock that stands at `start` until it is moved with [`Clock::advance`].
    pub fn fixed(start: Timestamp) -> Self {
        Self {
            base: Base::Fixed(start),
            offset: Arc::default(),
        }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        let base = match self.base {
            Base::Machine => machine_time(),
            Base::Fixed(start) => start,
        };
        Timestamp(base.0.saturating_add(self.offset.load(Ordering::Relaxed)))
    }

    /// Moves this clock and all its clones by milliseconds; backwards where they are negative.
    pub fn shift(&self, millis: i64) {
        self.offset.fetch_add(millis, Ordering::Relaxed);
    }

    /// How many milliseconds this clock is ahead of the one that it is based on.
    pub fn shifted(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// Moves this clock and all its clones ahead.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset.fetch_add(millis, Ordering::Relaxed);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the machine's clock"
)]
fn machine_time() -> Timestamp {
    let since_epoch = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_dates_as_auth0_does() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_686_778_586_399, "2023-06-14T21:36:26.399Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Timestamp::from_millis(millis).to_string(), text);
        }
    }

    #[test]
    fn reads_dates_in_every_zone() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2023-06-14T21:36:26.399Z", Some(1_686_778_586_399)),
            ("2023-06-14T23:36:26.3999+02:00", Some(1_686_778_586_399)),
            ("2023-06-14t16:06:26.3-05:30", Some(1_686_778_586_300)),
            ("2000-02-29T00:00:00.000Z", Some(951_782_400_000)),
            ("1969-12-31T23:59:59.999Z", Some(-1)),
            ("2016-12-31T23:59:60Z", Some(1_483_228_799_000)),
            ("2023-06-14", None),
            ("2023-02-30T00:00:00Z", None),
            ("tomorrow", None),
        ] {
            let read = text.parse::<Timestamp>().ok().map(Timestamp::millis);
            assert_eq!(read, millis, "{text}");
        }
    }

    #[test]
    fn a_date_means_all_of_it() {
        for (text, start, end) in [
            ("2018", "2018-01-01T00:00:00Z", "2019-01-01T00:00:00Z"),
            ("2018-12", "2018-12-01T00:00:00Z", "2019-01-01T00:00:00Z"),
            ("2018-02", "2018-02-01T00:00:00Z", "2018-03-01T00:00:00Z"),
            ("2018-02-28", "2018-02-28T00:00:00Z", "2018-03-01T00:00:00Z"),
            (
                "2018-02-28T01:02:03.004Z",
                "2018-02-28T01:02:03.004Z",
                "2018-02-28T01:02:03.005Z",
            ),
        ] {
            let period: Period = text.parse().unwrap();
            let expected = Period {
                start: start.parse().unwrap(),
                end: end.parse().unwrap(),
            };
            assert_eq!(period, expected, "{text}");
        }
        for text in [
            "",
            "18",
            "2018-13",
            "2018-2",
            "2018-02-30",
            "-018",
            "9999",
            "now",
            "2018-01-01T",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told_and_moves_its_clones() {
        let clock = Clock::fixed(Timestamp::from_millis(5000));
        let clone = clock.clone();
        assert_eq!(clone.now().seconds(), 5);
        clock.advance(Duration::from_secs(3));
        assert_eq!(clone.now().seconds(), 8);
    }
}
