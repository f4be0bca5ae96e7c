//! `/api/v2/keys`.

mod encryption;
mod signing;
