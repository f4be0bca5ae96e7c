//! Which group of log entries a type belongs to (reference/management-api.md §5.2).

/// The group, as filters name it.
pub fn of(code: &str) -> &'static str {
    match code {
        "actions_execution_failed" => "actions",
        "f" | "fcoa" | "fens" | "fp" | "fu" => "auth.login.fail",
        "scv" | "w" => "auth.login.notification",
        "s" | "scoa" | "sdel" | "sens" => "auth.login.success",
        "federated_logout_failed"
        | "flo"
        | "oidc_backchannel_logout_failed"
        | "universal_logout_failed" => "auth.logout.fail",
        "oidc_backchannel_logout_succeeded" | "slo" | "universal_logout_succeeded" => {
            "auth.logout.success"
        }
        "fs" => "auth.signup.fail",
        "ss" => "auth.signup.success",
        "fdelsa" | "fsa" => "auth.silent_auth.fail",
        "sdelsa" | "ssa" => "auth.silent_auth.success",
        "fdeleacft" | "feacft" | "feccft" | "fecte" | "fede" | "feoobft" | "feotpft" | "fepft"
        | "fepotpft" | "fercft" | "ferrt" | "fertft" => "auth.token_exchange.fail",
        "sdeleacft" | "seacft" | "seccft" | "secte" | "sede" | "seoobft" | "seotpft" | "sepft"
        | "sepkoobft" | "sepkotpft" | "sepkrcft" | "sercft" | "sertft" | "feta" | "seta" => {
            "auth.token_exchange.success"
        }
        "fapi" => "management.fail",
        "mgmt_api_read" | "sapi" => "management.success",
        "fscim" | "sscim" => "scim.event",
        "api_limit"
        | "api_limit_warning"
        | "appi"
        | "custom_domain_verification_failed"
        | "depnote"
        | "fcpro"
        | "fui"
        | "limit_delegation"
        | "limit_mu"
        | "limit_phone"
        | "limit_wc" => "system.notification",
        "fce" | "fcp" | "fcph" | "fcpn" | "fcpr" | "fcu" | "fd" | "fdeaz" | "fdecc" | "fdu"
        | "fn" | "fv" | "fvr" | "ss_sso_failure" => "user.fail",
        "cs"
        | "gd_enrollment_complete"
        | "gd_start_enroll"
        | "gd_unenroll"
        | "gd_update_device_account"
        | "ss_sso_info"
        | "ublkdu" => "user.notification",
        "sce" | "scp" | "scpn" | "scpr" | "scu" | "sd" | "sdu" | "srrt" | "ss_sso_success"
        | "sui" | "sv" | "svr" => "user.success",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::super::CATEGORIES;
    use super::of;
    use crate::logs::Event;

    #[test]
    fn every_group_is_one_that_filters_name() {
        for event in Event::ALL {
            assert!(CATEGORIES.contains(&of(event.code())), "{}", event.code());
        }
        assert_eq!(of("s"), "auth.login.success");
        assert_eq!(of("nobody_knows"), "other");
    }
}
