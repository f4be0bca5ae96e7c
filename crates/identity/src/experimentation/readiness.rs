//! Whether an experiment can begin, and what keeps it from that.

use std::collections::BTreeSet;

use serde_json::Value;

use super::allocations;
use crate::collections::{Item, Members, text_of};

/// What keeps an experiment from beginning: a name for machines, and a sentence.
pub(super) type Fault = (&'static str, &'static str);

/// What keeps an experiment from beginning. `flag` is what it is about, where that is still there, and `variations` are
/// those that the flag has.
pub(super) fn faults(experiment: &Members, flag: Option<&Item>, variations: &[Item]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let status = flag.and_then(|flag| text_of(&flag.document, "status"));
    if status.as_deref() != Some("active") {
        faults.push((
            "feature_flag_not_active",
            "The feature flag must be active.",
        ));
    }
    let is_known = |allocation: &Value| {
        let mut variations = variations.iter();
        variations.any(|variation| allocation["variation_id"] == variation.id.as_str())
    };
    if !allocations(experiment).all(is_known) {
        faults.push((
            "unknown_variation",
            "Every allocation must name a variation of the feature flag.",
        ));
    }
    let controls = allocations(experiment).filter(|allocation| allocation["is_control"] == true);
    if controls.count() != 1 {
        faults.push((
            "control_required",
            "Exactly one allocation must be the control group.",
        ));
    }
    match text_of(experiment, "allocation_strategy").as_deref() {
        Some("segment") => of_segments(experiment, &mut faults),
        _ => of_percentages(experiment, &mut faults),
    }
    faults
}

fn of_percentages(experiment: &Members, faults: &mut Vec<Fault>) {
    let weights = allocations(experiment).map(|allocation| allocation["weight"].as_f64());
    let total: Option<f64> = weights.sum();
    if total.is_none_or(|total| (total - 100.0).abs() > 1e-6) {
        faults.push(("weights_must_sum_to_100", "The weights must add up to 100."));
    }
}

fn of_segments(experiment: &Members, faults: &mut Vec<Fault>) {
    let is_fallback = |allocation: &&Value| allocation["is_fallback"] == true;
    if allocations(experiment).filter(is_fallback).count() != 1 {
        faults.push((
            "fallback_required",
            "Exactly one allocation must be the fallback.",
        ));
    }
    let targeted: Vec<&Value> = allocations(experiment)
        .filter(|allocation| !is_fallback(allocation))
        .collect();
    if targeted
        .iter()
        .any(|allocation| allocation["segment_id"].is_null())
    {
        faults.push((
            "segment_required",
            "Every allocation but the fallback must name a segment.",
        ));
    }
    let priorities: BTreeSet<Option<i64>> = targeted
        .iter()
        .map(|allocation| allocation["priority"].as_i64())
        .collect();
    if priorities.contains(&None) || priorities.len() != targeted.len() {
        faults.push((
            "priorities_must_differ",
            "Every allocation but the fallback must have a priority of its own.",
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collections::members;
    use crate::time::Timestamp;

    fn item(id: &str, document: Value) -> Item {
        Item {
            id: id.to_owned(),
            document: members(document),
            created_at: Timestamp::from_millis(0),
            updated_at: Timestamp::from_millis(0),
        }
    }

    fn codes(strategy: &str, allocations: &Value) -> Vec<&'static str> {
        let flag = item("flg_1", json!({ "status": "active" }));
        let variations = [item("var_1", json!({})), item("var_2", json!({}))];
        let experiment =
            members(json!({ "allocation_strategy": strategy, "allocations": allocations }));
        let faults = faults(&experiment, Some(&flag), &variations);
        faults.into_iter().map(|(code, _)| code).collect()
    }

    #[test]
    fn percentages() {
        let split = |one: f64, other: f64| {
            json!([
                { "variation_id": "var_1", "is_control": true, "weight": one },
                { "variation_id": "var_2", "is_control": false, "weight": other },
            ])
        };
        assert_eq!(codes("percentage", &split(33.3, 66.7)), [""; 0]);
        assert_eq!(
            codes("percentage", &split(33.3, 66.6)),
            ["weights_must_sum_to_100"]
        );
        let foreign = json!([{ "variation_id": "var_3", "is_control": false, "weight": 100 }]);
        assert_eq!(
            codes("percentage", &foreign),
            ["unknown_variation", "control_required"]
        );
    }

    #[test]
    fn segments() {
        let allocation = |priority: Option<i64>| json!({ "variation_id": "var_1", "is_control": false, "segment_id": "seg_1", "priority": priority });
        let fallback = json!({ "variation_id": "var_2", "is_control": true, "is_fallback": true });
        assert_eq!(
            codes(
                "segment",
                &json!([allocation(Some(1)), allocation(Some(2)), fallback])
            ),
            [""; 0]
        );
        assert_eq!(
            codes(
                "segment",
                &json!([allocation(Some(1)), allocation(Some(1)), fallback])
            ),
            ["priorities_must_differ"]
        );
        assert_eq!(
            codes("segment", &json!([allocation(None)])),
            [
                "control_required",
                "fallback_required",
                "priorities_must_differ"
            ]
        );
    }
}
