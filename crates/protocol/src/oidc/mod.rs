//! OpenID Connect: claims, prompts and discovery.

mod claims;
mod discovery;
mod prompt;
mod scope_claims;

pub use claims::{
    AccessTokenClaims, Audience, ClientClaims, Confirmation, Digest, ExtraClaims, IdTokenClaims,
    PresentedAccessToken, TokenDialect, half_hash, is_reserved,
};
pub use discovery::{Discovery, Feature};
pub use prompt::{Prompt, PromptValue};
pub use scope_claims::{claims_of, filter};
