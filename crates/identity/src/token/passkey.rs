//! Passkeys of applications with pages of their own: what the application asks the person's device, and what the answer
//! becomes (upstream's passkey API, `urn:okta:params:oauth:grant-type:webauthn`).

use ostia_protocol::auth0::ids;
use ostia_protocol::oauth::{Error, GrantType, Scope, Secret};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;

use super::Entitlement;
use super::one_factor::{self, Factor};
use super::password::in_place_of;
use crate::access;
use crate::authentication_methods::NotAdded;
use crate::clients::{Client, OrganizationUsage};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::{Broken, Failure};
use crate::login::passkey::{Refusal, admitted};
use crate::login_limits;
use crate::logs::{Entry, Event};
use crate::users::{self, AskToVerify, NewUser, NotCreated, User};
use crate::webauthn::{self, Account, PATIENCE, Place, Use};

/// The longest name in a profile, in characters.
const LONGEST: usize = 300;

/// What a challenge was for.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    client_id: String,
    connection_id: String,
    profile: Option<Profile>,
}

/// Who signs up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    email: Option<String>,
    phone_number: Option<String>,
    username: Option<String>,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    nickname: Option<String>,
    picture: Option<String>,
    user_metadata: Option<Map<String, Value>>,
}

impl Profile {
    /// Reads `user_profile` and `user_metadata`.
    ///
    /// # Errors
    /// `invalid_request` for what is missing or no text.
    pub fn parse(body: &Map<String, Value>) -> Result<Self, Error> {
        let Some(Value::Object(told)) = body.get("user_profile") else {
            return Err(Error::invalid_parameter(
                "user_profile",
                "must be an object",
            ));
        };
        let text = |name: &'static str| match told.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.chars().count() <= LONGEST => {
                Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
            }
            Some(_) => Err(Error::invalid_parameter(name, "must be a short string")),
        };
        let profile = Self {
            email: text("email")?,
            phone_number: text("phone_number")?,
            username: text("username")?,
            name: text("name")?,
            given_name: text("given_name")?,
            family_name: text("family_name")?,
            nickname: text("nickname")?,
            picture: text("picture")?,
            user_metadata: match body.get("user_metadata") {
                Some(Value::Object(metadata)) => Some(metadata.clone()),
                _ => None,
            },
        };
        if profile.called().is_none() {
            let why = "needs an email, a phone_number or a username";
            return Err(Error::invalid_parameter("user_profile", why));
        }
        Ok(profile)
    }

    fn called(&self) -> Option<&str> {
        let names = [&self.email, &self.username, &self.phone_number];
        names.into_iter().find_map(|name| name.as_deref())
    }
}

/// `POST /passkey/challenge`: asks for any passkey of a connection.
///
/// # Errors
/// In OAuth's form, where client or connection take none; or when the database is away.
pub async fn challenge(
    realm: Option<&str>,
    client: &Client,
    context: &Context,
) -> Result<Value, Failure> {
    let connection = connection(realm, client, context).await?;
    let about = About {
        client_id: client.id.to_string(),
        connection_id: connection.id.to_string(),
        profile: None,
    };
    let session = ids::token(context.entropy(), 32);
    let origins = origins(client);
    let name = ["passkey challenge", session.as_str()];
    let place = place(&name, &origins);
    let about = serde_json::to_value(about).map_err(Broken::from)?;
    let mut options = webauthn::ask_to_show(place, None, about, context).await?;
    if let Some(members) = options.as_object_mut() {
        // The device knows which there are.
        members.remove("allowCredentials");
    }
    started("login", &connection, client, context);
    Ok(json!({ "authn_params_public_key": options, "auth_session": session }))
}

/// `POST /passkey/register`: asks for a passkey for somebody who has no account yet.
///
/// # Errors
/// In OAuth's form, where client or connection take none; or when the database is away.
pub async fn register(
    realm: Option<&str>,
    profile: Profile,
    client: &Client,
    context: &Context,
) -> Result<Value, Failure> {
    let connection = connection(realm, client, context).await?;
    if !connection.allows_signup() {
        return Err(Error::access_denied("Public signup is disabled").into());
    }
    if login_limits::sign_up(client, context).await?.is_some() {
        return Err(Error::too_many_requests().into());
    }
    let called = profile.called().unwrap_or_default().to_owned();
    let account = Account {
        // Nobody is there yet to be named by; the credential remembers its handle.
        handle: webauthn::new_handle(context),
        display_name: profile.name.clone().unwrap_or_else(|| called.clone()),
        name: called,
        credentials: Vec::new(),
    };
    let about = About {
        client_id: client.id.to_string(),
        connection_id: connection.id.to_string(),
        profile: Some(profile),
    };
    let session = ids::token(context.entropy(), 32);
    let origins = origins(client);
    let name = ["passkey registration", session.as_str()];
    let about = serde_json::to_value(about).map_err(Broken::from)?;
    let options = webauthn::ask_to_create(place(&name, &origins), account, about, context).await?;
    started("register", &connection, client, context);
    Ok(json!({ "authn_params_public_key": options, "auth_session": session }))
}

