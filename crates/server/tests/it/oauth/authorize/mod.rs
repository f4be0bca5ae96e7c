//! `GET|POST /authorize`.

mod cors;
mod max_age;
mod parameters;
mod pkce;
mod prompt;
mod request_objects;
mod response_modes;
mod response_types;
mod target;
mod third_party;
