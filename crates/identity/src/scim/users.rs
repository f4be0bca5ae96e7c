//! What a directory does with users.

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::scim::filter::Operator;
use ostia_protocol::scim::{Error, Filter, Kind, Patch, User, description};
use serde_json::{Map, Value};

use super::{Directory, mapping};
use crate::context::Context;
use crate::database::{Work, is_taken};
use crate::failure::Failure;
use crate::scim_users::{ScimUser, Wanted, table};
use crate::users::federated::provisioned::{self, NotProvisioned};

/// A request for a list.
#[derive(Debug)]
pub struct Listing {
    /// Which users.
    pub filter: Option<Filter>,
    /// From which one, counted from 1.
    pub start: u64,
    /// How many at most.
    pub count: u64,
}

/// How many users that a filter's key finds are held against the rest of it.
const MAX_CANDIDATES: i64 = 1_000;

/// Makes a user, whose account may be there already: people who logged in before their directory told of them.
///
/// # Errors
/// 400 for what is no user, 409 where the name or the account is somebody's; or when the database is away.
pub async fn create(
    directory: &Directory,
    body: Value,
    context: &Context,
) -> Result<Map<String, Value>, Failure<Error>> {
    let user = User::parse(body)?;
    let account = account_of(&user, directory)?;
    let made = ScimUser {
        account,
        user,
        created_at: context.now,
        updated_at: context.now,
    };
    let mut work = context.begin().await?;
    if !table::insert(&context.tenant, &directory.connection, &made, &mut work).await? {
        return Err(taken().into());
    }
    put(directory, &made, None, context, &mut work).await?;
    work.commit().await?;
    Ok(made.resource(&directory.base(context)))
}

