//! Where a name leads, as DNS has it.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use crate::tenants::hosts::split_port;

/// How long DNS may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether a name leads to an address of the tenant's own domain; if not, why.
pub async fn leads_here(name: &str, own: &str) -> Result<(), String> {
    let own = split_port(own).0;
    let (theirs, ours) = tokio::join!(addresses(name), addresses(own));
    if theirs.is_empty() {
        return Err(format!("DNS has no address for {name}."));
    }
    if ours.is_empty() {
        return Err(format!(
            "DNS has no address for {own}, where {name} should lead."
        ));
    }
    if theirs.is_disjoint(&ours) {
        return Err(format!(
            "DNS leads {name} elsewhere. Add a CNAME record that names {own}, or the same addresses."
        ));
    }
    Ok(())
}

async fn addresses(name: &str) -> BTreeSet<IpAddr> {
    // RFC 6761 §6.3: these are loopback whatever a resolver says, and many don't say so.
    if name == "localhost" || name.ends_with(".localhost") {
        return BTreeSet::from([Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let asked = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((name, 443))).await;
    match asked {
        Ok(Ok(found)) => found.map(|address| address.ip()).collect(),
        Ok(Err(_)) | Err(_) => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::leads_here;

    #[tokio::test]
    async fn names_lead_where_dns_says() {
        assert_eq!(
            leads_here("login.localhost", "localhost:8443").await,
            Ok(())
        );
        let why = leads_here("192.0.2.7", "localhost").await.unwrap_err();
        assert!(why.contains("elsewhere"), "{why}");
        let why = leads_here("no-such-host.invalid", "localhost")
            .await
            .unwrap_err();
        assert!(why.contains("no address for no-such-host.invalid"), "{why}");
    }
}
