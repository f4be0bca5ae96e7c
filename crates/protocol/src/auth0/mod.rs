//! Auth0's dialect: errors, scopes, ids, paging, field selection and the grammar of validation messages.

pub mod ids;
pub mod management_error;
pub mod scopes;
