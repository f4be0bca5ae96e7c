//! Messages: written, sent, and what their links do.

mod dbconnections;
mod delivery;
mod inbox;
mod lockout;
mod reset;
mod texts;
mod tickets;
mod verification;

use ostia_identity::delivery as sending;
use ostia_identity::messages::inbox::{self as kept, Received};
use serde_json::Value;

use crate::test_app::TestApp;

impl TestApp {
    /// Sends what is due until nothing is.
    pub async fn deliver(&self) {
        while sending::deliver_due(&self.platform).await.unwrap() > 0 {}
    }

    /// What somebody got, the newest first.
    pub async fn mail(&self, to: &str) -> Vec<Received> {
        self.deliver().await;
        let kept = kept::list(Some(to), &self.context()).await.unwrap();
        kept.into_iter().map(|kept| kept.message).collect()
    }

    /// The one message that somebody got.
    #[track_caller]
    pub fn only(mut mail: Vec<Received>) -> Received {
        assert_eq!(mail.len(), 1, "{mail:?}");
        mail.remove(0)
    }

    /// The entries of the log of a type.
    pub async fn entries_of(&self, code: &str) -> Vec<Value> {
        self.platform.journal.flush().await;
        let all = self.read("/api/v2/logs?per_page=100").await.ok(200);
        let of_type = |entry: &&Value| entry["type"] == code;
        all.as_array()
            .unwrap()
            .iter()
            .filter(of_type)
            .cloned()
            .collect()
    }
}

/// Path and query of a link to this tenant.
pub fn path_of(url: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}
