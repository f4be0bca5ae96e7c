//! What people see and do of their own account at `/account`.
//!
//! The page is an application of the tenant's like any other ([`clients::ACCOUNT`]): people log in to it by the hosted
//! pages, with whatever the tenant asks of them, and it believes a session only once such a login was completed in it.

use ostia_protocol::auth0::ids::{ClientId, UserId};
use serde_json::{Value, json};

use crate::authentication_methods::{self, Method};
use crate::clients;
use crate::connections::{self, Connection};
use crate::consents::{self, table::Filter};
use crate::context::Context;
use crate::failure::{Broken, ManagementFailure};
use crate::listing::Slice;
use crate::logs::{Entry, Event};
use crate::sessions::table::{Alive, Record};
use crate::sessions::{self, Session};
use crate::tickets::{self, Details, Purpose};
use crate::time::Timestamp;
use crate::users::{self, User, Writer};

/// How long ago somebody may have proved who they are to do what can't be undone, in seconds.
pub const RECENT: i64 = 600;
/// How long the link to a new password works, in seconds.
const TICKET_LIFETIME: i64 = 600;
/// How many sessions and consents are shown.
const MOST: i64 = 100;

/// An application that somebody has given access.
#[derive(Debug)]
pub struct Application {
    /// Its id.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
}

/// An account, as its owner sees it.
#[derive(Debug)]
pub struct Overview {
    /// The database connection that keeps their password, if one does.
    pub connection: Option<Connection>,
    /// What proves who they are beside it, as far as it works.
    pub methods: Vec<Method>,
    /// Where they are signed in.
    pub sessions: Vec<Record>,
    /// What they have given access.
    pub applications: Vec<Application>,
}

/// The user of a session in which a login to the account page was completed; `None` where that is still to be done.
///
/// # Errors
/// When the database is away.
pub async fn owner(session: &Session, context: &Context) -> Result<Option<User>, Broken> {
    let page = ClientId::parse(clients::ACCOUNT).map_err(Broken::internal)?;
    let (tenant, database) = (&context.tenant, context.database());
    if !sessions::table::is_client_known(tenant, &session.id, &page, database).await? {
        return Ok(None);
    }
    let user = users::find(&session.user_id, context).await?;
    Ok(user.filter(|user| !user.blocked))
}

/// Whether somebody has proved who they are a moment ago.
pub fn is_recent(session: &Session, context: &Context) -> bool {
    let age = context.now.millis_since(session.authenticated_at);
    (0..=RECENT * 1_000).contains(&age)
}

/// What there is to see.
///
/// # Errors
/// When the database is away.
pub async fn overview(user: &User, context: &Context) -> Result<Overview, Broken> {
    let (tenant, database) = (&context.tenant, context.database());
    let slice = Slice {
        after: Timestamp::from_millis(0),
        after_id: String::new(),
        limit: MOST,
        offset: 0,
    };
    let alive = Alive::now(context);
    let mut methods = authentication_methods::of_user(&user.id, context).await?;
    methods.retain(|method| method.confirmed);
    Ok(Overview {
        connection: connection(user, context).await?,
        methods,
        sessions: sessions::table::list_of_user(tenant, &user.id, alive, &slice, database).await?,
        applications: applications(user, &slice, context).await?,
    })
}

/// The connection that keeps the user's password.
///
/// # Errors
/// When the database is away.
pub async fn connection(user: &User, context: &Context) -> Result<Option<Connection>, Broken> {
    let Some(identity) = user.identities.first() else {
        return Ok(None);
    };
    let found = connections::find(&identity.connection_id, context).await?;
    Ok(found.filter(Connection::is_database))
}

