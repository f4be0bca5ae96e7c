//! Logins that were proved on an application's own page and are finished at `/authorize`: by the ticket that the page
//! got, and the verifier that its browser's cookie holds.

pub mod table;

use ostia_protocol::auth0::ids::{self, ClientId, UserId};
use subtle::ConstantTimeEq as _;

use crate::context::Context;
use crate::failure::Broken;
use crate::vault::fingerprint;

/// How long a page may take to send its browser on, in seconds.
const LIFETIME: i64 = 300;

/// What was proved.
#[derive(Clone, Debug)]
pub struct Proof {
    /// To which application.
    pub client_id: ClientId,
    /// On a page of which origin.
    pub origin: String,
    /// By whom.
    pub user_id: UserId,
    /// Through which connection, by name.
    pub connection: String,
}

/// A ticket as just made. Its parts are shown once.
#[derive(Debug)]
pub struct Issued {
    /// What the page takes along.
    pub ticket: String,
    /// What the browser's cookie holds.
    pub verifier: String,
}

/// Makes a ticket.
///
/// # Errors
/// When the database is away.
pub async fn issue(proof: &Proof, context: &Context) -> Result<Issued, Broken> {
    let issued = Issued {
        ticket: ids::token(context.entropy(), 32),
        verifier: ids::token(context.entropy(), 32),
    };
    let row = table::NewTicket {
        ticket_hash: &fingerprint(&issued.ticket),
        verifier_hash: &fingerprint(&issued.verifier),
        proof,
        expires_at: context.now.plus_seconds(LIFETIME),
    };
    let mut work = context.begin().await?;
    table::insert(&context.tenant, &row, context.now, &mut work).await?;
    work.commit().await?;
    Ok(issued)
}

/// What a ticket proves, once. `None` where it proves nothing, or another browser brings it: whoever is sent here with
/// somebody else's ticket doesn't get into their account.
///
/// # Errors
/// When the database is away.
pub async fn consume(
    ticket: &str,
    verifier: &str,
    context: &Context,
) -> Result<Option<Proof>, Broken> {
    let mut work = context.begin().await?;
    let hash = fingerprint(ticket);
    let found = table::consume(&context.tenant, &hash, context.now, &mut work).await?;
    work.commit().await?;
    Ok(found.and_then(|(proof, verifier_hash)| {
        let is_it: bool = verifier_hash
            .as_bytes()
            .ct_eq(fingerprint(verifier).as_bytes())
            .into();
        is_it.then_some(proof)
    }))
}
