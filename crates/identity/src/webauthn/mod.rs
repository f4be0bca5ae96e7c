//! WebAuthn: public key credentials that an authenticator holds (W3C Web Authentication, level 3): security keys,
//! what is built into a device, and passkeys.
//!
//! A question is kept here until it is answered, once. What an answer proves, `webauthn-rs-core` judges; whose
//! credential it is, and that no answer counts twice, is decided here.

mod ceremony;
mod credential;
mod relying_party;
pub mod table;

use std::fmt;

use ostia_protocol::auth0::ids::UserId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;
use webauthn_rs_core::proto::{AuthenticationState, RegistrationState};

pub use self::ceremony::Used;
use self::ceremony::{Assertion, Attestation};
pub use self::credential::parse_public_key;
pub use self::relying_party::RelyingParty;
use crate::authentication_methods::{self, Detail, Method, NotAdded};
use crate::context::Context;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// What a credential is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// A second factor that can be carried along.
    SecurityKey,
    /// A second factor that is built into a device.
    Device,
    /// The only factor, which also says whose it is.
    Passkey,
}

impl Use {
    /// Whether a method is of this use.
    pub const fn is_of(self, detail: &Detail) -> bool {
        matches!(
            (self, detail),
            (Self::SecurityKey, Detail::WebauthnRoaming(_))
                | (Self::Device, Detail::WebauthnPlatform(_))
                | (Self::Passkey, Detail::Passkey(_))
        )
    }

    const fn detail(self, credential: authentication_methods::Credential) -> Detail {
        match self {
            Self::SecurityKey => Detail::WebauthnRoaming(credential),
            Self::Device => Detail::WebauthnPlatform(credential),
            Self::Passkey => Detail::Passkey(credential),
        }
    }
}

/// How long an authenticator has, in seconds: as long as browsers wait at most.
pub const PATIENCE: i64 = 600;

/// Where something is asked: what names it, what the credential is for, and how many seconds there are.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Names it. Only who knows it can answer.
    pub name: &'a [&'a str],
    /// What the credential is for.
    pub r#use: Use,
    /// How long the answer may take, in seconds.
    pub patience: i64,
    /// From where it may come beside this host: applications with pages of their own.
    pub origins: &'a [Url],
}

/// For whom a credential is made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Names the account to authenticators: opaque, and the same for as long as there is the account.
    pub handle: String,
    /// What people call the account.
    pub name: String,
    /// What people call its owner.
    pub display_name: String,
    /// The credentials that it has already.
    pub credentials: Vec<String>,
}

/// Why an answer proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing was asked, or it was answered before, or it took too long.
    Gone,
    /// It can't be read, is for somebody else, or is wrong. The text is for the log.
    Wrong(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => formatter.write_str("the challenge was used or has expired"),
            Self::Wrong(problem) => formatter.write_str(problem),
        }
    }
}

/// What was asked, as it is kept.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "ceremony")]
enum Question {
    Create {
        r#use: Use,
        about: Value,
        account: Account,
        relying_party: RelyingParty,
        state: Box<RegistrationState>,
    },
    Show {
        r#use: Use,
        about: Value,
        relying_party: RelyingParty,
        state: Box<AuthenticationState>,
    },
}

/// A credential that was just made, not yet given to anybody.
#[derive(Clone, Debug)]
pub struct Created {
    /// The method that it is.
    pub detail: Detail,
    /// How often it was used.
    pub counter: u32,
    /// What the question was asked with.
    pub about: Value,
}

/// A credential that was just used.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The method that it is.
    pub method: Method,
    /// What the question was asked with.
    pub about: Value,
}

/// The account of a user. The handle is that of their other credentials, where they have some.
///
/// # Errors
/// When the database is away.
pub async fn account(
    user: &UserId,
    name: &str,
    display_name: &str,
    context: &Context,
) -> Result<Account, Broken> {
    let methods = authentication_methods::of_user(user, context).await?;
    let credentials = || {
        methods
            .iter()
            .filter_map(|method| method.detail.credential())
    };
    let known = credentials().find_map(credential::handle);
    Ok(Account {
        handle: match known {
            Some(handle) => handle.to_owned(),
            None => handle_of(user, context)?,
        },
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        credentials: credentials()
            .map(|credential| credential.key_id.clone())
            .collect(),
    })
}

/// What names a user to authenticators: it tells nothing, and is the same every time.
///
/// # Errors
/// When it can't be derived.
pub fn handle_of(user: &UserId, context: &Context) -> Result<String, Broken> {
    let derived = context
        .tenant
        .key
        .derive(&format!("webauthn user\0{user}"))?;
    Ok(credential::encode(derived.as_slice()))
}

/// What names somebody who has no account yet.
pub fn new_handle(context: &Context) -> String {
    credential::encode(&context.entropy().bytes::<32>())
}

