//! Who sends: many streams at once, but no more than so many, of which one tenant has its share. A receiver that is slow
//! keeps nobody waiting but itself.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use ostia_protocol::auth0::ids::TenantId;
use tokio::task::{Id, JoinSet};

use super::{events, go_on};
use crate::context::{Context, Origin, Platform};
use crate::failure::Broken;
use crate::tenants;

/// How many streams are sent to at once.
const MOST: usize = 32;
/// How many of them may be one tenant's.
const SHARE: usize = 8;
/// How often is looked for what there is to send when nobody rings: for what other nodes committed, for what is tried
/// again, and for the log, whose entries settle first.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long it takes to look again after something was sent or somebody rang: others do so in that time, too.
const BREATH: Duration = Duration::from_millis(50);

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Entries of the log.
    Log,
    /// Events.
    Events,
}

/// Sending one stream what comes next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Errand {
    pub tenant: TenantId,
    pub stream: String,
    pub kind: Kind,
}

/// Errands that wait, and those that are run.
#[derive(Default)]
pub(super) struct Crew {
    waiting: VecDeque<Errand>,
    working: JoinSet<Result<usize, Broken>>,
    busy: HashMap<Id, Errand>,
    /// The errand that was begun last: the line goes on behind it, so that everybody's turn comes.
    last: Option<Errand>,
}

/// Runs errands, and ends with the last one. How much was sent.
///
/// # Errors
/// When one of them could not be run.
pub(super) async fn finish(
    errands: Vec<Errand>,
    platform: &Arc<Platform>,
) -> Result<usize, Broken> {
    let mut crew = Crew::default();
    crew.wait_in_line(errands);
    crew.staff(platform);
    let mut sent = 0;
    while let Some(done) = crew.next().await {
        sent += done?;
        crew.staff(platform);
    }
    Ok(sent)
}

impl Crew {
    /// These wait, and what waited no longer does.
    pub fn wait_in_line(&mut self, mut errands: Vec<Errand>) {
        errands.retain(|errand| !self.busy.values().any(|busy| busy == errand));
        errands.sort();
        let begun = |errand: &Errand| self.last.as_ref().is_some_and(|last| errand <= last);
        let turn = errands.partition_point(begun);
        errands.rotate_left(turn);
        self.waiting = errands.into();
    }

    /// Runs what waits, until it is worth while to look for more.
    pub async fn work(&mut self, platform: &Arc<Platform>) {
        let patience = tokio::time::sleep(PATIENCE);
        tokio::pin!(patience);
        loop {
            self.staff(platform);
            let done = tokio::select! {
                Some(done) = self.next() => done,
                () = platform.events.rung() => break,
                () = &mut patience => return,
            };
            match done {
                Ok(0) => {}
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(%error, "could not send to a stream; it is tried again");
                }
            }
        }
        tokio::time::sleep(BREATH).await;
    }

    /// Begins as much of what waits as there is room for.
    fn staff(&mut self, platform: &Arc<Platform>) {
        while self.busy.len() < MOST {
            let may_begin = |errand: &Errand| self.share(&errand.tenant) < SHARE;
            let Some(place) = self.waiting.iter().position(may_begin) else {
                return;
            };
            let Some(errand) = self.waiting.remove(place) else {
                return;
            };
            let task = self.working.spawn(run(errand.clone(), platform.clone()));
            self.last = Some(errand.clone());
            self.busy.insert(task.id(), errand);
        }
    }

    fn share(&self, tenant: &TenantId) -> usize {
        let own = self.busy.values().filter(|busy| busy.tenant == *tenant);
        own.count()
    }

    /// Waits for an errand to end. How much it sent; `None` where none is run.
    async fn next(&mut self) -> Option<Result<usize, Broken>> {
        let (id, done) = match self.working.join_next_with_id().await? {
            Ok((id, done)) => (id, done),
            Err(error) => (error.id(), Err(Broken::internal(error))),
        };
        self.busy.remove(&id);
        Some(done)
    }
}

async fn run(errand: Errand, platform: Arc<Platform>) -> Result<usize, Broken> {
    let Some(tenant) = tenants::find(&errand.tenant, &platform).await? else {
        return Ok(0);
    };
    let context = Context::new(platform, Arc::new(tenant), Origin::default());
    match errand.kind {
        Kind::Log => Ok(usize::from(go_on(&errand.stream, &context).await?)),
        Kind::Events => events::go_on(&errand.stream, &context).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errand(stream: &str) -> Errand {
        Errand {
            tenant: TenantId::parse("acme").unwrap(),
            stream: stream.to_owned(),
            kind: Kind::Log,
        }
    }

    #[test]
    fn the_line_goes_on_behind_who_was_last() {
        let mut crew = Crew {
            last: Some(errand("b")),
            ..Crew::default()
        };
        crew.wait_in_line(["a", "b", "c", "d"].map(errand).to_vec());
        let line: Vec<&str> = crew
            .waiting
            .iter()
            .map(|errand| errand.stream.as_str())
            .collect();
        assert_eq!(line, ["c", "d", "a", "b"]);
    }
}
