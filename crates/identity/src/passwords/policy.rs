//! What a connection asks of its passwords, and the judgement of one.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    InvalidPassword, Password, PasswordHash, StrengthReport, Verdict, Workspace, dictionary,
    strength::Rule,
};

/// Shorter values are too likely to be part of a password by chance.
const SHORTEST_PERSONAL_VALUE: usize = 3;

/// What a database connection asks of a new password. Passwords set before it changed stay valid.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(super) rules: Vec<Rule>,
    pub(super) overlong: Overlong,
    pub(super) history: usize,
    pub(super) personal_fields: Vec<String>,
    pub(super) dictionary: Option<Dictionary>,
}

/// What happens to the end of a password that is longer than [`Password::MAX_BYTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlong {
    /// It doesn't count.
    Truncate,
    /// The password is refused.
    Refuse,
}

/// Refused words: the built-in list and the connection's own, in lower case.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    pub(super) custom: HashSet<String>,
}

impl Dictionary {
    fn contains(&self, text: &str) -> bool {
        dictionary::contains(text) || self.custom.contains(&text.to_lowercase())
    }
}

impl Policy {
    /// Reads a password that is to be set. It can still be refused by [`Self::judge`].
    pub fn parse(&self, text: impl Into<String>) -> Result<Password, Weakness> {
        let text = text.into();
        let report = self.report(&text);
        self.parse_existing(text)
            .map_err(|_| Weakness::TooWeak(report))
    }

    /// Reads a password that is to be compared with a stored one, under the same rule for overlong ones.
    pub fn parse_existing(&self, text: impl Into<String>) -> Result<Password, InvalidPassword> {
        match self.overlong {
            Overlong::Truncate => Password::parse_truncating(text),
            Overlong::Refuse => Password::parse(text),
        }
    }

    /// Whether a password may be set for the user that `personal` describes.
    ///
    /// `history` are the hashes of the user's passwords, the current one first; only [`Self::history_size`] of them
    /// count. They cost a verification each: call [`HashingPool::judge`](super::HashingPool::judge) from a request.
    pub fn judge(
        &self,
        password: &Password,
        personal: &PersonalInfo,
        history: &[PasswordHash],
        workspace: &mut Workspace,
    ) -> Result<(), Weakness> {
        let report = self.report(password.text());
        if !report.verified {
            return Err(Weakness::TooWeak(report));
        }
        if self
            .dictionary
            .as_ref()
            .is_some_and(|dictionary| dictionary.contains(password.text()))
        {
            return Err(Weakness::TooCommon);
        }
        if personal.occurs_in(password.text(), &self.personal_fields) {
            return Err(Weakness::Personal);
        }
        let mut remembered = history.iter().take(self.history);
        if remembered.any(|hash| hash.verify(password, workspace) != Verdict::Differs) {
            return Err(Weakness::UsedBefore);
        }
        Ok(())
    }

    /// How many former passwords, the current one included, must be loaded for [`Self::judge`].
    pub fn history_size(&self) -> usize {
        self.history
    }

    /// Which rules of composition a text keeps. An empty text gives the list that a page shows at first.
    pub fn report(&self, text: &str) -> StrengthReport {
        StrengthReport::new(&self.rules, text)
    }
}

/// What is known about a user that could turn up in a password: the profile as in the Management API.
#[derive(Clone, Debug, Default)]
pub struct PersonalInfo(Value);

impl PersonalInfo {
    /// Takes a user document; `email`, `name` and the like are looked up by a policy's dotted paths.
    pub fn new(profile: Value) -> Self {
        Self(profile)
    }

    fn occurs_in(&self, text: &str, fields: &[String]) -> bool {
        let text = text.to_lowercase();
        let mut values = fields.iter().filter_map(|field| self.value(field));
        values.any(|value| {
            value.chars().count() >= SHORTEST_PERSONAL_VALUE && text.contains(&value.to_lowercase())
        })
    }

    /// The text at a dotted path; of an address only what is before the `@`.
    fn value(&self, field: &str) -> Option<&str> {
        let value = field
            .split('.')
            .try_fold(&self.0, |value, key| value.get(key))?
            .as_str()?;
        match value.split_once('@') {
            Some((local_part, _)) if field == "email" => Some(local_part),
            _ => Some(value.trim()),
        }
    }
}

