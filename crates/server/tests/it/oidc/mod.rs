//! `/oidc`.

mod register;
