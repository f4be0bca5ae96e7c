//! The Management API described as an `OpenAPI` 3.1 document, made from the table of its operations: public, and the
//! same for every tenant.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::operation::{Effect, Operation, Scopes};
use crate::app::management_operations;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| describe(&management_operations()));

static TEXT: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(DOCUMENT.to_string()));

/// `GET /api/v2/openapi.json`
pub async fn get() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, TEXT.clone()).into_response()
}

/// The document.
pub fn document() -> &'static Value {
    &DOCUMENT
}

fn describe(operations: &[Operation]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let path = paths
            .entry(operation.path)
            .or_insert_with(|| Value::Object(Map::new()));
        path[operation.method.as_str().to_ascii_lowercase()] = describe_operation(operation);
    }
    let tags: BTreeSet<String> = operations.iter().map(tag).collect();
    let tags: Vec<Value> = tags
        .into_iter()
        .map(|name| json!({ "name": name }))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Ostia Management API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": INTRODUCTION,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        // Relative to where this document is served: every tenant has the same API at its own domain.
        "servers": [{ "url": "/api/v2" }],
        "tags": tags,
        "paths": paths,
        "components": components(),
    })
}

const INTRODUCTION: &str = "\
Everything that a tenant consists of, to read and to change.

Send an access token for this API as `Authorization: Bearer …`. An application gets one with the client credentials \
grant for the audience `https://{domain}/api/v2/`; `ostia token issue` prints one on the server. Each operation names \
the scopes of which the token needs one.

`x-ostia-effect` says what follows from an operation: `works` that it does what it says, `stored` that what is written \
can be read again and nothing else depends on it yet, `placeholder` that there is nothing of its kind yet.";

fn describe_operation(operation: &Operation) -> Value {
    let mut out = json!({
        "operationId": operation_id(operation),
        "summary": operation.summary,
        "tags": [tag(operation)],
        "security": security(operation.scopes),
        "parameters": parameters(operation),
        "responses": responses(operation),
        "x-ostia-effect": match operation.effect {
            Effect::Works => "works",
            Effect::Stored => "stored",
            Effect::Placeholder => "placeholder",
        },
    });
    if let Some(body) = &operation.body {
        out["requestBody"] = json!({
            "required": body.is_required,
            "content": { "application/json": { "schema": body.schema().to_openapi() } },
        });
    }
    out
}

/// `GET /clients/{id}` is `get_clients_by_id`.
fn operation_id(operation: &Operation) -> String {
    let mut words = vec![operation.method.as_str().to_ascii_lowercase()];
    for segment in operation
        .path
        .split('/')
        .filter(|segment| !segment.is_empty())
    {
        words.push(match segment_name(segment) {
            Some(name) => format!("by_{name}"),
            None => segment.replace(['-', '.'], "_"),
        });
    }
    words.join("_")
}

/// The name of a segment that varies.
fn segment_name(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// The noun that leads the path: `/email-templates/{templateName}` belongs to *Email templates*.
fn tag(operation: &Operation) -> String {
    let noun = operation.path.split('/').nth(1).unwrap_or_default();
    let mut characters = noun.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first
        .into_iter()
        .chain(characters)
        .map(|character| if character == '-' { ' ' } else { character })
        .collect()
}

/// Alternatives of which a token has to satisfy one.
fn security(scopes: Scopes) -> Value {
    let names = |scopes: &[ostia_protocol::auth0::scopes::ManagementScope]| -> Vec<&'static str> {
        scopes.iter().map(|scope| scope.as_str()).collect()
    };
    match scopes {
        Scopes::AnyOf(scopes) => {
            let alternatives = scopes
                .iter()
                .map(|scope| json!({ "bearer": [scope.as_str()] }));
            Value::Array(alternatives.collect())
        }
        Scopes::AllOf(scopes) => json!([{ "bearer": names(scopes) }]),
    }
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let known = operation
        .segments
        .map(|declared| declared.schema().to_openapi());
    let in_path = operation
        .path
        .split('/')
        .filter_map(segment_name)
        .map(|name| {
            let schema = known
                .as_ref()
                .map(|known| known["properties"][name].clone());
            let schema = schema.filter(Value::is_object);
            parameter(
                name,
                "path",
                true,
                schema.unwrap_or_else(|| json!({ "type": "string" })),
            )
        });
    let query = operation
        .query
        .map(|declared| declared.schema().to_openapi());
    let query = query.unwrap_or_default();
    let is_required = |name: &str| {
        let required = query["required"].as_array();
        required.is_some_and(|names| names.iter().any(|required| required == name))
    };
    let members = query["properties"].as_object();
    let in_query = members
        .into_iter()
        .flatten()
        .map(|(name, schema)| parameter(name, "query", is_required(name), schema.clone()));
    in_path.chain(in_query).collect()
}

