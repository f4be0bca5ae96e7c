//! Addresses as second factors by an enrolment ticket: which waits for its first code, and the codes that come back.

use super::oob::{self, AskedBy, TooManySent};
use super::{Refusal, factor_of};
use crate::authentication_methods::Method;
use crate::context::Context;
use crate::enrollment_tickets;
use crate::failure::Broken;
use crate::guardian::Factor;
use crate::passwordless::Address;
use crate::users::User;

/// What names the codes that are sent by a ticket.
fn handle(factor: Factor, ticket: &str) -> String {
    format!("{}\0ticket\0{ticket}", factor.as_str())
}

/// The address that waits for its first code, where it is one for this factor.
///
/// # Errors
/// When the database is away.
pub async fn waiting(
    factor: Factor,
    enrolling: Option<&str>,
    user: &User,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let Some(id) = enrolling else {
        return Ok(None);
    };
    let method = oob::pending_method(id, &user.id, context).await?;
    Ok(method.filter(|method| factor_of(&method.detail) == Some(factor)))
}

/// Keeps the address that a person wants codes at. `None` where they have as many methods as can be, or the ticket was
/// used in the meantime.
///
/// # Errors
/// When the database is away.
pub async fn begin(
    factor: Factor,
    address: &Address,
    user: &User,
    ticket: &str,
    context: &Context,
) -> Result<Option<Method>, Broken> {
    let begun = oob::begin_typed(factor, address, &user.id, context).await?;
    let Some(method) = begun else {
        return Ok(None);
    };
    let id = method.id.to_string();
    let noted = enrollment_tickets::set_enrolling(ticket, Some(&id), context).await?;
    Ok(noted.then_some(method))
}

/// Sends a code to the address that waits for one.
///
/// # Errors
/// When the database is away.
pub async fn send(
    factor: Factor,
    method: &Method,
    language: &str,
    user: &User,
    ticket: &str,
    context: &Context,
) -> Result<Result<(), TooManySent>, Broken> {
    let handle = handle(factor, ticket);
    oob::send(&handle, method, user, language, AskedBy::Owner, context).await
}

/// Checks the first code, which confirms the address.
///
/// # Errors
/// When the database is away.
pub async fn prove(
    factor: Factor,
    code: &str,
    user: &User,
    ticket: &str,
    context: &Context,
) -> Result<Result<(), Refusal>, Broken> {
    let proved = oob::prove(&handle(factor, ticket), code, user, context).await?;
    Ok(proved.map(|_| ()))
}
