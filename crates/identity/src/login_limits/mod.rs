//! Limits of logging in: how many wrong passwords an account endures, and how many attempts an address has.
//!
//! What counts is stored, so that all nodes count together. An attempt is judged twice, before the password is looked at
//! and after: of many that race, no more than the limit learn whether theirs was right. What was typed counts whether or
//! not anybody has it, so that nobody learns from a limit who has an account.

pub mod blocks;
mod settings;
pub mod table;

use std::net::IpAddr;

pub use self::settings::{BruteForce, Bucket, SuspiciousIps};
use crate::clients::Client;
use crate::connections::Connection;
use crate::context::Context;
use crate::database::Work;
use crate::failure::Broken;
use crate::logs::{Entry, Event};
use crate::messages::{self, LockoutNotice, Message};
use crate::time::Timestamp;

/// How long an account stays blocked, and how long a wrong password is remembered, in seconds.
pub const REMEMBERED: i64 = 30 * 86_400;

/// One user from one address: 20 logins at once, and 10 in each minute afterwards, right ones too.
const SAME_USER: Bucket = Bucket {
    stage: "same-user",
    capacity: 20,
    rate: 6_000,
};

/// Which limit is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// Too many wrong passwords for the account.
    Account,
    /// Too many failures from the address.
    Address,
    /// Too many logins of one user from the address, right or wrong.
    Rate,
}

impl Limited {
    const fn event(self) -> Event {
        match self {
            Self::Account => Event::AccountLocked,
            Self::Address => Event::AddressBlocked,
            Self::Rate => Event::TooManyLogins,
        }
    }

    /// What the log says of it.
    const fn description(self) -> &'static str {
        match self {
            Self::Account => "An account was blocked after too many wrong passwords.",
            Self::Address => "An address was blocked after too many failed logins or sign-ups.",
            Self::Rate => "A user logged in too often from one address.",
        }
    }
}

/// An attempt to log in that may go on to look at the password. It has to be told how that ended.
#[derive(Debug)]
#[must_use = "an attempt that is not ended does not count"]
pub struct Attempt<'a> {
    /// What was typed, as it is stored.
    identifier: String,
    connection: &'a Connection,
    client: &'a Client,
    brute_force: BruteForce,
    suspicious_ips: SuspiciousIps,
}

impl<'a> Attempt<'a> {
    /// Begins an attempt, unless a limit is reached already.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn begin(
        identifier: &str,
        connection: &'a Connection,
        client: &'a Client,
        context: &Context,
    ) -> Result<Result<Self, Limited>, Broken> {
        let attempt = Self {
            identifier: normal(identifier),
            connection,
            client,
            brute_force: BruteForce::read(context).await?,
            suspicious_ips: SuspiciousIps::read(context).await?,
        };
        Ok(match attempt.reached(context).await? {
            Some(limit) => Err(limit),
            None => Ok(attempt),
        })
    }

    async fn reached(&self, context: &Context) -> Result<Option<Limited>, Broken> {
        if let (Some(ip), Some(bucket)) = (stranger(context), self.suspicious_ips.login)
            && !self.suspicious_ips.allows(ip)
            && self.suspicious_ips.blocks
            && is_full(bucket, &ip.to_string(), context).await?
        {
            return Ok(Some(Limited::Address));
        }
        if self.failures(context).await? >= self.brute_force.max_attempts
            && self.brute_force.shields.block
        {
            return Ok(Some(Limited::Account));
        }
        if let Some(ip) = stranger(context) {
            // A blank can't be part of an address.
            let subject = format!("{ip} {}", self.identifier);
            match fill(SAME_USER, &subject, context).await? {
                Fill::Room => {}
                Fill::Full => self.tell(Limited::Rate, context),
                Fill::Over => return Ok(Some(Limited::Rate)),
            }
        }
        Ok(None)
    }

    /// Which row counts; none where nothing is counted.
    fn row(&self, context: &Context) -> Option<table::Row<'_>> {
        let ip = context.origin.ip;
        let is_allowed = ip.is_some_and(|ip| self.brute_force.allows(ip));
        (self.brute_force.enabled && !is_allowed).then(|| table::Row {
            identifier: &self.identifier,
            connection: &self.connection.name,
            ip: match ip {
                Some(ip) if self.brute_force.counts_per_ip => ip.to_string(),
                _ => String::new(),
            },
        })
    }

    async fn failures(&self, context: &Context) -> Result<i64, Broken> {
        let Some(row) = self.row(context) else {
            return Ok(0);
        };
        let since = context.now.plus_seconds(-REMEMBERED);
        Ok(table::failures(&context.tenant, &row, since, context.database()).await?)
    }

    /// The password was wrong, or there is no such account. Which limit is passed by that: then not even that may be
    /// said.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn failed(self, context: &Context) -> Result<Option<Limited>, Broken> {
        let mut work = context.begin().await?;
        let mut limited = None;
        if let Some(row) = self.row(context) {
            let since = context.now.plus_seconds(-REMEMBERED);
            let failures =
                table::add_failure(&context.tenant, &row, since, context.now, &mut work).await?;
            if failures > self.brute_force.max_attempts && self.brute_force.shields.block {
                limited = Some(Limited::Account);
            }
            if failures == self.brute_force.max_attempts {
                self.tell(Limited::Account, context);
                self.notify(context, &mut work).await?;
            }
        }
        if let (Some(ip), Some(bucket)) = (stranger(context), self.suspicious_ips.login)
            && !self.suspicious_ips.allows(ip)
        {
            match fill_in(bucket, &ip.to_string(), context, &mut work).await? {
                Fill::Full => self.tell(Limited::Address, context),
                Fill::Over if self.suspicious_ips.blocks => limited = Some(Limited::Address),
                Fill::Room | Fill::Over => {}
            }
        }
        work.commit().await?;
        Ok(limited)
    }

    /// The password was right: what failed before is forgotten. Unless the limit was reached while it was looked at.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn succeeded(self, context: &Context) -> Result<Option<Limited>, Broken> {
        let Some(row) = self.row(context) else {
            return Ok(None);
        };
        match self.failures(context).await? {
            0 => Ok(None),
            failures
                if failures >= self.brute_force.max_attempts && self.brute_force.shields.block =>
            {
                Ok(Some(Limited::Account))
            }
            _ => {
                let mut work = context.begin().await?;
                table::forget(&context.tenant, &row, &mut work).await?;
                work.commit().await?;
                Ok(None)
            }
        }
    }

    /// Has the account's owner told, if there is one; whether there is, nobody waits to find out.
    async fn notify(&self, context: &Context, work: &mut Work) -> Result<(), Broken> {
        if !(self.brute_force.shields.block && self.brute_force.shields.user_notification) {
            return Ok(());
        }
        let notice = LockoutNotice {
            connection_id: self.connection.id.to_string(),
            identifier: self.identifier.clone(),
            client_id: self.client.id.clone(),
            ip: context.origin.ip_text(),
            host: context.named_link_host().map(str::to_owned),
        };
        messages::enqueue(&Message::Lockout(notice), context, work).await
    }

    fn tell(&self, limit: Limited, context: &Context) {
        Entry::new(limit.event())
            .description(limit.description())
            .client(self.client)
            .member("connection", self.connection.name.as_str())
            .member("connection_id", self.connection.id.as_str())
            .member("user_name", self.identifier.as_str())
            .record(context);
    }
}

