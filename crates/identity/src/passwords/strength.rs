//! Rules about the composition of a password, and the report that tells which of them it keeps.
//!
//! Codes, messages and their order are those that Auth0's SDKs read from a `PasswordStrengthError`.

use std::fmt;

use ostia_protocol::auth0::authentication_error::PasswordRule as WireRule;
use serde::Serialize;

use super::Password;

/// One rule about how a password must be made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least so many UTF-16 units, so that JavaScript in a page counts the same.
    MinimumLength(usize),
    /// One character at least of each class.
    EachOf(Vec<CharacterClass>),
    /// Characters of some of the classes.
    AtLeast(usize, Vec<CharacterClass>),
    /// At most so many equal characters in a row.
    IdenticalInARow(usize),
    /// At most so many letters or digits that go up or down one by one, as in `abc` and `321`.
    SequentialInARow(usize),
    /// No longer than what is hashed.
    MaximumBytes,
}

/// A kind of character; only ASCII counts, as upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharacterClass {
    /// `a` to `z`.
    Lower,
    /// `A` to `Z`.
    Upper,
    /// `0` to `9`.
    Digit,
    /// Punctuation and the space.
    Special,
}

impl CharacterClass {
    /// In the order in which upstream lists them.
    pub const ALL: [Self; 4] = [Self::Lower, Self::Upper, Self::Digit, Self::Special];

    fn contains(self, character: char) -> bool {
        match self {
            Self::Lower => character.is_ascii_lowercase(),
            Self::Upper => character.is_ascii_uppercase(),
            Self::Digit => character.is_ascii_digit(),
            Self::Special => character == ' ' || character.is_ascii_punctuation(),
        }
    }

    fn report(self, text: &str) -> RuleReport {
        let (code, message) = match self {
            Self::Lower => ("lowerCase", "lower case letters (a-z)"),
            Self::Upper => ("upperCase", "upper case letters (A-Z)"),
            Self::Digit => ("numbers", "numbers (i.e. 0-9)"),
            Self::Special => ("specialCharacters", "special characters (e.g. !@#$%^&*)"),
        };
        let verified = text.chars().any(|character| self.contains(character));
        RuleReport {
            code,
            message,
            format: vec![],
            items: vec![],
            verified,
        }
    }
}

impl Rule {
    fn report(&self, text: &str) -> RuleReport {
        match self {
            Self::MinimumLength(1) => RuleReport {
                code: "nonEmpty",
                message: "Non-empty password required",
                format: vec![],
                items: vec![],
                verified: !text.is_empty(),
            },
            Self::MinimumLength(length) => RuleReport {
                code: "lengthAtLeast",
                message: "At least %d characters in length",
                format: vec![FormatArgument::Number(*length)],
                items: vec![],
                verified: text.encode_utf16().count() >= *length,
            },
            Self::EachOf(classes) => {
                let items = report_classes(classes, text);
                RuleReport {
                    code: "shouldContain",
                    message: "Should contain:",
                    format: vec![],
                    verified: items.iter().all(|item| item.verified),
                    items,
                }
            }
            Self::AtLeast(number, classes) => {
                let items = report_classes(classes, text);
                RuleReport {
                    code: "containsAtLeast",
                    message: "Contain at least %d of the following %d types of characters:",
                    format: vec![
                        FormatArgument::Number(*number),
                        FormatArgument::Number(classes.len()),
                    ],
                    verified: items.iter().filter(|item| item.verified).count() >= *number,
                    items,
                }
            }
            Self::IdenticalInARow(most) => RuleReport {
                code: "identicalChars",
                message: "No more than %d identical characters in a row (e.g., \"%s\" not allowed)",
                format: vec![
                    FormatArgument::Number(*most),
                    FormatArgument::Text("a".repeat(most + 1)),
                ],
                items: vec![],
                verified: !has_run(text, most + 1, |a, b| a == b),
            },
            Self::SequentialInARow(most) => RuleReport {
                code: "sequentialChars",
                message: "No more than %d sequential alphanumeric characters (e.g., \"%s\" not allowed)",
                format: vec![
                    FormatArgument::Number(*most),
                    FormatArgument::Text(('a'..='z').take(most + 1).collect()),
                ],
                items: vec![],
                verified: !has_run(text, most + 1, is_next)
                    && !has_run(text, most + 1, |a, b| is_next(b, a)),
            },
            Self::MaximumBytes => RuleReport {
                code: "maxLength",
                message: "Maximum password length exceeded",
                format: vec![FormatArgument::Number(Password::MAX_BYTES)],
                items: vec![],
                verified: text.len() <= Password::MAX_BYTES,
            },
        }
    }
}

/// Which rules a password keeps and which it breaks; serialises as the `description` of a `PasswordStrengthError`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StrengthReport {
    /// One entry for each rule of the policy.
    pub rules: Vec<RuleReport>,
    /// Whether all of them are kept.
    pub verified: bool,
}

impl StrengthReport {
    pub(super) fn new(rules: &[Rule], text: &str) -> Self {
        let rules: Vec<_> = rules.iter().map(|rule| rule.report(text)).collect();
        let verified = rules.iter().all(|rule| rule.verified);
        Self { rules, verified }
    }

    /// The rules as a bulleted text, whether kept or not: the `policy` of a `PasswordStrengthError`.
    pub fn policy(&self) -> String {
        let mut lines = Vec::new();
        for rule in &self.rules {
            lines.push(format!("* {rule}"));
            lines.extend(rule.items.iter().map(|item| format!(" * {item}")));
        }
        lines.join("\n")
    }

    /// The rules in the wire form of a `PasswordStrengthError`.
    pub fn wire_rules(&self) -> Vec<WireRule> {
        self.rules.iter().map(RuleReport::wire).collect()
    }