fn place<'a>(name: &'a [&'a str], origins: &'a [Url]) -> Place<'a> {
    Place {
        name,
        r#use: Use::Passkey,
        patience: PATIENCE,
        origins,
    }
}

fn started(purpose: &str, connection: &Connection, client: &Client, context: &Context) {
    Entry::new(Event::PasskeyChallengeStarted)
        .client(client)
        .connection(connection)
        .detail("purpose", purpose)
        .record(context);
}

/// From where an application's passkeys come beside this host: its own pages, and Android applications by the
/// certificate that they are signed with.
fn origins(client: &Client) -> Vec<Url> {
    let pages = client.web_origins.iter().chain(&client.allowed_origins);
    let pages = pages.filter(|origin| origin.starts_with("https://") && !origin.contains('*'));
    let prints = client
        .document
        .get("mobile")
        .and_then(|mobile| mobile.pointer("/android/sha256_cert_fingerprints"))
        .and_then(Value::as_array);
    let applications = prints
        .into_iter()
        .flatten()
        .filter_map(|print| android(print.as_str()?));
    pages
        .filter_map(|origin| Url::parse(origin).ok())
        .chain(applications)
        .collect()
}

/// `14:6D:E9:…` as Android calls the application in front of a relying party.
fn android(fingerprint: &str) -> Option<Url> {
    use base64::Engine as _;
    let bytes: Option<Vec<u8>> = fingerprint
        .split(':')
        .map(|byte| u8::from_str_radix(byte, 16).ok())
        .collect();
    let hash = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes?);
    Url::parse(&format!("android:apk-key-hash:{hash}")).ok()
}

/// The connection that is named, or the tenant's default directory, or the client's only one that takes passkeys.
async fn connection(
    realm: Option<&str>,
    client: &Client,
    context: &Context,
) -> Result<Connection, Failure> {
    client.require_grant(GrantType::WebAuthn)?;
    if !client.is_first_party() {
        return Err(Error::grant_not_allowed(GrantType::WebAuthn).into());
    }
    if matches!(client.organization_usage, OrganizationUsage::Require(_)) {
        return Err(Error::organization_required().into());
    }
    let enabled = connections::enabled_for(client, context).await?;
    let wanted = realm.or(context.tenant.settings.default_directory.as_deref());
    let found = enabled.iter().find(|connection| match wanted {
        Some(name) => connection.name == name,
        None => connection.passkeys().is_some(),
    });
    match found {
        Some(connection) if connection.passkeys().is_some() => Ok(connection.clone()),
        Some(_) => {
            Err(Error::invalid_request("Passkeys are not enabled for the connection").into())
        }
        None => Err(Error::invalid_request("the connection was not found").into()),
    }
}

/// What was sent.
pub(super) struct Presented<'a> {
    pub(super) auth_session: &'a Secret,
    pub(super) answer: &'a Value,
    pub(super) realm: Option<&'a str>,
    pub(super) audience: Option<&'a str>,
    pub(super) resource: Option<&'a str>,
    pub(super) scope: Scope,
}

pub(super) async fn grant(
    presented: Presented<'_>,
    client: &Client,
    context: &Context,
) -> Result<Entitlement, Failure> {
    let context = &in_place_of(client, context);
    connection(presented.realm, client, context).await?;
    let target = access::target(presented.audience, presented.resource, context).await?;
    let is_new = presented.answer["response"]["attestationObject"].is_string();
    let (user, connection) = if is_new {
        sign_up(&presented, client, context).await?
    } else {
        log_in(&presented, client, context).await?
    };
    users::record_login(&user.id, context).await?;
    let access =
        access::for_user(client, &user.id, target, &presented.scope, None, context).await?;
    one_factor::entitle(user, &connection, access, Factor::OneTime, client, context).await
}

