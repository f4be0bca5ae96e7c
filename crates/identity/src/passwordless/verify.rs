//! Somebody brings a code back: they have the address, and with it the account. The first time, it is made for them.

use super::{Address, purpose};
use crate::clients::Client;
use crate::connections::{Connection, Medium};
use crate::context::Context;
use crate::failure::Broken;
use crate::login_limits::{self, Attempt, Limited};
use crate::logs::{Entry, Event};
use crate::one_time_codes::{self, Outcome};
use crate::users::{self, NewUser, NotCreated, User};

/// Why somebody was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The code is wrong, was used, has expired, had too many tries; or there is no such account and can't be one.
    Wrong,
    /// The account is blocked; only said to who has the code.
    Blocked,
    /// A limit was reached; whether the code was right stays open.
    Limited(Limited),
}

/// Lets somebody in who brings the code that was sent to their address. It is used up.
///
/// # Errors
/// When the database is away.
pub async fn verify(
    code: &str,
    address: &Address,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    let attempt = match Attempt::begin(address.as_str(), connection, client, context).await? {
        Ok(attempt) => attempt,
        Err(limit) => return Ok(Err(Refusal::Limited(limit))),
    };
    let purpose = purpose(address, connection, client);
    let is_right = matches!(
        one_time_codes::redeem::<()>(&purpose, code, context).await?,
        Outcome::Right(())
    );
    let limit = if is_right {
        attempt.succeeded(context).await?
    } else {
        attempt.failed(context).await?
    };
    if let Some(limit) = limit {
        return Ok(Err(Refusal::Limited(limit)));
    }
    if !is_right {
        return Ok(Err(Refusal::Wrong));
    }
    let admitted = admit(address, connection, client, context).await?;
    if let Ok(user) = &admitted {
        users::record_login(&user.id, context).await?;
    }
    Ok(admitted)
}

/// Whether a code is right. It stays good: old clients ask before they use it (`POST /passwordless/verify`).
///
/// # Errors
/// When the database is away.
pub async fn is_right(
    code: &str,
    address: &Address,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<Result<(), Refusal>, Broken> {
    let attempt = match Attempt::begin(address.as_str(), connection, client, context).await? {
        Ok(attempt) => attempt,
        Err(limit) => return Ok(Err(Refusal::Limited(limit))),
    };
    if one_time_codes::is_right(&purpose(address, connection, client), code, context).await? {
        return Ok(match attempt.succeeded(context).await? {
            Some(limit) => Err(Refusal::Limited(limit)),
            None => Ok(()),
        });
    }
    Ok(Err(match attempt.failed(context).await? {
        Some(limit) => Refusal::Limited(limit),
        None => Refusal::Wrong,
    }))
}

/// The account of an address that was just proved, or a new one.
async fn admit(
    address: &Address,
    connection: &Connection,
    client: &Client,
    context: &Context,
) -> Result<Result<User, Refusal>, Broken> {
    if let Some(user) = users::find_by_address(address.as_str(), connection, context).await? {
        return Ok(if user.blocked {
            Err(Refusal::Blocked)
        } else {
            Ok(users::confirm_address(user, address.as_str(), context).await?)
        });
    }
    if !connection.admits_strangers() {
        return Ok(Err(Refusal::Wrong));
    }
    if let Some(limit) = login_limits::sign_up(client, context).await? {
        return Ok(Err(Refusal::Limited(limit)));
    }
    match users::create(new_user(address, connection), connection, context).await {
        Ok(user) => {
            log_signup(&user, connection, client, context);
            Ok(Ok(user))
        }
        // Another request was faster.
        Err(NotCreated::UserExists | NotCreated::PhoneNumberExists) => {
            let found = users::find_by_address(address.as_str(), connection, context).await?;
            Ok(found.filter(|user| !user.blocked).ok_or(Refusal::Wrong))
        }
        Err(NotCreated::Broken(broken)) => Err(broken),
        Err(_) => Ok(Err(Refusal::Wrong)),
    }
}

fn new_user(address: &Address, connection: &Connection) -> NewUser {
    let address = Some(address.as_str().to_owned());
    match connection.medium() {
        Some(Medium::Sms) => NewUser {
            name: address.clone(),
            phone_number: address,
            phone_verified: true,
            ..NewUser::default()
        },
        Some(Medium::Email) | None => NewUser {
            email: address,
            email_verified: true,
            ..NewUser::default()
        },
    }
}

fn log_signup(user: &User, connection: &Connection, client: &Client, context: &Context) {
    let body = serde_json::json!({
        "client_id": client.id, "connection": connection.name, "email": user.email().unwrap_or_default(),
        "password": "*****", "tenant": context.tenant.id,
    });
    Entry::new(Event::SignupSucceeded)
        .client(client)
        .connection(connection)
        .user(user)
        .detail("body", body)
        .record(context);
}
