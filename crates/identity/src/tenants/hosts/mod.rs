//! The hosts under which tenants are served: each tenant's own domain, and custom domains that were verified.

pub mod table;

use ostia_protocol::auth0::ids::TenantId;

use super::table::{TenantRow, find, find_by_domain};
use crate::database::{Database, SqlError};

/// A custom domain under which a tenant is served.
#[derive(Clone, Debug)]
pub struct CustomHost {
    /// Its name, without a port.
    pub name: String,
    /// What is stored of the key with which the proxy before it shows that it is this one, where it has one.
    pub edge_key_hash: Option<String>,
}

/// The name of a host, and its port with the colon where there is one.
pub fn split_port(host: &str) -> (&str, &str) {
    match host.rfind(':') {
        // A literal IPv6 address has colons of its own, in brackets.
        Some(at) if !host[at..].contains(']') => host.split_at(at),
        _ => (host, ""),
    }
}

/// The tenant that a host leads to. A custom domain is served at the port of the tenant's own: there is one server.
pub(super) async fn resolve(
    host: &str,
    database: &Database,
) -> Result<Option<TenantRow>, SqlError> {
    if let Some(row) = find_by_domain(host, database).await? {
        return Ok(Some(row));
    }
    let (name, port) = split_port(host);
    let Some(id) = table::find(name, database).await? else {
        return Ok(None);
    };
    let Ok(id) = TenantId::parse(&id) else {
        return Ok(None);
    };
    let row = find(&id, database).await?;
    Ok(row.filter(|row| split_port(&row.domain).1 == port))
}

#[cfg(test)]
mod tests {
    use super::split_port;

    #[test]
    fn ports() {
        for (host, name, port) in [
            ("login.example.com", "login.example.com", ""),
            ("localhost:8443", "localhost", ":8443"),
            ("[::1]:8443", "[::1]", ":8443"),
            ("[::1]", "[::1]", ""),
        ] {
            assert_eq!(split_port(host), (name, port));
        }
    }
}
