//! Making a user with an account at a connection whose accounts live here.

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::auth0::schema::Format;
use serde_json::{Map, Value, json};

use super::view::record;
use super::{AskToVerify, Identity, User, ask_to_verify, defaults, password, table};
use crate::cache::Stale;
use crate::connections::{Connection, Identifiers, Need};
use crate::context::Context;
use crate::database::Work;
use crate::events::Kind;
use crate::failure::Broken;
use crate::passwords::{HashingFailed, Password, PasswordHash, PersonalInfo, Weakness};

/// What a new user is made of.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// The part of the id behind the bar, where the caller chooses it.
    pub user_id: Option<String>,
    /// The e-mail address; stored in lower case.
    pub email: Option<String>,
    /// Whether the address is known to be theirs.
    pub email_verified: bool,
    /// The username; stored in lower case.
    pub username: Option<String>,
    /// The telephone number, `+` and digits.
    pub phone_number: Option<String>,
    /// Whether the number is known to be theirs.
    pub phone_verified: bool,
    /// The password, as [`Policy::parse`](crate::passwords::Policy::parse) read it.
    pub password: Option<Password>,
    /// Whether they prove who they are with a passkey, whatever the connection asks of passwords.
    pub has_passkey: bool,
    /// Given names.
    pub given_name: Option<String>,
    /// Family names.
    pub family_name: Option<String>,
    /// The full name; else the e-mail address.
    pub name: Option<String>,
    /// The short name; else the part of the e-mail address before the `@`.
    pub nickname: Option<String>,
    /// Where their picture is; else the address's Gravatar.
    pub picture: Option<String>,
    /// What the user may change themselves.
    pub user_metadata: Option<Map<String, Value>>,
    /// What only administrators may change.
    pub app_metadata: Option<Map<String, Value>>,
    /// Whether logging in is forbidden; shown only once it was said.
    pub blocked: Option<bool>,
    /// Whether, and how, a message asks to confirm the address; none is sent where it is known to be theirs.
    pub ask_to_verify: Option<AskToVerify>,
}

/// Why there is no new user. Nothing was stored.
#[derive(Debug)]
pub enum NotCreated {
    /// An account of the connection has the e-mail address or the id.
    UserExists,
    /// An account of the connection has the username.
    UsernameExists,
    /// An account of the connection has the telephone number.
    PhoneNumberExists,
    /// The connection needs an e-mail address.
    EmailRequired,
    /// The connection needs a username.
    UsernameRequired,
    /// The connection needs a telephone number.
    PhoneNumberRequired,
    /// The connection needs a password.
    PasswordRequired,
    /// The connection's accounts have no usernames.
    UsernameNotAllowed,
    /// The connection's accounts have no passwords.
    PasswordNotAllowed,
    /// It is no e-mail address.
    InvalidEmail,
    /// The connection does not accept such a username.
    InvalidUsername,
    /// It is no telephone number.
    InvalidPhoneNumber,
    /// It can't be the part of a user id behind the bar.
    InvalidUserId,
    /// The connection does not accept such a password.
    Weak(Weakness),
    /// The connection's accounts live elsewhere.
    Unsupported,
    /// A fault of ours.
    Broken(Broken),
}

