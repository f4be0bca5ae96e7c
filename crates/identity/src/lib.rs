//! What is true and what may happen: the nouns (state and SQL) and the verbs (rules).
//!
//! Nouns never import verbs. Neither knows HTTP.

pub mod cache;
pub mod context;
pub mod database;
pub mod entropy;
pub mod failure;
pub mod listing;
pub mod time;
pub mod vault;

pub mod actions;
pub mod approval;
pub mod attack_protection;
pub mod attempts;
pub mod authentication_methods;
pub mod authorization_codes;
pub mod bearer;
pub mod branding;
pub mod client_grants;
pub mod clients;
pub mod collections;
pub mod connections;
pub mod consents;
pub mod custom_domains;
pub mod emails;
pub mod enrollment_tickets;
pub mod event_streams;
pub mod flows;
pub mod forms;
pub mod guardian;
pub mod hooks;
pub mod known_browsers;
pub mod log_streams;
pub mod logs;
pub mod mfa_tokens;
pub mod network_acls;
pub mod one_time_codes;
pub mod organizations;
pub mod passwords;
pub mod permissions;
pub mod phone_messages;
pub mod prompts;
pub mod pushed_requests;
pub mod refresh_tokens;
pub mod resource_servers;
pub mod roles;
pub mod rules;
pub mod sessions;
pub mod signing_keys;
pub mod tenant_documents;
pub mod tenants;
pub mod token_exchange_profiles;
pub mod users;

pub mod access;
pub mod authorize;
pub mod housekeeping;
pub mod id_token_hint;
pub mod login;
pub mod logout;
pub mod mfa;
pub mod provisioning;
pub mod registration;
pub mod token;
pub mod userinfo;
