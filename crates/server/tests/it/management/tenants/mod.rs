//! `/api/v2/tenants`.

mod settings;