/// Why a password may not be set. Displays as the message on the wire.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// It breaks rules of composition.
    #[error("Password is too weak")]
    TooWeak(StrengthReport),
    /// It is in a dictionary.
    #[error("Password is too common")]
    TooCommon,
    /// It contains something of the user's profile.
    #[error("Password contains user information")]
    Personal,
    /// The user has it, or had it not long ago.
    #[error("Password has previously been used")]
    UsedBefore,
}

impl Weakness {
    /// The `name` on the wire, by which SDKs know the reason.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TooWeak(_) => "PasswordStrengthError",
            Self::TooCommon => "PasswordDictionaryError",
            Self::Personal => "PasswordNoUserInfoError",
            Self::UsedBefore => "PasswordHistoryError",
        }
    }

    /// What to tell the user on a page, a sentence a line.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::TooWeak(report) => report.complaints(),
            Self::TooCommon | Self::Personal | Self::UsedBefore => vec![self.to_string()],
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::passwords::hash;

    fn policy(options: &Value) -> Policy {
        Policy::from_options(options).unwrap()
    }

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    fn judge(policy: &Policy, text: &str) -> Result<(), Weakness> {
        policy.judge(
            &password(text),
            &PersonalInfo::default(),
            &[],
            &mut Workspace::default(),
        )
    }

    fn ada() -> PersonalInfo {
        PersonalInfo::new(json!({
            "email": "countess@example.com",
            "name": "Ada Lovelace",
            "username": "al",
            "nickname": "Addie",
            "family_name": "King",
            "user_metadata": { "first": "Augusta", "last": 7 },
        }))
    }

    #[test]
    fn each_level_accepts_and_refuses() {
        for (level, accepted, refused) in [
            ("none", &["x", " "][..], &[][..]),
            ("low", &["abcdef", "      "], &["abcde"]),
            (
                "fair",
                &["someP123"],
                &["Some123", "SOMEP123", "somep123", "somePASS"],
            ),
            (
                "good",
                &["someP123", "some!123", "SOME 123", "someSOME!", "aaaaaA1!"],
                &["sP1!", "somesome1", "SOMESOME!", "sömesöme"],
            ),
            (
                "excellent",
                &["somePas1! ", "somePas123", "some!as123", "aabbCC1122"],
                &["somePas1!", "somesome123", "hello111HELLO"],
            ),
        ] {
            let policy = policy(&json!({ "passwordPolicy": level }));
            for text in accepted {
                assert_eq!(judge(&policy, text), Ok(()), "{level}: {text}");
            }
            for text in refused {
                assert!(
                    matches!(judge(&policy, text), Err(Weakness::TooWeak(_))),
                    "{level}: {text}"
                );
            }
        }
    }

    #[test]
    fn each_level_tells_its_rules() {
        let three_of_four = "* Contain at least 3 of the following 4 types of characters:\n \
            * lower case letters (a-z)\n * upper case letters (A-Z)\n * numbers (i.e. 0-9)\n \
            * special characters (e.g. !@#$%^&*)";
        for (level, expected) in [
            ("none", "* Non-empty password required".to_owned()),
            ("low", "* At least 6 characters in length".to_owned()),
            (
                "fair",
                "* At least 8 characters in length\n* Should contain:\n * lower case letters (a-z)\n \
                 * upper case letters (A-Z)\n * numbers (i.e. 0-9)"
                    .to_owned(),
            ),
            ("good", format!("* At least 8 characters in length\n{three_of_four}")),
            (
                "excellent",
                format!(
                    "* At least 10 characters in length\n{three_of_four}\n\
                     * No more than 2 identical characters in a row (e.g., \"aaa\" not allowed)"
                ),
            ),
        ] {
            assert_eq!(policy(&json!({ "passwordPolicy": level })).report("").policy(), expected);
        }
    }

    #[test]
    fn the_report_on_the_wire() {
        let policy = policy(&json!({ "passwordPolicy": "excellent" }));
        let weakness = judge(&policy, "aaa1").unwrap_err();
        assert_eq!(weakness.name(), "PasswordStrengthError");
        assert_eq!(weakness.to_string(), "Password is too weak");
        assert_eq!(
            weakness.lines(),
            [
                "At least 10 characters in length",
                "Contain at least 3 of the following 4 types of characters: upper case letters (A-Z), \
                 special characters (e.g. !@#$%^&*)",
                "No more than 2 identical characters in a row (e.g., \"aaa\" not allowed)",
            ]
        );
        let Weakness::TooWeak(report) = weakness else {
            panic!("{weakness:?}")
        };
        assert_eq!(
            serde_json::to_value(report).unwrap(),
            json!({
                "rules": [
                    {
                        "code": "lengthAtLeast",
                        "message": "At least %d characters in length",
                        "format": [10],
                        "verified": false,
                    },
                    {
                        "code": "containsAtLeast",
                        "message": "Contain at least %d of the following %d types of characters:",
                        "format": [3, 4],
                        "items": [
                            { "code": "lowerCase", "message": "lower case letters (a-z)", "verified": true },
                            { "code": "upperCase", "message": "upper case letters (A-Z)", "verified": false },
                            { "code": "numbers", "message": "numbers (i.e. 0-9)", "verified": true },
                            {
                                "code": "specialCharacters",
                                "message": "special characters (e.g. !@#$%^&*)",
                                "verified": false,
                            },
                        ],
                        "verified": false,
                    },
                    {
                        "code": "identicalChars",
                        "message": "No more than %d identical characters in a row (e.g., \"%s\" not allowed)",
                        "format": [2, "aaa"],
                        "verified": false,
                    },
                ],
                "verified": false,
            })
        );
    }

    #[test]
    fn an_overlong_password_is_cut_or_refused_as_the_connection_says() {
        let long = "x".repeat(73);
        let older = policy(&json!({ "passwordPolicy": "low" }));
        assert_eq!(older.parse(long.as_str()).unwrap().text(), long);
        let newer = policy(&json!({ "password_options": {} }));
        let Err(Weakness::TooWeak(report)) = newer.parse(long.as_str()) else {
            panic!()
        };
        assert_eq!(report.complaints(), ["Maximum password length exceeded"]);
        assert!(newer.parse_existing(long).is_err());
    }

    #[test]
    fn an_empty_password_is_reported_by_the_rules() {
        let Err(Weakness::TooWeak(report)) = policy(&json!({})).parse("") else {
            panic!()
        };
        assert_eq!(report.complaints(), ["Non-empty password required"]);
    }

    #[test]
    fn dictionaries() {
        let policy = policy(
            &json!({ "password_dictionary": { "enable": true, "dictionary": ["AcmeRocks"] } }),
        );
        for text in ["PassWord1", "acmerocks", "ACMEROCKS"] {
            assert_eq!(judge(&policy, text), Err(Weakness::TooCommon), "{text}");
        }
        for text in ["acmerocks!", "a password"] {
            assert_eq!(judge(&policy, text), Ok(()), "{text}");
        }
        assert_eq!(Weakness::TooCommon.name(), "PasswordDictionaryError");
    }

    #[test]
    fn personal_information() {
        let policy = policy(&json!({ "password_no_personal_info": { "enable": true } }));
        for (text, expected) in [
            ("the-COUNTESS-1", Err(Weakness::Personal)),
            ("ada lovelace!", Err(Weakness::Personal)),
            ("xaddiex", Err(Weakness::Personal)),
            ("augusta1843", Err(Weakness::Personal)),
            ("lovelace", Ok(())),
            ("example.com", Ok(())),
            ("always-al-7", Ok(())),
            ("viking", Ok(())),
        ] {
            assert_eq!(
                policy.judge(&password(text), &ada(), &[], &mut Workspace::default()),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn personal_fields_of_ones_own_choice() {
        let policy = policy(&json!({ "password_options": {
            "profile_data": { "active": true, "blocked_fields": ["family_name"] },
        } }));
        assert_eq!(
            policy.judge(&password("viking"), &ada(), &[], &mut Workspace::default()),
            Err(Weakness::Personal)
        );
        assert_eq!(
            policy.judge(
                &password("countess"),
                &ada(),
                &[],
                &mut Workspace::default()
            ),
            Ok(())
        );
    }

    #[test]
    fn only_so_many_former_passwords_count() {
        let policy = policy(&json!({ "password_history": { "enable": true, "size": 2 } }));
        let mut workspace = Workspace::default();
        let history: Vec<_> = ["third", "second", "first"]
            .iter()
            .map(|text| hash(&password(text), [7; 16], &mut workspace).unwrap())
            .collect();
        for (text, expected) in [
            ("third", Err(Weakness::UsedBefore)),
            ("second", Err(Weakness::UsedBefore)),
            ("first", Ok(())),
            ("fourth", Ok(())),
        ] {
            let judged = policy.judge(
                &password(text),
                &PersonalInfo::default(),
                &history,
                &mut workspace,
            );
            assert_eq!(judged, expected, "{text}");
        }
    }
}