/// Counts a sign-up from the caller's address. Which limit is reached: then there is none.
///
/// # Errors
/// When the database is away.
pub async fn sign_up(client: &Client, context: &Context) -> Result<Option<Limited>, Broken> {
    let settings = SuspiciousIps::read(context).await?;
    let (Some(ip), Some(bucket)) = (stranger(context), settings.signup) else {
        return Ok(None);
    };
    if settings.allows(ip) {
        return Ok(None);
    }
    let filled = fill(bucket, &ip.to_string(), context).await?;
    if filled == Fill::Full {
        Entry::new(Event::AddressBlocked)
            .description(Limited::Address.description())
            .client(client)
            .record(context);
    }
    Ok((filled == Fill::Over && settings.blocks).then_some(Limited::Address))
}

/// How many failed logins of the caller's address are not forgotten yet.
///
/// # Errors
/// When the database is away.
pub async fn recent_failures(context: &Context) -> Result<i64, Broken> {
    let settings = SuspiciousIps::read(context).await?;
    let ip = stranger(context).filter(|ip| !settings.allows(*ip));
    let (Some(ip), Some(bucket)) = (ip, settings.login) else {
        return Ok(0);
    };
    let (tenant, database) = (&context.tenant, context.database());
    let drained_at = table::drained_at(tenant, bucket.stage, &ip.to_string(), database).await?;
    let filled = drained_at.map_or(0, |at| at.millis_since(context.now).max(0));
    Ok((filled + bucket.rate - 1) / bucket.rate)
}

/// The caller's address, unless it is this machine's own: that says nothing of who is behind it.
fn stranger(context: &Context) -> Option<IpAddr> {
    context.origin.ip.filter(|ip| !ip.is_loopback())
}

/// What was typed, as accounts are looked up, and bounded.
fn normal(identifier: &str) -> String {
    let lower = identifier.trim().to_lowercase();
    lower.chars().take(254).collect()
}

/// How full a bucket is after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    /// There is room for another.
    Room,
    /// This was the last.
    Full,
    /// There was no room for this one.
    Over,
}

async fn fill(bucket: Bucket, subject: &str, context: &Context) -> Result<Fill, Broken> {
    let mut work = context.begin().await?;
    let filled = fill_in(bucket, subject, context, &mut work).await?;
    work.commit().await?;
    Ok(filled)
}

async fn fill_in(
    bucket: Bucket,
    subject: &str,
    context: &Context,
    work: &mut Work,
) -> Result<Fill, Broken> {
    let last = (bucket.capacity - 1) * bucket.rate;
    let level = table::fill(
        &context.tenant,
        [bucket.stage, subject],
        [
            context.now,
            Timestamp::from_millis(context.now.millis() + last),
        ],
        bucket.rate,
        work,
    )
    .await?;
    Ok(match level.drained_at.millis_since(context.now) {
        _ if !level.had_room => Fill::Over,
        filled if filled > last => Fill::Full,
        _ => Fill::Room,
    })
}

async fn is_full(bucket: Bucket, subject: &str, context: &Context) -> Result<bool, Broken> {
    let (tenant, database) = (&context.tenant, context.database());
    let drained_at = table::drained_at(tenant, bucket.stage, subject, database).await?;
    Ok(drained_at
        .is_some_and(|at| at.millis_since(context.now) > (bucket.capacity - 1) * bucket.rate))
}
