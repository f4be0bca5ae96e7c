//! How it is spoken: HTTP, pages, command line, configuration.
