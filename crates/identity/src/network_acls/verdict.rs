//! What becomes of a request: the lists in the order of their priorities, until one decides.
//!
//! Of a signal, one value has to fit; of several signals, all have to, except that a request has one address and so needs
//! one of the two lists of addresses. What this server can't know of a request (autonomous system, country, TLS
//! fingerprint, others' curated lists) fits nothing, whether it is asked for or excluded.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use ipnet::IpNet;
use ostia_protocol::auth0::ids::TenantId;
use serde_json::{Value, json};

use super::ACLS;
use crate::collections::table::{Row, Shelf};
use crate::collections::{self};
use crate::context::Context;
use crate::database::{Database, SqlError};
use crate::logs::{Entry, Event};
use crate::networks;
use crate::time::Timestamp;

/// How often at most the log tells of a list's matches, in seconds.
const TELLING: i64 = 60;
/// Of how many lists matches are counted. Beyond that counting begins anew.
const MOST_TALLIES: usize = 10_000;

/// What can be known of a request.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Its path.
    pub path: &'a str,
    /// The host that it names, without a port.
    pub host: &'a str,
    /// Who connected: a proxy, where one is before us.
    pub peer: Option<IpAddr>,
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is served.
    Pass,
    /// It is refused.
    Block,
    /// It is sent elsewhere.
    Redirect(String),
}

/// The active lists of a tenant, as they are asked.
#[derive(Debug, Default)]
pub struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    id: String,
    description: String,
    priority: Value,
    action: Action,
    scope: Scope,
    wanted: Option<Signals>,
    unwanted: Option<Signals>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Action {
    Allow,
    Block,
    Redirect(String),
    Log,
}

impl Action {
    fn name(&self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Block => "block",
            Self::Redirect(_) => "redirect",
            Self::Log => "log",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Tenant,
    Management,
    Authentication,
    Registration,
}

impl Scope {
    /// Whether a path is one of those that the rule concerns.
    fn covers(self, path: &str) -> bool {
        let is_management = path.starts_with("/api/v2/") || path.starts_with("/scim/");
        match self {
            Self::Tenant => true,
            Self::Management => is_management,
            Self::Authentication => !is_management,
            Self::Registration => path == "/oidc/register",
        }
    }
}

/// The matches of each list of each tenant.
#[derive(Debug, Default)]
pub struct Tallies(Mutex<HashMap<(TenantId, String), Tally>>);

/// Matches since they were last told.
#[derive(Clone, Copy, Debug)]
struct Tally {
    told: Option<Timestamp>,
    since: Timestamp,
    matches: u64,
}

impl Rules {
    /// The active lists of a tenant.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(tenant: &TenantId, database: &Database) -> Result<Self, SqlError> {
        let shelf = Shelf {
            tenant,
            collection: ACLS.collection.name,
            parent: "",
        };
        let rows = collections::table::first(shelf, ACLS.collection.limit, database).await?;
        Ok(Self::of(&rows))
    }

    fn of(rows: &[Row]) -> Self {
        Self(rows.iter().filter_map(Rule::read).collect())
    }

    /// What becomes of a request.
    pub fn judge(&self, asked: Asked<'_>, context: &Context) -> Verdict {
        for rule in &self.0 {
            if !rule.scope.covers(asked.path) || !rule.fits(asked, context) {
                continue;
            }
            rule.count(context);
            match &rule.action {
                Action::Allow => return Verdict::Pass,
                Action::Block => return Verdict::Block,
                Action::Redirect(target) => return Verdict::Redirect(target.clone()),
                Action::Log => {}
            }
        }
        Verdict::Pass
    }

    /// Whether there is anything to ask.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Tallies {
    /// Adds a match. What is to be told, where it is time.
    fn add(&self, list: &str, context: &Context) -> Option<Tally> {
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tallies.len() >= MOST_TALLIES {
            tallies.clear();
        }
        let key = (context.tenant.id.clone(), list.to_owned());
        let tally = tallies.entry(key).or_insert(Tally {
            told: None,
            since: context.now,
            matches: 0,
        });
        tally.matches += 1;
        let is_due = |told: Timestamp| context.now >= told.plus_seconds(TELLING);
        if !tally.told.is_none_or(is_due) {
            return None;
        }
        let untold = *tally;
        *tally = Tally {
            told: Some(context.now),
            since: context.now,
            matches: 0,
        };
        Some(untold)
    }
}

impl Rule {
    /// `None` where the list is not asked.
    fn read(row: &Row) -> Option<Self> {
        let list = &row.content.document;
        let rule = &list["rule"];
        if list["active"] != true {
            return None;
        }
        Some(Self {
            id: row.id.clone(),
            description: list["description"].as_str().unwrap_or_default().to_owned(),
            priority: list["priority"].clone(),
            action: action(&rule["action"])?,
            scope: match rule["scope"].as_str()? {
                "management" => Scope::Management,
                "authentication" => Scope::Authentication,
                "dynamic_client_registration" => Scope::Registration,
                _ => Scope::Tenant,
            },
            wanted: Signals::read(&rule["match"]),
            unwanted: Signals::read(&rule["not_match"]),
        })
    }

