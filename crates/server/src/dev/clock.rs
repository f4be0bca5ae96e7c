//! `/dev/clock`: the present, moved as far as a test needs it.

use std::sync::{Arc, LazyLock};

use axum::extract::State;
use axum::http::StatusCode;
use ostia_identity::time::Timestamp;
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::{Format, Part, Schema};
use serde_json::{Value, json};

use super::Controls;
use crate::extract::JsonBody;
use crate::management::{Answer, answer};

/// Further than this no token, session or key lives.
const FURTHEST_MILLIS: i64 = 100 * 365 * 86_400 * 1000;

static TURN: LazyLock<Schema> = LazyLock::new(|| {
    let advance = Schema::string()
        .max_length(12)
        .pattern("^[0-9]+[smhd]$")
        .described("How far ahead: a number and s, m, h or d, such as 90s or 30d");
    Schema::object()
        .member("advance", advance)
        .member("now", Schema::formatted(Format::DateTime))
        .member(
            "reset",
            Schema::boolean().described("Back to this machine's own time"),
        )
        .min_properties(1)
        .max_properties(1)
});

/// `GET /dev/clock`
pub async fn read(State(controls): State<Arc<Controls>>) -> Answer {
    Ok(answer(StatusCode::OK, &shown(&controls)))
}

/// `POST /dev/clock`: `{"advance": "2h"}`, `{"now": "2030-01-01T00:00:00Z"}` or `{"reset": true}`.
///
/// # Errors
/// 400 for another body.
pub async fn turn(State(controls): State<Arc<Controls>>, JsonBody(body): JsonBody) -> Answer {
    TURN.check(&body, Part::Payload)?;
    let clock = &controls.platform.clock;
    if let Some(distance) = body["advance"].as_str() {
        clock.shift(millis(distance).ok_or_else(too_far)?);
    } else if let Some(moment) = body["now"].as_str() {
        let moment: Timestamp = moment.parse().map_err(|_| too_far())?;
        clock.shift(moment.millis_since(clock.now()));
    } else {
        clock.shift(-clock.shifted());
    }
    Ok(answer(StatusCode::OK, &shown(&controls)))
}

fn shown(controls: &Controls) -> Value {
    let clock = &controls.platform.clock;
    json!({ "now": clock.now().to_string(), "shifted_ms": clock.shifted() })
}

/// `15m` in milliseconds.
fn millis(distance: &str) -> Option<i64> {
    let (number, unit) = distance.split_at_checked(distance.len().checked_sub(1)?)?;
    let seconds: i64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    let millis = number
        .parse::<i64>()
        .ok()?
        .checked_mul(seconds.checked_mul(1000)?)?;
    (millis <= FURTHEST_MILLIS).then_some(millis)
}

fn too_far() -> Error {
    Error::invalid_body("Payload validation error: 'The clock moves by 100 years at most'.")
}

#[cfg(test)]
mod tests {
    use super::millis;

    #[test]
    fn reads_distances() {
        for (text, expected) in [
            ("0s", Some(0)),
            ("90s", Some(90_000)),
            ("15m", Some(900_000)),
            ("2h", Some(7_200_000)),
            ("30d", Some(2_592_000_000)),
            ("36501d", None),
            ("99999999999d", None),
            ("s", None),
            ("", None),
        ] {
            assert_eq!(millis(text), expected, "{text}");
        }
    }
}