impl From<Broken> for NotCreated {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<crate::database::SqlError> for NotCreated {
    fn from(error: crate::database::SqlError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<HashingFailed> for NotCreated {
    fn from(error: HashingFailed) -> Self {
        Self::Broken(Broken::internal(error))
    }
}

/// Makes a user. Of many that race for one e-mail address, username or id, the first one wins.
///
/// The password is judged and hashed before the unit of work begins, whether or not the user turns out to exist: how
/// long the answer takes tells nobody who has an account.
///
/// # Errors
/// [`NotCreated`] says which rule was in the way.
pub async fn create(
    new: NewUser,
    connection: &Connection,
    context: &Context,
) -> Result<User, NotCreated> {
    let identifiers = Identifiers::of(connection).ok_or(NotCreated::Unsupported)?;
    let new = normal(new);
    check(&new, &identifiers)?;
    let user = user(&new, connection, context)?;
    let hash = match &new.password {
        Some(password) => Some(hash(password, &user, connection, context).await?),
        None => None,
    };
    let mut work = context.begin().await?;
    store(&user, &identifiers, hash.as_ref(), context, &mut work).await?;
    if let Some(ask) = &new.ask_to_verify {
        ask_to_verify(&user, ask, context, &mut work).await?;
    }
    record(&user, Kind::UserCreated, context, &mut work).await?;
    work.makes_stale(Stale::User(context.tenant.id.clone(), user.id.clone()));
    work.commit().await?;
    Ok(user)
}

/// A user from a file, with the hash that another system made in place of a password.
#[derive(Debug)]
pub struct Import {
    /// What the file says.
    pub new: NewUser,
    /// The hash, where there is one; without, the user has to choose a password first.
    pub hash: Option<PasswordHash>,
}

/// Makes a user from a file, in a unit of work that holds more of them. Where this one can't be made, nothing of it is
/// left in the unit of work, and the others go on.
///
/// # Errors
/// [`NotCreated`] says which rule was in the way.
pub(crate) async fn import(
    import: Import,
    connection: &Connection,
    context: &Context,
    work: &mut Work,
) -> Result<User, NotCreated> {
    let identifiers = Identifiers::of(connection).ok_or(NotCreated::Unsupported)?;
    let new = normal(import.new);
    check_names(&new, &identifiers)?;
    let user = user(&new, connection, context)?;
    store(&user, &identifiers, import.hash.as_ref(), context, work).await?;
    record(&user, Kind::UserCreated, context, work).await?;
    Ok(user)
}

/// Stores a user with their account and password, or nothing of them.
async fn store(
    user: &User,
    identifiers: &Identifiers,
    hash: Option<&PasswordHash>,
    context: &Context,
    work: &mut Work,
) -> Result<(), NotCreated> {
    let account = table::Account::of(user, identifiers);
    let (tenant, id) = (&context.tenant, user.id.provider_user_id());
    if !table::insert_identity(tenant, &account, work).await? {
        return Err(clash(&account, work, context).await?);
    }
    if !table::insert(tenant, user, work).await? {
        table::delete_identity(tenant, user.id.provider(), id, work).await?;
        return Err(NotCreated::UserExists);
    }
    if let Some(hash) = hash {
        password::table::put(tenant, id, hash.as_str(), context.now, work).await?;
    }
    Ok(())
}

/// Which of the account's names is taken.
async fn clash(
    account: &table::Account<'_>,
    work: &mut Work,
    context: &Context,
) -> Result<NotCreated, Broken> {
    let taken = table::taken(&context.tenant, account, work).await?;
    Ok(match taken {
        table::Taken {
            email: false,
            username: true,
            ..
        } => NotCreated::UsernameExists,
        table::Taken {
            email: false,
            phone_number: true,
            ..
        } => NotCreated::PhoneNumberExists,
        _ => NotCreated::UserExists,
    })
}

/// Names in lower case, and no empty texts.
fn normal(mut new: NewUser) -> NewUser {
    let lower = |text: Option<String>| text.map(|text| text.trim().to_lowercase());
    new.email = lower(new.email);
    new.username = lower(new.username);
    let optional = [
        &mut new.user_id,
        &mut new.email,
        &mut new.username,
        &mut new.phone_number,
        &mut new.given_name,
        &mut new.family_name,
        &mut new.name,
        &mut new.nickname,
        &mut new.picture,
    ];
    for text in optional {
        text.take_if(|text| text.is_empty());
    }
    new
}

fn check(new: &NewUser, identifiers: &Identifiers) -> Result<(), NotCreated> {
    check_names(new, identifiers)?;
    match (&new.password, identifiers.password) {
        (None, Need::Required) if !new.has_passkey => Err(NotCreated::PasswordRequired),
        (Some(_), Need::Never) => Err(NotCreated::PasswordNotAllowed),
        _ => Ok(()),
    }
}

fn check_names(new: &NewUser, identifiers: &Identifiers) -> Result<(), NotCreated> {
    match (&new.email, identifiers.email) {
        (None, Need::Required) => return Err(NotCreated::EmailRequired),
        (Some(email), _) if !Format::Email.accepts(email) => return Err(NotCreated::InvalidEmail),
        _ => {}
    }
    match (&new.username, identifiers.username) {
        (None, Need::Required) => return Err(NotCreated::UsernameRequired),
        (Some(_), Need::Never) => return Err(NotCreated::UsernameNotAllowed),
        (Some(username), _) if !identifiers.username_rule.accepts(username) => {
            return Err(NotCreated::InvalidUsername);
        }
        _ => {}
    }
    match (&new.phone_number, identifiers.phone_number) {
        (None, Need::Required) => return Err(NotCreated::PhoneNumberRequired),
        (Some(number), _) if !Format::Phone.accepts(number) => {
            return Err(NotCreated::InvalidPhoneNumber);
        }
        _ => {}
    }
    if new.email.is_none() && new.username.is_none() && new.phone_number.is_none() {
        return Err(NotCreated::EmailRequired);
    }
    Ok(())
}

fn user(new: &NewUser, connection: &Connection, context: &Context) -> Result<User, NotCreated> {
    let id = user_id(new, connection, context)?;
    Ok(User {
        document: document(new),
        blocked: new.blocked.unwrap_or(false),
        identities: vec![Identity {
            connection_id: connection.id.to_string(),
            connection: connection.name.clone(),
            provider: id.provider().to_owned(),
            provider_user_id: id.provider_user_id().to_owned(),
            profile: None,
            sealed_tokens: None,
        }],
        logins_count: 0,
        last_login: None,
        last_ip: None,
        created_at: context.now,
        updated_at: context.now,
        id,
    })
}

fn user_id(
    new: &NewUser,
    connection: &Connection,
    context: &Context,
) -> Result<UserId, NotCreated> {
    let fresh = UserId::generate(context.entropy());
    let own = new.user_id.as_deref();
    let behind_bar = own.unwrap_or_else(|| fresh.provider_user_id());
    UserId::parse(&format!("{}|{behind_bar}", connection.strategy))
        .map_err(|_| NotCreated::InvalidUserId)
}

/// The profile, with what is known from the first day.
fn document(new: &NewUser) -> Map<String, Value> {
    let mut document = Map::new();
    let given = [
        ("email", &new.email),
        ("username", &new.username),
        ("phone_number", &new.phone_number),
        ("given_name", &new.given_name),
        ("family_name", &new.family_name),
        ("name", &new.name),
        ("nickname", &new.nickname),
        ("picture", &new.picture),
    ];
    for (name, text) in given {
        if let Some(text) = text {
            document.insert(name.to_owned(), json!(text));
        }
    }
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            document.insert(name.to_owned(), value);
        }
    };
    set(
        "email_verified",
        new.email.is_some().then(|| json!(new.email_verified)),
    );
    set(
        "phone_verified",
        new.phone_number
            .is_some()
            .then(|| json!(new.phone_verified)),
    );
    set("blocked", new.blocked.map(Value::Bool));
    set("user_metadata", metadata(new.user_metadata.as_ref()));
    set("app_metadata", metadata(new.app_metadata.as_ref()));
    defaults::fill(&mut document);
    document
}

/// On the first level `null` means that there is no such member.
fn metadata(given: Option<&Map<String, Value>>) -> Option<Value> {
    let kept = given?.iter().filter(|(_, value)| !value.is_null());
    Some(Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    ))
}

async fn hash(
    password: &Password,
    user: &User,
    connection: &Connection,
    context: &Context,
) -> Result<PasswordHash, NotCreated> {
    let policy = connection.password_policy()?;
    let pool = &context.platform.hashing;
    let personal = PersonalInfo::new(Value::Object(user.document.clone()));
    pool.judge(policy, password, personal, Vec::new())
        .await?
        .map_err(NotCreated::Weak)?;
    Ok(pool.hash(password, context.entropy().bytes()).await?)
}
