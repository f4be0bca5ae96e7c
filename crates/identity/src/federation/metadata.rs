//! What providers say about themselves, and their keys, remembered for a while.

use std::sync::Arc;

use ostia_jose::JwkSet;

use crate::connections::provider::{Metadata, Server};
use crate::context::Context;
use crate::failure::Broken;
use crate::federated_logins::ProviderKeys;
use crate::outgoing::Unanswered;

/// A key set that lacks a key is fetched again at most this often, in milliseconds: providers change their keys, and
/// strangers make tokens up.
const KEYS_INTERVAL: i64 = 60_000;

/// Where a provider is.
///
/// # Errors
/// [`Unanswered`], where it has to be asked and doesn't say.
pub(super) async fn of(server: &Server, context: &Context) -> Result<Arc<Metadata>, Unanswered> {
    let url = match server {
        Server::Known(metadata) => return Ok(Arc::new(metadata.clone())),
        Server::Discovered(url) => url,
    };
    let load = async || {
        let answer = context.platform.outgoing.get(url, &[]).await;
        let metadata: Metadata = answer
            .and_then(|answer| answer.json())
            .map_err(Broken::unavailable)?;
        Ok(Some(metadata))
    };
    let key = (context.tenant.id.clone(), url.clone());
    let shelf = &context.caches().provider_metadata;
    found(shelf.get_or_load(key, load).await, url)
}

/// A provider's keys, among which `kid` should be.
///
/// # Errors
/// [`Unanswered`].
pub(super) async fn keys(
    url: &str,
    kid: Option<&str>,
    context: &Context,
) -> Result<Arc<ProviderKeys>, Unanswered> {
    let key = (context.tenant.id.clone(), url.to_owned());
    let shelf = &context.caches().provider_keys;
    let load = async || {
        let answer = context.platform.outgoing.get(url, &[]).await;
        let set: JwkSet = answer
            .and_then(|answer| answer.json())
            .map_err(Broken::unavailable)?;
        Ok(Some(ProviderKeys {
            set,
            fetched_at: context.now,
        }))
    };
    let keys = found(shelf.get_or_load(key.clone(), load).await, url)?;
    let is_missing = kid.is_some_and(|kid| keys.set.find(kid).is_none());
    if !is_missing || context.now.millis_since(keys.fetched_at) < KEYS_INTERVAL {
        return Ok(keys);
    }
    shelf.forget(&key).await;
    found(shelf.get_or_load(key, load).await, url)
}

fn found<T>(loaded: Result<Option<Arc<T>>, Broken>, url: &str) -> Result<Arc<T>, Unanswered> {
    let away = |reason: String| Unanswered::Away(url.to_owned(), reason);
    loaded
        .map_err(|broken| away(broken.to_string()))?
        .ok_or_else(|| away("nothing was loaded".to_owned()))
}
