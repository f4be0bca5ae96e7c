//! From a directory's user to a profile of ours, as the connection's mapping says.

use ostia_protocol::scim::{Path, User};
use serde_json::{Map, Value, json};

use crate::connections::Connection;
use crate::connections::provider::EmailTrust;
use crate::federation;
use crate::scim_configurations::Configuration;
use crate::users::federated::provisioned::Said;

/// What is ours to know by name, and a directory may say through a mapping all the same.
const METADATA: [&str; 2] = ["app_metadata", "user_metadata"];

/// What the mapping makes of a user, whom the directory knew as `before`. Members that it names and the directory doesn't
/// are emptied.
pub(super) fn said(
    user: &User,
    before: Option<&User>,
    configuration: &Configuration,
    connection: &Connection,
) -> Said {
    let resource = Value::Object(user.attributes().clone());
    let mut members = Map::new();
    let mut emptied = Vec::new();
    let mut metadata: [(&str, Map<String, Value>); 2] = METADATA.map(|name| (name, Map::new()));
    for (ours, theirs) in &configuration.mapping {
        let Ok(path) = Path::parse(theirs) else {
            continue;
        };
        // `active` decides on `blocked` with or without a mapping.
        if path.is("active", None) {
            continue;
        }
        let value = path.values(&resource).first().map(|value| (*value).clone());
        let nested = metadata.iter_mut().find_map(|(name, members)| {
            let name = ours.strip_prefix(*name)?.strip_prefix('.')?;
            Some((name, members))
        });
        match (nested, value) {
            (Some((name, members)), value) => {
                // `null` takes away what was there.
                members.insert(name.to_owned(), value.unwrap_or_default());
            }
            (None, Some(value)) => {
                members.insert(ours.clone(), value);
            }
            (None, None) if !federation::is_ours(ours) => emptied.push(ours.clone()),
            (None, None) => {}
        }
    }
    let trusts = connection
        .options
        .get("should_trust_email_verified_connection");
    let trust = if trusts == Some(&json!("always_set_emails_as_verified")) {
        EmailTrust::Always
    } else {
        EmailTrust::Never
    };
    Said {
        members: federation::cleaned(members, trust),
        emptied,
        metadata: metadata
            .into_iter()
            .filter(|(_, members)| !members.is_empty())
            .collect(),
        activity: activity(user, before),
    }
}

/// Whether they may log in, where the directory changes its mind about it: whoever was blocked by others stays blocked.
fn activity(user: &User, before: Option<&User>) -> Option<bool> {
    let was_active = before.is_none_or(User::is_active);
    (user.is_active() != was_active).then_some(user.is_active())
}

/// What names the account: the attribute that the configuration says.
pub(super) fn subject(user: &User, configuration: &Configuration) -> Option<String> {
    let path = Path::parse(&configuration.user_id_attribute).ok()?;
    let resource = Value::Object(user.attributes().clone());
    let value = path.values(&resource).first()?.as_str()?.to_owned();
    Some(value).filter(|value| !value.is_empty())
}
