//! How it is spoken: HTTP, pages, command line, configuration.

pub mod app;
pub mod authentication;
pub mod error;
pub mod extract;
pub mod login;
pub mod management;
pub mod oauth;
pub mod pages;