    /// Counts a match, and tells the log of it: at once, and then once in a while, so that whoever floods the server does
    /// not flood the log.
    fn count(&self, context: &Context) {
        let Some(tally) = context.caches().network_matches.add(&self.id, context) else {
            return;
        };
        let stats = json!([{
            "acl_id": self.id,
            "description": self.description,
            "priority": self.priority,
            "action": self.action.name(),
            "match": { "successes": tally.matches },
        }]);
        Entry::new(Event::NetworkRulesMatched)
            .description("Requests matched a network access list.")
            .detail("start_time", tally.since.to_string())
            .detail("end_time", context.now.to_string())
            .detail("stats", stats)
            .record(context);
    }

    fn fits(&self, asked: Asked<'_>, context: &Context) -> bool {
        let wanted = self.wanted.as_ref();
        let unwanted = self.unwanted.as_ref();
        wanted.is_none_or(|signals| signals.all_fit(asked, context))
            && unwanted.is_none_or(|signals| signals.none_fits(asked, context))
    }
}

fn action(action: &Value) -> Option<Action> {
    let takes = |name: &str| action[name] == true;
    if takes("allow") {
        Some(Action::Allow)
    } else if takes("block") {
        Some(Action::Block)
    } else if takes("log") {
        Some(Action::Log)
    } else if takes("redirect") {
        let target = action["redirect_uri"].as_str()?;
        Some(Action::Redirect(target.to_owned()))
    } else {
        None
    }
}

/// What a rule asks of a request; an empty list asks nothing.
#[derive(Debug)]
struct Signals {
    addresses: Vec<IpNet>,
    peers: Vec<IpNet>,
    agents: Vec<String>,
    hosts: Vec<String>,
    /// Whether something is asked that can't be known here.
    is_beyond_us: bool,
}

impl Signals {
    /// `None` where there are none.
    fn read(criteria: &Value) -> Option<Self> {
        let criteria = criteria.as_object()?;
        let mut signals = Self {
            addresses: Vec::new(),
            peers: Vec::new(),
            agents: Vec::new(),
            hosts: Vec::new(),
            is_beyond_us: false,
        };
        for (name, values) in criteria {
            let texts = values.as_array().into_iter().flatten();
            let texts = texts.filter_map(Value::as_str);
            match name.as_str() {
                "ipv4_cidrs" | "ipv6_cidrs" => {
                    signals.addresses.extend(texts.filter_map(networks::parse));
                }
                "connecting_ipv4_cidrs" | "connecting_ipv6_cidrs" => {
                    signals.peers.extend(texts.filter_map(networks::parse));
                }
                "user_agents" => signals.agents.extend(texts.map(str::to_owned)),
                "hostnames" => signals.hosts.extend(texts.map(str::to_ascii_lowercase)),
                _ => signals.is_beyond_us = true,
            }
        }
        Some(signals)
    }

    fn answers(&self, asked: Asked<'_>, context: &Context) -> [Option<bool>; 4] {
        let origin = &context.origin;
        let among = |networks: &[IpNet], ip: Option<IpAddr>| {
            let is_asked = !networks.is_empty();
            is_asked
                .then(|| ip.is_some_and(|ip| networks.iter().any(|network| network.contains(&ip))))
        };
        let is_one = |values: &[String], matches: &dyn Fn(&str) -> bool| {
            (!values.is_empty()).then(|| values.iter().any(|value| matches(value)))
        };
        [
            among(&self.addresses, origin.ip),
            among(&self.peers, asked.peer),
            is_one(&self.agents, &|agent| fits_text(agent, &origin.user_agent)),
            is_one(&self.hosts, &|host| asked.host.eq_ignore_ascii_case(host)),
        ]
    }

    fn all_fit(&self, asked: Asked<'_>, context: &Context) -> bool {
        let mut answers = self.answers(asked, context).into_iter().flatten();
        !self.is_beyond_us && answers.all(|fits| fits)
    }

    fn none_fits(&self, asked: Asked<'_>, context: &Context) -> bool {
        let mut answers = self.answers(asked, context).into_iter().flatten();
        !self.is_beyond_us && !answers.any(|fits| fits)
    }
}

/// Whether a text is one that a value names; `*` in the value stands for anything.
fn fits_text(value: &str, text: &str) -> bool {
    let mut parts = value.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asterisks_stand_for_anything() {
        for (value, text, expected) in [
            ("BadBot", "BadBot", true),
            ("BadBot", "BadBot/1.0", false),
            ("BadBot*", "BadBot/1.0", true),
            ("*Bot*", "A BadBot indeed", true),
            ("*Bot", "A BadBot indeed", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("ab*ba", "aba", false),
            ("*", "", true),
            ("", "", true),
            ("", "curl", false),
        ] {
            assert_eq!(fits_text(value, text), expected, "{value} {text}");
        }
    }
}
