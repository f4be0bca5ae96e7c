//! Addresses and networks as administrators write them.

use std::net::IpAddr;

use ipnet::IpNet;

/// `192.0.2.7`, `192.0.2.0/24` or the same for IPv6; a single address is a network of one.
pub fn parse(text: &str) -> Option<IpNet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(IpNet::from(address)),
        Err(_) => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_what_begins_alike() {
        for (network, ip, expected) in [
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.77/31", "192.0.2.76", true),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "192.0.2.1", false),
        ] {
            let holds = parse(network)
                .unwrap()
                .contains(&ip.parse::<IpAddr>().unwrap());
            assert_eq!(holds, expected, "{network} {ip}");
        }
    }

    #[test]
    fn what_is_no_network_is_none() {
        for text in [
            "",
            "192.0.2.0/33",
            "192.0.2.0/",
            "2001:db8::/129",
            "example.com",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
