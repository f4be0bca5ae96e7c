//! Authentication methods: what users have beside a password to prove who they are, and what each proves.
//!
//! All ways to it act on the same rows: the hosted screens, the MFA API, and the Management API.

pub mod document;
mod import;
mod manage;
pub mod recovery_code;
pub mod table;
pub mod totp;

use ostia_protocol::auth0::ids::{AuthenticatorId, UserId};
use serde::{Deserialize, Serialize};

pub(crate) use self::import::{Factor as ImportedFactor, import};
pub use self::manage::{
    create, enrollment, enrollments, list, read, regenerate_recovery_code, remove, remove_all,
    remove_enrollment, remove_provider, replace, update,
};
use crate::context::Context;
use crate::failure::Broken;
use crate::time::Timestamp;
use crate::vault::Place;

/// How many methods a user may have: enough for every device, too few to fill a table with.
pub const MAX_OF_USER: usize = 20;

/// A way of a user's to prove who they are.
#[derive(Clone, Debug)]
pub struct Method {
    /// Names it.
    pub id: AuthenticatorId,
    /// Whose it is.
    pub user_id: UserId,
    /// What it is.
    pub detail: Detail,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Whether it has been shown to work, or an administrator vouches for it.
    pub confirmed: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its owner first proved it.
    pub enrolled_at: Option<Timestamp>,
    /// When it last proved who they are.
    pub last_auth_at: Option<Timestamp>,
}

/// What a method is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Detail {
    /// Codes of an authenticator app (RFC 6238).
    Totp,
    /// A code that is kept for the day when nothing else is at hand.
    RecoveryCode,
    /// Codes by e-mail.
    Email {
        /// Where to.
        email: String,
    },
    /// Codes by text message or call.
    Phone {
        /// Where to, with `+` and country code.
        phone_number: String,
        /// How.
        #[serde(default)]
        preferred: Channel,
    },
    /// A security key.
    WebauthnRoaming(Credential),
    /// What is built into a device.
    WebauthnPlatform(Credential),
    /// A passkey.
    Passkey(Credential),
}

/// How a telephone gets a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// As a text message.
    #[default]
    Sms,
    /// By a call.
    Voice,
}

impl Channel {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Voice => "voice",
        }
    }
}

/// A public key credential, as the Management API takes and shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The credential's id.
    pub key_id: String,
    /// The public key, base64.
    pub public_key: String,
    /// The relying party, a host name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relying_party_identifier: Option<String>,
    /// What else is known of it, by its name on the wire.
    #[serde(flatten)]
    pub further: serde_json::Map<String, serde_json::Value>,
}

impl Detail {
    /// The type's name on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery-code",
            Self::Email { .. } => "email",
            Self::Phone { .. } => "phone",
            Self::WebauthnRoaming(_) => "webauthn-roaming",
            Self::WebauthnPlatform(_) => "webauthn-platform",
            Self::Passkey(_) => "passkey",
        }
    }

    /// The public key credential that it is.
    pub const fn credential(&self) -> Option<&Credential> {
        match self {
            Self::WebauthnRoaming(credential)
            | Self::WebauthnPlatform(credential)
            | Self::Passkey(credential) => Some(credential),
            Self::Totp | Self::RecoveryCode | Self::Email { .. } | Self::Phone { .. } => None,
        }
    }

    /// The same, to be changed.
    pub const fn credential_mut(&mut self) -> Option<&mut Credential> {
        match self {
            Self::WebauthnRoaming(credential)
            | Self::WebauthnPlatform(credential)
            | Self::Passkey(credential) => Some(credential),
            Self::Totp | Self::RecoveryCode | Self::Email { .. } | Self::Phone { .. } => None,
        }
    }
}

impl Method {
    /// The id as the Management API shows it: the type before it.
    pub fn public_id(&self) -> String {
        format!("{}|{}", self.detail.kind(), self.id)
    }
}

/// Where a method's secret is sealed.
fn secret_place(id: &AuthenticatorId) -> Place<'_> {
    Place {
        table: "authentication_methods",
        column: "sealed_secret",
        id: id.as_str(),
    }
}