async fn log_in(
    presented: &Presented<'_>,
    client: &Client,
    context: &Context,
) -> Result<(User, Connection), Failure> {
    let name = ["passkey challenge", presented.auth_session.expose()];
    let shown = webauthn::shown(place(&name, &[]), None, presented.answer, context).await?;
    let shown = shown.map_err(|refusal| invalid(&refusal))?;
    let (connection, _) = asked(&shown.about, presented, client, context).await?;
    let owner = users::find(&shown.method.user_id, context).await?;
    admitted(owner.as_ref(), std::slice::from_ref(&connection)).map_err(
        |refusal| match refusal {
            Refusal::Wrong => Error::invalid_grant("The passkey is not valid")
                .with_detail("the passkey is none of this connection's"),
            Refusal::Blocked => Error::user_blocked(),
        },
    )?;
    let user = owner.ok_or_else(|| Error::invalid_grant("The passkey is not valid"))?;
    Ok((user, connection))
}

/// What the challenge was for: this client, a connection that it still has, and the realm that it names now.
async fn asked(
    about: &Value,
    presented: &Presented<'_>,
    client: &Client,
    context: &Context,
) -> Result<(Connection, Option<Profile>), Failure> {
    let about: About = serde_json::from_value(about.clone()).map_err(Broken::from)?;
    let refused = |detail: &'static str| {
        Error::invalid_grant("Invalid or expired auth_session").with_detail(detail)
    };
    if about.client_id != client.id.as_str() {
        return Err(refused("the challenge was another client's").into());
    }
    let enabled = connections::enabled_for(client, context).await?;
    let found = enabled.iter().find(|connection| {
        connection.id.as_str() == about.connection_id
            && presented.realm.is_none_or(|realm| connection.name == realm)
    });
    let connection = found.ok_or_else(|| refused("the challenge was for another connection"))?;
    Ok((connection.clone(), about.profile))
}

fn invalid(refusal: &webauthn::Refusal) -> Error {
    let text = match refusal {
        webauthn::Refusal::Gone => "Invalid or expired auth_session",
        webauthn::Refusal::Wrong(_) => "The passkey is not valid",
    };
    Error::invalid_grant(text).with_detail(refusal.to_string())
}

async fn sign_up(
    presented: &Presented<'_>,
    client: &Client,
    context: &Context,
) -> Result<(User, Connection), Failure> {
    let name = ["passkey registration", presented.auth_session.expose()];
    let created = webauthn::created(place(&name, &[]), presented.answer, context).await?;
    let created = created.map_err(|refusal| invalid(&refusal))?;
    let (connection, profile) = asked(&created.about, presented, client, context).await?;
    let profile = profile.unwrap_or_default();
    let new = NewUser {
        email: profile.email,
        username: profile.username,
        phone_number: profile.phone_number,
        name: profile.name,
        given_name: profile.given_name,
        family_name: profile.family_name,
        nickname: profile.nickname,
        picture: profile.picture,
        user_metadata: profile.user_metadata,
        has_passkey: true,
        ask_to_verify: Some(AskToVerify {
            client_id: Some(client.id.clone()),
            ..AskToVerify::default()
        }),
        ..NewUser::default()
    };
    let entry = |event| {
        Entry::new(event)
            .client(client)
            .connection(&connection)
            .detail(
                "body",
                json!({ "client_id": client.id, "connection": connection.name, "tenant": context.tenant.id }),
            )
    };
    let user = match users::create(new, &connection, context).await {
        Ok(user) => user,
        Err(NotCreated::Broken(broken)) => return Err(broken.into()),
        Err(refusal) => {
            entry(Event::SignupFailed)
                .description(format!("{refusal:?}"))
                .record(context);
            return Err(Error::invalid_request("The user can't be created").into());
        }
    };
    match webauthn::give(&created, &user.id, None, context).await {
        Ok(_) => {
            entry(Event::SignupSucceeded).user(&user).record(context);
            Ok((user, connection))
        }
        Err(NotAdded::Broken(broken)) => Err(broken.into()),
        Err(NotAdded::TooMany | NotAdded::Taken) => {
            // Nobody could ever log in to an account without anything.
            users::manage::delete(&user.id, context).await?;
            Err(Error::invalid_grant("The passkey is not valid")
                .with_detail("somebody has the credential already")
                .into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::android;

    #[test]
    fn android_applications_are_named_by_their_certificate() {
        let url = android("00:FF:10").unwrap();
        assert_eq!(url.as_str(), "android:apk-key-hash:AP8Q");
        assert!(android("00:GG").is_none());
    }
}
