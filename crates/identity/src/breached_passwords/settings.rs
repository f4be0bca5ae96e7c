//! What a tenant said at `/attack-protection/breached-password-detection`, remembered with the tenant: where it wants
//! nothing, nothing is asked.

use ostia_protocol::auth0::ids::TenantId;
use serde_json::Value;

use crate::attack_protection::BREACHED_PASSWORDS;
use crate::database::Database;
use crate::failure::Broken;
use crate::tenant_documents::{ONLY, table};

/// How often administrators are told at most, in milliseconds. What is said of the shortest counts.
const FREQUENCIES: [(&str, i64); 4] = [
    // An attacker with many right passwords fills no mailbox.
    ("immediately", 5 * 60_000),
    ("daily", DAY),
    ("weekly", 7 * DAY),
    ("monthly", 30 * DAY),
];
const DAY: i64 = 86_400_000;

/// When a password is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Somebody logs in with it.
    Login,
    /// Somebody signs up with it.
    Signup,
    /// Somebody chooses it as their new one.
    Reset,
}

/// What follows from a password that is known. Where nothing does, there is only an entry in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shields {
    /// Whether it is refused.
    pub block: bool,
    /// Whether the account's owner is told; at log-ins only.
    pub user_notification: bool,
    /// Whether the administrators are told.
    pub admin_notification: bool,
}

/// What a tenant wants done about passwords that are known.
#[derive(Clone, Debug, Default)]
pub struct Detection {
    stages: Option<[Shields; 3]>,
    administrators_every: i64,
}

impl Detection {
    /// Reads what a tenant says.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn load(tenant: &TenantId, database: &Database) -> Result<Self, Broken> {
        let key = table::Key {
            tenant,
            kind: BREACHED_PASSWORDS.kind().name,
            name: ONLY,
        };
        let row = table::find(key, database).await?;
        Ok(row
            .map(|row| Self::new(&row.content.document))
            .unwrap_or_default())
    }

    /// Unless it is switched on, nothing is looked up, and no shield is up unless it is named: the defaults say neither.
    fn new(said: &Value) -> Self {
        let at_stage = |name: &str| shields(&said["stage"][name]["shields"]);
        let stages = [
            shields(&said["shields"]),
            at_stage("pre-user-registration"),
            at_stage("pre-change-password"),
        ];
        let wanted = |(name, every): (&str, i64)| {
            has(&said["admin_notification_frequency"], name).then_some(every)
        };
        Self {
            stages: (said["enabled"] == true).then_some(stages),
            administrators_every: FREQUENCIES.into_iter().find_map(wanted).unwrap_or(DAY),
        }
    }

    /// What follows at a stage; `None` where passwords aren't looked up.
    pub fn at(&self, stage: Stage) -> Option<Shields> {
        let [login, signup, reset] = self.stages?;
        Some(match stage {
            Stage::Login => login,
            Stage::Signup => signup,
            Stage::Reset => reset,
        })
    }

    /// After how many milliseconds administrators may be told again; once a day where the tenant does not say.
    pub const fn administrators_every(&self) -> i64 {
        self.administrators_every
    }
}

fn shields(named: &Value) -> Shields {
    Shields {
        block: has(named, "block"),
        user_notification: has(named, "user_notification"),
        admin_notification: has(named, "admin_notification"),
    }
}

fn has(names: &Value, name: &str) -> bool {
    let mut names = names.as_array().into_iter().flatten();
    names.any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said_and_what_is_not() {
        let off = Detection::new(&json!({ "shields": ["block"] }));
        assert_eq!(off.at(Stage::Login), None);
        let watching = Detection::new(&json!({ "enabled": true }));
        assert_eq!(watching.at(Stage::Reset), Some(Shields::default()));
        assert_eq!(watching.administrators_every(), DAY);
        let on = Detection::new(&json!({
            "enabled": true, "shields": ["user_notification"], "admin_notification_frequency": ["weekly", "immediately"],
            "stage": { "pre-user-registration": { "shields": ["block", "admin_notification"] } },
        }));
        let told = Shields {
            user_notification: true,
            ..Shields::default()
        };
        assert_eq!(on.at(Stage::Login), Some(told));
        let blocked = Shields {
            block: true,
            user_notification: false,
            admin_notification: true,
        };
        assert_eq!(on.at(Stage::Signup), Some(blocked));
        assert_eq!(on.at(Stage::Reset), Some(Shields::default()));
        assert_eq!(on.administrators_every(), 300_000);
    }
}
