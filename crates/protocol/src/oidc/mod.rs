//! OIDC: claims, prompts and discovery.
