//! What is unusual about a login: the browser, and the way there.

use serde_json::{Value, json};

use super::Browser;
use crate::context::Context;
use crate::failure::Broken;
use crate::known_browsers::{self, Familiarity};
use crate::places::{self, Travel, Visit};
use crate::users::User;

/// A login, assessed.
#[derive(Clone, Copy, Debug)]
pub struct Assessment {
    /// How well the user knows the browser.
    pub familiarity: Familiarity,
    /// The way from their last login to this one.
    pub travel: Travel,
}

/// Assesses a user's login.
///
/// # Errors
/// When the database is away.
pub async fn assess(
    user: &User,
    browser: &Browser,
    context: &Context,
) -> Result<Assessment, Broken> {
    let here = context.origin.coordinates();
    let last = match here {
        Some(_) => places::table::find(&context.tenant, &user.id, context.database()).await?,
        None => None,
    };
    Ok(Assessment {
        familiarity: known_browsers::familiarity(&browser.id, &user.id, context).await?,
        travel: places::travel(last, here, context.now),
    })
}

/// Assesses a login that is complete, and remembers it for the next one's assessment; `None` where the tenant has none
/// assessed.
///
/// # Errors
/// When the database is away.
pub(super) async fn conclude(
    user: &User,
    browser: &Browser,
    context: &Context,
) -> Result<Option<Assessment>, Broken> {
    let assesses = context.tenant.multifactor.assesses_logins();
    if !(assesses || context.tenant.bot_detection.heeds_browsers()) {
        return Ok(None);
    }
    let assessment = assess(user, browser, context).await?;
    known_browsers::see(&browser.id, &user.id, context).await?;
    if let Some(coordinates) = context.origin.coordinates() {
        let at = context.now;
        let visit = Visit { coordinates, at };
        let mut work = context.begin().await?;
        places::table::put(&context.tenant, &user.id, visit, &mut work).await?;
        work.commit().await?;
    }
    Ok(assesses.then_some(assessment))
}

impl Assessment {
    /// As `riskAssessment` of log entries, in upstream's codes. Addresses are held against no list.
    pub fn to_log(self) -> Value {
        let (device, device_confidence) = match self.familiarity {
            Familiarity::New => ("no_match", "low"),
            Familiarity::Seen | Familiarity::Remembered => ("match", "high"),
        };
        let (travel, travel_confidence) = match self.travel {
            Travel::PlaceUnknown => ("missing_geoip", "neutral"),
            Travel::NothingBefore => ("location_history_not_found", "neutral"),
            Travel::Near => ("minimal_travel_from_last_login", "high"),
            Travel::Possible => ("travel_from_last_login", "medium"),
            Travel::Impossible => ("impossible_travel_from_last_login", "low"),
        };
        let has = |confidence| [device_confidence, travel_confidence].contains(&confidence);
        let least = ["low", "medium", "high"].into_iter().find(|one| has(*one));
        json!({
            "confidence": least,
            "version": "1",
            "assessments": {
                "NewDevice": { "code": device, "confidence": device_confidence },
                "ImpossibleTravel": { "code": travel, "confidence": travel_confidence },
                "UntrustedIP": { "code": "assessment_not_available", "confidence": "neutral" },
            },
        })
    }
}
