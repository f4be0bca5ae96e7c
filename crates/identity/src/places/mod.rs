//! Places: where a request came from, as far as somebody who is believed tells, and whether a user could have travelled
//! there since their last login.

pub mod table;

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::time::Timestamp;

/// The Earth's mean radius, in kilometres (IUGG).
const RADIUS: f64 = 6_371.009;
/// How far two places may lie apart without being a journey, in kilometres: where an address is, is known that badly.
const NEAR: f64 = 500.0;
/// How fast people travel, in kilometres an hour: airliners are slower.
const FASTEST: f64 = 1_000.0;
const MAX_NAME: usize = 100;

/// A point of the Earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    latitude: f64,
    longitude: f64,
}

impl Coordinates {
    /// In degrees; `None` where there is no such point. Nobody logs in at 0, 0: it stands in the sea for *unknown*.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let exists = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        let is_told = latitude.abs() + longitude.abs() > 0.0;
        (exists && is_told).then_some(Self {
            latitude,
            longitude,
        })
    }

    /// The great-circle distance, in kilometres (haversine formula).
    pub fn kilometers_to(self, other: Self) -> f64 {
        let half_sine = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let cosines = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let chord = half_sine(self.latitude, other.latitude)
            + cosines * half_sine(self.longitude, other.longitude);
        // Rounding may leave antipodes a little more than the whole way apart.
        2.0 * RADIUS * chord.min(1.0).sqrt().asin()
    }
}

/// Where an address is. What isn't known is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// The point.
    pub coordinates: Option<Coordinates>,
    country: Option<String>,
    continent: Option<String>,
    city: Option<String>,
    time_zone: Option<String>,
}

impl Place {
    /// A place at a point, or somewhere.
    pub fn at(coordinates: Option<Coordinates>) -> Self {
        Self {
            coordinates,
            ..Self::default()
        }
    }

    /// The same in a country, by its two letters (ISO 3166-1). `XX` and what isn't two letters is no country.
    #[must_use]
    pub fn in_country(self, code: &str) -> Self {
        Self {
            country: two_letters(code).filter(|code| code != "XX"),
            ..self
        }
    }

    /// The same on a continent, by its two letters.
    #[must_use]
    pub fn on_continent(self, code: &str) -> Self {
        Self {
            continent: two_letters(code),
            ..self
        }
    }

    /// The same in a city.
    #[must_use]
    pub fn in_city(self, name: &str) -> Self {
        Self {
            city: name_of(name),
            ..self
        }
    }

    /// The same in a time zone, by its name in the tz database.
    #[must_use]
    pub fn in_time_zone(self, name: &str) -> Self {
        Self {
            time_zone: name_of(name).filter(|name| name.is_ascii()),
            ..self
        }
    }

    /// Whether nothing is known of it.
    pub fn is_nowhere(&self) -> bool {
        *self == Self::default()
    }

    /// As `location_info` of log entries (reference/management-api.md §5.1).
    pub fn to_log(&self) -> Value {
        let mut members = Map::new();
        let texts = [
            ("country_code", &self.country),
            ("continent_code", &self.continent),
            ("city_name", &self.city),
            ("time_zone", &self.time_zone),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                members.insert(name.to_owned(), json!(text));
            }
        }
        if let Some(Coordinates {
            latitude,
            longitude,
        }) = self.coordinates
        {
            members.insert("latitude".to_owned(), json!(latitude));
            members.insert("longitude".to_owned(), json!(longitude));
        }
        Value::Object(members)
    }
}

fn two_letters(code: &str) -> Option<String> {
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_uppercase())
}

fn name_of(text: &str) -> Option<String> {
    let is_name =
        !text.is_empty() && text.chars().count() <= MAX_NAME && !text.chars().any(char::is_control);
    is_name.then(|| text.to_owned())
}

/// Where and when somebody last logged in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// Where.
    pub coordinates: Coordinates,
    /// When.
    pub at: Timestamp,
}

/// What lies between the last login and this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travel {
    /// Nobody told where this login comes from.
    PlaceUnknown,
    /// There is no login that it could be compared with.
    NothingBefore,
    /// Less than can be told from standing still.
    Near,
    /// A journey that people make.
    Possible,
    /// More than 500 kilometres, at more than 1,000 kilometres an hour.
    Impossible,
}

