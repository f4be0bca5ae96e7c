//! What the tenant set: `/attack-protection/brute-force-protection` and `/attack-protection/suspicious-ip-throttling`.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value;

use crate::attack_protection::{BRUTE_FORCE, SUSPICIOUS_IPS};
use crate::context::Context;
use crate::failure::{Broken, Failure, ManagementFailure};
use crate::networks;

/// How many wrong passwords an account endures.
#[derive(Clone, Debug)]
pub struct BruteForce {
    /// Whether any are counted.
    pub enabled: bool,
    /// What follows: where nothing does, there is only an entry in the log.
    pub shields: Shields,
    /// Whether each address counts for itself.
    pub counts_per_ip: bool,
    /// The first that is too many.
    pub max_attempts: i64,
    allowlist: Vec<IpNet>,
}

/// What follows from too many wrong passwords.
#[derive(Clone, Copy, Debug)]
pub struct Shields {
    /// Whether the account is blocked.
    pub block: bool,
    /// Whether its owner is told of that.
    pub user_notification: bool,
}

/// How many attempts an address has.
#[derive(Clone, Debug)]
pub struct SuspiciousIps {
    /// Whether there are consequences: else there is only an entry in the log.
    pub blocks: bool,
    /// What failed logins fill; none where nothing is counted.
    pub login: Option<Bucket>,
    /// What sign-ups fill; none where nothing is counted.
    pub signup: Option<Bucket>,
    allowlist: Vec<IpNet>,
}

/// A bucket that attempts fill up and time drains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Which attempts.
    pub stage: &'static str,
    /// How many have room.
    pub capacity: i64,
    /// After how many milliseconds there is room for one more.
    pub rate: i64,
}

impl BruteForce {
    /// What holds for the tenant now.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(context: &Context) -> Result<Self, Broken> {
        let setting = broken_only(BRUTE_FORCE.read(context).await)?;
        Ok(Self {
            enabled: setting["enabled"] == true,
            shields: Shields {
                block: setting["enabled"] == true && has_shield(&setting, "block"),
                user_notification: has_shield(&setting, "user_notification"),
            },
            counts_per_ip: setting["mode"] != "count_per_identifier",
            max_attempts: setting["max_attempts"].as_i64().unwrap_or(10),
            allowlist: allowlist(&setting),
        })
    }

    /// Whether an address is never counted.
    pub fn allows(&self, ip: IpAddr) -> bool {
        self.allowlist.iter().any(|network| network.contains(&ip))
    }
}

impl SuspiciousIps {
    /// What failed logins fill.
    pub const LOGIN: &'static str = "pre-login";
    /// What sign-ups fill.
    pub const SIGNUP: &'static str = "pre-user-registration";

    /// What holds for the tenant now.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(context: &Context) -> Result<Self, Broken> {
        let setting = broken_only(SUSPICIOUS_IPS.read(context).await)?;
        let bucket = |stage: &'static str| {
            (setting["enabled"] == true).then(|| Bucket {
                stage,
                capacity: setting["stage"][stage]["max_attempts"]
                    .as_i64()
                    .unwrap_or(100),
                rate: setting["stage"][stage]["rate"].as_i64().unwrap_or(864_000),
            })
        };
        Ok(Self {
            blocks: has_shield(&setting, "block"),
            login: bucket(Self::LOGIN),
            signup: bucket(Self::SIGNUP),
            allowlist: allowlist(&setting),
        })
    }

    /// Whether an address is never counted.
    pub fn allows(&self, ip: IpAddr) -> bool {
        self.allowlist.iter().any(|network| network.contains(&ip))
    }
}

/// Reading a setting refuses nothing.
fn broken_only(read: Result<Value, ManagementFailure>) -> Result<Value, Broken> {
    read.map_err(|failure| match failure {
        Failure::Broken(broken) => broken,
        Failure::Refused(error) => Broken::internal(error),
    })
}

fn has_shield(setting: &Value, name: &str) -> bool {
    setting["shields"]
        .as_array()
        .is_some_and(|shields| shields.iter().any(|shield| shield == name))
}

/// Addresses and networks.
fn allowlist(setting: &Value) -> Vec<IpNet> {
    let listed = setting["allowlist"].as_array().into_iter().flatten();
    listed
        .filter_map(Value::as_str)
        .filter_map(networks::parse)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn networks_and_addresses() {
        let setting =
            json!({ "allowlist": ["192.0.2.1", "198.51.100.0/24", "2001:db8::/32", "nonsense"] });
        let listed = allowlist(&setting);
        assert_eq!(listed.len(), 3);
        let allows = |ip: &str| {
            let ip: IpAddr = ip.parse().unwrap();
            listed.iter().any(|network| network.contains(&ip))
        };
        assert!(allows("192.0.2.1") && allows("198.51.100.77") && allows("2001:db8::7"));
        assert!(!allows("192.0.2.2") && !allows("198.51.101.1") && !allows("2001:db9::1"));
    }
}
