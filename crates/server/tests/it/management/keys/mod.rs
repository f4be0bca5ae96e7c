//! `/api/v2/keys`.

mod signing;