/// Judges a login from somewhere, now, by the login before it.
pub fn travel(last: Option<Visit>, here: Option<Coordinates>, now: Timestamp) -> Travel {
    let Some(here) = here else {
        return Travel::PlaceUnknown;
    };
    let Some(last) = last else {
        return Travel::NothingBefore;
    };
    let distance = last.coordinates.kilometers_to(here);
    if distance <= NEAR {
        return Travel::Near;
    }
    // A clock that was set back leaves no time at all.
    let passed = u64::try_from(now.millis_since(last.at)).unwrap_or_default();
    let hours = Duration::from_millis(passed).as_secs_f64() / 3_600.0;
    if distance > FASTEST * hours {
        Travel::Impossible
    } else {
        Travel::Possible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn point(latitude: f64, longitude: f64) -> Coordinates {
        Coordinates::new(latitude, longitude).unwrap()
    }

    #[test]
    fn points_exist_or_are_none() {
        for (latitude, longitude) in [
            (f64::NAN, 1.0),
            (1.0, f64::NAN),
            (f64::INFINITY, 1.0),
            (1.0, f64::NEG_INFINITY),
            (90.1, 1.0),
            (1.0, -180.1),
            (0.0, 0.0),
            (-0.0, 0.0),
        ] {
            assert_eq!(Coordinates::new(latitude, longitude), None);
        }
        for (latitude, longitude) in [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.1), (51.5, 0.0)] {
            assert!(Coordinates::new(latitude, longitude).is_some());
        }
    }

    #[test]
    fn distances() {
        let half_way_round = std::f64::consts::PI * RADIUS;
        for (one, other, expected) in [
            // Berlin to New York, London to Paris, a second of the equator's 24 hours.
            (point(52.52, 13.405), point(40.7128, -74.006), 6_385.0),
            (point(51.5074, -0.1278), point(48.8566, 2.3522), 343.6),
            (point(0.0, 179.5), point(0.0, -179.5), 111.2),
            (point(90.0, 0.0), point(-90.0, 77.0), half_way_round),
            (point(12.3, 45.6), point(-12.3, -134.4), half_way_round),
            (point(12.3, 45.6), point(12.3, 45.6), 0.0),
        ] {
            for distance in [one.kilometers_to(other), other.kilometers_to(one)] {
                assert!((distance - expected).abs() < 1.0, "{distance} {expected}");
            }
        }
    }

    #[test]
    fn who_travels_faster_than_airliners_does_not_travel() {
        let (berlin, new_york) = (point(52.52, 13.405), point(40.7128, -74.006));
        let hamburg = point(53.5511, 9.9937);
        let visit = |seconds_ago: i64| {
            Some(Visit {
                coordinates: berlin,
                at: NOW.plus_seconds(-seconds_ago),
            })
        };
        for (last, here, expected) in [
            (visit(60), None, Travel::PlaceUnknown),
            (None, Some(berlin), Travel::NothingBefore),
            (visit(0), Some(hamburg), Travel::Near),
            (visit(0), Some(new_york), Travel::Impossible),
            (visit(6 * 3_600), Some(new_york), Travel::Impossible),
            (visit(7 * 3_600), Some(new_york), Travel::Possible),
            (visit(-7 * 3_600), Some(new_york), Travel::Impossible),
        ] {
            assert_eq!(travel(last, here, NOW), expected);
        }
    }

    #[test]
    fn a_day_makes_every_journey_possible() {
        let half_way_round = std::f64::consts::PI * RADIUS;
        assert!(half_way_round < FASTEST * 24.0);
    }

    #[test]
    fn what_is_no_name_is_left_out() {
        let long = "x".repeat(MAX_NAME + 1);
        let nowhere = Place::at(None)
            .in_country("XX")
            .on_continent("E")
            .in_city(&long)
            .in_time_zone("Z\u{fc}rich");
        assert!(nowhere.is_nowhere());
        assert!(
            Place::default()
                .in_country("T1")
                .in_city("a\nb")
                .is_nowhere()
        );
        let zurich = Place::at(Coordinates::new(47.3769, 8.5417))
            .in_country("ch")
            .on_continent("EU")
            .in_city("Z\u{fc}rich")
            .in_time_zone("Europe/Zurich");
        let expected = json!({
            "country_code": "CH", "continent_code": "EU", "city_name": "Z\u{fc}rich", "time_zone": "Europe/Zurich",
            "latitude": 47.3769, "longitude": 8.5417,
        });
        assert_eq!(zurich.to_log(), expected);
    }
}
