//! OpenID Connect: claims, prompts and discovery.
