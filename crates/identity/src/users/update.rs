//! `PATCH /users/{id}`.

use ostia_protocol::auth0::ids::{ClientId, UserId};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::schema::Format;
use serde_json::{Map, Value, json};

use super::password::{self, Accepted};
use super::view::record;
use super::{AskToVerify, User, ask_to_verify, document, table};
use crate::cache::Stale;
use crate::clients::Initiator;
use crate::connections::{self, Connection, Identifiers, Need};
use crate::context::Context;
use crate::database::{Work, is_taken};
use crate::events::Kind;
use crate::failure::ManagementFailure;
use crate::sessions;

/// Members that say how to change, and are not stored.
const HELPERS: [&str; 4] = [
    "verify_email",
    "verify_phone_number",
    "connection",
    "client_id",
];
/// Pairs that can't change in one request.
const APART: [(&str, &str); 5] = [
    ("password", "email"),
    ("username", "email"),
    ("username", "password"),
    ("password", "email_verified"),
    ("username", "email_verified"),
];

/// How much of a user a caller may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// All of it.
    Administrator,
    /// Only `app_metadata`.
    AppMetadata,
    /// Only `user_metadata`: the user themselves.
    UserMetadata,
}

impl Writer {
    fn check(self, body: &Map<String, Value>) -> Result<(), Error> {
        let allowed = match self {
            Self::Administrator => return Ok(()),
            Self::AppMetadata => "app_metadata",
            Self::UserMetadata => "user_metadata",
        };
        let others: Vec<&str> = body
            .keys()
            .map(String::as_str)
            .filter(|name| *name != allowed)
            .collect();
        if others.is_empty() {
            Ok(())
        } else {
            Err(Error::user_attributes_not_allowed(&others))
        }
    }
}

/// Changes a user as the Management API does: members replace those stored, metadata is merged on its first level, and
/// `null` removes. A new e-mail address, telephone number, username or password ends the user's sessions.
///
/// # Errors
/// 400 and 404 in the Management API's words.
pub async fn update(
    id: &UserId,
    body: &Value,
    writer: Writer,
    context: &Context,
) -> Result<User, ManagementFailure> {
    document::check(&document::UPDATE, body)?;
    let sent = body.as_object().cloned().unwrap_or_default();
    writer.check(&sent)?;
    let user = super::find(id, context)
        .await?
        .ok_or_else(Error::unknown_user)?;
    let target = target(&user, &sent, context).await?;
    check_together(&sent, &target)?;
    let accepted = accept_password(&user, &sent, &target, context).await?;
    let mut work = context.begin().await?;
    let mut user = table::find_for_update(&context.tenant, id, &mut work)
        .await?
        .ok_or_else(Error::unknown_user)?;
    let before = user.clone();
    apply(&mut user, &sent);
    if let Some(accepted) = &accepted {
        password::store(&mut user, accepted, context, &mut work).await?;
    }
    store_names(&before, &user, &target, body, context, &mut work).await?;
    if user.document != before.document {
        user.updated_at = context.now;
        table::update(&context.tenant, &user, &mut work).await?;
        record(&user, Kind::UserUpdated, context, &mut work).await?;
    }
    if accepted.is_some() {
        password::end_access(&user, context, &mut work).await?;
    } else if names(&user) != names(&before) {
        sessions::end_of_user(id, Initiator::EmailIdentifierChanged, context, &mut work).await?;
    }
    if sent.get("verify_email") == Some(&Value::Bool(true)) {
        let client_id = sent.get("client_id").and_then(Value::as_str);
        let ask = AskToVerify {
            client_id: client_id.and_then(|id| ClientId::parse(id).ok()),
            ..AskToVerify::default()
        };
        ask_to_verify(&user, &ask, context, &mut work).await?;
    }
    work.makes_stale(Stale::User(context.tenant.id.clone(), id.clone()));
    work.commit().await?;
    Ok(user)
}

/// The account that changes.
struct Target {
    connection: Option<Connection>,
    identifiers: Option<Identifiers>,
    is_primary: bool,
}

impl Target {
    fn strategy(&self) -> &str {
        self.connection
            .as_ref()
            .map_or("", |connection| connection.strategy.as_str())
    }

    /// Whether its e-mail address and the like are ours to change.
    fn lives_here(&self) -> bool {
        self.identifiers.is_some()
    }
}

/// The account that `connection` names, else the primary one.
async fn target(
    user: &User,
    sent: &Map<String, Value>,
    context: &Context,
) -> Result<Target, ManagementFailure> {
    let wanted = sent.get("connection").and_then(Value::as_str);
    let connection = match wanted.unwrap_or_else(|| user.connection()) {
        "" => None,
        name => connections::find_by_name(name, context).await?,
    };
    if wanted.is_some() {
        let known = connection
            .as_ref()
            .ok_or_else(Error::user_connection_does_not_exist)?;
        let has_account = user
            .identities
            .iter()
            .any(|identity| identity.connection_id == known.id.as_str());
        if !has_account {
            return Err(Error::invalid_body(format!(
                "The user does not have an account in connection {}.",
                known.name
            ))
            .into());
        }
    }
    Ok(Target {
        is_primary: connection.as_ref().is_some_and(|connection| {
            user.identities
                .first()
                .is_some_and(|primary| primary.connection_id == connection.id.as_str())
        }),
        identifiers: connection.as_ref().and_then(Identifiers::of),
        connection,
    })
}