fn parameter(name: &str, place: &str, required: bool, mut schema: Value) -> Value {
    let description = schema
        .as_object_mut()
        .and_then(|schema| schema.remove("description"));
    let mut out = json!({ "name": name, "in": place, "required": required, "schema": schema });
    if let Some(description) = description {
        out["description"] = description;
    }
    out
}

fn responses(operation: &Operation) -> Value {
    let mut out = Map::new();
    for status in operation.statuses {
        let status_code = StatusCode::from_u16(*status).unwrap_or_default();
        let mut response = json!({ "description": success(status_code) });
        if status_code != StatusCode::NO_CONTENT {
            response["content"] = json!({ "application/json": {} });
        }
        out.insert(status.to_string(), response);
    }
    let mut errors = vec!["400", "401", "403"];
    if operation.path.contains('{') && operation.method != Method::DELETE {
        errors.push("404");
    }
    if operation.method == Method::POST {
        errors.push("409");
    }
    if operation.body.is_some() {
        errors.extend(["413", "415"]);
    }
    for status in errors {
        let reference = format!("#/components/responses/{status}");
        out.insert(status.to_owned(), json!({ "$ref": reference }));
    }
    out.insert(
        "default".to_owned(),
        json!({ "$ref": "#/components/responses/default" }),
    );
    Value::Object(out)
}

fn success(status: StatusCode) -> &'static str {
    match status {
        StatusCode::CREATED => "Created; the answer is what was made.",
        StatusCode::ACCEPTED => "Accepted, and under way or done.",
        StatusCode::NO_CONTENT => "Done.",
        _ => "Done; the answer is what there is now.",
    }
}

/// Each kind of refusal, and what to do about it.
const REFUSALS: [(&str, &str); 8] = [
    (
        "400",
        "The request isn't what the operation expects; the message names the first thing to put right.",
    ),
    (
        "401",
        "There is no token, or it is worth nothing: expired, for another tenant, or not signed here.",
    ),
    (
        "403",
        "The token is good, and has none of the scopes that the message names.",
    ),
    ("404", "There is nothing with this id in the tenant."),
    (
        "409",
        "It is there already, or something else stands in the way.",
    ),
    ("413", "The body is longer than 1 MiB."),
    ("415", "The body isn't declared as `application/json`."),
    (
        "default",
        "Something went wrong on the server; with 503, try again.",
    ),
];

fn components() -> Value {
    let mut responses = Map::new();
    for (status, description) in REFUSALS {
        let schema = json!({ "$ref": "#/components/schemas/Error" });
        responses.insert(
            status.to_owned(),
            json!({ "description": description, "content": { "application/json": { "schema": schema } } }),
        );
    }
    json!({
        "securitySchemes": {
            "bearer": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": "An access token for the audience `https://{domain}/api/v2/`.",
            },
        },
        "schemas": {
            "Error": {
                "type": "object",
                "required": ["statusCode", "error", "message"],
                "properties": {
                    "statusCode": { "type": "integer", "description": "The status of the answer, again" },
                    "error": { "type": "string", "description": "The name of the status" },
                    "message": { "type": "string", "description": "What is wrong" },
                    "errorCode": { "type": "string", "description": "The kind of error, for programs" },
                },
            },
        },
        "responses": responses,
    })
}
