//! `/oidc`.

mod client_metadata_documents;
mod register;
