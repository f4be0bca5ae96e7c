//! Which addresses exist for this server, whatever name leads to them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::Reach;

/// Resolves names as the system does, without what is out of reach. A name is resolved once for each connection, so
/// that it can't be one address when it is judged and another one when it is called.
pub(super) struct Resolver(pub Reach);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let reachable: Vec<SocketAddr> =
                found.filter(|address| is_in(reach, address.ip())).collect();
            if reachable.is_empty() {
                return Err(format!("{} leads to a private network", name.as_str()).into());
            }
            Ok(Box::new(reachable.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is within reach.
pub(super) fn is_in(reach: Reach, ip: IpAddr) -> bool {
    match reach {
        Reach::Everything => true,
        Reach::Public => is_public(ip.to_canonical()),
    }
}

/// Whether an address belongs to the Internet (IANA's registries of special-purpose addresses).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => {
            let segments = ip.segments();
            let is_translated = segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
            let is_global_unicast = segments[0] & 0xe000 == 0x2000;
            let is_documentation = segments[0] == 0x2001 && segments[1] == 0xdb8;
            // Teredo and 6to4 hold an IPv4 address.
            let is_tunnel = segments[0] == 0x2002 || (segments[0] == 0x2001 && segments[1] < 0x200);
            is_global_unicast && !is_documentation && !is_tunnel && !is_translated
        }
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_protocol = a == 192 && b == 0 && c == 0;
    let is_benchmark = a == 198 && (b == 18 || b == 19);
    !(a == 0
        || a >= 224
        || ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_documentation()
        || is_shared
        || is_protocol
        || is_benchmark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_not_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.53",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
        ] {
            assert!(!is_in(Reach::Public, address.parse().unwrap()), "{address}");
            assert!(
                is_in(Reach::Everything, address.parse().unwrap()),
                "{address}"
            );
        }
        for address in ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111"] {
            assert!(is_in(Reach::Public, address.parse().unwrap()), "{address}");
        }
    }
}
