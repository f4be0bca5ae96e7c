//! How it is spoken: HTTP, pages, command line, configuration.

pub mod account;
pub mod app;
pub mod authentication;
pub mod commands;
pub mod config;
pub mod dashboard;
pub mod dev;
pub mod error;
pub mod explorer;
pub mod extract;
pub mod front;
pub mod inbox;
pub mod installation;
pub mod listen;
pub mod login;
pub mod management;
pub mod oauth;
pub mod output;
pub mod pages;
pub mod private_file;
pub mod problem;
mod scim;
pub mod shell;
pub mod telemetry;
pub mod tls;
