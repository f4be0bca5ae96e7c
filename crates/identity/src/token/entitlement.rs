//! What a grant returns: who gets what. Not a token, and not a response.

use crate::access::Access;
use crate::approval::{Approval, Authentication};
use crate::organizations::Organization;
use crate::users::User;

/// What a client is entitled to after a grant, with policy already applied.
#[derive(Debug)]
pub struct Entitlement {
    /// For whom.
    pub subject: Subject,
    /// To what.
    pub access: Access,
    /// How the user proved who they are; absent where the client acts for itself.
    pub authentication: Option<Authentication>,
    /// Goes into the ID token.
    pub nonce: Option<String>,
    /// How access tokens in upstream's dialect say they were got.
    pub gty: Option<&'static str>,
    /// What happens with refresh tokens.
    pub refresh: Refresh,
    /// In which organization.
    pub organization: Option<Organization>,
    /// The recovery code that takes the place of the one that was just used.
    pub recovery_code: Option<String>,
}

/// Whom a token speaks for.
#[derive(Debug)]
pub enum Subject {
    /// A user.
    User(Box<User>),
    /// The client itself.
    Client,
}

/// What happens with refresh tokens.
#[derive(Debug)]
pub enum Refresh {
    /// The client gets none, or keeps the one it has.
    None,
    /// It gets the first of a new family.
    Begin {
        /// What the family stands for.
        approval: Box<Approval>,
        /// The code that it came from.
        code: Option<String>,
    },
    /// It gets the next of its family.
    Successor(String),
}

impl Refresh {
    /// The first of a new family where `offline_access` was granted: it stands for the approval, and for no more scopes than
    /// were granted. `code` is the one that it came from.
    pub(super) fn granted(approval: &Approval, access: &Access, code: Option<&str>) -> Self {
        if !access.scope.offline_access() {
            return Self::None;
        }
        Self::Begin {
            approval: Box::new(Approval {
                code: None,
                scope: access.scope.clone(),
                ..approval.clone()
            }),
            code: code.map(str::to_owned),
        }
    }
}
