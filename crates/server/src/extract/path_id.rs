//! The identifiers in a path of the Management API.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use ostia_protocol::auth0::management_error::Error;

use crate::error::management::Failed;

/// One path segment, decoded: routes match before that, so that an identifier with encoded slashes is one segment.
#[derive(Clone, Debug)]
pub struct PathId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) if !id.contains('\0') => Ok(Self(id)),
            _ => Err(not_text()),
        }
    }
}

/// Two path segments, decoded: a thing, and a part of it.
#[derive(Clone, Debug)]
pub struct PathIds(pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        match Path::<(String, String)>::from_request_parts(parts, state).await {
            Ok(Path((id, part))) if !id.contains('\0') && !part.contains('\0') => {
                Ok(Self(id, part))
            }
            _ => Err(not_text()),
        }
    }
}

/// Three path segments, decoded: a thing, a part of it, and a part of that.
#[derive(Clone, Debug)]
pub struct PathParts(pub String, pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathParts {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        match Path::<(String, String, String)>::from_request_parts(parts, state).await {
            Ok(Path((id, part, inner)))
                if [&id, &part, &inner].iter().all(|text| !text.contains('\0')) =>
            {
                Ok(Self(id, part, inner))
            }
            _ => Err(not_text()),
        }
    }
}

fn not_text() -> Failed {
    Error::invalid_uri("Path validation error: 'The path is not UTF-8 text'.").into()
}
