//! A policy's rules as pages show them, and how the last password fared with each.

use ostia_identity::passwords::{Policy, RuleReport, StrengthReport, Weakness};

use crate::pages::{CharacterClass, PasswordRule, RuleState};

/// The policy's rules, and how the last password fared with each.
pub fn rules(policy: &Policy, weakness: Option<&Weakness>) -> Vec<(PasswordRule, RuleState)> {
    let pending;
    let (report, judged): (&StrengthReport, bool) =
        if let Some(Weakness::TooWeak(report)) = weakness {
            (report, true)
        } else {
            pending = policy.report("");
            (&pending, false)
        };
    let state = |rule: &RuleReport| match (judged, rule.verified) {
        (false, _) => RuleState::Pending,
        (true, true) => RuleState::Met,
        (true, false) => RuleState::Failed,
    };
    let mut rules: Vec<(PasswordRule, RuleState)> = report
        .rules
        .iter()
        .filter_map(|rule| Some((shown(rule)?, state(rule))))
        .collect();
    let further = match weakness {
        Some(Weakness::TooCommon) => Some(PasswordRule::NotCommon),
        Some(Weakness::Personal) => Some(PasswordRule::NotPersonal),
        Some(Weakness::UsedBefore) => Some(PasswordRule::NotUsedBefore),
        _ => None,
    };
    rules.extend(further.map(|rule| (rule, RuleState::Failed)));
    rules
}

fn shown(rule: &RuleReport) -> Option<PasswordRule> {
    let number = |index: usize| {
        rule.number(index)
            .and_then(|number| u32::try_from(number).ok())
    };
    match rule.code {
        "nonEmpty" => Some(PasswordRule::Length(1)),
        "lengthAtLeast" => number(0).map(PasswordRule::Length),
        "containsAtLeast" => number(0).map(|count| PasswordRule::SomeOf {
            count,
            classes: classes(&rule.items),
        }),
        "shouldContain" => Some(PasswordRule::AllOf(classes(&rule.items))),
        "identicalChars" => number(0).map(PasswordRule::Repetition),
        _ => None,
    }
}

fn classes(items: &[RuleReport]) -> Vec<CharacterClass> {
    items
        .iter()
        .filter_map(|item| match item.code {
            "lowerCase" => Some(CharacterClass::Lower),
            "upperCase" => Some(CharacterClass::Upper),
            "numbers" => Some(CharacterClass::Number),
            "specialCharacters" => Some(CharacterClass::Special),
            _ => None,
        })
        .collect()
}
