//! SCIM 2: a directory makes, changes and takes away the users of its connection (RFC 7644).

mod mapping;
mod users;

use ostia_protocol::scim::Error;

pub use self::users::{Listing, create, delete, list, patch, read, replace};
use crate::connections::{self, Connection};
use crate::context::Context;
use crate::failure::Failure;
use crate::scim_configurations::{self, Configuration, tokens};

/// A directory that has proved itself with a token of its connection.
#[derive(Debug)]
pub struct Directory {
    /// Where its users come from.
    pub connection: Connection,
    configuration: Configuration,
    scopes: Vec<String>,
}

/// Lets a directory in. Whoever has no good token learns nothing about connections.
///
/// # Errors
/// 401; or when the database is away.
pub async fn admit(
    connection_id: &str,
    token: Option<&str>,
    context: &Context,
) -> Result<Directory, Failure<Error>> {
    let token = token.ok_or_else(Error::unauthorized)?;
    let scopes = tokens::scopes_of(connection_id, token, context)
        .await?
        .ok_or_else(Error::unauthorized)?;
    let connection = connections::find(connection_id, context).await?;
    let configuration = scim_configurations::find(connection_id, context).await?;
    let (Some(connection), Some(configuration)) = (connection, configuration) else {
        return Err(Error::unauthorized().into());
    };
    Ok(Directory {
        connection,
        configuration,
        scopes,
    })
}

impl Directory {
    /// Lets pass what the token is for.
    ///
    /// # Errors
    /// 403.
    pub fn require(&self, scope: &str) -> Result<(), Error> {
        if self.scopes.iter().any(|allowed| allowed == scope) {
            Ok(())
        } else {
            Err(Error::forbidden())
        }
    }

    /// The address of everything that this directory finds here.
    pub fn base(&self, context: &Context) -> String {
        base(&self.connection, context)
    }
}

fn base(connection: &Connection, context: &Context) -> String {
    let host = &context.tenant.host;
    format!("https://{host}/scim/v2/connections/{}", connection.id)
}
