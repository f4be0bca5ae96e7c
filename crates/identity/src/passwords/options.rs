//! A connection's `options` as they stand on the wire, and the policy that they mean.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::{
    Password,
    policy::{Dictionary, Overlong, Policy},
    strength::{CharacterClass, Rule},
};

/// The longest minimum that the older group may ask for.
const LONGEST_MINIMUM: usize = 128;
/// The most former passwords that are remembered.
const LONGEST_HISTORY: usize = 24;
/// How many are remembered where the options don't say.
const DEFAULT_HISTORY: usize = 5;
/// "Three or more in a row" are refused.
const MOST_IN_A_ROW: usize = 2;
/// The fields that the older group always looks at, and the newer one where it names none.
const PERSONAL_FIELDS: [&str; 7] = [
    "name",
    "username",
    "nickname",
    "email",
    "user_metadata.name",
    "user_metadata.first",
    "user_metadata.last",
];

impl Policy {
    /// Reads the password settings among a database connection's `options`: either the older group
    /// (`passwordPolicy`, `password_complexity_options`, `password_history`, `password_no_personal_info`,
    /// `password_dictionary`) or `password_options`. Without any of them a password need only not be empty.
    pub fn from_options(options: &Value) -> Result<Self, InvalidPolicy> {
        let options = match options {
            Value::Null => Options::default(),
            options => Options::deserialize(options)?,
        };
        match (options.password_options, options.older) {
            (Some(_), older) if older != Older::default() => Err(InvalidPolicy::BothGroups),
            (Some(newer), _) => newer.into_policy(),
            (None, older) => older.into_policy(),
        }
    }
}

/// Why a connection's password settings can't be followed.
#[derive(Debug, thiserror::Error)]
pub enum InvalidPolicy {
    /// A setting has the wrong type or an unknown value.
    #[error("the password options are malformed: {0}")]
    Malformed(#[from] serde_json::Error),
    /// Settings of the older and the newer group at once.
    #[error("password_options cannot be set together with the older password settings")]
    BothGroups,
    /// A number is beyond its limit.
    #[error("{setting} must be between {least} and {most}")]
    OutOfRange {
        /// The path of the setting.
        setting: &'static str,
        /// The smallest possible value.
        least: usize,
        /// The largest possible value.
        most: usize,
    },
    /// `three_of_four` without all four types.
    #[error("character_type_rule can be three_of_four only with all four character_types")]
    ThreeOfFour,
}

#[derive(Default, Deserialize)]
struct Options {
    #[serde(flatten)]
    older: Older,
    password_options: Option<Newer>,
}

#[derive(Default, Deserialize, PartialEq)]
struct Older {
    #[serde(rename = "passwordPolicy")]
    level: Option<Level>,
    password_complexity_options: Option<OlderComplexity>,
    password_history: Option<OlderHistory>,
    password_no_personal_info: Option<Enable>,
    password_dictionary: Option<OlderDictionary>,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Level {
    #[default]
    None,
    Low,
    Fair,
    Good,
    Excellent,
}

#[derive(Deserialize, PartialEq)]
struct OlderComplexity {
    min_length: Option<usize>,
}

#[derive(Deserialize, PartialEq)]
struct OlderHistory {
    enable: bool,
    size: Option<usize>,
}

#[derive(Deserialize, PartialEq)]
struct Enable {
    enable: bool,
}

#[derive(Deserialize, PartialEq)]
struct OlderDictionary {
    enable: bool,
    #[serde(default)]
    dictionary: Vec<String>,
}

impl Older {
    fn into_policy(self) -> Result<Policy, InvalidPolicy> {
        let level = self.level.unwrap_or_default();
        let length = match self
            .password_complexity_options
            .and_then(|options| options.min_length)
        {
            Some(length) => in_range(
                "password_complexity_options.min_length",
                length,
                1,
                LONGEST_MINIMUM,
            )?,
            None => level.minimum_length(),
        };
        let history = match self.password_history {
            Some(history) if history.enable => {
                let size = history.size.unwrap_or(DEFAULT_HISTORY);
                in_range("password_history.size", size, 0, LONGEST_HISTORY)?
            }
            _ => 0,
        };
        let personal = self
            .password_no_personal_info
            .is_some_and(|setting| setting.enable);
        Ok(Policy {
            rules: level.rules(length),
            overlong: Overlong::Truncate,
            history,
            personal_fields: if personal {
                default_personal_fields()
            } else {
                vec![]
            },
            dictionary: self
                .password_dictionary
                .filter(|setting| setting.enable)
                .map(|setting| dictionary(&setting.dictionary)),
        })
    }
}

impl Level {
    fn minimum_length(self) -> usize {
        match self {
            Self::None => 1,
            Self::Low => 6,
            Self::Fair | Self::Good => 8,
            Self::Excellent => 10,
        }
    }

