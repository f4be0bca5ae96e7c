//! A seed: what a development tenant has beside the samples, as bodies of the Management API.
//!
//! ```json
//! { "connections": [ … ], "clients": [ { "client_id": "…", "name": "…" } ], "users": [ … ] }
//! ```
//!
//! Each member is a collection of the API (`POST /api/v2/<member>`). What others refer to is made first, whatever the
//! order of the file. A client may say its `client_id` and `client_secret`, which the API makes itself otherwise, so
//! that tests can rely on them.

use std::path::Path;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use ostia_identity::clients::manage as clients;
use ostia_identity::tenant_documents::Kind;
use ostia_protocol::auth0::scopes::ManagementScope;
use serde_json::{Map, Value, json};
use tower::ServiceExt as _;

use super::Controls;
use crate::installation;
use crate::problem::Problem;

/// Where it is noted that the seed was sown.
const SOWN: Kind = Kind::new("development seed");
const MAX_ANSWER: usize = 1024 * 1024;

/// What others refer to comes first; what isn't named comes last.
const ORDER: &[&str] = &[
    "connections",
    "resource-servers",
    "clients",
    "client-grants",
    "roles",
    "organizations",
    "users",
];

/// What a seed file holds, in the order in which it is made.
#[derive(Clone, Debug, Default)]
pub struct Seed(Vec<(String, Vec<Value>)>);

impl Seed {
    /// Reads a file.
    ///
    /// # Errors
    /// Where it can't be read, or isn't an object of lists.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Problem::file("read the seed", path, &error))?;
        Self::parse(&text).map_err(|why| {
            Problem::new(
                format!("{} is no seed.", path.display()),
                why,
                "Write an object whose members are collections of the Management API, for example \
                 {\"users\": [{\"email\": …}]}. docs/development.md shows one.",
            )
        })
    }

    /// Reads a text.
    ///
    /// # Errors
    /// Saying what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let members: Map<String, Value> = serde_json::from_str(text)
            .map_err(|error| format!("It is no JSON object: {error}."))?;
        let collections = members.into_iter().map(|(name, value)| match value {
            Value::Array(bodies) if is_collection(&name) => Ok((name, bodies)),
            Value::Array(_) => Err(format!("`{name}` is no collection of the Management API.")),
            _ => Err(format!("`{name}` is no list.")),
        });
        let mut collections = collections.collect::<Result<Vec<_>, _>>()?;
        collections.sort_by_key(|(name, _)| {
            let known = ORDER.iter().position(|known| known == name);
            known.unwrap_or(ORDER.len())
        });
        Ok(Self(collections))
    }
}

/// A path of the API without its first slash.
fn is_collection(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || b"-/".contains(&byte))
}

/// Sends the seed, unless this tenant had it. How many things it made.
pub(super) async fn sow(controls: &Controls) -> Result<usize, String> {
    let context = installation::context(&controls.platform, controls.tenant.clone());
    let was_sown = SOWN.find("only", &context).await;
    if was_sown.map_err(|broken| broken.to_string())?.is_some() {
        return Ok(0);
    }
    let mut made = 0;
    for (collection, bodies) in &controls.seed.0 {
        for (index, body) in bodies.iter().enumerate() {
            let place = format!("{collection}[{index}]");
            plant(collection, body, controls)
                .await
                .map_err(|why| format!("The seed was refused at {place}: {why}"))?;
            made += 1;
        }
    }
    let noted = async {
        let mut work = context.begin().await?;
        SOWN.put("only", json!({}), &context, &mut work).await?;
        work.commit().await
    };
    noted.await.map_err(|broken| broken.to_string())?;
    Ok(made)
}

async fn plant(collection: &str, body: &Value, controls: &Controls) -> Result<(), String> {
    let mut body = body.clone();
    let known = match (collection, body.as_object_mut()) {
        ("clients", Some(client)) => client
            .remove("client_id")
            .zip(Some(client.remove("client_secret"))),
        _ => None,
    };
    if let Some((id, secret)) = known {
        let context = installation::context(&controls.platform, controls.tenant.clone());
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let id = text(&id).ok_or("client_id is no string")?;
        let secret = secret.as_ref().and_then(text);
        return clients::create_known(&id, secret.as_deref(), body, &context)
            .await
            .map_err(|failure| format!("{failure:?}"));
    }
    send(collection, &body, controls).await
}

/// Asks Ostia itself, as an administrator would.
async fn send(collection: &str, body: &Value, controls: &Controls) -> Result<(), String> {
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/api/v2/{collection}"))
        .header(header::HOST, &controls.tenant.domain)
        .header(header::CONTENT_TYPE, "application/json")
        .header(
            header::AUTHORIZATION,
            format!("Bearer {}", token(controls).await?),
        )
        .body(Body::from(body.to_string()))
        .map_err(|error| error.to_string())?;
    let Ok(response) = controls.ostia.clone().oneshot(request).await;
    if response.status().is_success() {
        return Ok(());
    }
    let bytes = to_bytes(response.into_body(), MAX_ANSWER)
        .await
        .unwrap_or_default();
    let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let message = answer["message"].as_str();
    Err(message.unwrap_or("without a reason").to_owned())
}

/// A token that may do everything, as `ostia token issue --all-scopes` makes it.
async fn token(controls: &Controls) -> Result<String, String> {
    let context = installation::context(&controls.platform, controls.tenant.clone());
    let issued = crate::commands::token::issue(ManagementScope::all(), &context).await;
    issued.map_err(|problem| problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn makes_first_what_others_refer_to() {
        let seed = Seed::parse(
            r#"{"users": [{}], "log-streams": [], "client-grants": [], "clients": []}"#,
        );
        let names: Vec<String> = seed.unwrap().0.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["clients", "client-grants", "users", "log-streams"]);
    }

    #[test]
    fn refuses_what_is_no_object_of_lists() {
        for (text, why) in [
            ("[]", "It is no JSON object"),
            (r#"{"users": {}}"#, "`users` is no list."),
            (r#"{"../x?y": []}"#, "`../x?y` is no collection"),
        ] {
            let refused = Seed::parse(text).unwrap_err();
            assert!(refused.starts_with(why), "{refused}");
        }
    }
}
