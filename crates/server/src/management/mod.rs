//! The Management API v2, one file per noun. Handlers are thin: who may, parse, ask the noun, project.

pub mod action_modules;
pub mod actions;
pub mod attack_protection;
pub mod audit;
pub mod authentication_methods;
pub mod branding;
pub mod client_grants;
pub mod clients;
pub mod connection_keys;
pub mod connection_profiles;
pub mod connections;
pub mod custom_domains;
pub mod custom_signing_keys;
pub mod device_credentials;
pub mod directory_provisionings;
pub mod emails;
pub mod encryption_keys;
pub mod event_streams;
pub mod experimentation;
pub mod forms;
pub mod grants;
pub mod groups;
pub mod guardian;
pub mod hooks;
pub mod identities;
pub mod jobs;
pub mod keys;
pub mod log_streams;
pub mod logs;
pub mod network_acls;
pub mod openapi;
pub mod operation;
pub mod organizations;
pub mod phone_messages;
pub mod precedence;
pub mod prompts;
pub mod rate_limit_policies;
pub mod redaction;
pub mod refresh_tokens;
pub mod resource;
pub mod resource_servers;
pub mod roles;
pub mod rules;
pub mod scim_configurations;
pub mod self_service_profiles;
pub mod sessions;
pub mod settings;
pub mod stats;
pub mod tenant_settings;
pub mod tickets;
pub mod token_exchange_profiles;
pub mod user_access;
pub mod user_attribute_profiles;
pub mod user_blocks;
pub mod user_roles;
pub mod users;
pub mod verifiable_credentials;

use std::sync::LazyLock;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostia_protocol::auth0::management_error::Error;
use ostia_protocol::auth0::paging::{Page, Paging, PagingRules, wrap_checkpoint};
use ostia_protocol::auth0::schema::Schema;
use serde::Serialize;
use serde_json::Value;

use crate::error::management::Failed;
use crate::extract::QueryPairs;

/// What every handler ends with.
pub type Answer = Result<Response, Failed>;

/// An answer with a body.
pub fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

/// An answer that says nothing but that it is done.
pub fn done() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Adds `fields` and `include_fields` to an endpoint's query schema. What they may name,
/// [`Fields::parse`](ostia_protocol::auth0::fields::Fields::parse) knows.
pub fn with_fields(query: Schema) -> Schema {
    query
        .member("fields", Schema::string())
        .member("include_fields", Schema::any())
}

/// A list that is an object whatever the query asks for (reference/management-api.md §2.4): `{<key>, next?, total?}`.
#[derive(Debug)]
pub struct Wrapped {
    /// Which rows.
    pub paging: Paging,
    /// Whether the answer counts them all: where totals are asked for without a checkpoint.
    pub counts: bool,
}

impl Wrapped {
    /// Reads a query of paging parameters.
    ///
    /// # Errors
    /// 400 for others, and for values beyond the rules.
    pub fn parse(query: &QueryPairs) -> Result<Self, Error> {
        Self::parse_with(query, &[])
    }

    /// Reads a query that has further parameters of these names, which are not looked at.
    ///
    /// # Errors
    /// As [`Wrapped::parse`].
    pub fn parse_with(query: &QueryPairs, further: &[&'static str]) -> Result<Self, Error> {
        let rules = &PagingRules::USUAL;
        let schema = further.iter().fold(Schema::object(), |schema, name| {
            schema.member(name, Schema::string())
        });
        rules.members(schema).check_query(&query.0)?;
        let paging = Paging::parse(&query.0, rules)?;
        Ok(Self {
            counts: paging.wants_total(),
            paging: match paging {
                Paging::None { limit: take }
                | Paging::Offset {
                    page: 0,
                    per_page: take,
                    ..
                } => Paging::Checkpoint { from: None, take },
                further => further,
            },
        })
    }

    /// The answer.
    pub fn respond(&self, key: &str, page: Page) -> Value {
        let mut answer = wrap_checkpoint(key, page.next, page.rows);
        if self.counts {
            answer["total"] = page.total.into();
        }
        answer
    }
}

/// The query of a [`Wrapped`] list without further parameters.
pub static CHECKPOINTS: LazyLock<Schema> =
    LazyLock::new(|| PagingRules::USUAL.members(Schema::object()));

/// A text parameter of a query that its schema accepted; an empty one counts as absent.
pub fn text(query: &Value, name: &str) -> Option<String> {
    let text = query.get(name).and_then(Value::as_str);
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}
