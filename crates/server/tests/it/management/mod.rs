//! `/api/v2`.

mod authentication;