/// Asks for a new credential. What a browser is given for `navigator.credentials.create` (`publicKey`, with base64url
/// for binary). `about` comes back with the answer.
///
/// # Errors
/// When the database is away.
pub async fn ask_to_create(
    place: Place<'_>,
    account: Account,
    about: Value,
    context: &Context,
) -> Result<Value, Broken> {
    let relying_party = RelyingParty::of(place.r#use, place.origins, context)?;
    let (options, state) = ceremony::creation(place, &account, &relying_party)?;
    let question = Question::Create {
        r#use: place.r#use,
        about,
        account,
        relying_party,
        state: Box::new(state),
    };
    keep(place, &question, context).await?;
    Ok(options)
}

/// Asks for a credential to be used. What a browser is given for `navigator.credentials.get`. `about` comes back with
/// the answer.
///
/// # Errors
/// When the database is away.
pub async fn ask_to_show(
    place: Place<'_>,
    user: Option<&UserId>,
    about: Value,
    context: &Context,
) -> Result<Value, Broken> {
    let methods = match user {
        Some(user) => authentication_methods::of_user(user, context).await?,
        None => Vec::new(),
    };
    let credentials = methods
        .iter()
        .filter(|method| method.confirmed && place.r#use.is_of(&method.detail))
        .filter_map(|method| method.detail.credential());
    let relying_party = RelyingParty::of(place.r#use, place.origins, context)?;
    let (options, state) = ceremony::request(place, credentials, &relying_party)?;
    let question = Question::Show {
        r#use: place.r#use,
        about,
        relying_party,
        state: Box::new(state),
    };
    keep(place, &question, context).await?;
    Ok(options)
}

async fn keep(place: Place<'_>, question: &Question, context: &Context) -> Result<(), Broken> {
    let row = table::NewChallenge {
        place_hash: &hashed(place),
        question: &serde_json::to_string(question)?,
        expires_at: context.now.plus_seconds(place.patience),
    };
    let mut work = context.begin().await?;
    table::put(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await
}

/// Takes the question back that was asked at a place. Of racing answers one gets it.
async fn take(place: Place<'_>, context: &Context) -> Result<Option<Question>, Broken> {
    let mut work = context.begin().await?;
    let hash = hashed(place);
    let question = table::consume(&context.tenant, &hash, context.now, &mut work).await?;
    work.commit().await?;
    Ok(match question {
        Some(text) => Some(serde_json::from_str(&text)?),
        None => None,
    })
}

fn hashed(place: Place<'_>) -> String {
    fingerprint(&place.name.join("\0"))
}

/// Reads what a browser says of a new credential. The question is used up, whatever the answer.
///
/// # Errors
/// When the database is away.
pub async fn created(
    place: Place<'_>,
    answer: &Value,
    context: &Context,
) -> Result<Result<Created, Refusal>, Broken> {
    let Some(Question::Create {
        r#use,
        about,
        account,
        relying_party,
        state,
    }) = take(place, context).await?
    else {
        return Ok(Err(Refusal::Gone));
    };
    if r#use != place.r#use {
        return Ok(Err(Refusal::Gone));
    }
    Ok(Attestation::read(answer)
        .and_then(|attestation| attestation.check(&state, &relying_party))
        .map(|(credential, counter)| Created {
            detail: r#use.detail(credential::of_account(credential, &account, context)),
            counter,
            about,
        })
        .map_err(Refusal::Wrong))
}

/// Gives a credential that was just made to a user.
///
/// # Errors
/// When the user has too many, somebody has it already, or the database is away.
pub async fn give(
    created: &Created,
    user: &UserId,
    name: Option<&str>,
    context: &Context,
) -> Result<Method, NotAdded> {
    let Created {
        detail, counter, ..
    } = created;
    let mut detail = detail.clone();
    if let Detail::Passkey(passkey) = &mut detail
        && let Some((_, identity)) = user.as_str().split_once('|')
    {
        passkey
            .further
            .insert("identity_user_id".to_owned(), json!(identity));
    }
    authentication_methods::add_credential(user, detail, *counter, name, context).await
}

/// Reads what a browser says of a credential that was used, and whose it is: `user`'s where somebody is named, else
/// of whoever the credential says. The question is used up, whatever the answer.
///
/// # Errors
/// When the database is away.
pub async fn shown(
    place: Place<'_>,
    user: Option<&UserId>,
    answer: &Value,
    context: &Context,
) -> Result<Result<Shown, Refusal>, Broken> {
    let Some(Question::Show {
        r#use,
        about,
        relying_party,
        state,
    }) = take(place, context).await?
    else {
        return Ok(Err(Refusal::Gone));
    };
    if r#use != place.r#use {
        return Ok(Err(Refusal::Gone));
    }
    let wrong = |text: &str| Ok(Err(Refusal::Wrong(text.to_owned())));
    let assertion = match Assertion::read(answer) {
        Ok(assertion) => assertion,
        Err(problem) => return Ok(Err(Refusal::Wrong(problem))),
    };
    let database = context.database();
    let key_id = assertion.key_id();
    let found = authentication_methods::table::find_credential(&context.tenant, &key_id, database);
    let Some((mut method, counter)) = found.await? else {
        return wrong("the credential is unknown");
    };
    let is_theirs = user.is_none_or(|user| *user == method.user_id);
    if !is_theirs || !method.confirmed || !r#use.is_of(&method.detail) {
        return wrong("the credential is another user's, or for something else");
    }
    let Some(credential) = method.detail.credential_mut() else {
        return wrong("the credential is for something else");
    };
    if !is_owner(
        &assertion,
        credential,
        user.is_some(),
        &method.user_id,
        context,
    )? {
        return wrong("the user handle is not the owner's");
    }
    let used = match assertion.check(&state, credential, counter, &relying_party) {
        Ok(used) => used,
        Err(problem) => return Ok(Err(Refusal::Wrong(problem))),
    };
    if !authentication_methods::use_credential(&method, used.counter, used.is_changed, context)
        .await?
    {
        return wrong("the credential was used at the same time, or was copied");
    }
    Ok(Ok(Shown { method, about }))
}

/// Whether an answer names the owner of the credential (WebAuthn §7.2, step 6): it must where nobody else was named.
fn is_owner(
    assertion: &Assertion,
    credential: &authentication_methods::Credential,
    is_named: bool,
    owner: &UserId,
    context: &Context,
) -> Result<bool, Broken> {
    let Some(told) = assertion.user_handle() else {
        return Ok(is_named);
    };
    Ok(match credential::handle(credential) {
        Some(handle) => handle == told,
        None => is_named || handle_of(owner, context)? == told,
    })
}
