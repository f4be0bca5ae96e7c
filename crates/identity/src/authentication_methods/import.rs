//! Second factors that users bring along from elsewhere: `mfa_factors` of an import file.

use ostia_protocol::auth0::ids::UserId;
use serde_json::Value;

use super::manage::is_same;
use super::totp::{self, Seed};
use super::{Channel, Detail, MAX_OF_USER, NotAdded, new, table};
use crate::context::Context;
use crate::database::Work;

/// A factor of somebody's.
#[derive(Debug)]
pub(crate) enum Factor {
    /// An authenticator app.
    App(Seed),
    /// An address that gets codes.
    Address(Detail),
}

impl Factor {
    /// Reads one that has the shape which the file's schema asks for. `None` where no app can have such a secret.
    pub(crate) fn read(document: &Value) -> Option<Self> {
        if let Some(secret) = document["totp"]["secret"].as_str() {
            return Seed::from_elsewhere(secret).map(Self::App);
        }
        let phone = document["phone"]["value"].as_str();
        let email = document["email"]["value"].as_str();
        let detail = match (phone, email) {
            (Some(phone_number), _) => Detail::Phone {
                phone_number: phone_number.to_owned(),
                preferred: Channel::Sms,
            },
            (None, Some(email)) => Detail::Email {
                email: email.to_owned(),
            },
            (None, None) => return None,
        };
        Some(Self::Address(detail))
    }
}

/// Gives a user those factors that they don't have yet, so that a file may come twice. Whoever imports them vouches for
/// them: nobody has to show that they work.
///
/// # Errors
/// When that would be too many: then none is added. Or when the database is away.
pub(crate) async fn import(
    user: &UserId,
    factors: Vec<Factor>,
    context: &Context,
    work: &mut Work,
) -> Result<(), NotAdded> {
    let tenant = &context.tenant;
    let mut details = Vec::new();
    let mut seeds = Vec::new();
    for (method, sealed) in table::list_of_user_in(tenant, user, work).await? {
        if let (Detail::Totp, Some(sealed)) = (&method.detail, &sealed) {
            seeds.push(totp::opened(sealed, &method, context)?);
        }
        details.push(method.detail);
    }
    let mut made = Vec::new();
    for factor in factors {
        let (detail, seed) = match factor {
            Factor::App(seed) if seeds.contains(&seed) => continue,
            Factor::App(seed) => (Detail::Totp, Some(seed)),
            Factor::Address(detail) => (detail, None),
        };
        if details.iter().any(|there| is_same(there, &detail)) {
            continue;
        }
        let method = new(user, detail.clone(), true, context);
        let sealed = match &seed {
            Some(seed) => Some(totp::sealed(seed, &method, context)?),
            None => None,
        };
        made.push((method, sealed));
        details.push(detail);
        seeds.extend(seed);
    }
    if !made.is_empty() && details.len() > MAX_OF_USER {
        return Err(NotAdded::TooMany);
    }
    for (method, sealed) in &made {
        table::insert(tenant, method, sealed.as_deref(), work).await?;
    }
    Ok(())
}