fn check_together(sent: &Map<String, Value>, target: &Target) -> Result<(), Error> {
    let says = |name: &str| sent.contains_key(name);
    for (first, second) in APART {
        if says(first) && says(second) {
            return Err(Error::cannot_update_simultaneously(first, second));
        }
    }
    if says("email") && !target.lives_here() {
        return Err(Error::email_of_non_database_user());
    }
    for name in ["username", "phone_number"] {
        if says(name) && !target.lives_here() {
            return Err(Error::invalid_body(format!(
                "Cannot update {name} for non-database user."
            )));
        }
    }
    if says("email_verified")
        && (!target.lives_here() || target.strategy() == connections::SMS_STRATEGY)
    {
        let social = connections::is_social(target.strategy());
        if !social {
            return Err(Error::enterprise_email_verification());
        }
    }
    let names = [
        "email",
        "username",
        "phone_number",
        "email_verified",
        "phone_verified",
    ];
    if !target.is_primary && names.into_iter().any(says) {
        return Err(Error::operation_not_supported(
            "Only the password of a linked account can be updated.",
        ));
    }
    Ok(())
}

async fn accept_password(
    user: &User,
    sent: &Map<String, Value>,
    target: &Target,
    context: &Context,
) -> Result<Option<Accepted>, ManagementFailure> {
    let Some(text) = sent.get("password").and_then(Value::as_str) else {
        return Ok(None);
    };
    let connection = target
        .connection
        .as_ref()
        .filter(|connection| connection.is_database())
        .ok_or_else(|| document::not_changed(super::NotChanged::NoAccount))?;
    let password = document::parse_password(text.to_owned(), connection)?;
    let accepted = password::accept(user, &password, connection, context)
        .await
        .map_err(document::not_changed)?;
    Ok(Some(accepted))
}

/// Writes what was sent into the profile. A new address or number is not verified unless the request says so.
fn apply(user: &mut User, sent: &Map<String, Value>) {
    let profile = &mut user.document;
    let before = ["email", "phone_number"].map(|name| profile.get(name).cloned());
    for (name, value) in sent {
        match (name.as_str(), value) {
            (helper, _) if HELPERS.contains(&helper) => {}
            ("password", _) => {}
            ("user_metadata" | "app_metadata", Value::Object(members)) => {
                let merged = document::merge(profile.get(name), members);
                profile.insert(name.clone(), Value::Object(merged));
            }
            ("email" | "username", Value::String(text)) => {
                profile.insert(name.clone(), json!(text.to_lowercase()));
            }
            (_, Value::Null) => {
                profile.remove(name);
            }
            _ => {
                profile.insert(name.clone(), value.clone());
            }
        }
    }
    let after = ["email", "phone_number"].map(|name| profile.get(name).cloned());
    for (place, verified) in ["email_verified", "phone_verified"].into_iter().enumerate() {
        match &after[place] {
            None => _ = profile.remove(verified),
            Some(_) if after[place] != before[place] && !sent.contains_key(verified) => {
                profile.insert(verified.to_owned(), json!(false));
            }
            Some(_) => {}
        }
    }
    user.blocked = profile.get("blocked") == Some(&Value::Bool(true));
}

/// What a user is known by: a change of it logs them out.
fn names(user: &User) -> [Option<&str>; 3] {
    ["email", "username", "phone_number"].map(|name| user.text(name))
}

/// Checks and stores the names of the primary account where they changed.
async fn store_names(
    before: &User,
    user: &User,
    target: &Target,
    body: &Value,
    context: &Context,
    work: &mut Work,
) -> Result<(), ManagementFailure> {
    if names(before) == names(user) {
        return Ok(());
    }
    let Some(identifiers) = &target.identifiers else {
        return Ok(());
    };
    check_names(before, user, identifiers, body)?;
    let account = table::Account::of(user, identifiers);
    match table::update_identity(&context.tenant, &account, work).await {
        Ok(()) => Ok(()),
        Err(error) if is_taken(&error) => {
            let changed = |name: &str| user.text(name) != before.text(name);
            let name = ["username", "phone_number"]
                .into_iter()
                .find(|name| changed(name) && !changed("email"))
                .unwrap_or("email");
            Err(
                Error::new(400, format!("The specified new {name} already exists"))
                    .with_code("auth0_idp_error")
                    .into(),
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn check_names(
    before: &User,
    user: &User,
    identifiers: &Identifiers,
    body: &Value,
) -> Result<(), Error> {
    let changed = |name: &str| user.text(name) != before.text(name);
    let needs = [
        ("email", identifiers.email),
        ("username", identifiers.username),
        ("phone_number", identifiers.phone_number),
    ];
    for (name, need) in needs {
        if changed(name) && user.text(name).is_none() && need == Need::Required {
            return Err(document::missing(name));
        }
    }
    if changed("username") {
        match user.text("username") {
            Some(_) if identifiers.username == Need::Never => {
                return Err(Error::username_not_required());
            }
            Some(username) if !identifiers.username_rule.accepts(username) => {
                return Err(document::malformed("username", "Username", body));
            }
            _ => {}
        }
    }
    if changed("email")
        && user
            .email()
            .is_some_and(|email| !Format::Email.accepts(email))
    {
        return Err(document::malformed("email", "E-mail address", body));
    }
    if names(user) == [None; 3] {
        return Err(document::missing("email"));
    }
    Ok(())
}