/// All methods of a user, oldest first, those that were not shown to work among them.
///
/// # Errors
/// When the database is away.
pub async fn of_user(user: &UserId, context: &Context) -> Result<Vec<Method>, Broken> {
    Ok(table::list_of_user(&context.tenant, user, context.database()).await?)
}

/// Why there is no new method.
#[derive(Debug)]
pub enum NotAdded {
    /// The user has as many as can be.
    TooMany,
    /// Somebody has this very credential.
    Taken,
    /// The database is away.
    Broken(Broken),
}

impl From<Broken> for NotAdded {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<crate::database::SqlError> for NotAdded {
    fn from(error: crate::database::SqlError) -> Self {
        Self::Broken(error.into())
    }
}

/// Gives a user a method without a secret: an address that gets codes.
///
/// # Errors
/// When there are too many, or the database is away.
pub async fn add(
    user: &UserId,
    detail: Detail,
    confirmed: bool,
    context: &Context,
) -> Result<Method, NotAdded> {
    insert(new(user, detail, confirmed, context), None, context).await
}

/// Gives a user a credential that was shown to work, by being made.
///
/// # Errors
/// When there are too many, somebody has it already, or the database is away.
pub async fn add_credential(
    user: &UserId,
    detail: Detail,
    counter: u32,
    name: Option<&str>,
    context: &Context,
) -> Result<Method, NotAdded> {
    let method = Method {
        name: name.map(str::to_owned),
        last_auth_at: Some(context.now),
        ..new(user, detail, true, context)
    };
    let method = insert(method, None, context).await?;
    use_credential(&method, counter, false, context).await?;
    Ok(method)
}

/// Notes that a credential was used, and how often it says that it was: more often than before, where it counts. What
/// else it says of itself is kept where that `is_changed`. `false` where it is no more often than before: there are two
/// of it, or two answers at once.
///
/// # Errors
/// When the database is away.
pub async fn use_credential(
    method: &Method,
    counter: u32,
    is_changed: bool,
    context: &Context,
) -> Result<bool, Broken> {
    let mut work = context.begin().await?;
    let tenant = &context.tenant;
    if counter > 0 && !table::use_step(tenant, method, counter.into(), &mut work).await? {
        return Ok(false);
    }
    if is_changed {
        table::update(tenant, method, &mut work).await?;
    }
    let is_there = table::note_proof(tenant, method, context.now, &mut work).await?;
    work.commit().await?;
    Ok(is_there)
}

/// A method that is about to be made.
fn new(user: &UserId, detail: Detail, confirmed: bool, context: &Context) -> Method {
    Method {
        id: AuthenticatorId::generate(context.entropy()),
        user_id: user.clone(),
        detail,
        name: None,
        confirmed,
        created_at: context.now,
        enrolled_at: confirmed.then_some(context.now),
        last_auth_at: None,
    }
}

async fn insert(
    method: Method,
    sealed_secret: Option<&str>,
    context: &Context,
) -> Result<Method, NotAdded> {
    let mut work = context.begin().await?;
    let there = table::count_of_user(&context.tenant, &method.user_id, &mut work).await?;
    if there >= MAX_OF_USER {
        return Err(NotAdded::TooMany);
    }
    if !table::insert(&context.tenant, &method, sealed_secret, &mut work).await? {
        return Err(NotAdded::Taken);
    }
    work.commit().await?;
    Ok(method)
}

/// Notes that a method has just proved who its owner is; what waited for a proof is confirmed by it, and with it the
/// recovery code that was made beside it.
///
/// # Errors
/// When the database is away.
pub async fn proved(method: &Method, context: &Context) -> Result<(), Broken> {
    let mut work = context.begin().await?;
    table::note_proof(&context.tenant, method, context.now, &mut work).await?;
    if !method.confirmed {
        table::confirm_recovery_code(&context.tenant, &method.user_id, context.now, &mut work)
            .await?;
    }
    work.commit().await
}
