//! `POST /oauth/token`.

mod authorization_code;
mod client_authentication;
mod client_certificates;
mod client_credentials;
mod organizations;
mod password;
mod refresh_token;
