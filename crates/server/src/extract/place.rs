//! Where the caller's address is, as a trusted proxy tells: only it knows, because nobody is asked over the network.

use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};
use ostia_identity::places::{Coordinates, Place};

/// More than any name of a city, in UTF-8.
const MAX_VALUE: usize = 400;

/// The headers in which a proxy tells where its callers are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceHeaders {
    latitude: Option<HeaderName>,
    longitude: Option<HeaderName>,
    country: Option<HeaderName>,
    continent: Option<HeaderName>,
    city: Option<HeaderName>,
    time_zone: Option<HeaderName>,
}

/// What is wrong with a list of headers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlaceHeaders {
    /// Neither a known proxy nor a list of names.
    #[error(
        "`{0}` is neither cloudflare nor cloudfront, nor a header for latitude, longitude, country, continent, city or time_zone"
    )]
    Unknown(String),
    /// No header can be called like that.
    #[error("`{0}` can't be the name of a header")]
    Name(String),
    /// One half of a point.
    #[error("latitude and longitude are of no use without each other")]
    HalfAPoint,
}

/// `cloudflare`, `cloudfront`, or `latitude=X-Latitude,longitude=X-Longitude` and so on.
impl FromStr for PlaceHeaders {
    type Err = InvalidPlaceHeaders;

    fn from_str(text: &str) -> Result<Self, InvalidPlaceHeaders> {
        // developers.cloudflare.com/rules/transform/managed-transforms/reference: "Add visitor location headers".
        const CLOUDFLARE: &str = "latitude=cf-iplatitude,longitude=cf-iplongitude,country=cf-ipcountry,\
            continent=cf-ipcontinent,city=cf-ipcity,time_zone=cf-timezone";
        // docs.aws.amazon.com/AmazonCloudFront: "Headers for determining the viewer's location".
        const CLOUDFRONT: &str = "latitude=cloudfront-viewer-latitude,longitude=cloudfront-viewer-longitude,\
            country=cloudfront-viewer-country,city=cloudfront-viewer-city,time_zone=cloudfront-viewer-time-zone";
        let list = match text.trim() {
            "cloudflare" => CLOUDFLARE,
            "cloudfront" => CLOUDFRONT,
            other => other,
        };
        let mut headers = Self::default();
        for item in list.split(',') {
            headers.add(item.trim())?;
        }
        if headers.latitude.is_some() == headers.longitude.is_some() {
            Ok(headers)
        } else {
            Err(InvalidPlaceHeaders::HalfAPoint)
        }
    }
}

impl PlaceHeaders {
    fn add(&mut self, item: &str) -> Result<(), InvalidPlaceHeaders> {
        let unknown = || InvalidPlaceHeaders::Unknown(item.to_owned());
        let (what, name) = item.split_once('=').ok_or_else(unknown)?;
        let slot = match what.trim() {
            "latitude" => &mut self.latitude,
            "longitude" => &mut self.longitude,
            "country" => &mut self.country,
            "continent" => &mut self.continent,
            "city" => &mut self.city,
            "time_zone" => &mut self.time_zone,
            _ => return Err(unknown()),
        };
        let name = name.trim();
        let parsed = name.parse();
        *slot = Some(parsed.map_err(|_| InvalidPlaceHeaders::Name(name.to_owned()))?);
        Ok(())
    }

    /// What they say; `None` where that is nothing.
    pub fn read(&self, headers: &HeaderMap) -> Option<Place> {
        let get = |name: &Option<HeaderName>| value(headers, name.as_ref()?);
        let degrees = |name| get(name)?.parse::<f64>().ok();
        let point = degrees(&self.latitude).zip(degrees(&self.longitude));
        let point = point.and_then(|(latitude, longitude)| Coordinates::new(latitude, longitude));
        let place = Place::at(point)
            .in_country(get(&self.country).unwrap_or_default())
            .on_continent(get(&self.continent).unwrap_or_default())
            .in_city(get(&self.city).unwrap_or_default())
            .in_time_zone(get(&self.time_zone).unwrap_or_default());
        (!place.is_nowhere()).then_some(place)
    }
}

/// A header that is there once: of two, one may be the caller's own.
fn value<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    let text = std::str::from_utf8(value.as_bytes()).ok()?.trim();
    (text.len() <= MAX_VALUE).then_some(text)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use serde_json::json;

    use super::*;

    fn read(names: &str, given: &[(&'static str, &str)]) -> serde_json::Value {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let names: PlaceHeaders = names.parse().unwrap();
        let place = names.read(&headers);
        place.map(|place| place.to_log()).unwrap_or_default()
    }

    #[test]
    fn proxies_tell_in_their_own_headers() {
        let point = json!({ "latitude": 47.3769, "longitude": 8.5417 });
        let cloudflare = [
            ("cf-iplatitude", "47.37690"),
            ("cf-iplongitude", " 8.54170 "),
            ("cf-ipcountry", "CH"),
            ("cf-ipcontinent", "EU"),
            ("cf-ipcity", "Z\u{fc}rich"),
            ("cf-timezone", "Europe/Zurich"),
        ];
        let said = read("cloudflare", &cloudflare);
        assert_eq!(said["latitude"], point["latitude"]);
        assert_eq!(said["city_name"], "Z\u{fc}rich");
        assert_eq!(said["continent_code"], "EU");
        assert_eq!(read("cloudfront", &cloudflare), json!(null));
        let cloudfront = [
            ("cloudfront-viewer-latitude", "47.3769"),
            ("cloudfront-viewer-longitude", "8.5417"),
        ];
        assert_eq!(read("cloudfront", &cloudfront), point);
        let own = "latitude = X-Lat, longitude = X-Lon";
        assert_eq!(
            read(own, &[("x-lat", "47.3769"), ("x-lon", "8.5417")]),
            point
        );
        let country = read("country=X-Country", &[("x-country", "CH")]);
        assert_eq!(country, json!({ "country_code": "CH" }));
    }

    #[test]
    fn what_is_no_place_is_none() {
        let long = "1".repeat(MAX_VALUE + 1);
        for (latitude, longitude) in [
            ("", ""),
            ("NaN", "1"),
            ("inf", "1"),
            ("91", "1"),
            ("1", "181"),
            ("0", "0"),
            ("1,2", "1"),
            ("1", "1e9"),
            ("47\u{b0}", "8"),
            (long.as_str(), "1"),
        ] {
            let given = [("cf-iplatitude", latitude), ("cf-iplongitude", longitude)];
            assert_eq!(
                read("cloudflare", &given),
                json!(null),
                "{latitude} {longitude}"
            );
        }
        let twice = [
            ("cf-iplatitude", "1"),
            ("cf-iplatitude", "2"),
            ("cf-iplongitude", "1"),
        ];
        assert_eq!(read("cloudflare", &twice), json!(null));
        assert_eq!(read("cloudflare", &[("cf-iplatitude", "1")]), json!(null));
    }

    #[test]
    fn names_that_make_no_sense_are_refused() {
        let refused = |text: &str| text.parse::<PlaceHeaders>().unwrap_err();
        for text in [
            "",
            "cloud",
            "latitude",
            "altitude=x",
            "latitude=x,,longitude=y",
        ] {
            assert!(
                matches!(refused(text), InvalidPlaceHeaders::Unknown(_)),
                "{text}"
            );
        }
        for text in ["country=", "country=a b", "country=\u{e4}"] {
            assert!(
                matches!(refused(text), InvalidPlaceHeaders::Name(_)),
                "{text}"
            );
        }
        assert_eq!(refused("latitude=x"), InvalidPlaceHeaders::HalfAPoint);
    }
}
