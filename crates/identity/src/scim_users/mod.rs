//! Users as a directory told of them: everything that it said, so that it reads what it wrote. What of it reaches the
//! user's profile, the connection's mapping says.

pub mod table;

use ostia_protocol::auth0::ids::UserId;
use ostia_protocol::scim::User;
use serde_json::{Map, Value, json};

use crate::failure::Broken;
use crate::time::Timestamp;

/// A user of a directory.
#[derive(Clone, Debug)]
pub struct ScimUser {
    /// The account: `provider|connection|id`. It is the resource's id, too.
    pub account: UserId,
    /// What the directory said.
    pub user: User,
    /// When it told of them first.
    pub created_at: Timestamp,
    /// When it last changed something.
    pub updated_at: Timestamp,
}

/// Which users are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of a connection.
    Everybody,
    /// Who has a name.
    Named(String),
    /// Whom the directory calls so.
    Known(String),
    /// Who has an address.
    Addressed(String),
    /// One account.
    Account(String),
}

impl ScimUser {
    /// The resource, with the address that it has below `base`.
    pub fn resource(&self, base: &str) -> Map<String, Value> {
        let id = self.account.as_str();
        let in_url: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
        // In a path, a space is no plus.
        let in_url = in_url.replace('+', "%20");
        let meta = json!({
            "resourceType": "User",
            "created": self.created_at.to_string(),
            "lastModified": self.updated_at.to_string(),
            "location": format!("{base}/Users/{in_url}"),
        });
        self.user.resource(id, meta)
    }

    fn from_stored(
        account: UserId,
        document: &str,
        created_at: Timestamp,
        updated_at: Timestamp,
    ) -> Result<Self, Broken> {
        let user = User::of(serde_json::from_str(document)?);
        Ok(Self {
            account,
            user: user.map_err(Broken::internal)?,
            created_at,
            updated_at,
        })
    }
}
