//! Auth0's dialect: errors, scopes, ids, paging, field selection and the grammar of validation messages.

pub mod authentication_error;
pub mod fields;
pub mod ids;
pub mod json;
pub mod management_error;
pub mod paging;
pub mod schema;
pub mod scopes;
pub mod search_query;