async fn applications(
    user: &User,
    slice: &Slice,
    context: &Context,
) -> Result<Vec<Application>, Broken> {
    let filter = Filter {
        user_id: Some(user.id.to_string()),
        ..Filter::default()
    };
    let given = consents::table::list(&context.tenant, &filter, slice, context.database()).await?;
    let mut applications: Vec<Application> = Vec::new();
    for consent in given {
        let scopes: Vec<String> = consent.scope.iter().map(ToString::to_string).collect();
        let known = applications
            .iter_mut()
            .find(|application| application.client_id == consent.client_id);
        if let Some(application) = known {
            application.scopes.extend(scopes);
            continue;
        }
        let client = match ClientId::parse(&consent.client_id) {
            Ok(id) => clients::find(&id, context).await?,
            Err(_) => None,
        };
        let name = client.map_or_else(|| consent.client_id.clone(), |client| client.name.clone());
        applications.push(Application {
            client_id: consent.client_id,
            name,
            scopes,
        });
    }
    for application in &mut applications {
        application.scopes.sort();
        application.scopes.dedup();
    }
    Ok(applications)
}

/// Changes what people may say of themselves; an empty text takes a name away.
///
/// # Errors
/// 400 for what can't be a name; or when the database is away.
pub async fn rename(
    user: &UserId,
    names: &[(&str, &str)],
    context: &Context,
) -> Result<(), ManagementFailure> {
    let members = names.iter().map(|(name, value)| {
        let value = value.trim();
        let value = if value.is_empty() {
            Value::Null
        } else {
            json!(value)
        };
        ((*name).to_owned(), value)
    });
    let body = Value::Object(members.collect());
    users::update(user, &body, Writer::Administrator, context).await?;
    Ok(())
}

/// The address where the user chooses a new password. `None` where no password is kept here.
///
/// # Errors
/// When the database is away.
pub async fn new_password(user: &User, context: &Context) -> Result<Option<String>, Broken> {
    let Some(connection) = connection(user, context).await? else {
        return Ok(None);
    };
    let details = Details {
        email: user.email().map(str::to_owned),
        connection_id: Some(connection.id.to_string()),
        client_id: ClientId::parse(clients::ACCOUNT).ok(),
        ..Details::default()
    };
    // They follow it at once, so it leads to where they are.
    let context = &context.clone().linking_to(Some(&context.tenant.host));
    let mut work = context.begin().await?;
    let (purpose, lifetime) = (Purpose::PasswordChange, Some(TICKET_LIFETIME));
    let url = tickets::issue(purpose, &user.id, &details, lifetime, context, &mut work).await?;
    work.commit().await?;
    Ok(Some(url))
}

/// Signs a user out at one of their other devices, or at all of them. The refresh tokens that were given there go, too.
///
/// # Errors
/// When the database is away.
pub async fn sign_out(
    user: &User,
    here: &Session,
    there: Option<&str>,
    context: &Context,
) -> Result<(), ManagementFailure> {
    let ids = if let Some(id) = there {
        vec![id.to_owned()]
    } else {
        let sessions = overview(user, context).await?.sessions.into_iter();
        sessions
            .map(|record| record.session.id)
            .filter(|id| *id != here.id)
            .collect()
    };
    for id in ids {
        sessions::revoke_access(&user.id, Some(&id), false, context).await?;
    }
    Ok(())
}

/// Takes back what a user has given an application, and the refresh tokens that rest on it.
///
/// # Errors
/// When the database is away.
pub async fn revoke(user: &User, client_id: &str, context: &Context) -> Result<(), Broken> {
    let filter = Filter {
        user_id: Some(user.id.to_string()),
        client_id: Some(client_id.to_owned()),
        ..Filter::default()
    };
    let slice = Slice {
        after: Timestamp::from_millis(0),
        after_id: String::new(),
        limit: MOST,
        offset: 0,
    };
    let given = consents::table::list(&context.tenant, &filter, &slice, context.database()).await?;
    for consent in given {
        consents::revoke(&consent.id, context).await?;
    }
    Ok(())
}

/// Deletes the account with all that is its owner's.
///
/// # Errors
/// When the database is away.
pub async fn delete(user: &User, context: &Context) -> Result<(), Broken> {
    users::manage::delete(&user.id, context).await?;
    Entry::new(Event::UserDeleted)
        .description("The account's owner deleted it.")
        .user(user)
        .record(context);
    Ok(())
}
