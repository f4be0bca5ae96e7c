//! What offline commands leave in the tenant's log: the entry of the Management API operation that does the same.

use ostia_identity::context::Context;
use ostia_identity::logs::{Entry, Event};
use serde_json::{Value, json};

use crate::installation;

/// An operation of the Management API that a command stands for.
pub struct Done<'a> {
    /// The operation's title.
    pub title: &'a str,
    /// Its method, in lower case.
    pub method: &'a str,
    /// Its path, behind `/api/v2`.
    pub path: String,
    /// What it was asked for. Secrets never go here.
    pub body: Value,
    /// What it would have answered with.
    pub status: u16,
}

impl Done<'_> {
    /// Writes the entry. Who it was, the machine's account says.
    pub fn record(self, context: &Context) {
        let account = installation::environment("USER")
            .or_else(|| installation::environment("LOGNAME"))
            .unwrap_or_default();
        Entry::new(Event::ManagementApiChanged)
            .description(self.title)
            .detail(
                "request",
                json!({
                    "method": self.method,
                    "path": format!("/api/v2{}", self.path),
                    "query": {},
                    "body": self.body,
                    "ip": context.origin.ip_text(),
                    "userAgent": context.origin.user_agent,
                    "channel": "cli",
                    "auth": {
                        "strategy": "local",
                        "credentials": {},
                        "user": { "user_id": "", "name": account, "email": "" },
                    },
                }),
            )
            .detail("response", json!({ "statusCode": self.status, "body": {} }))
            .record(context);
    }
}