    fn rules(self, minimum_length: usize) -> Vec<Rule> {
        use CharacterClass::{Digit, Lower, Upper};
        let composition = match self {
            Self::None | Self::Low => vec![],
            Self::Fair => vec![Rule::EachOf(vec![Lower, Upper, Digit])],
            Self::Good => vec![three_of_four()],
            Self::Excellent => vec![three_of_four(), Rule::IdenticalInARow(MOST_IN_A_ROW)],
        };
        [vec![Rule::MinimumLength(minimum_length)], composition].concat()
    }
}

#[derive(Deserialize)]
struct Newer {
    #[serde(default)]
    complexity: Complexity,
    #[serde(default)]
    dictionary: NewerDictionary,
    #[serde(default)]
    history: NewerHistory,
    #[serde(default)]
    profile_data: ProfileData,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Complexity {
    min_length: Option<usize>,
    character_types: Vec<CharacterType>,
    character_type_rule: CharacterTypeRule,
    identical_characters: Switch,
    sequential_characters: Switch,
    max_length_exceeded: MaxLengthExceeded,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum CharacterType {
    Uppercase,
    Lowercase,
    Number,
    Special,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CharacterTypeRule {
    #[default]
    All,
    ThreeOfFour,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Switch {
    #[default]
    Allow,
    Block,
}

/// Unset means an error here: a password whose end doesn't count is a surprise that one should have to ask for.
#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MaxLengthExceeded {
    Truncate,
    #[default]
    Error,
}

/// `default` (`en_10k` or `en_100k`) isn't read: there is one built-in list.
#[derive(Default, Deserialize)]
#[serde(default)]
struct NewerDictionary {
    active: bool,
    custom: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NewerHistory {
    active: bool,
    size: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ProfileData {
    active: bool,
    blocked_fields: Option<Vec<String>>,
}

impl Newer {
    fn into_policy(self) -> Result<Policy, InvalidPolicy> {
        let history = if self.history.active {
            let size = self.history.size.unwrap_or(DEFAULT_HISTORY);
            in_range("password_options.history.size", size, 1, LONGEST_HISTORY)?
        } else {
            0
        };
        Ok(Policy {
            overlong: match self.complexity.max_length_exceeded {
                MaxLengthExceeded::Truncate => Overlong::Truncate,
                MaxLengthExceeded::Error => Overlong::Refuse,
            },
            rules: self.complexity.into_rules()?,
            history,
            personal_fields: match self.profile_data {
                ProfileData { active: false, .. } => vec![],
                ProfileData { blocked_fields, .. } => {
                    blocked_fields.unwrap_or_else(default_personal_fields)
                }
            },
            dictionary: self
                .dictionary
                .active
                .then(|| dictionary(&self.dictionary.custom)),
        })
    }
}

impl Complexity {
    fn into_rules(self) -> Result<Vec<Rule>, InvalidPolicy> {
        let setting = "password_options.complexity.min_length";
        let length = in_range(
            setting,
            self.min_length.unwrap_or(1),
            1,
            Password::MAX_BYTES,
        )?;
        let mut rules = vec![Rule::MinimumLength(length)];
        let classes = self.character_classes();
        match self.character_type_rule {
            CharacterTypeRule::ThreeOfFour if classes == CharacterClass::ALL => {
                rules.push(three_of_four());
            }
            CharacterTypeRule::ThreeOfFour => return Err(InvalidPolicy::ThreeOfFour),
            CharacterTypeRule::All if classes.is_empty() => {}
            CharacterTypeRule::All => rules.push(Rule::EachOf(classes)),
        }
        if let Switch::Block = self.identical_characters {
            rules.push(Rule::IdenticalInARow(MOST_IN_A_ROW));
        }
        if let Switch::Block = self.sequential_characters {
            rules.push(Rule::SequentialInARow(MOST_IN_A_ROW));
        }
        if let MaxLengthExceeded::Error = self.max_length_exceeded {
            rules.push(Rule::MaximumBytes);
        }
        Ok(rules)
    }

    fn character_classes(&self) -> Vec<CharacterClass> {
        let is_required = |class: &CharacterClass| {
            self.character_types.contains(&match class {
                CharacterClass::Lower => CharacterType::Lowercase,
                CharacterClass::Upper => CharacterType::Uppercase,
                CharacterClass::Digit => CharacterType::Number,
                CharacterClass::Special => CharacterType::Special,
            })
        };
        CharacterClass::ALL
            .into_iter()
            .filter(is_required)
            .collect()
    }
}

fn three_of_four() -> Rule {
    Rule::AtLeast(3, CharacterClass::ALL.to_vec())
}

fn default_personal_fields() -> Vec<String> {
    PERSONAL_FIELDS.map(str::to_owned).into()
}

fn dictionary(custom: &[String]) -> Dictionary {
    let custom: HashSet<_> = custom.iter().map(|word| word.to_lowercase()).collect();
    Dictionary { custom }
}

fn in_range(
    setting: &'static str,
    value: usize,
    least: usize,
    most: usize,
) -> Result<usize, InvalidPolicy> {
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(InvalidPolicy::OutOfRange {
            setting,
            least,
            most,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policy(options: &Value) -> Policy {
        Policy::from_options(options).unwrap()
    }

    #[test]
    fn nothing_set_asks_for_nothing() {
        for options in [
            json!(null),
            json!({}),
            json!({ "passwordPolicy": null, "password_history": null, "mfa": {} }),
        ] {
            let policy = policy(&options);
            assert_eq!(policy.rules, [Rule::MinimumLength(1)]);
            assert_eq!(policy.history_size(), 0);
            assert!(policy.personal_fields.is_empty() && policy.dictionary.is_none());
        }
    }

    #[test]
    fn the_minimum_length_can_be_set_apart_from_the_level() {
        let policy = policy(&json!({
            "passwordPolicy": "excellent",
            "password_complexity_options": { "min_length": 14 },
        }));
        assert_eq!(policy.rules[0], Rule::MinimumLength(14));
        assert_eq!(policy.rules.len(), 3);
    }

    #[test]
    fn what_is_disabled_does_not_count() {
        let policy = policy(&json!({
            "password_history": { "enable": false, "size": 9 },
            "password_no_personal_info": { "enable": false },
            "password_dictionary": { "enable": false, "dictionary": ["acme"] },
        }));
        assert_eq!(policy.history_size(), 0);
        assert!(policy.personal_fields.is_empty() && policy.dictionary.is_none());
    }

    #[test]
    fn the_newer_group_in_full() {
        let policy = policy(&json!({ "password_options": {
            "complexity": {
                "min_length": 12,
                "character_types": ["special", "uppercase"],
                "identical_characters": "block",
                "sequential_characters": "block",
                "max_length_exceeded": "truncate",
            },
            "dictionary": { "active": true, "default": "en_100k", "custom": ["ACME"] },
            "history": { "active": true, "size": 3 },
            "profile_data": { "active": true, "blocked_fields": ["family_name"] },
        }}));
        let classes = vec![CharacterClass::Upper, CharacterClass::Special];
        let expected = [
            Rule::MinimumLength(12),
            Rule::EachOf(classes),
            Rule::IdenticalInARow(2),
            Rule::SequentialInARow(2),
        ];
        assert_eq!(policy.rules, expected);
        assert_eq!(policy.overlong, Overlong::Truncate);
        assert_eq!(policy.history_size(), 3);
        assert_eq!(policy.personal_fields, ["family_name"]);
        assert!(policy.dictionary.unwrap().custom.contains("acme"));
    }

    #[test]
    fn the_newer_group_refuses_long_passwords_unless_told_otherwise() {
        let policy = policy(&json!({ "password_options": {} }));
        assert_eq!(policy.rules, [Rule::MinimumLength(1), Rule::MaximumBytes]);
        assert_eq!(policy.overlong, Overlong::Refuse);
    }

    #[test]
    fn impossible_settings_are_refused() {
        for (options, expected) in [
            (json!({ "passwordPolicy": "brilliant" }), "malformed"),
            (
                json!({ "passwordPolicy": "good", "password_options": {} }),
                "together",
            ),
            (
                json!({ "password_complexity_options": { "min_length": 0 } }),
                "between 1 and 128",
            ),
            (
                json!({ "password_complexity_options": { "min_length": 129 } }),
                "between 1 and 128",
            ),
            (
                json!({ "password_history": { "enable": true, "size": 25 } }),
                "between 0 and 24",
            ),
            (
                json!({ "password_options": { "complexity": { "min_length": 73 } } }),
                "between 1 and 72",
            ),
            (
                json!({ "password_options": { "history": { "active": true, "size": 0 } } }),
                "between 1 and 24",
            ),
            (
                json!({ "password_options": { "complexity": {
                "character_types": ["number", "special"],
                "character_type_rule": "three_of_four",
            } } }),
                "all four",
            ),
        ] {
            let error = Policy::from_options(&options).unwrap_err().to_string();
            assert!(error.contains(expected), "{options}: {error}");
        }
    }
}