    /// What is still wrong, one sentence a rule, for a page.
    pub fn complaints(&self) -> Vec<String> {
        let broken = self.rules.iter().filter(|rule| !rule.verified);
        broken.map(RuleReport::complaint).collect()
    }
}

/// One rule, and whether the password keeps it. Displays as the message with its numbers filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleReport {
    /// By which SDKs and translations know the rule.
    pub code: &'static str,
    /// With a `%d` or `%s` for each entry of `format`.
    pub message: &'static str,
    /// What fills the placeholders of `message`, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub format: Vec<FormatArgument>,
    /// The kinds of characters that the rule asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<RuleReport>,
    /// Whether the password keeps the rule.
    pub verified: bool,
}

impl RuleReport {
    /// The number that fills a placeholder of `message`.
    pub fn number(&self, index: usize) -> Option<usize> {
        match self.format.get(index) {
            Some(FormatArgument::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn wire(&self) -> WireRule {
        let arguments = self.format.iter();
        WireRule {
            code: Some(self.code),
            message: self.message,
            format: arguments
                .filter_map(|argument| serde_json::to_value(argument).ok())
                .collect(),
            items: self.items.iter().map(Self::wire).collect(),
            verified: self.verified,
        }
    }

    fn complaint(&self) -> String {
        let missing: Vec<_> = self.items.iter().filter(|item| !item.verified).collect();
        if missing.is_empty() {
            return self.to_string();
        }
        let missing: Vec<_> = missing.iter().map(ToString::to_string).collect();
        format!("{self} {}", missing.join(", "))
    }
}

impl fmt::Display for RuleReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.message;
        for argument in &self.format {
            let placeholder = match argument {
                FormatArgument::Number(_) => "%d",
                FormatArgument::Text(_) => "%s",
            };
            if let Some((before, after)) = rest.split_once(placeholder) {
                write!(formatter, "{before}{argument}")?;
                rest = after;
            }
        }
        formatter.write_str(rest)
    }
}

/// What fills a placeholder of a rule's message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum FormatArgument {
    /// For `%d`.
    Number(usize),
    /// For `%s`.
    Text(String),
}

impl fmt::Display for FormatArgument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Text(text) => formatter.write_str(text),
        }
    }
}

fn report_classes(classes: &[CharacterClass], text: &str) -> Vec<RuleReport> {
    classes.iter().map(|class| class.report(text)).collect()
}

/// Whether `length` characters follow each other so that each neighbouring pair is `linked`.
fn has_run(text: &str, length: usize, linked: impl Fn(char, char) -> bool) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let mut runs = characters.windows(length);
    runs.any(|run| run.windows(2).all(|pair| linked(pair[0], pair[1])))
}

fn is_next(a: char, b: char) -> bool {
    a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() && u32::from(a) + 1 == u32::from(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keeps(rule: &Rule, text: &str) -> bool {
        rule.report(text).verified
    }

    #[test]
    fn length_is_counted_as_in_javascript() {
        let rule = Rule::MinimumLength(4);
        for (text, expected) in [
            ("abc", false),
            ("abcd", true),
            ("éüß", false),
            ("éüßø", true),
            ("😀😀", true),
        ] {
            assert_eq!(keeps(&rule, text), expected, "{text}");
        }
    }

    #[test]
    fn every_ascii_character_that_is_no_control_has_one_class() {
        for character in ' '..='~' {
            let classes = CharacterClass::ALL
                .iter()
                .filter(|class| class.contains(character));
            assert_eq!(classes.count(), 1, "{character}");
        }
        for character in ['é', 'É', '٣', '€', '\t'] {
            assert!(
                !CharacterClass::ALL
                    .iter()
                    .any(|class| class.contains(character)),
                "{character}"
            );
        }
    }

    #[test]
    fn identical_characters() {
        let rule = Rule::IdenticalInARow(2);
        for (text, expected) in [
            ("", true),
            ("aabbaa", true),
            ("aaab", false),
            ("baaa", false),
            ("b😀😀😀", false),
            ("aaA", true),
        ] {
            assert_eq!(keeps(&rule, text), expected, "{text}");
        }
    }

    #[test]
    fn sequential_characters() {
        let rule = Rule::SequentialInARow(2);
        for (text, expected) in [
            ("", true),
            ("ab12zy", true),
            ("aba", true),
            ("xabcx", false),
            ("321", false),
            ("XYZ", false),
            ("aBc", true),
            ("ace", true),
            ("89:;", true),
            ("@AB", true),
        ] {
            assert_eq!(keeps(&rule, text), expected, "{text}");
        }
    }

    #[test]
    fn more_bytes_than_are_hashed() {
        assert!(keeps(&Rule::MaximumBytes, &"x".repeat(72)));
        assert!(!keeps(&Rule::MaximumBytes, &"é".repeat(37)));
    }

    #[test]
    fn messages_are_filled_in() {
        let lines: Vec<_> = [
            Rule::MinimumLength(1),
            Rule::MinimumLength(10),
            Rule::AtLeast(3, CharacterClass::ALL.to_vec()),
            Rule::IdenticalInARow(2),
            Rule::SequentialInARow(2),
        ]
        .iter()
        .map(|rule| rule.report("").to_string())
        .collect();
        assert_eq!(
            lines,
            [
                "Non-empty password required",
                "At least 10 characters in length",
                "Contain at least 3 of the following 4 types of characters:",
                "No more than 2 identical characters in a row (e.g., \"aaa\" not allowed)",
                "No more than 2 sequential alphanumeric characters (e.g., \"abc\" not allowed)",
            ]
        );
    }
}