/// Some users, and how many there are.
///
/// # Errors
/// 400 for a filter that would have to look at everybody; or when the database is away.
pub async fn list(
    directory: &Directory,
    listing: &Listing,
    context: &Context,
) -> Result<(Vec<Map<String, Value>>, u64), Failure<Error>> {
    let base = directory.base(context);
    let (connection, database) = (&directory.connection, context.database());
    let offset = listing.start.saturating_sub(1);
    let Some(filter) = &listing.filter else {
        let (offset, limit) = (whole(offset), whole(listing.count));
        let wanted = Wanted::Everybody;
        let total = table::count(&context.tenant, connection, database).await?;
        let found = table::list(
            &context.tenant,
            connection,
            &wanted,
            offset,
            limit,
            database,
        )
        .await?;
        let shown = found.iter().map(|user| user.resource(&base));
        return Ok((shown.collect(), total));
    };
    let wanted = key(filter).ok_or_else(|| {
        Error::bad(
            Kind::InvalidFilter,
            "The filter has to say userName, externalId, id or emails.value with eq.",
        )
    })?;
    let candidates = table::list(
        &context.tenant,
        connection,
        &wanted,
        0,
        MAX_CANDIDATES,
        database,
    )
    .await?;
    let matching: Vec<_> = candidates
        .iter()
        .map(|user| user.resource(&base))
        .filter(|resource| filter.matches(&Value::Object(resource.clone())))
        .collect();
    let total = u64::try_from(matching.len()).unwrap_or(u64::MAX);
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let page = matching
        .into_iter()
        .skip(place(offset))
        .take(place(listing.count));
    Ok((page.collect(), total))
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What an index finds everybody by who is like a filter.
fn key(filter: &Filter) -> Option<Wanted> {
    filter
        .required()
        .into_iter()
        .find_map(|(path, operator, value)| {
            let value = value.as_str().filter(|_| operator == Operator::Equal)?;
            if path.is("userName", None) {
                Some(Wanted::Named(value.to_lowercase()))
            } else if path.is("externalId", None) {
                Some(Wanted::Known(value.to_owned()))
            } else if path.is("id", None) {
                Some(Wanted::Account(value.to_owned()))
            } else if path.is("emails", None)
                || path.is("emails", Some("value"))
                || is_typed_address(path)
            {
                Some(Wanted::Addressed(value.to_lowercase()))
            } else {
                None
            }
        })
}

/// `emails[type eq "work"].value`
fn is_typed_address(path: &ostia_protocol::scim::Path) -> bool {
    path.extension.is_none()
        && path.attribute.eq_ignore_ascii_case("emails")
        && path.filter.is_some()
        && path
            .part
            .as_deref()
            .is_none_or(|part| part.eq_ignore_ascii_case("value"))
}

/// A user.
///
/// # Errors
/// 404; or when the database is away.
pub async fn read(
    directory: &Directory,
    id: &str,
    context: &Context,
) -> Result<Map<String, Value>, Failure<Error>> {
    let wanted = Wanted::Account(id.to_owned());
    let (connection, database) = (&directory.connection, context.database());
    let found = table::list(&context.tenant, connection, &wanted, 0, 1, database).await?;
    let user = found.first().ok_or_else(Error::not_found)?;
    Ok(user.resource(&directory.base(context)))
}

/// Puts another user in the place of one.
///
/// # Errors
/// 400 for what is no user or another account, 404, 409 where the name is somebody's; or when the database is away.
pub async fn replace(
    directory: &Directory,
    id: &str,
    body: Value,
    context: &Context,
) -> Result<Map<String, Value>, Failure<Error>> {
    let user = User::parse(body)?;
    change(directory, id, context, |_| Ok(user)).await
}

/// Changes a user.
///
/// # Errors
/// As [`replace`].
pub async fn patch(
    directory: &Directory,
    id: &str,
    body: &Value,
    context: &Context,
) -> Result<Map<String, Value>, Failure<Error>> {
    let patch = Patch::parse(body)?;
    change(directory, id, context, |user| {
        let mut attributes = user.attributes().clone();
        patch.apply(&mut attributes)?;
        User::of(attributes)
    })
    .await
}

async fn change(
    directory: &Directory,
    id: &str,
    context: &Context,
    changed: impl FnOnce(&User) -> Result<User, Error>,
) -> Result<Map<String, Value>, Failure<Error>> {
    let mut work = context.begin().await?;
    let found =
        table::find_for_update(&context.tenant, &directory.connection, id, &mut work).await?;
    let mut stored = found.ok_or_else(Error::not_found)?;
    let user = changed(&stored.user)?;
    let name = &directory.configuration.user_id_attribute;
    // Who loses the attribute that named their account keeps the account.
    if mapping::subject(&user, &directory.configuration).is_some()
        && account_of(&user, directory)? != stored.account
    {
        let detail = format!("{name} names the account and can't be changed.");
        return Err(Error::bad(Kind::Mutability, detail).into());
    }
    let before = std::mem::replace(&mut stored.user, user);
    if before != stored.user {
        stored.updated_at = context.now;
        match table::update(&context.tenant, &stored, &mut work).await {
            Ok(()) => {}
            Err(error) if is_taken(&error) => return Err(taken().into()),
            Err(error) => return Err(Failure::Broken(error.into())),
        }
    }
    // Even where nothing is new: somebody may have changed the profile meanwhile.
    put(directory, &stored, Some(&before), context, &mut work).await?;
    work.commit().await?;
    Ok(stored.resource(&directory.base(context)))
}

/// Takes a user away, with everything that is theirs; of a user who has another account as well, only this one.
///
/// # Errors
/// 404; or when the database is away.
pub async fn delete(
    directory: &Directory,
    id: &str,
    context: &Context,
) -> Result<(), Failure<Error>> {
    let mut work = context.begin().await?;
    let found =
        table::find_for_update(&context.tenant, &directory.connection, id, &mut work).await?;
    let stored = found.ok_or_else(Error::not_found)?;
    provisioned::remove(&stored.account, &directory.connection, context, &mut work).await?;
    table::delete(&context.tenant, id, &mut work).await?;
    work.commit().await?;
    Ok(())
}

/// The account that a user has here.
fn account_of(user: &User, directory: &Directory) -> Result<UserId, Error> {
    let name = &directory.configuration.user_id_attribute;
    let subject = mapping::subject(user, &directory.configuration);
    let subject = subject.ok_or_else(|| Error::value(format!("{name} is required.")))?;
    provisioned::account(&subject, &directory.connection)
        .ok_or_else(|| Error::value(format!("{name} makes no id of an account.")))
}

/// Brings the profile up to date.
async fn put(
    directory: &Directory,
    user: &ScimUser,
    before: Option<&User>,
    context: &Context,
    work: &mut Work,
) -> Result<(), Failure<Error>> {
    let connection = &directory.connection;
    let said = mapping::said(&user.user, before, &directory.configuration, connection);
    match provisioned::put(&user.account, said, connection, context, work).await {
        Ok(()) => Ok(()),
        Err(NotProvisioned::OfOtherConnection) => Err(taken().into()),
        Err(NotProvisioned::Broken(broken)) => Err(broken.into()),
    }
}

fn taken() -> Error {
    Error::taken("Another user has this name or this account.")
}

/// A request for a list, from its parameters.
impl Listing {
    /// Reads the query of a list.
    ///
    /// # Errors
    /// 400 for a filter or numbers that can't be read.
    pub fn parse(query: &[(String, String)]) -> Result<Self, Error> {
        let text = |name: &str| {
            let found = query.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        };
        let number = |name: &str, usual: u64| match text(name) {
            None => Ok(usual),
            // Less than the least counts as the least (RFC 7644 §3.4.2.4).
            Some(text) => match text.parse::<i64>() {
                Ok(number) => Ok(u64::try_from(number).unwrap_or(0)),
                Err(_) => Err(Error::value(format!("{name} has to be a whole number."))),
            },
        };
        let most = description::MAX_RESULTS as u64;
        Ok(Self {
            filter: text("filter").map(Filter::parse).transpose()?,
            start: number("startIndex", 1)?.max(1),
            count: number("count", most)?.min(most),
        })
    }
}
