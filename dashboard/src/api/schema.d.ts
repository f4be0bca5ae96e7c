// Made by scripts/api-types.mjs. tidy: long because it is a table of operations.
export interface paths {
    "/anomaly/blocks/ips/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether an address is blocked */
        get: operations["get_anomaly_blocks_ips_by_id"];
        put?: never;
        post?: never;
        /** Unblock an address */
        delete: operations["delete_anomaly_blocks_ips_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/attack-protection/bot-detection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read bot detection */
        get: operations["get_attack_protection_bot_detection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change bot detection */
        patch: operations["patch_attack_protection_bot_detection"];
        trace?: never;
    };
    "/attack-protection/breached-password-detection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read breached password detection */
        get: operations["get_attack_protection_breached_password_detection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change breached password detection */
        patch: operations["patch_attack_protection_breached_password_detection"];
        trace?: never;
    };
    "/attack-protection/brute-force-protection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read brute-force protection */
        get: operations["get_attack_protection_brute_force_protection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change brute-force protection */
        patch: operations["patch_attack_protection_brute_force_protection"];
        trace?: never;
    };
    "/attack-protection/captcha": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the captcha */
        get: operations["get_attack_protection_captcha"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the captcha */
        patch: operations["patch_attack_protection_captcha"];
        trace?: never;
    };
    "/attack-protection/phone-provider-protection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read phone protection */
        get: operations["get_attack_protection_phone_provider_protection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change phone protection */
        patch: operations["patch_attack_protection_phone_provider_protection"];
        trace?: never;
    };
    "/attack-protection/suspicious-ip-throttling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read throttling by address */
        get: operations["get_attack_protection_suspicious_ip_throttling"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change throttling by address */
        patch: operations["patch_attack_protection_suspicious_ip_throttling"];
        trace?: never;
    };
    "/branding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the branding */
        get: operations["get_branding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the branding */
        patch: operations["patch_branding"];
        trace?: never;
    };
    "/branding/phone/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the phone providers */
        get: operations["get_branding_phone_providers"];
        put?: never;
        /** Set up a phone provider */
        post: operations["post_branding_phone_providers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/phone/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a phone provider */
        get: operations["get_branding_phone_providers_by_id"];
        put?: never;
        post?: never;
        /** Remove a phone provider */
        delete: operations["delete_branding_phone_providers_by_id"];
        options?: never;
        head?: never;
        /** Change a phone provider */
        patch: operations["patch_branding_phone_providers_by_id"];
        trace?: never;
    };
    "/branding/phone/providers/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message through a phone provider */
        post: operations["post_branding_phone_providers_by_id_try"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/phone/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the phone templates */
        get: operations["get_branding_phone_templates"];
        put?: never;
        /** Create a phone template */
        post: operations["post_branding_phone_templates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/phone/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a phone template */
        get: operations["get_branding_phone_templates_by_id"];
        put?: never;
        post?: never;
        /** Delete a phone template */
        delete: operations["delete_branding_phone_templates_by_id"];
        options?: never;
        head?: never;
        /** Change a phone template */
        patch: operations["patch_branding_phone_templates_by_id"];
        trace?: never;
    };
    "/branding/phone/templates/{id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Give a phone template its usual words */
        patch: operations["patch_branding_phone_templates_by_id_reset"];
        trace?: never;
    };
    "/branding/phone/templates/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message from a phone template */
        post: operations["post_branding_phone_templates_by_id_try"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview a screen */
        post: operations["post_branding_previews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/templates/universal-login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the page template */
        get: operations["get_branding_templates_universal_login"];
        /** Set the page template */
        put: operations["put_branding_templates_universal_login"];
        post?: never;
        /** Remove the page template */
        delete: operations["delete_branding_templates_universal_login"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/themes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a theme */
        post: operations["post_branding_themes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/themes/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the theme in use */
        get: operations["get_branding_themes_default"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/themes/{themeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a theme */
        get: operations["get_branding_themes_by_themeId"];
        put?: never;
        post?: never;
        /** Delete a theme */
        delete: operations["delete_branding_themes_by_themeId"];
        options?: never;
        head?: never;
        /** Replace a theme */
        patch: operations["patch_branding_themes_by_themeId"];
        trace?: never;
    };
    "/client-grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what applications may ask for */
        get: operations["get_client_grants"];
        put?: never;
        /** Let an application use an API */
        post: operations["post_client_grants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a client grant */
        get: operations["get_client_grants_by_id"];
        put?: never;
        post?: never;
        /** Delete a client grant */
        delete: operations["delete_client_grants_by_id"];
        options?: never;
        head?: never;
        /** Change a client grant */
        patch: operations["patch_client_grants_by_id"];
        trace?: never;
    };
    "/client-grants/{id}/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a client grant's organizations */
        get: operations["get_client_grants_by_id_organizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the applications */
        get: operations["get_clients"];
        put?: never;
        /** Create an application */
        post: operations["post_clients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/cimd/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read what an application publishes of itself */
        post: operations["post_clients_cimd_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/cimd/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an application of what it publishes, or bring it up to date */
        post: operations["post_clients_cimd_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an application */
        get: operations["get_clients_by_id"];
        put?: never;
        post?: never;
        /** Delete an application */
        delete: operations["delete_clients_by_id"];
        options?: never;
        head?: never;
        /** Change an application */
        patch: operations["patch_clients_by_id"];
        trace?: never;
    };
    "/clients/{id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an application's connections */
        get: operations["get_clients_by_id_connections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an application's keys */
        get: operations["get_clients_by_id_credentials"];
        put?: never;
        /** Add a key */
        post: operations["post_clients_by_id_credentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{id}/credentials/{credential_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a key */
        get: operations["get_clients_by_id_credentials_by_credential_id"];
        put?: never;
        post?: never;
        /** Delete a key */
        delete: operations["delete_clients_by_id_credentials_by_credential_id"];
        options?: never;
        head?: never;
        /** Change a key */
        patch: operations["patch_clients_by_id_credentials_by_credential_id"];
        trace?: never;
    };
    "/clients/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an application a new secret */
        post: operations["post_clients_by_id_rotate_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the connections */
        get: operations["get_connections"];
        put?: never;
        /** Create a connection */
        post: operations["post_connections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection */
        get: operations["get_connections_by_id"];
        put?: never;
        post?: never;
        /** Delete a connection */
        delete: operations["delete_connections_by_id"];
        options?: never;
        head?: never;
        /** Change a connection */
        patch: operations["patch_connections_by_id"];
        trace?: never;
    };
    "/connections/{id}/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a connection's applications */
        get: operations["get_connections_by_id_clients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a connection's applications */
        patch: operations["patch_connections_by_id_clients"];
        trace?: never;
    };
    "/connections/{id}/directory-provisioning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection's directory provisioning */
        get: operations["get_connections_by_id_directory_provisioning"];
        put?: never;
        /** Create a connection's directory provisioning */
        post: operations["post_connections_by_id_directory_provisioning"];
        /** Delete a connection's directory provisioning */
        delete: operations["delete_connections_by_id_directory_provisioning"];
        options?: never;
        head?: never;
        /** Change a connection's directory provisioning */
        patch: operations["patch_connections_by_id_directory_provisioning"];
        trace?: never;
    };
    "/connections/{id}/directory-provisioning/default-mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection's default directory mapping */
        get: operations["get_connections_by_id_directory_provisioning_default_mapping"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/directory-provisioning/synchronizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Synchronize a directory now */
        post: operations["post_connections_by_id_directory_provisioning_synchronizations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/directory-provisioning/synchronized-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the groups that are synchronized */
        get: operations["get_connections_by_id_directory_provisioning_synchronized_groups"];
        /** Set the groups that are synchronized */
        put: operations["put_connections_by_id_directory_provisioning_synchronized_groups"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a connection's keys */
        get: operations["get_connections_by_id_keys"];
        put?: never;
        /** Create a connection's keys */
        post: operations["post_connections_by_id_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rotate a connection's keys */
        post: operations["post_connections_by_id_keys_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/scim-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection's SCIM configuration */
        get: operations["get_connections_by_id_scim_configuration"];
        put?: never;
        /** Create a connection's SCIM configuration */
        post: operations["post_connections_by_id_scim_configuration"];
        /** Delete a connection's SCIM configuration */
        delete: operations["delete_connections_by_id_scim_configuration"];
        options?: never;
        head?: never;
        /** Change a connection's SCIM configuration */
        patch: operations["patch_connections_by_id_scim_configuration"];
        trace?: never;
    };
    "/connections/{id}/scim-configuration/default-mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection's default SCIM mapping */
        get: operations["get_connections_by_id_scim_configuration_default_mapping"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/scim-configuration/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a connection's SCIM tokens */
        get: operations["get_connections_by_id_scim_configuration_tokens"];
        put?: never;
        /** Create a SCIM token */
        post: operations["post_connections_by_id_scim_configuration_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/scim-configuration/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a SCIM token */
        delete: operations["delete_connections_by_id_scim_configuration_tokens_by_tokenId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read whether a connection is online */
        get: operations["get_connections_by_id_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a connection's user */
        delete: operations["delete_connections_by_id_users"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List device credentials */
        get: operations["get_device_credentials"];
        put?: never;
        /** Keep a device's public key */
        post: operations["post_device_credentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a device credential */
        delete: operations["delete_device_credentials_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an e-mail template */
        post: operations["post_email_templates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email-templates/{templateName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an e-mail template */
        get: operations["get_email_templates_by_templateName"];
        /** Replace an e-mail template */
        put: operations["put_email_templates_by_templateName"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change an e-mail template */
        patch: operations["patch_email_templates_by_templateName"];
        trace?: never;
    };
    "/emails/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the e-mail provider */
        get: operations["get_emails_provider"];
        put?: never;
        /** Set up the e-mail provider */
        post: operations["post_emails_provider"];
        /** Remove the e-mail provider */
        delete: operations["delete_emails_provider"];
        options?: never;
        head?: never;
        /** Change the e-mail provider */
        patch: operations["patch_emails_provider"];
        trace?: never;
    };
    "/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users' consents */
        get: operations["get_grants"];
        put?: never;
        post?: never;
        /** End all consents of a user */
        delete: operations["delete_grants"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a consent */
        delete: operations["delete_grants_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/enrollments/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link for enrolling a second factor */
        post: operations["post_guardian_enrollments_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/enrollments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an enrolled second factor */
        get: operations["get_guardian_enrollments_by_id"];
        put?: never;
        post?: never;
        /** Delete an enrolled second factor */
        delete: operations["delete_guardian_enrollments_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the second factors */
        get: operations["get_guardian_factors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/duo/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Duo */
        get: operations["get_guardian_factors_duo_settings"];
        /** Set Duo */
        put: operations["put_guardian_factors_duo_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Duo */
        patch: operations["patch_guardian_factors_duo_settings"];
        trace?: never;
    };
    "/guardian/factors/phone/message-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how codes come by phone */
        get: operations["get_guardian_factors_phone_message_types"];
        /** Set how codes come by phone */
        put: operations["put_guardian_factors_phone_message_types"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/phone/providers/twilio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Twilio */
        get: operations["get_guardian_factors_phone_providers_twilio"];
        /** Set Twilio */
        put: operations["put_guardian_factors_phone_providers_twilio"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/phone/selected-provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read who sends to phones */
        get: operations["get_guardian_factors_phone_selected_provider"];
        /** Set who sends to phones */
        put: operations["put_guardian_factors_phone_selected_provider"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/phone/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the texts of phone messages */
        get: operations["get_guardian_factors_phone_templates"];
        /** Set the texts of phone messages */
        put: operations["put_guardian_factors_phone_templates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/push-notification/providers/apns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read APNs */
        get: operations["get_guardian_factors_push_notification_providers_apns"];
        /** Set APNs */
        put: operations["put_guardian_factors_push_notification_providers_apns"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change APNs */
        patch: operations["patch_guardian_factors_push_notification_providers_apns"];
        trace?: never;
    };
    "/guardian/factors/push-notification/providers/fcm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set FCM */
        put: operations["put_guardian_factors_push_notification_providers_fcm"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change FCM */
        patch: operations["patch_guardian_factors_push_notification_providers_fcm"];
        trace?: never;
    };
    "/guardian/factors/push-notification/providers/fcmv1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set FCM v1 */
        put: operations["put_guardian_factors_push_notification_providers_fcmv1"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change FCM v1 */
        patch: operations["patch_guardian_factors_push_notification_providers_fcmv1"];
        trace?: never;
    };
    "/guardian/factors/push-notification/providers/sns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read SNS */
        get: operations["get_guardian_factors_push_notification_providers_sns"];
        /** Set SNS */
        put: operations["put_guardian_factors_push_notification_providers_sns"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change SNS */
        patch: operations["patch_guardian_factors_push_notification_providers_sns"];
        trace?: never;
    };
    "/guardian/factors/push-notification/selected-provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read who sends pushes */
        get: operations["get_guardian_factors_push_notification_selected_provider"];
        /** Set who sends pushes */
        put: operations["put_guardian_factors_push_notification_selected_provider"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/sms/providers/twilio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Twilio by its old path */
        get: operations["get_guardian_factors_sms_providers_twilio"];
        /** Set Twilio by its old path */
        put: operations["put_guardian_factors_sms_providers_twilio"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/sms/selected-provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read who sends text messages */
        get: operations["get_guardian_factors_sms_selected_provider"];
        /** Set who sends text messages */
        put: operations["put_guardian_factors_sms_selected_provider"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/sms/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the texts of messages */
        get: operations["get_guardian_factors_sms_templates"];
        /** Set the texts of messages */
        put: operations["put_guardian_factors_sms_templates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/factors/webauthn-platform/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how what is built into devices are used */
        get: operations["get_guardian_factors_webauthn_platform_settings"];
        /** Set how what is built into devices are used */
        put: operations["put_guardian_factors_webauthn_platform_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how what is built into devices are used */
        patch: operations["patch_guardian_factors_webauthn_platform_settings"];
        trace?: never;
    };
    "/guardian/factors/webauthn-roaming/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how security keys are used */
        get: operations["get_guardian_factors_webauthn_roaming_settings"];
        /** Set how security keys are used */
        put: operations["put_guardian_factors_webauthn_roaming_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how security keys are used */
        patch: operations["patch_guardian_factors_webauthn_roaming_settings"];
        trace?: never;
    };
    "/guardian/factors/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Offer a factor, or no longer */
        put: operations["put_guardian_factors_by_name"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guardian/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read when a second factor is asked for */
        get: operations["get_guardian_policies"];
        /** Set when a second factor is asked for */
        put: operations["put_guardian_policies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/users-exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Export users to a file */
        post: operations["post_jobs_users_exports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/users-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import users from a file */
        post: operations["post_jobs_users_imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/verification-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail a link that confirms an e-mail address */
        post: operations["post_jobs_verification_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a job */
        get: operations["get_jobs_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users that a job failed for */
        get: operations["get_jobs_by_id_errors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/custom-signing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the custom signing keys */
        get: operations["get_keys_custom_signing"];
        /** Set the custom signing keys */
        put: operations["put_keys_custom_signing"];
        post?: never;
        /** Delete the custom signing keys */
        delete: operations["delete_keys_custom_signing"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/encryption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the encryption keys */
        get: operations["get_keys_encryption"];
        put?: never;
        /** Announce an encryption key */
        post: operations["post_keys_encryption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/encryption/rekey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew the hierarchy of encryption keys */
        post: operations["post_keys_encryption_rekey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/encryption/{kid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an encryption key */
        get: operations["get_keys_encryption_by_kid"];
        put?: never;
        /** Import the material of an encryption key */
        post: operations["post_keys_encryption_by_kid"];
        /** Destroy an encryption key */
        delete: operations["delete_keys_encryption_by_kid"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/encryption/{kid}/wrapping-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a wrapping key */
        post: operations["post_keys_encryption_by_kid_wrapping_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/signing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the signing keys */
        get: operations["get_keys_signing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/signing/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign with the next key */
        post: operations["post_keys_signing_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/signing/{kid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a signing key */
        get: operations["get_keys_signing_by_kid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/signing/{kid}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Revoke the previous signing key */
        put: operations["put_keys_signing_by_kid_revoke"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List log entries */
        get: operations["get_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a log entry */
        get: operations["get_logs_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the organizations */
        get: operations["get_organizations"];
        put?: never;
        /** Create an organization */
        post: operations["post_organizations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/name/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization by its name */
        get: operations["get_organizations_name_by_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization */
        get: operations["get_organizations_by_id"];
        put?: never;
        post?: never;
        /** Delete an organization */
        delete: operations["delete_organizations_by_id"];
        options?: never;
        head?: never;
        /** Change an organization */
        patch: operations["patch_organizations_by_id"];
        trace?: never;
    };
    "/organizations/{id}/client-grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's client grants */
        get: operations["get_organizations_by_id_client_grants"];
        put?: never;
        /** Add a client grant to an organization */
        post: operations["post_organizations_by_id_client_grants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/client-grants/{grant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a client grant from an organization */
        delete: operations["delete_organizations_by_id_client_grants_by_grant_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's connections */
        get: operations["get_organizations_by_id_connections"];
        put?: never;
        /** Add a connection to an organization */
        post: operations["post_organizations_by_id_connections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization's connection */
        get: operations["get_organizations_by_id_connections_by_connection_id"];
        put?: never;
        post?: never;
        /** Take a connection from an organization */
        delete: operations["delete_organizations_by_id_connections_by_connection_id"];
        options?: never;
        head?: never;
        /** Change an organization's connection */
        patch: operations["patch_organizations_by_id_connections_by_connection_id"];
        trace?: never;
    };
    "/organizations/{id}/discovery-domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's domains */
        get: operations["get_organizations_by_id_discovery_domains"];
        put?: never;
        /** Add a domain to an organization */
        post: operations["post_organizations_by_id_discovery_domains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/discovery-domains/name/{discovery_domain}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization's domain by its name */
        get: operations["get_organizations_by_id_discovery_domains_name_by_discovery_domain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/discovery-domains/{discovery_domain_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization's domain */
        get: operations["get_organizations_by_id_discovery_domains_by_discovery_domain_id"];
        put?: never;
        post?: never;
        /** Remove a domain from an organization */
        delete: operations["delete_organizations_by_id_discovery_domains_by_discovery_domain_id"];
        options?: never;
        head?: never;
        /** Change an organization's domain */
        patch: operations["patch_organizations_by_id_discovery_domains_by_discovery_domain_id"];
        trace?: never;
    };
    "/organizations/{id}/enabled_connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's enabled connections */
        get: operations["get_organizations_by_id_enabled_connections"];
        put?: never;
        /** Add an enabled connection to an organization */
        post: operations["post_organizations_by_id_enabled_connections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/enabled_connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization's enabled connection */
        get: operations["get_organizations_by_id_enabled_connections_by_connectionId"];
        put?: never;
        post?: never;
        /** Take an enabled connection from an organization */
        delete: operations["delete_organizations_by_id_enabled_connections_by_connectionId"];
        options?: never;
        head?: never;
        /** Change an organization's enabled connection */
        patch: operations["patch_organizations_by_id_enabled_connections_by_connectionId"];
        trace?: never;
    };
    "/organizations/{id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations to an organization */
        get: operations["get_organizations_by_id_invitations"];
        put?: never;
        /** Invite somebody to an organization */
        post: operations["post_organizations_by_id_invitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an invitation */
        get: operations["get_organizations_by_id_invitations_by_invitation_id"];
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["delete_organizations_by_id_invitations_by_invitation_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's members */
        get: operations["get_organizations_by_id_members"];
        put?: never;
        /** Add members to an organization */
        post: operations["post_organizations_by_id_members"];
        /** Remove members from an organization */
        delete: operations["delete_organizations_by_id_members"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/members/{user_id}/effective-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the roles that count for a member */
        get: operations["get_organizations_by_id_members_by_user_id_effective_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/members/{user_id}/effective-roles/sources/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the groups that a member has a role from */
        get: operations["get_organizations_by_id_members_by_user_id_effective_roles_sources_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}/members/{user_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a member's roles */
        get: operations["get_organizations_by_id_members_by_user_id_roles"];
        put?: never;
        /** Give roles to a member */
        post: operations["post_organizations_by_id_members_by_user_id_roles"];
        /** Take roles from a member */
        delete: operations["delete_organizations_by_id_members_by_user_id_roles"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization_id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's groups */
        get: operations["get_organizations_by_organization_id_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organization_id}/groups/{group_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a group's roles in an organization */
        get: operations["get_organizations_by_organization_id_groups_by_group_id_roles"];
        put?: never;
        /** Give a group roles in an organization */
        post: operations["post_organizations_by_organization_id_groups_by_group_id_roles"];
        /** Take roles from a group in an organization */
        delete: operations["delete_organizations_by_organization_id_groups_by_group_id_roles"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how people log in */
        get: operations["get_prompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how people log in */
        patch: operations["patch_prompts"];
        trace?: never;
    };
    "/prompts/rendering": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how screens are rendered */
        get: operations["get_prompts_rendering"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how screens are rendered */
        patch: operations["patch_prompts_rendering"];
        trace?: never;
    };
    "/prompts/{prompt}/custom-text/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a prompt's texts */
        get: operations["get_prompts_by_prompt_custom_text_by_language"];
        /** Set a prompt's texts */
        put: operations["put_prompts_by_prompt_custom_text_by_language"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prompts/{prompt}/partials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a prompt's partials */
        get: operations["get_prompts_by_prompt_partials"];
        /** Set a prompt's partials */
        put: operations["put_prompts_by_prompt_partials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prompts/{prompt}/screen/{screen}/rendering": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how a screen is rendered */
        get: operations["get_prompts_by_prompt_screen_by_screen_rendering"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how a screen is rendered */
        patch: operations["patch_prompts_by_prompt_screen_by_screen_rendering"];
        trace?: never;
    };
    "/refresh-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List refresh tokens */
        get: operations["get_refresh_tokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refresh-tokens/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a choice of refresh tokens */
        post: operations["post_refresh_tokens_revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refresh-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a refresh token */
        get: operations["get_refresh_tokens_by_id"];
        put?: never;
        post?: never;
        /** Revoke a refresh token */
        delete: operations["delete_refresh_tokens_by_id"];
        options?: never;
        head?: never;
        /** Note something about a refresh token */
        patch: operations["patch_refresh_tokens_by_id"];
        trace?: never;
    };
    "/resource-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the APIs */
        get: operations["get_resource_servers"];
        put?: never;
        /** Create an API */
        post: operations["post_resource_servers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resource-servers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an API */
        get: operations["get_resource_servers_by_id"];
        put?: never;
        post?: never;
        /** Delete an API */
        delete: operations["delete_resource_servers_by_id"];
        options?: never;
        head?: never;
        /** Change an API */
        patch: operations["patch_resource_servers_by_id"];
        trace?: never;
    };
    "/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the roles */
        get: operations["get_roles"];
        put?: never;
        /** Create a role */
        post: operations["post_roles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a role */
        get: operations["get_roles_by_id"];
        put?: never;
        post?: never;
        /** Delete a role */
        delete: operations["delete_roles_by_id"];
        options?: never;
        head?: never;
        /** Change a role */
        patch: operations["patch_roles_by_id"];
        trace?: never;
    };
    "/roles/{id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a role's groups */
        get: operations["get_roles_by_id_groups"];
        put?: never;
        /** Give a role to groups */
        post: operations["post_roles_by_id_groups"];
        /** Take a role from groups */
        delete: operations["delete_roles_by_id_groups"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a role's permissions */
        get: operations["get_roles_by_id_permissions"];
        put?: never;
        /** Add permissions to a role */
        post: operations["post_roles_by_id_permissions"];
        /** Take permissions from a role */
        delete: operations["delete_roles_by_id_permissions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a role's users */
        get: operations["get_roles_by_id_users"];
        put?: never;
        /** Give a role to users */
        post: operations["post_roles_by_id_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a session */
        get: operations["get_sessions_by_id"];
        put?: never;
        post?: never;
        /** End a session */
        delete: operations["delete_sessions_by_id"];
        options?: never;
        head?: never;
        /** Note something about a session */
        patch: operations["patch_sessions_by_id"];
        trace?: never;
    };
    "/sessions/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a session and its tokens */
        post: operations["post_sessions_by_id_revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/active-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the users of the last 30 days */
        get: operations["get_stats_active_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what happened on each day */
        get: operations["get_stats_daily"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the tenant's settings */
        get: operations["get_tenants_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the tenant's settings */
        patch: operations["patch_tenants_settings"];
        trace?: never;
    };
    "/tickets/email-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link that confirms an e-mail address */
        post: operations["post_tickets_email_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tickets/password-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link that lets a user choose a new password */
        post: operations["post_tickets_password_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user-blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the blocks of an identifier */
        get: operations["get_user_blocks"];
        put?: never;
        post?: never;
        /** Lift the blocks of an identifier */
        delete: operations["delete_user_blocks"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user-blocks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's blocks */
        get: operations["get_user_blocks_by_id"];
        put?: never;
        post?: never;
        /** Lift a user's blocks */
        delete: operations["delete_user_blocks_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List or search users */
        get: operations["get_users"];
        put?: never;
        /** Create a user */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a user */
        get: operations["get_users_by_id"];
        put?: never;
        post?: never;
        /** Delete a user */
        delete: operations["delete_users_by_id"];
        options?: never;
        head?: never;
        /** Change a user */
        patch: operations["patch_users_by_id"];
        trace?: never;
    };
    "/users/{id}/authentication-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's authentication methods */
        get: operations["get_users_by_id_authentication_methods"];
        /** Replace a user's authentication methods */
        put: operations["put_users_by_id_authentication_methods"];
        /** Give a user an authentication method */
        post: operations["post_users_by_id_authentication_methods"];
        /** Delete all authentication methods of a user */
        delete: operations["delete_users_by_id_authentication_methods"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/authentication-methods/{authentication_method_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an authentication method */
        get: operations["get_users_by_id_authentication_methods_by_authentication_method_id"];
        put?: never;
        post?: never;
        /** Delete an authentication method */
        delete: operations["delete_users_by_id_authentication_methods_by_authentication_method_id"];
        options?: never;
        head?: never;
        /** Change an authentication method */
        patch: operations["patch_users_by_id_authentication_methods_by_authentication_method_id"];
        trace?: never;
    };
    "/users/{id}/authenticators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take all second factors from a user */
        delete: operations["delete_users_by_id_authenticators"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/connected-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's connected accounts */
        get: operations["get_users_by_id_connected_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/effective-permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a user may do at an API */
        get: operations["get_users_by_id_effective_permissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/effective-permissions/sources/effective-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the roles that a user has a permission from */
        get: operations["get_users_by_id_effective_permissions_sources_effective_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/effective-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all roles of a user */
        get: operations["get_users_by_id_effective_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/effective-roles/sources/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the groups that a user has a role from */
        get: operations["get_users_by_id_effective_roles_sources_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/enrollments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's enrolled second factors */
        get: operations["get_users_by_id_enrollments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/federated-connections-tokensets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the token sets of a user's connections */
        get: operations["get_users_by_id_federated_connections_tokensets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/federated-connections-tokensets/{tokenset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a token set */
        delete: operations["delete_users_by_id_federated_connections_tokensets_by_tokenset_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's groups */
        get: operations["get_users_by_id_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Link an account to a user */
        post: operations["post_users_by_id_identities"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/identities/{provider}/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Unlink an account from its user */
        delete: operations["delete_users_by_id_identities_by_provider_by_user_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's log entries */
        get: operations["get_users_by_id_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/multifactor/actions/invalidate-remember-browser": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget a user's browsers */
        post: operations["post_users_by_id_multifactor_actions_invalidate_remember_browser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/multifactor/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a provider's second factors from a user */
        delete: operations["delete_users_by_id_multifactor_by_provider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's organizations */
        get: operations["get_users_by_id_organizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's own permissions */
        get: operations["get_users_by_id_permissions"];
        put?: never;
        /** Give permissions to a user */
        post: operations["post_users_by_id_permissions"];
        /** Take permissions from a user */
        delete: operations["delete_users_by_id_permissions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/recovery-code-regeneration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a user a new recovery code */
        post: operations["post_users_by_id_recovery_code_regeneration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/refresh-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's refresh tokens */
        get: operations["get_users_by_id_refresh_tokens"];
        put?: never;
        post?: never;
        /** Revoke all refresh tokens of a user */
        delete: operations["delete_users_by_id_refresh_tokens"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/revoke-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End what a user is logged in to */
        post: operations["post_users_by_id_revoke_access"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/risk-assessments/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget what a user's risk is assessed by */
        post: operations["post_users_by_id_risk_assessments_clear"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's roles */
        get: operations["get_users_by_id_roles"];
        put?: never;
        /** Give roles to a user */
        post: operations["post_users_by_id_roles"];
        /** Take roles from a user */
        delete: operations["delete_users_by_id_roles"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's sessions */
        get: operations["get_users_by_id_sessions"];
        put?: never;
        post?: never;
        /** End all sessions of a user */
        delete: operations["delete_users_by_id_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            /** @description The name of the status */
            error: string;
            /** @description The kind of error, for programs */
            errorCode?: string;
            /** @description What is wrong */
            message: string;
            /** @description The status of the answer, again */
            statusCode: number;
        };
    };
    responses: {
        /** @description The request isn't what the operation expects; the message names the first thing to put right. */
        400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no token, or it is worth nothing: expired, for another tenant, or not signed here. */
        401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token is good, and has none of the scopes that the message names. */
        403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is nothing with this id in the tenant. */
        404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description It is there already, or something else stands in the way. */
        409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is longer than 1 MiB. */
        413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body isn't declared as `application/json`. */
        415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Something went wrong on the server; with 503, try again. */
        default: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_anomaly_blocks_ips_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description IP address */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_anomaly_blocks_ips_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description IP address */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_attack_protection_bot_detection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_attack_protection_bot_detection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Addresses and networks that are never counted */
                    allowlist?: (string)[];
                    /**
                     * @description How suspicious to be
                     * @enum {string}
                     */
                    bot_detection_level?: "low" | "medium" | "high";
                    /**
                     * @description When a challenge is put
                     * @enum {string}
                     */
                    challenge_password_policy?: "never" | "when_risky" | "always";
                    /**
                     * @description When a challenge is put
                     * @enum {string}
                     */
                    challenge_password_reset_policy?: "never" | "when_risky" | "always";
                    /**
                     * @description When a challenge is put
                     * @enum {string}
                     */
                    challenge_passwordless_policy?: "never" | "when_risky" | "always";
                    /** @description Whether risk is logged, but nobody is challenged */
                    monitoring_mode_enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_attack_protection_breached_password_detection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_attack_protection_breached_password_detection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How often administrators are told */
                    admin_notification_frequency?: ("immediately" | "daily" | "weekly" | "monthly")[];
                    /** @description Whether it is on */
                    enabled?: boolean;
                    /**
                     * @description Where leaks are looked up
                     * @enum {string}
                     */
                    method?: "standard" | "enhanced";
                    /** @description What happens at a login with a leaked password */
                    shields?: ("block" | "user_notification" | "admin_notification")[];
                    stage?: {
                        /** @description What happens at this stage */
                        "pre-change-password"?: {
                            shields?: ("block" | "admin_notification")[];
                        };
                        /** @description What happens at this stage */
                        "pre-user-registration"?: {
                            shields?: ("block" | "admin_notification")[];
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_attack_protection_brute_force_protection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_attack_protection_brute_force_protection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Addresses and networks that are never counted */
                    allowlist?: (string)[];
                    /** @description Whether it is on */
                    enabled?: boolean;
                    /** @description Wrong passwords before the shields go up */
                    max_attempts?: number;
                    /**
                     * @description What the attempts are counted by
                     * @enum {string}
                     */
                    mode?: "count_per_identifier_and_ip" | "count_per_identifier";
                    /** @description What happens when there are too many */
                    shields?: ("block" | "user_notification")[];
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_attack_protection_captcha: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_attack_protection_captcha: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The one that is used
                     * @enum {string}
                     */
                    active_provider_id?: "arkose" | "auth_challenge" | "friendly_captcha" | "hcaptcha" | "recaptcha_v2" | "recaptcha_enterprise" | "simple_captcha";
                    arkose?: {
                        client_subdomain?: string;
                        fail_open?: boolean;
                        /** @description What answers are checked with */
                        secret?: string;
                        /** @description What pages name the site by */
                        site_key: string;
                        verify_subdomain?: string;
                    };
                    auth_challenge?: {
                        fail_open: boolean;
                    };
                    friendly_captcha?: {
                        /** @description What answers are checked with */
                        secret?: string;
                        /** @description What pages name the site by */
                        site_key: string;
                    };
                    hcaptcha?: {
                        /** @description What answers are checked with */
                        secret?: string;
                        /** @description What pages name the site by */
                        site_key: string;
                    };
                    recaptcha_enterprise?: {
                        /** @description What answers are checked with */
                        api_key?: string;
                        project_id?: string;
                        /** @description What pages name the site by */
                        site_key: string;
                    };
                    recaptcha_v2?: {
                        /** @description What answers are checked with */
                        secret?: string;
                        /** @description What pages name the site by */
                        site_key: string;
                    };
                    simple_captcha?: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_attack_protection_phone_provider_protection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_attack_protection_phone_provider_protection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How the wait grows
                     * @enum {string}
                     */
                    type: "exponential" | "none";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_attack_protection_suspicious_ip_throttling: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_attack_protection_suspicious_ip_throttling: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Addresses and networks that are never counted */
                    allowlist?: (string)[];
                    /** @description Whether it is on */
                    enabled?: boolean;
                    /** @description What happens when an address has used up its attempts */
                    shields?: ("block" | "admin_notification")[];
                    stage?: {
                        "pre-custom-token-exchange"?: {
                            /** @description Attempts at once */
                            max_attempts?: number;
                            /** @description Milliseconds until the address has one more */
                            rate?: number;
                        };
                        "pre-login"?: {
                            /** @description Attempts at once */
                            max_attempts?: number;
                            /** @description Milliseconds until the address has one more */
                            rate?: number;
                        };
                        "pre-user-registration"?: {
                            /** @description Attempts at once */
                            max_attempts?: number;
                            /** @description Milliseconds until the address has one more */
                            rate?: number;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_branding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_branding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    colors?: {
                        /** @description What lies behind the card */
                        page_background?: (string | null) | {
                            angle_deg?: number;
                            /** Format: html-color-or-null */
                            end?: string;
                            /** Format: html-color-or-null */
                            start?: string;
                            /** @enum {string} */
                            type?: "linear-gradient";
                        } | null;
                        /**
                         * Format: html-color-or-null
                         * @description The colour of the main action
                         */
                        primary?: string | null;
                    } | null;
                    /**
                     * Format: strict-https-uri
                     * @description The icon in the browser's tab
                     */
                    favicon_url?: string | null;
                    font?: {
                        /**
                         * Format: strict-https-uri
                         * @description A font file
                         */
                        url?: string | null;
                    } | null;
                    /**
                     * Format: strict-https-uri
                     * @description The logo above the card
                     */
                    logo_url?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_branding_phone_providers: {
        parameters: {
            query?: {
                disabled?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_branding_phone_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    configuration?: {
                        default_from?: string | null;
                        delivery_methods: ("text" | "voice")[];
                        mssid?: string | null;
                        sid?: string | null;
                    };
                    credentials: {
                        auth_token?: string;
                    };
                    /** @description Whether it is not used */
                    disabled?: boolean;
                    /**
                     * @description The provider
                     * @enum {string}
                     */
                    name: "twilio" | "custom";
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_branding_phone_providers_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_branding_phone_providers_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_branding_phone_providers_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    configuration?: {
                        default_from?: string | null;
                        delivery_methods: ("text" | "voice")[];
                        mssid?: string | null;
                        sid?: string | null;
                    };
                    credentials?: {
                        auth_token?: string;
                    };
                    /** @description Whether it is not used */
                    disabled?: boolean;
                    /**
                     * @description The provider
                     * @enum {string}
                     */
                    name?: "twilio" | "custom";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_branding_phone_providers_by_id_try: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    delivery_method?: "text" | "voice";
                    /** @description The number that gets a message */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_branding_phone_templates: {
        parameters: {
            query?: {
                disabled?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_branding_phone_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the message says */
                    content?: {
                        body?: {
                            text?: string;
                            voice?: string;
                        };
                        from?: string;
                        syntax?: string;
                    };
                    /** @description Whether it is not used */
                    disabled?: boolean;
                    /**
                     * @description The occasion
                     * @enum {string}
                     */
                    type?: "otp_verify" | "otp_enroll" | "change_password" | "blocked_account" | "password_breach";
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_branding_phone_templates_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_branding_phone_templates_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_branding_phone_templates_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the message says */
                    content?: {
                        body?: {
                            text?: string;
                            voice?: string;
                        };
                        from?: string;
                        syntax?: string;
                    };
                    /** @description Whether it is not used */
                    disabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_branding_phone_templates_by_id_reset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_branding_phone_templates_by_id_try: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    delivery_method?: "text" | "voice";
                    /** @description The number that gets a message */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_branding_previews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As PATCH /branding takes it */
                    branding?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description Tag of the language
                     * @enum {string}
                     */
                    language?: "am" | "ar" | "ar-EG" | "ar-SA" | "az" | "bg" | "bn" | "bs" | "ca-ES" | "cnr" | "cs" | "cy" | "da" | "de" | "el" | "en" | "en-CA" | "es" | "es-419" | "es-AR" | "es-MX" | "et" | "eu-ES" | "fa" | "fi" | "fr" | "fr-CA" | "fr-FR" | "gl-ES" | "gu" | "he" | "hi" | "hr" | "hu" | "hy" | "id" | "is" | "it" | "ja" | "ka" | "kk" | "kn" | "ko" | "lt" | "lv" | "mk" | "ml" | "mn" | "mr" | "ms" | "my" | "nb" | "nl" | "nn" | "no" | "pa" | "pl" | "pt" | "pt-BR" | "pt-PT" | "ro" | "ru" | "sk" | "sl" | "so" | "sq" | "sr" | "sv" | "sw" | "ta" | "te" | "th" | "tl" | "tr" | "uk" | "ur" | "vi" | "zgh" | "zh-CN" | "zh-HK" | "zh-MO" | "zh-TW";
                    partials?: {
                        [key: string]: {
                            [key: string]: string;
                        };
                    };
                    /**
                     * @description Name of the prompt
                     * @enum {string}
                     */
                    prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "login-email-verification" | "signup" | "signup-id" | "signup-password" | "phone-identifier-enrollment" | "phone-identifier-challenge" | "email-identifier-challenge" | "reset-password" | "custom-form" | "consent" | "customized-consent" | "logout" | "mfa-push" | "mfa-otp" | "mfa-voice" | "mfa-phone" | "mfa-webauthn" | "mfa-sms" | "mfa-email" | "mfa-recovery-code" | "mfa" | "status" | "device-flow" | "email-verification" | "email-otp-challenge" | "organizations" | "invitation" | "common" | "passkeys" | "captcha" | "brute-force-protection" | "async-approval-flow" | "confirmation";
                    /** @description Name of the screen */
                    screen: string;
                    /** @description The page as Liquid text; null is Ostia's own */
                    template?: string | null;
                    texts?: {
                        [key: string]: {
                            [key: string]: string;
                        };
                    };
                    /** @description As POST /branding/themes takes it */
                    theme?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_branding_templates_universal_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_branding_templates_universal_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string | {
                    /** @description The page as Liquid text */
                    template: string;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_branding_templates_universal_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_branding_themes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    borders: {
                        button_border_radius: number;
                        button_border_weight: number;
                        /** @enum {string} */
                        buttons_style: "pill" | "rounded" | "sharp";
                        input_border_radius: number;
                        input_border_weight: number;
                        /** @enum {string} */
                        inputs_style: "pill" | "rounded" | "sharp";
                        show_widget_shadow: boolean;
                        widget_border_weight: number;
                        widget_corner_radius: number;
                    };
                    colors: {
                        base_focus_color?: string;
                        base_hover_color?: string;
                        body_text: string;
                        /** @enum {string} */
                        captcha_widget_theme?: "auto" | "dark" | "light";
                        error: string;
                        header: string;
                        icons: string;
                        input_background: string;
                        input_border: string;
                        input_filled_text: string;
                        input_labels_placeholders: string;
                        links_focused_components: string;
                        primary_button: string;
                        primary_button_label: string;
                        read_only_background?: string;
                        secondary_button_border: string;
                        secondary_button_label: string;
                        success: string;
                        widget_background: string;
                        widget_border: string;
                    };
                    /** @description What administrators call it */
                    displayName?: string;
                    fonts: {
                        body_text: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        buttons_text: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        /** Format: absolute-https-uri-or-empty */
                        font_url: string;
                        input_labels: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        links: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        /** @enum {string} */
                        links_style: "normal" | "underlined";
                        /** @description In pixels */
                        reference_text_size: number;
                        subtitle: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        title: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                    };
                    identifiers?: {
                        [key: string]: unknown;
                    };
                    page_background: {
                        background_color: string;
                        /** Format: absolute-https-uri-or-empty */
                        background_image_url: string;
                        /** @enum {string} */
                        page_layout: "center" | "left" | "right";
                    };
                    widget: {
                        /** @enum {string} */
                        header_text_alignment: "center" | "left" | "right";
                        logo_height: number;
                        /** @enum {string} */
                        logo_position: "center" | "left" | "none" | "right";
                        /** Format: absolute-https-uri-or-empty */
                        logo_url: string;
                        /** @enum {string} */
                        social_buttons_layout: "bottom" | "top";
                    };
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_branding_themes_default: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_branding_themes_by_themeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_branding_themes_by_themeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_branding_themes_by_themeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    borders: {
                        button_border_radius: number;
                        button_border_weight: number;
                        /** @enum {string} */
                        buttons_style: "pill" | "rounded" | "sharp";
                        input_border_radius: number;
                        input_border_weight: number;
                        /** @enum {string} */
                        inputs_style: "pill" | "rounded" | "sharp";
                        show_widget_shadow: boolean;
                        widget_border_weight: number;
                        widget_corner_radius: number;
                    };
                    colors: {
                        base_focus_color?: string;
                        base_hover_color?: string;
                        body_text: string;
                        /** @enum {string} */
                        captcha_widget_theme?: "auto" | "dark" | "light";
                        error: string;
                        header: string;
                        icons: string;
                        input_background: string;
                        input_border: string;
                        input_filled_text: string;
                        input_labels_placeholders: string;
                        links_focused_components: string;
                        primary_button: string;
                        primary_button_label: string;
                        read_only_background?: string;
                        secondary_button_border: string;
                        secondary_button_label: string;
                        success: string;
                        widget_background: string;
                        widget_border: string;
                    };
                    /** @description What administrators call it */
                    displayName?: string;
                    fonts: {
                        body_text: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        buttons_text: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        /** Format: absolute-https-uri-or-empty */
                        font_url: string;
                        input_labels: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        links: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        /** @enum {string} */
                        links_style: "normal" | "underlined";
                        /** @description In pixels */
                        reference_text_size: number;
                        subtitle: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                        title: {
                            bold: boolean;
                            /** @description In per cent */
                            size: number;
                        };
                    };
                    identifiers?: {
                        [key: string]: unknown;
                    };
                    page_background: {
                        background_color: string;
                        /** Format: absolute-https-uri-or-empty */
                        background_image_url: string;
                        /** @enum {string} */
                        page_layout: "center" | "left" | "right";
                    };
                    widget: {
                        /** @enum {string} */
                        header_text_alignment: "center" | "left" | "right";
                        logo_height: number;
                        /** @enum {string} */
                        logo_position: "center" | "left" | "none" | "right";
                        /** Format: absolute-https-uri-or-empty */
                        logo_url: string;
                        /** @enum {string} */
                        social_buttons_layout: "bottom" | "top";
                    };
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_client_grants: {
        parameters: {
            query?: {
                allow_any_organization?: boolean;
                audience?: string;
                client_id?: string;
                default_for?: "third_party_clients";
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                subject_type?: "client" | "user";
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_client_grants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether all scopes of the API are granted, those to come too */
                    allow_all_scopes?: boolean;
                    /** @description Whether every organization counts, and not only those that were added */
                    allow_any_organization?: boolean;
                    /** @description The identifier of the API */
                    audience: string;
                    /** @description The types of authorization details that the application may ask for */
                    authorization_details_types?: string[];
                    /** @description The application */
                    client_id?: string;
                    /**
                     * @description The group of applications that have this grant unless they have their own
                     * @enum {string}
                     */
                    default_for?: "third_party_clients";
                    /**
                     * @description Whether the application acts within organizations
                     * @enum {string}
                     */
                    organization_usage?: "deny" | "allow" | "require";
                    /** @description The scopes that the application may ask for */
                    scope?: string[];
                    /**
                     * @description On whose behalf the application acts
                     * @enum {string}
                     */
                    subject_type?: "client" | "user";
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_client_grants_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_client_grants_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_client_grants_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether all scopes of the API are granted, those to come too */
                    allow_all_scopes?: boolean | null;
                    /** @description Whether every organization counts, and not only those that were added */
                    allow_any_organization?: boolean | null;
                    /** @description The types of authorization details that the application may ask for */
                    authorization_details_types?: string[];
                    /**
                     * @description Whether the application acts within organizations
                     * @enum {string|null}
                     */
                    organization_usage?: "deny" | "allow" | "require" | null;
                    /** @description The scopes that the application may ask for */
                    scope?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_client_grants_by_id_organizations: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_clients: {
        parameters: {
            query?: {
                /** @description Kinds of application, separated by commas */
                app_type?: string;
                /** @description Address of the client's metadata document */
                external_client_id?: string;
                /** @description Names of members */
                fields?: string;
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the named fields are kept or left out */
                include_fields?: boolean;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Whether the tenant's owner operates the client */
                is_first_party?: boolean;
                /** @description Whether the client is the global one */
                is_global?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Search in client grants */
                q?: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_clients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Add-ons of the client and their settings */
                    addons?: {
                        aws?: ({
                            lifetime_in_seconds?: number;
                            principal?: string;
                            role?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        azure_blob?: ({
                            accountName?: string;
                            blobName?: string;
                            blob_delete?: boolean;
                            blob_read?: boolean;
                            blob_write?: boolean;
                            containerName?: string;
                            container_delete?: boolean;
                            container_list?: boolean;
                            container_read?: boolean;
                            container_write?: boolean;
                            expiration?: number;
                            signedIdentifier?: string;
                            storageAccessKey?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        azure_sb?: ({
                            entityPath?: string;
                            expiration?: number;
                            namespace?: string;
                            sasKey?: string;
                            sasKeyName?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        box?: {
                            [key: string]: unknown;
                        } | null;
                        cloudbees?: {
                            [key: string]: unknown;
                        } | null;
                        concur?: {
                            [key: string]: unknown;
                        } | null;
                        dropbox?: {
                            [key: string]: unknown;
                        } | null;
                        echosign?: ({
                            domain?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        egnyte?: ({
                            domain?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        firebase?: ({
                            client_email?: string;
                            lifetime_in_seconds?: number;
                            private_key?: string;
                            private_key_id?: string;
                            secret?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        layer?: ({
                            expiration?: number;
                            keyId: string;
                            principal?: string;
                            privateKey: string;
                            providerId: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        mscrm?: ({
                            /** Format: url */
                            url: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        newrelic?: ({
                            account?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        oag?: Record<string, never> | null;
                        office365?: ({
                            connection?: string;
                            domain?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        rms?: ({
                            /** Format: url */
                            url: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        salesforce?: ({
                            /** Format: url */
                            entity_id?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        salesforce_api?: ({
                            clientid?: string;
                            communityName?: string;
                            community_url_section?: string;
                            principal?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        salesforce_sandbox_api?: ({
                            clientid?: string;
                            communityName?: string;
                            community_url_section?: string;
                            principal?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        samlp?: ({
                            audience?: string;
                            authnContextClassRef?: string;
                            createUpnClaim?: boolean;
                            destination?: string;
                            digestAlgorithm?: string;
                            issuer?: string;
                            lifetimeInSeconds?: number;
                            mapIdentities?: boolean;
                            mapUnknownClaimsAsIs?: boolean;
                            mappings?: {
                                [key: string]: unknown;
                            };
                            nameIdentifierFormat?: string;
                            nameIdentifierProbes?: string[];
                            passthroughClaimsWithNoMapping?: boolean;
                            recipient?: string;
                            signResponse?: boolean;
                            signatureAlgorithm?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sap_api?: ({
                            clientid?: string;
                            nameIdentifierFormat?: string;
                            scope?: string;
                            servicePassword?: string;
                            /** Format: url */
                            tokenEndpointUrl?: string;
                            usernameAttribute?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sentry?: ({
                            base_url?: string;
                            org_slug?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sharepoint?: ({
                            external_url?: string[] | string;
                            url?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        slack?: ({
                            team: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        springcm?: ({
                            acsurl?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sso_integration?: ({
                            name?: string;
                            version?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        wams?: ({
                            masterkey?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        wsfed?: {
                            [key: string]: unknown;
                        } | null;
                        zendesk?: ({
                            accountName?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        zoom?: ({
                            account?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                    } | null;
                    /** @description Clients that may delegate to this one */
                    allowed_clients?: string[];
                    /** @description Where log-out may lead */
                    allowed_logout_urls?: string[];
                    /** @description Origins that may call from a browser */
                    allowed_origins?: string[];
                    /**
                     * @description Kind of application
                     * @enum {string}
                     */
                    app_type?: "native" | "spa" | "regular_web" | "non_interactive" | "resource_server" | "express_configuration" | "rms" | "box" | "cloudbees" | "concur" | "dropbox" | "mscrm" | "echosign" | "egnyte" | "newrelic" | "office365" | "salesforce" | "sentry" | "sharepoint" | "slack" | "springcm" | "zendesk" | "zoom" | "sso_integration" | "oag";
                    /** @description How users are asked for approval */
                    async_approval_notification_channels?: ("guardian-push" | "email")[] | null;
                    /** @description Where answers to authorization requests may go */
                    callbacks?: string[];
                    /** @description Further names of the client as an audience */
                    client_aliases?: string[];
                    /** @description Credentials that the client authenticates with instead of a secret */
                    client_authentication_methods?: {
                        private_key_jwt?: {
                            credentials: {
                                /**
                                 * @description Algorithm that assertions are signed with
                                 * @enum {string}
                                 */
                                alg?: "RS256" | "RS384" | "PS256";
                                /** @enum {string} */
                                credential_type: "public_key";
                                /**
                                 * Format: date-time
                                 * @description When the credential ends
                                 */
                                expires_at?: string;
                                /** @description Key id that assertions may name */
                                kid?: string;
                                /** @description Name of the credential */
                                name?: string;
                                /** @description Whether the credential ends with its certificate */
                                parse_expiry_from_cert?: boolean;
                                pem: string;
                            }[];
                        };
                        self_signed_tls_client_auth?: {
                            credentials: {
                                /** @enum {string} */
                                credential_type: "x509_cert";
                                /** @description Name of the credential */
                                name?: string;
                                pem: string;
                            }[];
                        };
                        tls_client_auth?: {
                            credentials: {
                                /** @enum {string} */
                                credential_type: "cert_subject_dn";
                                /** @description Name of the credential */
                                name?: string;
                                pem?: string;
                                /** @description Subject of the certificate */
                                subject_dn?: string;
                            }[];
                        };
                    } | null;
                    /** @description Up to ten texts of the owner's own */
                    client_metadata?: {
                        [key: string]: string | null;
                    };
                    /**
                     * @description Security profile that the client complies with
                     * @enum {string|null}
                     */
                    compliance_level?: "none" | "fapi1_adv_pkj_par" | "fapi1_adv_mtls_par" | "fapi2_sp_pkj_mtls" | "fapi2_sp_mtls_mtls" | null;
                    /** @description Whether pages of another origin may log users in */
                    cross_origin_authentication?: boolean;
                    /**
                     * Format: url
                     * @description URL of the page that cross-origin log-in falls back to
                     */
                    cross_origin_loc?: string | null;
                    /** @description Markup of the custom login page */
                    custom_login_page?: string;
                    /** @description Whether the custom login page is shown */
                    custom_login_page_on?: boolean;
                    /** @description Markup of the custom login page, for its preview */
                    custom_login_page_preview?: string;
                    /** @description Organization of requests that name none */
                    default_organization?: {
                        flows: "client_credentials"[];
                        /** Format: organization-id */
                        organization_id: string;
                    } | null;
                    /** @description What the client is, in a few words */
                    description?: string;
                    /** @description Key that tokens are encrypted with */
                    encryption_key?: ({
                        cert?: string;
                        pub?: string;
                        subject?: string;
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description How an integration network configures the client */
                    express_configuration?: {
                        admin_login_domain: string;
                        connection_profile_id: string;
                        enable_client: boolean;
                        enable_organization: boolean;
                        initiate_login_uri_template: string;
                        linked_clients?: {
                            /** Format: client-id */
                            client_id: string;
                        }[];
                        oin_submission_id?: string;
                        /** Format: client-id */
                        okta_oin_client_id: string;
                        user_attribute_profile_id: string;
                    } | null;
                    /** @description Log-in by the browser's federated credentials */
                    fedcm_login?: {
                        google?: {
                            is_enabled?: boolean;
                        } | null;
                    } | null;
                    /** @description Form of WS-Federation answers */
                    form_template?: string;
                    /** @description Grants that the client may use */
                    grant_types?: string[];
                    /** @description Whether assertions of other providers are accepted */
                    identity_assertion_authorization_grant?: {
                        [key: string]: unknown;
                    } | null;
                    /**
                     * Format: absolute-https-uri-with-placeholders-or-empty
                     * @description https URL at which a log-in of the client begins, or empty
                     */
                    initiate_login_uri?: string;
                    /** @description Whether the tenant's owner operates the client; fixed at creation */
                    is_first_party?: boolean;
                    /** @description Whether the token endpoint believes the auth0-forwarded-for header */
                    is_token_endpoint_ip_header_trusted?: boolean;
                    /** @description How ID tokens are made */
                    jwt_configuration?: {
                        /** @enum {string} */
                        alg?: "HS256" | "RS256" | "RS512" | "PS256";
                        lifetime_in_seconds?: number;
                        scopes?: {
                            [key: string]: unknown;
                        };
                        secret_encoded?: boolean;
                    } & {
                        [key: string]: unknown;
                    };
                    /**
                     * Format: absolute-uri-or-empty
                     * @description URL of the client's logo, or empty
                     */
                    logo_uri?: string;
                    /** @description The client's apps in the stores of mobile systems */
                    mobile?: {
                        android?: {
                            app_package_name?: string;
                            sha256_cert_fingerprints?: string[];
                        } & {
                            [key: string]: unknown;
                        };
                        ios?: {
                            app_bundle_identifier?: string;
                            team_id?: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                    /** @description What organizations may configure themselves */
                    my_organization_configuration?: {
                        allowed_strategies: ("pingfederate" | "adfs" | "waad" | "google-apps" | "okta" | "oidc" | "samlp")[];
                        /** @enum {string} */
                        connection_deletion_behavior: "allow" | "allow_if_empty";
                        connection_profile_id?: string;
                        /** Format: client-id */
                        invitation_landing_client_id?: string;
                        user_attribute_profile_id?: string;
                    } | null;
                    /** @description Name of the client, without angle brackets */
                    name: string;
                    /** @description Social log-in by the sheets of mobile systems */
                    native_social_login?: {
                        apple?: {
                            enabled?: boolean;
                        } | null;
                        facebook?: {
                            enabled?: boolean;
                        } | null;
                        google?: {
                            enabled?: boolean;
                        } | null;
                    } | null;
                    /** @description Who is told when a session ends */
                    oidc_backchannel_logout?: ({
                        backchannel_logout_initiators?: {
                            /** @enum {string} */
                            mode?: "custom" | "all";
                            selected_initiators?: ("rp-logout" | "idp-logout" | "password-changed" | "session-expired" | "session-revoked" | "account-deleted" | "email-identifier-changed" | "mfa-phone-unenrolled" | "account-deactivated")[];
                        } & {
                            [key: string]: unknown;
                        };
                        backchannel_logout_session_metadata?: ({
                            include?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        backchannel_logout_urls?: string[];
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description Whether the client always uses the conformant pipeline */
                    oidc_conformant?: boolean;
                    /** @description Who is told when a session ends */
                    oidc_logout?: ({
                        backchannel_logout_initiators?: {
                            /** @enum {string} */
                            mode?: "custom" | "all";
                            selected_initiators?: ("rp-logout" | "idp-logout" | "password-changed" | "session-expired" | "session-revoked" | "account-deleted" | "email-identifier-changed" | "mfa-phone-unenrolled" | "account-deactivated")[];
                        } & {
                            [key: string]: unknown;
                        };
                        backchannel_logout_session_metadata?: ({
                            include?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        backchannel_logout_urls?: string[];
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description How the organization is found */
                    organization_discovery_methods?: ("email" | "organization_name")[] | null;
                    /**
                     * @description When the organization is asked for, where one is required
                     * @enum {string|null}
                     */
                    organization_require_behavior?: "no_prompt" | "pre_login_prompt" | "post_login_prompt" | null;
                    /**
                     * @description Whether users log in to organizations
                     * @enum {string|null}
                     */
                    organization_usage?: "deny" | "allow" | "require" | null;
                    /** @description Lifetime of pushed authorization requests, in seconds */
                    par_request_expiry?: number | null;
                    /**
                     * @description Whether errors are returned to the callback of a third-party client
                     * @enum {string}
                     */
                    redirection_policy?: "allow_always" | "open_redirect_protection";
                    /** @description How refresh tokens live */
                    refresh_token?: {
                        /** @enum {string} */
                        expiration_type: "expiring" | "non-expiring";
                        idle_token_lifetime?: number;
                        infinite_idle_token_lifetime?: boolean;
                        infinite_token_lifetime?: boolean;
                        leeway?: number;
                        policies?: {
                            audience: string;
                            scope: string[];
                        }[] | null;
                        /** @enum {string} */
                        rotation_type: "rotating" | "non-rotating";
                        token_lifetime?: number;
                    } | null;
                    /** @description Whether access tokens must be bound to a key */
                    require_proof_of_possession?: boolean;
                    /** @description Whether authorization requests must be pushed */
                    require_pushed_authorization_requests?: boolean;
                    /** @description Identifier of the API that the client stands for */
                    resource_server_identifier?: string;
                    /** @description How sessions move from native applications to the web */
                    session_transfer?: {
                        allow_refresh_token?: boolean;
                        allowed_authentication_methods?: ("cookie" | "query")[] | null;
                        can_create_session_transfer_token?: boolean;
                        delegation?: {
                            allow_delegated_access?: boolean;
                            /** @enum {string} */
                            enforce_device_binding?: "ip" | "asn";
                        } | null;
                        enforce_cascade_revocation?: boolean;
                        /** @enum {string} */
                        enforce_device_binding?: "ip" | "asn" | "none";
                        enforce_online_refresh_tokens?: boolean;
                    } | null;
                    /** @description Whether authorization requests must be signed, and by which keys */
                    signed_request_object?: {
                        credentials?: {
                            /**
                             * @description Algorithm that assertions are signed with
                             * @enum {string}
                             */
                            alg?: "RS256" | "RS384" | "PS256";
                            /** @enum {string} */
                            credential_type: "public_key";
                            /**
                             * Format: date-time
                             * @description When the credential ends
                             */
                            expires_at?: string;
                            /** @description Key id that assertions may name */
                            kid?: string;
                            /** @description Name of the credential */
                            name?: string;
                            /** @description Whether the credential ends with its certificate */
                            parse_expiry_from_cert?: boolean;
                            pem: string;
                        }[];
                        required?: boolean;
                    };
                    /** @description Whether loopback and app callbacks need no confirmation */
                    skip_non_verifiable_callback_uri_confirmation_prompt?: boolean | null;
                    /** @description Whether sessions are shared, in old tenants */
                    sso?: boolean;
                    /** @description Whether sessions of other clients are ignored */
                    sso_disabled?: boolean;
                    /**
                     * @description Rules that a third-party client lives under; fixed at creation
                     * @enum {string}
                     */
                    third_party_security_mode?: "strict" | "permissive";
                    /**
                     * @description How the client authenticates at the token endpoint
                     * @enum {string|null}
                     */
                    token_endpoint_auth_method?: "none" | "client_secret_post" | "client_secret_basic" | null;
                    /** @description Token exchange profiles that the client may use */
                    token_exchange?: {
                        allow_any_profile_of_type?: ("custom_authentication" | "on_behalf_of_token_exchange")[];
                    } | null;
                    /** @description How many tokens the client may get */
                    token_quota?: {
                        client_credentials: {
                            enforce?: boolean;
                            per_day?: number;
                            per_hour?: number;
                        };
                    } | null;
                    /** @description Who may read users' tokens of other providers */
                    token_vault_privileged_access?: {
                        credentials: {
                            /**
                             * @description Algorithm that assertions are signed with
                             * @enum {string}
                             */
                            alg?: "RS256" | "RS384" | "PS256";
                            /** @enum {string} */
                            credential_type: "public_key";
                            /**
                             * Format: date-time
                             * @description When the credential ends
                             */
                            expires_at?: string;
                            /** @description Key id that assertions may name */
                            kid?: string;
                            /** @description Name of the credential */
                            name?: string;
                            /** @description Whether the credential ends with its certificate */
                            parse_expiry_from_cert?: boolean;
                            pem: string;
                        }[];
                        ip_allowlist?: string[];
                    } | null;
                    /** @description Origins that may receive web messages */
                    web_origins?: string[];
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_clients_cimd_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The https URL of the client's metadata document */
                    external_client_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_clients_cimd_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The https URL of the client's metadata document */
                    external_client_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_clients_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_clients_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_clients_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Add-ons of the client and their settings */
                    addons?: {
                        aws?: ({
                            lifetime_in_seconds?: number;
                            principal?: string;
                            role?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        azure_blob?: ({
                            accountName?: string;
                            blobName?: string;
                            blob_delete?: boolean;
                            blob_read?: boolean;
                            blob_write?: boolean;
                            containerName?: string;
                            container_delete?: boolean;
                            container_list?: boolean;
                            container_read?: boolean;
                            container_write?: boolean;
                            expiration?: number;
                            signedIdentifier?: string;
                            storageAccessKey?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        azure_sb?: ({
                            entityPath?: string;
                            expiration?: number;
                            namespace?: string;
                            sasKey?: string;
                            sasKeyName?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        box?: {
                            [key: string]: unknown;
                        } | null;
                        cloudbees?: {
                            [key: string]: unknown;
                        } | null;
                        concur?: {
                            [key: string]: unknown;
                        } | null;
                        dropbox?: {
                            [key: string]: unknown;
                        } | null;
                        echosign?: ({
                            domain?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        egnyte?: ({
                            domain?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        firebase?: ({
                            client_email?: string;
                            lifetime_in_seconds?: number;
                            private_key?: string;
                            private_key_id?: string;
                            secret?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        layer?: ({
                            expiration?: number;
                            keyId: string;
                            principal?: string;
                            privateKey: string;
                            providerId: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        mscrm?: ({
                            /** Format: url */
                            url: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        newrelic?: ({
                            account?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        oag?: Record<string, never> | null;
                        office365?: ({
                            connection?: string;
                            domain?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        rms?: ({
                            /** Format: url */
                            url: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        salesforce?: ({
                            /** Format: url */
                            entity_id?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        salesforce_api?: ({
                            clientid?: string;
                            communityName?: string;
                            community_url_section?: string;
                            principal?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        salesforce_sandbox_api?: ({
                            clientid?: string;
                            communityName?: string;
                            community_url_section?: string;
                            principal?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        samlp?: ({
                            audience?: string;
                            authnContextClassRef?: string;
                            createUpnClaim?: boolean;
                            destination?: string;
                            digestAlgorithm?: string;
                            issuer?: string;
                            lifetimeInSeconds?: number;
                            mapIdentities?: boolean;
                            mapUnknownClaimsAsIs?: boolean;
                            mappings?: {
                                [key: string]: unknown;
                            };
                            nameIdentifierFormat?: string;
                            nameIdentifierProbes?: string[];
                            passthroughClaimsWithNoMapping?: boolean;
                            recipient?: string;
                            signResponse?: boolean;
                            signatureAlgorithm?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sap_api?: ({
                            clientid?: string;
                            nameIdentifierFormat?: string;
                            scope?: string;
                            servicePassword?: string;
                            /** Format: url */
                            tokenEndpointUrl?: string;
                            usernameAttribute?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sentry?: ({
                            base_url?: string;
                            org_slug?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sharepoint?: ({
                            external_url?: string[] | string;
                            url?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        slack?: ({
                            team: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        springcm?: ({
                            acsurl?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sso_integration?: ({
                            name?: string;
                            version?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        wams?: ({
                            masterkey?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        wsfed?: {
                            [key: string]: unknown;
                        } | null;
                        zendesk?: ({
                            accountName?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        zoom?: ({
                            account?: string;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                    } | null;
                    /** @description Clients that may delegate to this one */
                    allowed_clients?: string[];
                    /** @description Where log-out may lead */
                    allowed_logout_urls?: string[];
                    /** @description Origins that may call from a browser */
                    allowed_origins?: string[];
                    /**
                     * @description Kind of application
                     * @enum {string}
                     */
                    app_type?: "native" | "spa" | "regular_web" | "non_interactive" | "resource_server" | "express_configuration" | "rms" | "box" | "cloudbees" | "concur" | "dropbox" | "mscrm" | "echosign" | "egnyte" | "newrelic" | "office365" | "salesforce" | "sentry" | "sharepoint" | "slack" | "springcm" | "zendesk" | "zoom" | "sso_integration" | "oag";
                    /** @description How users are asked for approval */
                    async_approval_notification_channels?: ("guardian-push" | "email")[] | null;
                    /** @description Where answers to authorization requests may go */
                    callbacks?: string[];
                    /** @description Further names of the client as an audience */
                    client_aliases?: string[];
                    /** @description Credentials that the client authenticates with instead of a secret */
                    client_authentication_methods?: {
                        private_key_jwt?: {
                            credentials: {
                                /** Format: credential-id */
                                id: string;
                            }[];
                        };
                        self_signed_tls_client_auth?: {
                            credentials: {
                                /** Format: credential-id */
                                id: string;
                            }[];
                        };
                        tls_client_auth?: {
                            credentials: {
                                /** Format: credential-id */
                                id: string;
                            }[];
                        };
                    } | null;
                    /** @description Up to ten texts of the owner's own */
                    client_metadata?: {
                        [key: string]: string | null;
                    };
                    /** @description Secret of the client */
                    client_secret?: string;
                    /**
                     * @description Security profile that the client complies with
                     * @enum {string|null}
                     */
                    compliance_level?: "none" | "fapi1_adv_pkj_par" | "fapi1_adv_mtls_par" | "fapi2_sp_pkj_mtls" | "fapi2_sp_mtls_mtls" | null;
                    /** @description Whether pages of another origin may log users in */
                    cross_origin_authentication?: boolean;
                    /**
                     * Format: url
                     * @description URL of the page that cross-origin log-in falls back to
                     */
                    cross_origin_loc?: string | null;
                    /** @description Markup of the custom login page */
                    custom_login_page?: string;
                    /** @description Whether the custom login page is shown */
                    custom_login_page_on?: boolean;
                    /** @description Markup of the custom login page, for its preview */
                    custom_login_page_preview?: string;
                    /** @description Organization of requests that name none */
                    default_organization?: {
                        flows: "client_credentials"[];
                        /** Format: organization-id */
                        organization_id: string;
                    } | null;
                    /** @description What the client is, in a few words */
                    description?: string;
                    /** @description Key that tokens are encrypted with */
                    encryption_key?: ({
                        cert?: string;
                        pub?: string;
                        subject?: string;
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description How an integration network configures the client */
                    express_configuration?: {
                        admin_login_domain: string;
                        connection_profile_id: string;
                        enable_client: boolean;
                        enable_organization: boolean;
                        initiate_login_uri_template: string;
                        linked_clients?: {
                            /** Format: client-id */
                            client_id: string;
                        }[];
                        oin_submission_id?: string;
                        /** Format: client-id */
                        okta_oin_client_id: string;
                        user_attribute_profile_id: string;
                    } | null;
                    /** @description Log-in by the browser's federated credentials */
                    fedcm_login?: {
                        google?: {
                            is_enabled?: boolean;
                        } | null;
                    } | null;
                    /** @description Form of WS-Federation answers */
                    form_template?: string;
                    /** @description Grants that the client may use */
                    grant_types?: string[];
                    /** @description Whether assertions of other providers are accepted */
                    identity_assertion_authorization_grant?: {
                        [key: string]: unknown;
                    } | null;
                    /**
                     * Format: absolute-https-uri-with-placeholders-or-empty
                     * @description https URL at which a log-in of the client begins, or empty
                     */
                    initiate_login_uri?: string;
                    /** @description Whether the tenant's owner operates the client; fixed at creation */
                    is_first_party?: boolean;
                    /** @description Whether the token endpoint believes the auth0-forwarded-for header */
                    is_token_endpoint_ip_header_trusted?: boolean;
                    /** @description How ID tokens are made */
                    jwt_configuration?: {
                        /** @enum {string} */
                        alg?: "HS256" | "RS256" | "RS512" | "PS256";
                        lifetime_in_seconds?: number;
                        scopes?: {
                            [key: string]: unknown;
                        };
                        secret_encoded?: boolean;
                    } & {
                        [key: string]: unknown;
                    };
                    /**
                     * Format: absolute-uri-or-empty
                     * @description URL of the client's logo, or empty
                     */
                    logo_uri?: string;
                    /** @description The client's apps in the stores of mobile systems */
                    mobile?: {
                        android?: {
                            app_package_name?: string;
                            sha256_cert_fingerprints?: string[];
                        } & {
                            [key: string]: unknown;
                        };
                        ios?: {
                            app_bundle_identifier?: string;
                            team_id?: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                    /** @description What organizations may configure themselves */
                    my_organization_configuration?: {
                        allowed_strategies: ("pingfederate" | "adfs" | "waad" | "google-apps" | "okta" | "oidc" | "samlp")[];
                        /** @enum {string} */
                        connection_deletion_behavior: "allow" | "allow_if_empty";
                        connection_profile_id?: string;
                        /** Format: client-id */
                        invitation_landing_client_id?: string;
                        user_attribute_profile_id?: string;
                    } | null;
                    /** @description Name of the client, without angle brackets */
                    name?: string;
                    /** @description Social log-in by the sheets of mobile systems */
                    native_social_login?: {
                        apple?: {
                            enabled?: boolean;
                        } | null;
                        facebook?: {
                            enabled?: boolean;
                        } | null;
                        google?: {
                            enabled?: boolean;
                        } | null;
                    } | null;
                    /** @description Who is told when a session ends */
                    oidc_backchannel_logout?: ({
                        backchannel_logout_initiators?: {
                            /** @enum {string} */
                            mode?: "custom" | "all";
                            selected_initiators?: ("rp-logout" | "idp-logout" | "password-changed" | "session-expired" | "session-revoked" | "account-deleted" | "email-identifier-changed" | "mfa-phone-unenrolled" | "account-deactivated")[];
                        } & {
                            [key: string]: unknown;
                        };
                        backchannel_logout_session_metadata?: ({
                            include?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        backchannel_logout_urls?: string[];
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description Whether the client always uses the conformant pipeline */
                    oidc_conformant?: boolean;
                    /** @description Who is told when a session ends */
                    oidc_logout?: ({
                        backchannel_logout_initiators?: {
                            /** @enum {string} */
                            mode?: "custom" | "all";
                            selected_initiators?: ("rp-logout" | "idp-logout" | "password-changed" | "session-expired" | "session-revoked" | "account-deleted" | "email-identifier-changed" | "mfa-phone-unenrolled" | "account-deactivated")[];
                        } & {
                            [key: string]: unknown;
                        };
                        backchannel_logout_session_metadata?: ({
                            include?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        backchannel_logout_urls?: string[];
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description How the organization is found */
                    organization_discovery_methods?: ("email" | "organization_name")[] | null;
                    /**
                     * @description When the organization is asked for, where one is required
                     * @enum {string|null}
                     */
                    organization_require_behavior?: "no_prompt" | "pre_login_prompt" | "post_login_prompt" | null;
                    /**
                     * @description Whether users log in to organizations
                     * @enum {string|null}
                     */
                    organization_usage?: "deny" | "allow" | "require" | null;
                    /** @description Lifetime of pushed authorization requests, in seconds */
                    par_request_expiry?: number | null;
                    /**
                     * @description Whether errors are returned to the callback of a third-party client
                     * @enum {string}
                     */
                    redirection_policy?: "allow_always" | "open_redirect_protection";
                    /** @description How refresh tokens live */
                    refresh_token?: {
                        /** @enum {string} */
                        expiration_type: "expiring" | "non-expiring";
                        idle_token_lifetime?: number;
                        infinite_idle_token_lifetime?: boolean;
                        infinite_token_lifetime?: boolean;
                        leeway?: number;
                        policies?: {
                            audience: string;
                            scope: string[];
                        }[] | null;
                        /** @enum {string} */
                        rotation_type: "rotating" | "non-rotating";
                        token_lifetime?: number;
                    } | null;
                    /** @description Whether access tokens must be bound to a key */
                    require_proof_of_possession?: boolean;
                    /** @description Whether authorization requests must be pushed */
                    require_pushed_authorization_requests?: boolean;
                    /** @description How sessions move from native applications to the web */
                    session_transfer?: {
                        allow_refresh_token?: boolean;
                        allowed_authentication_methods?: ("cookie" | "query")[] | null;
                        can_create_session_transfer_token?: boolean;
                        delegation?: {
                            allow_delegated_access?: boolean;
                            /** @enum {string} */
                            enforce_device_binding?: "ip" | "asn";
                        } | null;
                        enforce_cascade_revocation?: boolean;
                        /** @enum {string} */
                        enforce_device_binding?: "ip" | "asn" | "none";
                        enforce_online_refresh_tokens?: boolean;
                    } | null;
                    /** @description Whether authorization requests must be signed, and by which keys */
                    signed_request_object?: {
                        credentials?: {
                            /** Format: credential-id */
                            id: string;
                        }[];
                        required?: boolean;
                    };
                    /** @description Whether loopback and app callbacks need no confirmation */
                    skip_non_verifiable_callback_uri_confirmation_prompt?: boolean | null;
                    /** @description Whether sessions are shared, in old tenants */
                    sso?: boolean;
                    /** @description Whether sessions of other clients are ignored */
                    sso_disabled?: boolean;
                    /**
                     * @description Rules that a third-party client lives under; fixed at creation
                     * @enum {string}
                     */
                    third_party_security_mode?: "strict" | "permissive";
                    /**
                     * @description How the client authenticates at the token endpoint
                     * @enum {string|null}
                     */
                    token_endpoint_auth_method?: "none" | "client_secret_post" | "client_secret_basic" | null;
                    /** @description Token exchange profiles that the client may use */
                    token_exchange?: {
                        allow_any_profile_of_type?: ("custom_authentication" | "on_behalf_of_token_exchange")[];
                    } | null;
                    /** @description How many tokens the client may get */
                    token_quota?: {
                        client_credentials: {
                            enforce?: boolean;
                            per_day?: number;
                            per_hour?: number;
                        };
                    } | null;
                    /** @description Who may read users' tokens of other providers */
                    token_vault_privileged_access?: {
                        credentials: {
                            /** Format: credential-id */
                            id: string;
                        }[];
                        ip_allowlist?: string[];
                    } | null;
                    /** @description Origins that may receive web messages */
                    web_origins?: string[];
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_clients_by_id_connections: {
        parameters: {
            query?: {
                /** @description Names of members */
                fields?: string;
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the named fields are kept or left out */
                include_fields?: boolean;
                /** @description Kinds of connection */
                strategy?: string[];
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_clients_by_id_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_clients_by_id_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Algorithm that assertions are signed with
                     * @enum {string}
                     */
                    alg?: "RS256" | "RS384" | "PS256";
                    /**
                     * @description Kind of credential
                     * @enum {string}
                     */
                    credential_type: "public_key" | "cert_subject_dn" | "x509_cert";
                    /**
                     * Format: date-time
                     * @description When the credential ends
                     */
                    expires_at?: string;
                    /** @description Key id that assertions may name */
                    kid?: string;
                    /** @description Name of the credential */
                    name?: string;
                    /** @description Whether the credential ends with its certificate */
                    parse_expiry_from_cert?: boolean;
                    /** @description Public key or certificate, PEM */
                    pem?: string;
                    /** @description Subject of the certificate */
                    subject_dn?: string;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_clients_by_id_credentials_by_credential_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_clients_by_id_credentials_by_credential_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_clients_by_id_credentials_by_credential_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description When the credential ends
                     */
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_clients_by_id_rotate_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    get_connections: {
        parameters: {
            query?: {
                fields?: string;
                /** @description Checkpoint to continue from */
                from?: string;
                include_fields?: unknown;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Only the connection with this name */
                name?: string;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Only the connections of these strategies */
                strategy?: ("ad" | "adfs" | "amazon" | "apple" | "dropbox" | "bitbucket" | "auth0-oidc" | "auth0" | "baidu" | "bitly" | "box" | "custom" | "daccount" | "dwolla" | "email" | "evernote-sandbox" | "evernote" | "exact" | "facebook" | "fitbit" | "github" | "google-apps" | "google-oauth2" | "instagram" | "ip" | "line" | "linkedin" | "oauth1" | "oauth2" | "office365" | "oidc" | "okta" | "paypal" | "paypal-sandbox" | "pingfederate" | "planningcenter" | "salesforce-community" | "salesforce-sandbox" | "salesforce" | "samlp" | "sharepoint" | "shopify" | "shop" | "sms" | "soundcloud" | "thirtysevensignals" | "twitter" | "untappd" | "vkontakte" | "waad" | "weibo" | "windowslive" | "wordpress" | "yahoo" | "yandex" | "auth0-adldap")[];
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_connections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    authentication?: {
                        active: boolean;
                    };
                    connected_accounts?: {
                        active: boolean;
                        cross_app_access?: boolean;
                    };
                    cross_app_access_requesting_app?: {
                        active: boolean;
                    };
                    /** @description What people see instead of the name */
                    display_name?: string;
                    /** @description Applications that may use the connection */
                    enabled_clients?: string[];
                    /** @description Whether third-party applications may use the connection */
                    is_domain_connection?: boolean;
                    /** @description Notes of the operator's own */
                    metadata?: {
                        [key: string]: string | null;
                    };
                    /** @description Name of the connection: letters, digits and single inner hyphens */
                    name: string;
                    /** @description Settings that depend on the strategy */
                    options?: {
                        attributes?: {
                            email?: ({
                                identifier?: ({
                                    active?: boolean;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                profile_required?: boolean;
                                signup?: {
                                    /** @enum {string} */
                                    status?: "required" | "optional" | "inactive";
                                    verification?: ({
                                        active?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                unique?: boolean;
                                /** @enum {string} */
                                verification_method?: "link" | "code" | "otp";
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            phone_number?: ({
                                identifier?: ({
                                    active?: boolean;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                profile_required?: boolean;
                                signup?: {
                                    /** @enum {string} */
                                    status?: "required" | "optional" | "inactive";
                                    verification?: ({
                                        active?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            username?: ({
                                identifier?: ({
                                    active?: boolean;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                profile_required?: boolean;
                                signup?: {
                                    /** @enum {string} */
                                    status?: "required" | "optional" | "inactive";
                                    verification?: ({
                                        active?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                validation?: {
                                    allowed_types?: {
                                        email?: boolean;
                                        phone_number?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    max_length?: number;
                                    min_length?: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } | null;
                        authentication_methods?: ({
                            email_otp?: ({
                                enabled?: boolean;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            passkey?: ({
                                enabled?: boolean;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            password?: ({
                                /** @enum {string} */
                                api_behavior?: "required" | "optional";
                                enabled?: boolean;
                                /** @enum {string} */
                                signup_behavior?: "allow" | "block";
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            phone_otp?: ({
                                enabled?: boolean;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        brute_force_protection?: boolean;
                        /** @description Secrets of the database scripts */
                        configuration?: {
                            [key: string]: string | null;
                        } | null;
                        customScripts?: {
                            [key: string]: string | null;
                        } | null;
                        disable_self_service_change_password?: boolean;
                        disable_signup?: boolean;
                        enable_script_context?: boolean;
                        enabledDatabaseCustomization?: boolean;
                        import_mode?: boolean;
                        mfa?: ({
                            active?: boolean;
                            return_enroll_settings?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        non_persistent_attrs?: string[] | null;
                        passkey_options?: ({
                            /** @enum {string} */
                            challenge_ui?: "both" | "autofill" | "button";
                            local_enrollment_enabled?: boolean;
                            progressive_enrollment_enabled?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        /** @enum {string|null} */
                        passwordPolicy?: "none" | "low" | "fair" | "good" | "excellent" | null;
                        password_complexity_options?: {
                            min_length?: number;
                        } | null;
                        password_dictionary?: {
                            dictionary?: string[];
                            enable: boolean;
                        } | null;
                        password_history?: {
                            enable: boolean;
                            size?: number;
                        } | null;
                        password_no_personal_info?: {
                            enable: boolean;
                        } | null;
                        password_options?: {
                            complexity?: {
                                /** @enum {string} */
                                character_type_rule?: "all" | "three_of_four";
                                character_types?: ("uppercase" | "lowercase" | "number" | "special")[];
                                /** @enum {string} */
                                identical_characters?: "allow" | "block";
                                /** @enum {string} */
                                max_length_exceeded?: "truncate" | "error";
                                min_length?: number;
                                /** @enum {string} */
                                sequential_characters?: "allow" | "block";
                            };
                            dictionary?: {
                                active?: boolean;
                                custom?: string[];
                                /** @enum {string} */
                                default?: "en_10k" | "en_100k";
                            };
                            history?: {
                                active?: boolean;
                                size?: number;
                            };
                            profile_data?: {
                                active?: boolean;
                                blocked_fields?: string[];
                            };
                        };
                        precedence?: ("email" | "phone_number" | "username")[];
                        realm_fallback?: boolean;
                        requires_username?: boolean;
                        validation?: ({
                            username?: ({
                                max?: number;
                                min?: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                    } & {
                        [key: string]: unknown;
                    };
                    /** @description Names by which requests may name the connection */
                    realms?: string[];
                    /** @description Whether the login page shows a button for it */
                    show_as_button?: boolean;
                    /**
                     * @description What kind of source it is
                     * @enum {string}
                     */
                    strategy: "ad" | "adfs" | "amazon" | "apple" | "dropbox" | "bitbucket" | "auth0-oidc" | "auth0" | "baidu" | "bitly" | "box" | "custom" | "daccount" | "dwolla" | "email" | "evernote-sandbox" | "evernote" | "exact" | "facebook" | "fitbit" | "github" | "google-apps" | "google-oauth2" | "instagram" | "ip" | "line" | "linkedin" | "oauth1" | "oauth2" | "office365" | "oidc" | "okta" | "paypal" | "paypal-sandbox" | "pingfederate" | "planningcenter" | "salesforce-community" | "salesforce-sandbox" | "salesforce" | "samlp" | "sharepoint" | "shopify" | "shop" | "sms" | "soundcloud" | "thirtysevensignals" | "twitter" | "untappd" | "vkontakte" | "waad" | "weibo" | "windowslive" | "wordpress" | "yahoo" | "yandex" | "auth0-adldap";
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id: {
        parameters: {
            query?: {
                fields?: string;
                include_fields?: unknown;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_connections_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_connections_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    authentication?: {
                        active: boolean;
                    };
                    connected_accounts?: {
                        active: boolean;
                        cross_app_access?: boolean;
                    };
                    cross_app_access_requesting_app?: {
                        active: boolean;
                    };
                    /** @description What people see instead of the name */
                    display_name?: string;
                    /** @description Applications that may use the connection */
                    enabled_clients?: string[] | null;
                    /** @description Whether third-party applications may use the connection */
                    is_domain_connection?: boolean;
                    /** @description Notes of the operator's own */
                    metadata?: {
                        [key: string]: string | null;
                    };
                    /** @description Settings that depend on the strategy */
                    options?: {
                        attributes?: {
                            email?: ({
                                identifier?: ({
                                    active?: boolean;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                profile_required?: boolean;
                                signup?: {
                                    /** @enum {string} */
                                    status?: "required" | "optional" | "inactive";
                                    verification?: ({
                                        active?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                unique?: boolean;
                                /** @enum {string} */
                                verification_method?: "link" | "code" | "otp";
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            phone_number?: ({
                                identifier?: ({
                                    active?: boolean;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                profile_required?: boolean;
                                signup?: {
                                    /** @enum {string} */
                                    status?: "required" | "optional" | "inactive";
                                    verification?: ({
                                        active?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            username?: ({
                                identifier?: ({
                                    active?: boolean;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                profile_required?: boolean;
                                signup?: {
                                    /** @enum {string} */
                                    status?: "required" | "optional" | "inactive";
                                    verification?: ({
                                        active?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                } & {
                                    [key: string]: unknown;
                                };
                                validation?: {
                                    allowed_types?: {
                                        email?: boolean;
                                        phone_number?: boolean;
                                    } & {
                                        [key: string]: unknown;
                                    };
                                    max_length?: number;
                                    min_length?: number;
                                } & {
                                    [key: string]: unknown;
                                };
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } | null;
                        authentication_methods?: ({
                            email_otp?: ({
                                enabled?: boolean;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            passkey?: ({
                                enabled?: boolean;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            password?: ({
                                /** @enum {string} */
                                api_behavior?: "required" | "optional";
                                enabled?: boolean;
                                /** @enum {string} */
                                signup_behavior?: "allow" | "block";
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            phone_otp?: ({
                                enabled?: boolean;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        brute_force_protection?: boolean;
                        /** @description Secrets of the database scripts */
                        configuration?: {
                            [key: string]: string | null;
                        } | null;
                        customScripts?: {
                            [key: string]: string | null;
                        } | null;
                        disable_self_service_change_password?: boolean;
                        disable_signup?: boolean;
                        enable_script_context?: boolean;
                        enabledDatabaseCustomization?: boolean;
                        import_mode?: boolean;
                        mfa?: ({
                            active?: boolean;
                            return_enroll_settings?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        non_persistent_attrs?: string[] | null;
                        passkey_options?: ({
                            /** @enum {string} */
                            challenge_ui?: "both" | "autofill" | "button";
                            local_enrollment_enabled?: boolean;
                            progressive_enrollment_enabled?: boolean;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        /** @enum {string|null} */
                        passwordPolicy?: "none" | "low" | "fair" | "good" | "excellent" | null;
                        password_complexity_options?: {
                            min_length?: number;
                        } | null;
                        password_dictionary?: {
                            dictionary?: string[];
                            enable: boolean;
                        } | null;
                        password_history?: {
                            enable: boolean;
                            size?: number;
                        } | null;
                        password_no_personal_info?: {
                            enable: boolean;
                        } | null;
                        password_options?: {
                            complexity?: {
                                /** @enum {string} */
                                character_type_rule?: "all" | "three_of_four";
                                character_types?: ("uppercase" | "lowercase" | "number" | "special")[];
                                /** @enum {string} */
                                identical_characters?: "allow" | "block";
                                /** @enum {string} */
                                max_length_exceeded?: "truncate" | "error";
                                min_length?: number;
                                /** @enum {string} */
                                sequential_characters?: "allow" | "block";
                            };
                            dictionary?: {
                                active?: boolean;
                                custom?: string[];
                                /** @enum {string} */
                                default?: "en_10k" | "en_100k";
                            };
                            history?: {
                                active?: boolean;
                                size?: number;
                            };
                            profile_data?: {
                                active?: boolean;
                                blocked_fields?: string[];
                            };
                        };
                        precedence?: ("email" | "phone_number" | "username")[];
                        realm_fallback?: boolean;
                        requires_username?: boolean;
                        validation?: ({
                            username?: ({
                                max?: number;
                                min?: number;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                    } & {
                        [key: string]: unknown;
                    };
                    /** @description Names by which requests may name the connection */
                    realms?: string[];
                    /** @description Whether the login page shows a button for it */
                    show_as_button?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_clients: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    patch_connections_by_id_clients: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: client-id
                     * @description Id of the application
                     */
                    client_id: string;
                    /** @description Whether the application may use the connection */
                    status: boolean;
                }[];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_directory_provisioning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_connections_by_id_directory_provisioning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    mapping?: {
                        auth0: string;
                        idp: string;
                    }[];
                    synchronize_automatically?: boolean;
                    /** @enum {string} */
                    synchronize_groups?: "all" | "off" | "selected";
                } | null;
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_connections_by_id_directory_provisioning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_connections_by_id_directory_provisioning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    mapping?: {
                        auth0: string;
                        idp: string;
                    }[];
                    synchronize_automatically?: boolean;
                    /** @enum {string} */
                    synchronize_groups?: "all" | "off" | "selected";
                } | null;
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_directory_provisioning_default_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_connections_by_id_directory_provisioning_synchronizations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_directory_provisioning_synchronized_groups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    put_connections_by_id_directory_provisioning_synchronized_groups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    groups: {
                        id: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_connections_by_id_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What the key signs with
                     * @enum {string}
                     */
                    signing_alg?: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "ES256";
                } | null;
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_connections_by_id_keys_rotate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What the key signs with
                     * @enum {string}
                     */
                    signing_alg?: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "ES256";
                } | null;
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_scim_configuration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_connections_by_id_scim_configuration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What becomes what */
                    mapping?: ({
                        auth0?: string;
                        scim?: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    /** @description What identifies a user in the directory */
                    user_id_attribute?: string;
                } | null;
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_connections_by_id_scim_configuration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_connections_by_id_scim_configuration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What becomes what */
                    mapping: ({
                        auth0?: string;
                        scim?: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    /** @description What identifies a user in the directory */
                    user_id_attribute: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_scim_configuration_default_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_scim_configuration_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_connections_by_id_scim_configuration_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    scopes?: ("get:users" | "post:users" | "put:users" | "patch:users" | "delete:users" | "get:groups" | "post:groups" | "put:groups" | "patch:groups" | "delete:groups")[];
                    /** @description How long the token is good, in seconds */
                    token_lifetime?: number | null;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_connections_by_id_scim_configuration_tokens_by_tokenId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_connections_by_id_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_connections_by_id_users: {
        parameters: {
            query: {
                /** @description E-mail address of the user */
                email: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_device_credentials: {
        parameters: {
            query?: {
                /** @description The application that holds them */
                client_id?: string;
                fields?: string;
                include_fields?: unknown;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Type of the credentials */
                type?: "public_key" | "refresh_token" | "rotating_refresh_token";
                /** @description Whose credentials */
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_device_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: client-id
                     * @description The application on the device
                     */
                    client_id?: string;
                    /** @description What tells the device from others */
                    device_id: string;
                    /** @description What the owner calls the device */
                    device_name: string;
                    /**
                     * @description Type of the credential
                     * @enum {string}
                     */
                    type: "public_key";
                    /** @description The public key in base64 */
                    value: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_device_credentials_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_email_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The text as Liquid */
                    body: string | null;
                    /** @description Whether it is used */
                    enabled: boolean | null;
                    /** @description The sender */
                    from: string | null;
                    /** @description Whether the address is added to resultUrl */
                    includeEmailInRedirect?: boolean;
                    /** @description Where links lead in the end */
                    resultUrl?: string | null;
                    /** @description The subject as Liquid */
                    subject: string | null;
                    /** @description The language of the template */
                    syntax: string | null;
                    /**
                     * @description Name of the template
                     * @enum {string}
                     */
                    template: "verify_email" | "verify_email_by_code" | "auth_email_by_code" | "reset_email" | "reset_email_by_code" | "welcome_email" | "blocked_account" | "stolen_credentials" | "enrollment_email" | "mfa_oob_code" | "user_invitation" | "change_password" | "password_reset" | "async_approval";
                    /** @description How long links work */
                    urlLifetimeInSeconds?: number | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_email_templates_by_templateName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the template */
                templateName: "verify_email" | "verify_email_by_code" | "auth_email_by_code" | "reset_email" | "reset_email_by_code" | "welcome_email" | "blocked_account" | "stolen_credentials" | "enrollment_email" | "mfa_oob_code" | "user_invitation" | "change_password" | "password_reset" | "async_approval";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    put_email_templates_by_templateName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the template */
                templateName: "verify_email" | "verify_email_by_code" | "auth_email_by_code" | "reset_email" | "reset_email_by_code" | "welcome_email" | "blocked_account" | "stolen_credentials" | "enrollment_email" | "mfa_oob_code" | "user_invitation" | "change_password" | "password_reset" | "async_approval";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The text as Liquid */
                    body: string | null;
                    /** @description Whether it is used */
                    enabled: boolean | null;
                    /** @description The sender */
                    from: string | null;
                    /** @description Whether the address is added to resultUrl */
                    includeEmailInRedirect?: boolean;
                    /** @description Where links lead in the end */
                    resultUrl?: string | null;
                    /** @description The subject as Liquid */
                    subject: string | null;
                    /** @description The language of the template */
                    syntax: string | null;
                    /**
                     * @description Name of the template
                     * @enum {string}
                     */
                    template: "verify_email" | "verify_email_by_code" | "auth_email_by_code" | "reset_email" | "reset_email_by_code" | "welcome_email" | "blocked_account" | "stolen_credentials" | "enrollment_email" | "mfa_oob_code" | "user_invitation" | "change_password" | "password_reset" | "async_approval";
                    /** @description How long links work */
                    urlLifetimeInSeconds?: number | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_email_templates_by_templateName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the template */
                templateName: "verify_email" | "verify_email_by_code" | "auth_email_by_code" | "reset_email" | "reset_email_by_code" | "welcome_email" | "blocked_account" | "stolen_credentials" | "enrollment_email" | "mfa_oob_code" | "user_invitation" | "change_password" | "password_reset" | "async_approval";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The text as Liquid */
                    body?: string | null;
                    /** @description Whether it is used */
                    enabled?: boolean | null;
                    /** @description The sender */
                    from?: string | null;
                    /** @description Whether the address is added to resultUrl */
                    includeEmailInRedirect?: boolean;
                    /** @description Where links lead in the end */
                    resultUrl?: string | null;
                    /** @description The subject as Liquid */
                    subject?: string | null;
                    /** @description The language of the template */
                    syntax?: string | null;
                    /**
                     * @description Name of the template
                     * @enum {string}
                     */
                    template?: "verify_email" | "verify_email_by_code" | "auth_email_by_code" | "reset_email" | "reset_email_by_code" | "welcome_email" | "blocked_account" | "stolen_credentials" | "enrollment_email" | "mfa_oob_code" | "user_invitation" | "change_password" | "password_reset" | "async_approval";
                    /** @description How long links work */
                    urlLifetimeInSeconds?: number | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_emails_provider: {
        parameters: {
            query?: {
                fields?: string;
                include_fields?: unknown;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_emails_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credentials: {
                        api_key?: string;
                        domain?: string;
                        /** @enum {string|null} */
                        region?: "eu" | null;
                    } | {
                        api_key?: string;
                    } | {
                        api_key?: string;
                    } | {
                        api_key?: string;
                    } | {
                        accessKeyId?: string;
                        region?: string;
                        secretAccessKey?: string;
                    } | {
                        api_key?: string;
                        /** @enum {string|null} */
                        region?: "eu" | null;
                    } | {
                        smtp_host?: string;
                        smtp_pass?: string;
                        smtp_port?: number;
                        smtp_user?: string;
                    } | {
                        connectionString?: string;
                    } | {
                        clientId?: string;
                        clientSecret?: string;
                        tenantId?: string;
                    } | Record<string, never>;
                    /** @description The sender */
                    default_from_address?: string;
                    /** @description Whether mail goes through it */
                    enabled?: boolean;
                    /**
                     * @description Name of the provider
                     * @enum {string}
                     */
                    name: "mailgun" | "mandrill" | "sendgrid" | "resend" | "ses" | "sparkpost" | "smtp" | "azure_cs" | "ms365" | "custom";
                    /** @description What only this provider knows */
                    settings?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_emails_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_emails_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credentials?: {
                        api_key?: string;
                        domain?: string;
                        /** @enum {string|null} */
                        region?: "eu" | null;
                    } | {
                        api_key?: string;
                    } | {
                        api_key?: string;
                    } | {
                        api_key?: string;
                    } | {
                        accessKeyId?: string;
                        region?: string;
                        secretAccessKey?: string;
                    } | {
                        api_key?: string;
                        /** @enum {string|null} */
                        region?: "eu" | null;
                    } | {
                        smtp_host?: string;
                        smtp_pass?: string;
                        smtp_port?: number;
                        smtp_user?: string;
                    } | {
                        connectionString?: string;
                    } | {
                        clientId?: string;
                        clientSecret?: string;
                        tenantId?: string;
                    } | Record<string, never>;
                    /** @description The sender */
                    default_from_address?: string;
                    /** @description Whether mail goes through it */
                    enabled?: boolean;
                    /**
                     * @description Name of the provider
                     * @enum {string}
                     */
                    name?: "mailgun" | "mandrill" | "sendgrid" | "resend" | "ses" | "sparkpost" | "smtp" | "azure_cs" | "ms365" | "custom";
                    /** @description What only this provider knows */
                    settings?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_grants: {
        parameters: {
            query?: {
                audience?: string;
                client_id?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    delete_grants: {
        parameters: {
            query: {
                /** @description Whose consents end */
                user_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    delete_grants_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_guardian_enrollments_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether users enrol who have a factor already */
                    allow_multiple_enrollments?: boolean;
                    /**
                     * Format: email
                     * @description Where the link is sent instead
                     */
                    email?: string;
                    /** @description Language of the e-mail */
                    email_locale?: string;
                    /**
                     * @description The factor to enrol
                     * @enum {string}
                     */
                    factor?: "push-notification" | "phone" | "email" | "otp" | "webauthn-roaming" | "webauthn-platform";
                    /** @description Whether the link is sent */
                    send_mail?: boolean;
                    /**
                     * Format: user-id
                     * @description Who enrols
                     */
                    user_id: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_enrollments_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_guardian_enrollments_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_duo_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_duo_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    host?: string;
                    ikey?: string;
                    skey?: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_guardian_factors_duo_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    host?: string;
                    ikey?: string;
                    skey?: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_phone_message_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_phone_message_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    message_types: ("sms" | "voice")[];
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_phone_providers_twilio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_phone_providers_twilio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    auth_token?: string | null;
                    /** @description The sender */
                    from?: string | null;
                    messaging_service_sid?: string | null;
                    sid?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_phone_selected_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_phone_selected_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    provider: "auth0" | "twilio" | "phone-message-hook";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_phone_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_phone_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What is sent to who adds the factor */
                    enrollment_message: string;
                    /** @description What is sent to who uses the factor */
                    verification_message: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_push_notification_providers_apns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_push_notification_providers_apns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bundle_id?: string | null;
                    /** @description Certificate and key, base64 */
                    p12?: string | null;
                    sandbox?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_guardian_factors_push_notification_providers_apns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bundle_id?: string | null;
                    /** @description Certificate and key, base64 */
                    p12?: string | null;
                    sandbox?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_push_notification_providers_fcm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    server_key?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_guardian_factors_push_notification_providers_fcm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    server_key?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_push_notification_providers_fcmv1: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    server_credentials?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_guardian_factors_push_notification_providers_fcmv1: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    server_credentials?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_push_notification_providers_sns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_push_notification_providers_sns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    aws_access_key_id?: string | null;
                    aws_region?: string | null;
                    aws_secret_access_key?: string | null;
                    sns_apns_platform_application_arn?: string | null;
                    sns_gcm_platform_application_arn?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_guardian_factors_push_notification_providers_sns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    aws_access_key_id?: string | null;
                    aws_region?: string | null;
                    aws_secret_access_key?: string | null;
                    sns_apns_platform_application_arn?: string | null;
                    sns_gcm_platform_application_arn?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_push_notification_selected_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_push_notification_selected_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    provider: "guardian" | "sns" | "direct";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_sms_providers_twilio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_sms_providers_twilio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    auth_token?: string | null;
                    /** @description The sender */
                    from?: string | null;
                    messaging_service_sid?: string | null;
                    sid?: string | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_sms_selected_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_sms_selected_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    provider: "auth0" | "twilio" | "phone-message-hook";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_sms_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_sms_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What is sent to who adds the factor */
                    enrollment_message: string;
                    /** @description What is sent to who uses the factor */
                    verification_message: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_webauthn_platform_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_webauthn_platform_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether credentials are for another name than the host's own */
                    overrideRelyingParty?: boolean;
                    /** @description The domain that credentials are for: the host's own or one above it */
                    relyingPartyIdentifier?: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_guardian_factors_webauthn_platform_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether credentials are for another name than the host's own */
                    overrideRelyingParty?: boolean;
                    /** @description The domain that credentials are for: the host's own or one above it */
                    relyingPartyIdentifier?: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_factors_webauthn_roaming_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_webauthn_roaming_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether credentials are for another name than the host's own */
                    overrideRelyingParty?: boolean;
                    /** @description The domain that credentials are for: the host's own or one above it */
                    relyingPartyIdentifier?: string;
                    /**
                     * @description Whether the key asks for its PIN
                     * @enum {string}
                     */
                    userVerification?: "discouraged" | "preferred" | "required";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    patch_guardian_factors_webauthn_roaming_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether credentials are for another name than the host's own */
                    overrideRelyingParty?: boolean;
                    /** @description The domain that credentials are for: the host's own or one above it */
                    relyingPartyIdentifier?: string;
                    /**
                     * @description Whether the key asks for its PIN
                     * @enum {string}
                     */
                    userVerification?: "discouraged" | "preferred" | "required";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_factors_by_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the factor */
                name: "sms" | "push-notification" | "otp" | "email" | "duo" | "webauthn-roaming" | "webauthn-platform" | "recovery-code";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether the factor is offered */
                    enabled: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_guardian_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_guardian_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": ("all-applications" | "confidence-score")[];
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_jobs_users_exports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: connection-id
                     * @description Connection whose users are exported
                     */
                    connection_id?: string;
                    /** @description What is exported of each user */
                    fields?: {
                        /** @description Title of the column */
                        export_as?: string;
                        /** @description Name of the member in the profile */
                        name: string;
                    }[];
                    /**
                     * @description Format of the file
                     * @enum {string}
                     */
                    format?: "json" | "csv";
                    /** @description How many users at the most */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_jobs_users_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    post_jobs_verification_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: client-id
                     * @description Application in whose name it is sent
                     */
                    client_id?: string;
                    /** @description The account that is meant */
                    identity?: {
                        /**
                         * Format: connection-id
                         * @description Connection of the account
                         */
                        connection_id?: string;
                        /**
                         * @description The part before it
                         * @enum {string}
                         */
                        provider: "ad" | "adfs" | "amazon" | "apple" | "dropbox" | "bitbucket" | "auth0-oidc" | "auth0" | "baidu" | "bitly" | "box" | "custom" | "daccount" | "dwolla" | "email" | "evernote-sandbox" | "evernote" | "exact" | "facebook" | "fitbit" | "github" | "google-apps" | "google-oauth2" | "instagram" | "ip" | "line" | "linkedin" | "oauth1" | "oauth2" | "office365" | "oidc" | "okta" | "paypal" | "paypal-sandbox" | "pingfederate" | "planningcenter" | "salesforce-community" | "salesforce-sandbox" | "salesforce" | "samlp" | "sharepoint" | "shopify" | "shop" | "sms" | "soundcloud" | "thirtysevensignals" | "twitter" | "untappd" | "vkontakte" | "waad" | "weibo" | "windowslive" | "wordpress" | "yahoo" | "yandex";
                        /** @description The part of the account's id behind the bar */
                        user_id: string;
                    };
                    /** @description Organization that it is about */
                    organization_id?: string;
                    /**
                     * Format: user-id
                     * @description Id of the user
                     */
                    user_id: string;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_jobs_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_jobs_by_id_errors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_keys_custom_signing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    put_keys_custom_signing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The public keys */
                    keys: {
                        /** @enum {string} */
                        alg?: "RS256" | "RS384" | "RS512" | "ES256" | "ES384" | "ES512" | "PS256" | "PS384" | "PS512";
                        /** @enum {string} */
                        crv?: "P-256" | "P-384" | "P-521";
                        e?: string;
                        key_ops?: "verify"[];
                        kid?: string;
                        /** @enum {string} */
                        kty: "EC" | "RSA";
                        n?: string;
                        /** @enum {string} */
                        use?: "sig";
                        x?: string;
                        x5c?: string[];
                        x5t?: string;
                        "x5t#S256"?: string;
                        x5u?: string;
                        y?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_keys_custom_signing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_keys_encryption: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_keys_encryption: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What kind of key
                     * @enum {string}
                     */
                    type: "customer-provided-root-key" | "tenant-encryption-key";
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_keys_encryption_rekey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    get_keys_encryption_by_kid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_keys_encryption_by_kid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The key's material, wrapped by the wrapping key, in base64 */
                    wrapped_key: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_keys_encryption_by_kid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_keys_encryption_by_kid_wrapping_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    get_keys_signing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_keys_signing_rotate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    get_keys_signing_by_kid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    put_keys_signing_by_kid_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_logs: {
        parameters: {
            query?: {
                fields?: string;
                /** @description Checkpoint to continue from */
                from?: string;
                include_fields?: unknown;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                q?: string;
                search?: string;
                sort?: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_logs_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_organizations: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description In which order: created_at, name or display_name, with :1 or :-1 */
                sort?: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_organizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How the hosted pages look to its members */
                    branding?: {
                        /** @description Colours of the hosted pages */
                        colors?: {
                            /**
                             * Format: html-color
                             * @description Colour behind the card
                             */
                            page_background: string;
                            /**
                             * Format: html-color
                             * @description Colour of the main action
                             */
                            primary: string;
                        };
                        /**
                         * Format: strict-https-uri-or-null
                         * @description Address of the logo
                         */
                        logo_url?: string | null;
                    };
                    /** @description Name of the organization, as people see it */
                    display_name?: string;
                    /** @description The connections that log members in */
                    enabled_connections?: {
                        /** @description Whether everybody who logs in with the connection becomes a member */
                        assign_membership_on_login?: boolean;
                        /** @description The connection */
                        connection_id: string;
                        /** @description Whether people may sign up with the connection, which has to be a database */
                        is_signup_enabled?: boolean;
                        /** @description Whether the log-in page offers the connection */
                        show_as_button?: boolean;
                    }[];
                    /** @description Texts that applications keep with the organization */
                    metadata?: {
                        [key: string]: string | null;
                    };
                    /**
                     * Format: organization-name
                     * @description Name of the organization, as requests use it
                     */
                    name: string;
                    /**
                     * @description Whether applications of others may log its members in
                     * @enum {string}
                     */
                    third_party_client_access?: "block" | "allow";
                    token_quota?: {
                        /** @description How many tokens applications get for themselves */
                        client_credentials: {
                            /** @description Whether tokens beyond the quota are refused */
                            enforce?: boolean;
                            /** @description Tokens in a day */
                            per_day?: number;
                            /** @description Tokens in an hour */
                            per_hour?: number;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_name_by_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_organizations_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How the hosted pages look to its members */
                    branding?: {
                        /** @description Colours of the hosted pages */
                        colors?: {
                            /**
                             * Format: html-color
                             * @description Colour behind the card
                             */
                            page_background: string;
                            /**
                             * Format: html-color
                             * @description Colour of the main action
                             */
                            primary: string;
                        };
                        /**
                         * Format: strict-https-uri-or-null
                         * @description Address of the logo
                         */
                        logo_url?: string | null;
                    };
                    /** @description Name of the organization, as people see it */
                    display_name?: string;
                    /** @description Texts that applications keep with the organization */
                    metadata?: {
                        [key: string]: string | null;
                    };
                    /**
                     * Format: organization-name
                     * @description Name of the organization, as requests use it
                     */
                    name?: string;
                    /**
                     * @description Whether applications of others may log its members in
                     * @enum {string}
                     */
                    third_party_client_access?: "block" | "allow";
                    token_quota?: {
                        /** @description How many tokens applications get for themselves */
                        client_credentials: {
                            /** @description Whether tokens beyond the quota are refused */
                            enforce?: boolean;
                            /** @description Tokens in a day */
                            per_day?: number;
                            /** @description Tokens in an hour */
                            per_hour?: number;
                        };
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_client_grants: {
        parameters: {
            query?: {
                /** @description Only grants at this API */
                audience?: string;
                /** @description Only grants of this application */
                client_id?: string;
                /** @description Only these grants; repeat it for several */
                grant_ids?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_id_client_grants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: client-grant-id
                     * @description The client grant
                     */
                    grant_id: string;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id_client_grants_by_grant_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                grant_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_connections: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Only those that are switched on, or off */
                is_enabled?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_id_connections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether everybody who logs in with the connection becomes a member */
                    assign_membership_on_login?: boolean;
                    /**
                     * Format: connection-id
                     * @description The connection
                     */
                    connection_id: string;
                    /** @description Whether the connection logs members in */
                    is_enabled?: boolean;
                    /** @description Whether people may sign up with the connection, which has to be a database */
                    is_signup_enabled?: boolean;
                    /**
                     * @description How far the organization may configure the connection itself
                     * @enum {string}
                     */
                    organization_access_level?: "none" | "readonly" | "limited" | "full";
                    /** @description What the organization calls the connection */
                    organization_connection_name?: string;
                    /** @description Whether the log-in page offers the connection */
                    show_as_button?: boolean;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_connections_by_connection_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id_connections_by_connection_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_organizations_by_id_connections_by_connection_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether everybody who logs in with the connection becomes a member */
                    assign_membership_on_login?: boolean;
                    /** @description Whether the connection logs members in */
                    is_enabled?: boolean | null;
                    /** @description Whether people may sign up with the connection, which has to be a database */
                    is_signup_enabled?: boolean;
                    /**
                     * @description How far the organization may configure the connection itself
                     * @enum {string|null}
                     */
                    organization_access_level?: "none" | "readonly" | "limited" | "full" | null;
                    /** @description What the organization calls the connection */
                    organization_connection_name?: string | null;
                    /** @description Whether the log-in page offers the connection */
                    show_as_button?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_discovery_domains: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_id_discovery_domains: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The domain */
                    domain: string;
                    /**
                     * @description Whether the domain is proved to be theirs
                     * @enum {string}
                     */
                    status?: "pending" | "verified";
                    /** @description Whether e-mail addresses at the domain lead to the organization */
                    use_for_organization_discovery?: boolean;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_discovery_domains_name_by_discovery_domain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                discovery_domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_discovery_domains_by_discovery_domain_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                discovery_domain_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id_discovery_domains_by_discovery_domain_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                discovery_domain_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_organizations_by_id_discovery_domains_by_discovery_domain_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                discovery_domain_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Whether the domain is proved to be theirs
                     * @enum {string}
                     */
                    status?: "pending" | "verified";
                    /** @description Whether e-mail addresses at the domain lead to the organization */
                    use_for_organization_discovery?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_enabled_connections: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_id_enabled_connections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether everybody who logs in with the connection becomes a member */
                    assign_membership_on_login?: boolean;
                    /**
                     * Format: connection-id
                     * @description The connection
                     */
                    connection_id: string;
                    /** @description Whether people may sign up with the connection, which has to be a database */
                    is_signup_enabled?: boolean;
                    /** @description Whether the log-in page offers the connection */
                    show_as_button?: boolean;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_enabled_connections_by_connectionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id_enabled_connections_by_connectionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_organizations_by_id_enabled_connections_by_connectionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether everybody who logs in with the connection becomes a member */
                    assign_membership_on_login?: boolean;
                    /** @description Whether people may sign up with the connection, which has to be a database */
                    is_signup_enabled?: boolean;
                    /** @description Whether the log-in page offers the connection */
                    show_as_button?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_invitations: {
        parameters: {
            query?: {
                fields?: string;
                include_fields?: unknown;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description In which order: created_at:1 or created_at:-1 */
                sort?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_id_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    app_metadata?: {
                        [key: string]: unknown;
                    };
                    /**
                     * Format: client-id
                     * @description The application that it leads to
                     */
                    client_id: string;
                    /**
                     * Format: connection-id
                     * @description The connection that it has to be accepted with
                     */
                    connection_id?: string;
                    invitee: {
                        /**
                         * Format: email
                         * @description E-mail address of who is invited
                         */
                        email: string;
                    };
                    inviter: {
                        /** @description Name of who invites */
                        name: string;
                    };
                    /** @description The roles that the new member gets */
                    roles?: string[];
                    /** @description Whether it is mailed */
                    send_invitation_email?: boolean;
                    /** @description For how many seconds it is good */
                    ttl_sec?: number;
                    user_metadata?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_invitations_by_invitation_id: {
        parameters: {
            query?: {
                fields?: string;
                include_fields?: unknown;
            };
            header?: never;
            path: {
                id: string;
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id_invitations_by_invitation_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_members: {
        parameters: {
            query?: {
                fields?: string;
                /** @description Checkpoint to continue from */
                from?: string;
                include_fields?: unknown;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_id_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the users */
                    members: string[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the users */
                    members: string[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_members_by_user_id_effective_roles: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_members_by_user_id_effective_roles_sources_groups: {
        parameters: {
            query: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description The role whose sources are asked for */
                role_id: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_id_members_by_user_id_roles: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_id_members_by_user_id_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the roles */
                    roles: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_id_members_by_user_id_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the roles */
                    roles: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_organization_id_groups: {
        parameters: {
            query?: {
                from?: string;
                take?: number;
            };
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_organizations_by_organization_id_groups_by_group_id_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_organizations_by_organization_id_groups_by_group_id_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the roles */
                    roles: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_organizations_by_organization_id_groups_by_group_id_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the roles */
                    roles: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_prompts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_prompts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether the identifier has a page of its own */
                    identifier_first?: boolean | null;
                    /**
                     * @description Which generation of pages
                     * @enum {string}
                     */
                    universal_login_experience?: "new" | "classic";
                    /** @description Whether the device's own authenticator is offered first */
                    webauthn_platform_first_factor?: boolean | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_prompts_rendering: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_prompts_rendering: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    configs: {
                        context_configuration?: string[] | null;
                        default_head_tags_disabled?: boolean | null;
                        filters?: {
                            clients?: ({
                                id: string;
                            } | {
                                metadata: {
                                    [key: string]: unknown;
                                };
                            })[];
                            domains?: ({
                                id: string;
                            } | {
                                metadata: {
                                    [key: string]: unknown;
                                };
                            })[];
                            /** @enum {string} */
                            match_type?: "includes_any" | "excludes_any";
                            organizations?: ({
                                id: string;
                            } | {
                                metadata: {
                                    [key: string]: unknown;
                                };
                            })[];
                        } | null;
                        head_tags?: {
                            [key: string]: unknown;
                        }[] | null;
                        /** @enum {string} */
                        prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "login-email-verification" | "signup" | "signup-id" | "signup-password" | "phone-identifier-enrollment" | "phone-identifier-challenge" | "email-identifier-challenge" | "reset-password" | "custom-form" | "consent" | "customized-consent" | "logout" | "mfa-push" | "mfa-otp" | "mfa-voice" | "mfa-phone" | "mfa-webauthn" | "mfa-sms" | "mfa-email" | "mfa-recovery-code" | "mfa" | "status" | "device-flow" | "email-verification" | "email-otp-challenge" | "organizations" | "invitation" | "common" | "passkeys" | "captcha" | "brute-force-protection" | "async-approval-flow" | "confirmation";
                        /**
                         * @description Whose code renders
                         * @enum {string}
                         */
                        rendering_mode?: "advanced" | "standard";
                        /** @description Name of the screen */
                        screen: string;
                        use_page_template?: boolean | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_prompts_by_prompt_custom_text_by_language: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the prompt */
                prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "login-email-verification" | "signup" | "signup-id" | "signup-password" | "phone-identifier-enrollment" | "phone-identifier-challenge" | "email-identifier-challenge" | "reset-password" | "custom-form" | "consent" | "customized-consent" | "logout" | "mfa-push" | "mfa-otp" | "mfa-voice" | "mfa-phone" | "mfa-webauthn" | "mfa-sms" | "mfa-email" | "mfa-recovery-code" | "mfa" | "status" | "device-flow" | "email-verification" | "email-otp-challenge" | "organizations" | "invitation" | "common" | "passkeys" | "captcha" | "brute-force-protection" | "async-approval-flow" | "confirmation";
                /** @description Tag of the language */
                language: "am" | "ar" | "ar-EG" | "ar-SA" | "az" | "bg" | "bn" | "bs" | "ca-ES" | "cnr" | "cs" | "cy" | "da" | "de" | "el" | "en" | "en-CA" | "es" | "es-419" | "es-AR" | "es-MX" | "et" | "eu-ES" | "fa" | "fi" | "fr" | "fr-CA" | "fr-FR" | "gl-ES" | "gu" | "he" | "hi" | "hr" | "hu" | "hy" | "id" | "is" | "it" | "ja" | "ka" | "kk" | "kn" | "ko" | "lt" | "lv" | "mk" | "ml" | "mn" | "mr" | "ms" | "my" | "nb" | "nl" | "nn" | "no" | "pa" | "pl" | "pt" | "pt-BR" | "pt-PT" | "ro" | "ru" | "sk" | "sl" | "so" | "sq" | "sr" | "sv" | "sw" | "ta" | "te" | "th" | "tl" | "tr" | "uk" | "ur" | "vi" | "zgh" | "zh-CN" | "zh-HK" | "zh-MO" | "zh-TW";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    put_prompts_by_prompt_custom_text_by_language: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the prompt */
                prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "login-email-verification" | "signup" | "signup-id" | "signup-password" | "phone-identifier-enrollment" | "phone-identifier-challenge" | "email-identifier-challenge" | "reset-password" | "custom-form" | "consent" | "customized-consent" | "logout" | "mfa-push" | "mfa-otp" | "mfa-voice" | "mfa-phone" | "mfa-webauthn" | "mfa-sms" | "mfa-email" | "mfa-recovery-code" | "mfa" | "status" | "device-flow" | "email-verification" | "email-otp-challenge" | "organizations" | "invitation" | "common" | "passkeys" | "captcha" | "brute-force-protection" | "async-approval-flow" | "confirmation";
                /** @description Tag of the language */
                language: "am" | "ar" | "ar-EG" | "ar-SA" | "az" | "bg" | "bn" | "bs" | "ca-ES" | "cnr" | "cs" | "cy" | "da" | "de" | "el" | "en" | "en-CA" | "es" | "es-419" | "es-AR" | "es-MX" | "et" | "eu-ES" | "fa" | "fi" | "fr" | "fr-CA" | "fr-FR" | "gl-ES" | "gu" | "he" | "hi" | "hr" | "hu" | "hy" | "id" | "is" | "it" | "ja" | "ka" | "kk" | "kn" | "ko" | "lt" | "lv" | "mk" | "ml" | "mn" | "mr" | "ms" | "my" | "nb" | "nl" | "nn" | "no" | "pa" | "pl" | "pt" | "pt-BR" | "pt-PT" | "ro" | "ru" | "sk" | "sl" | "so" | "sq" | "sr" | "sv" | "sw" | "ta" | "te" | "th" | "tl" | "tr" | "uk" | "ur" | "vi" | "zgh" | "zh-CN" | "zh-HK" | "zh-MO" | "zh-TW";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_prompts_by_prompt_partials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the prompt */
                prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "signup" | "signup-id" | "signup-password" | "customized-consent" | "passkeys";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    put_prompts_by_prompt_partials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the prompt */
                prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "signup" | "signup-id" | "signup-password" | "customized-consent" | "passkeys";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_prompts_by_prompt_screen_by_screen_rendering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the prompt */
                prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "login-email-verification" | "signup" | "signup-id" | "signup-password" | "phone-identifier-enrollment" | "phone-identifier-challenge" | "email-identifier-challenge" | "reset-password" | "custom-form" | "consent" | "customized-consent" | "logout" | "mfa-push" | "mfa-otp" | "mfa-voice" | "mfa-phone" | "mfa-webauthn" | "mfa-sms" | "mfa-email" | "mfa-recovery-code" | "mfa" | "status" | "device-flow" | "email-verification" | "email-otp-challenge" | "organizations" | "invitation" | "common" | "passkeys" | "captcha" | "brute-force-protection" | "async-approval-flow" | "confirmation";
                /** @description Name of the screen */
                screen: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    patch_prompts_by_prompt_screen_by_screen_rendering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the prompt */
                prompt: "login" | "login-id" | "login-password" | "login-passwordless" | "login-email-verification" | "signup" | "signup-id" | "signup-password" | "phone-identifier-enrollment" | "phone-identifier-challenge" | "email-identifier-challenge" | "reset-password" | "custom-form" | "consent" | "customized-consent" | "logout" | "mfa-push" | "mfa-otp" | "mfa-voice" | "mfa-phone" | "mfa-webauthn" | "mfa-sms" | "mfa-email" | "mfa-recovery-code" | "mfa" | "status" | "device-flow" | "email-verification" | "email-otp-challenge" | "organizations" | "invitation" | "common" | "passkeys" | "captcha" | "brute-force-protection" | "async-approval-flow" | "confirmation";
                /** @description Name of the screen */
                screen: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    context_configuration?: string[] | null;
                    default_head_tags_disabled?: boolean | null;
                    filters?: {
                        clients?: ({
                            id: string;
                        } | {
                            metadata: {
                                [key: string]: unknown;
                            };
                        })[];
                        domains?: ({
                            id: string;
                        } | {
                            metadata: {
                                [key: string]: unknown;
                            };
                        })[];
                        /** @enum {string} */
                        match_type?: "includes_any" | "excludes_any";
                        organizations?: ({
                            id: string;
                        } | {
                            metadata: {
                                [key: string]: unknown;
                            };
                        })[];
                    } | null;
                    head_tags?: {
                        [key: string]: unknown;
                    }[] | null;
                    /**
                     * @description Whose code renders
                     * @enum {string}
                     */
                    rendering_mode?: "advanced" | "standard";
                    use_page_template?: boolean | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_refresh_tokens: {
        parameters: {
            query: {
                client_id?: string;
                /** @description Whose refresh tokens */
                user_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_refresh_tokens_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The API whose refresh tokens end */
                    audience?: string;
                    /**
                     * Format: client-id
                     * @description The application whose refresh tokens end
                     */
                    client_id?: string;
                    /** @description The ids of the refresh tokens */
                    ids?: string[];
                    /**
                     * Format: user-id
                     * @description Whose refresh tokens end
                     */
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_refresh_tokens_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_refresh_tokens_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_refresh_tokens_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Texts under names; null removes them all */
                    refresh_token_metadata?: {
                        [key: string]: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_resource_servers: {
        parameters: {
            query?: {
                fields?: string;
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Only the APIs with these identifiers */
                identifiers?: string[];
                include_fields?: unknown;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_resource_servers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether refresh tokens may be had for the API */
                    allow_offline_access?: boolean;
                    /** @description Whether online refresh tokens may be had for the API */
                    allow_online_access?: boolean;
                    /** @description Whether online refresh tokens may be had in sessions that end with the browser */
                    allow_online_access_with_ephemeral_sessions?: boolean;
                    authorization_details?: unknown[] | null;
                    authorization_policy?: {
                        policy_id: string;
                    } | null;
                    /** @enum {string|null} */
                    consent_policy?: "transactional-authorization-with-mfa" | null;
                    /** @description Whether users get only what their roles and permissions give */
                    enforce_policies?: boolean;
                    /** @description What requests name as their audience; never changes */
                    identifier: string;
                    /** @description What people see; without < and > */
                    name?: string;
                    proof_of_possession?: {
                        /** @enum {string} */
                        mechanism: "mtls" | "dpop";
                        required: boolean;
                        /** @enum {string} */
                        required_for?: "public_clients" | "all_clients";
                    } | null;
                    /** @description The permissions that the API knows */
                    scopes?: {
                        /** @description What the permission allows, in words */
                        description?: string;
                        /** @description The permission's name */
                        value: string;
                    }[];
                    /**
                     * @description What signs the API's access tokens
                     * @enum {string}
                     */
                    signing_alg?: "HS256" | "RS256" | "RS512" | "PS256";
                    /** @description The secret of an API that signs with HS256 */
                    signing_secret?: string;
                    /** @description Whether first-party applications with a verifiable callback skip consent */
                    skip_consent_for_verifiable_first_party_clients?: boolean;
                    subject_type_authorization?: {
                        client?: {
                            /** @enum {string} */
                            policy?: "deny_all" | "require_client_grant";
                        } & {
                            [key: string]: unknown;
                        };
                        user?: {
                            /** @enum {string} */
                            policy?: "allow_all" | "deny_all" | "require_client_grant";
                        } & {
                            [key: string]: unknown;
                        };
                    };
                    /**
                     * @description What access tokens look like
                     * @enum {string}
                     */
                    token_dialect?: "access_token" | "access_token_authz" | "rfc9068_profile" | "rfc9068_profile_authz";
                    token_encryption?: {
                        encryption_key: {
                            /** @enum {string} */
                            alg: "RSA-OAEP-256" | "RSA-OAEP-384" | "RSA-OAEP-512";
                            kid?: string;
                            name?: string;
                            pem: string;
                        };
                        /** @enum {string} */
                        format: "compact-nested-jwe";
                    } | null;
                    /** @description How long access tokens are valid, in seconds */
                    token_lifetime?: number;
                    /** @description How long access tokens from a browser are valid, in seconds */
                    token_lifetime_for_web?: number;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_resource_servers_by_id: {
        parameters: {
            query?: {
                fields?: string;
                include_fields?: unknown;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_resource_servers_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_resource_servers_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether refresh tokens may be had for the API */
                    allow_offline_access?: boolean;
                    /** @description Whether online refresh tokens may be had for the API */
                    allow_online_access?: boolean;
                    /** @description Whether online refresh tokens may be had in sessions that end with the browser */
                    allow_online_access_with_ephemeral_sessions?: boolean;
                    authorization_details?: unknown[] | null;
                    authorization_policy?: {
                        policy_id: string;
                    } | null;
                    /** @enum {string|null} */
                    consent_policy?: "transactional-authorization-with-mfa" | null;
                    /** @description Whether users get only what their roles and permissions give */
                    enforce_policies?: boolean;
                    /** @description What people see; without < and > */
                    name?: string;
                    proof_of_possession?: {
                        /** @enum {string} */
                        mechanism: "mtls" | "dpop";
                        required: boolean;
                        /** @enum {string} */
                        required_for?: "public_clients" | "all_clients";
                    } | null;
                    /** @description The permissions that the API knows */
                    scopes?: {
                        /** @description What the permission allows, in words */
                        description?: string;
                        /** @description The permission's name */
                        value: string;
                    }[];
                    /**
                     * @description What signs the API's access tokens
                     * @enum {string}
                     */
                    signing_alg?: "HS256" | "RS256" | "RS512" | "PS256";
                    /** @description The secret of an API that signs with HS256 */
                    signing_secret?: string;
                    /** @description Whether first-party applications with a verifiable callback skip consent */
                    skip_consent_for_verifiable_first_party_clients?: boolean;
                    subject_type_authorization?: {
                        client?: {
                            /** @enum {string} */
                            policy?: "deny_all" | "require_client_grant";
                        } & {
                            [key: string]: unknown;
                        };
                        user?: {
                            /** @enum {string} */
                            policy?: "allow_all" | "deny_all" | "require_client_grant";
                        } & {
                            [key: string]: unknown;
                        };
                    };
                    /**
                     * @description What access tokens look like
                     * @enum {string}
                     */
                    token_dialect?: "access_token" | "access_token_authz" | "rfc9068_profile" | "rfc9068_profile_authz";
                    token_encryption?: {
                        encryption_key: {
                            /** @enum {string} */
                            alg: "RSA-OAEP-256" | "RSA-OAEP-384" | "RSA-OAEP-512";
                            kid?: string;
                            name?: string;
                            pem: string;
                        };
                        /** @enum {string} */
                        format: "compact-nested-jwe";
                    } | null;
                    /** @description How long access tokens are valid, in seconds */
                    token_lifetime?: number;
                    /** @description How long access tokens from a browser are valid, in seconds */
                    token_lifetime_for_web?: number;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_roles: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                name_filter?: string;
                owner_id?: string;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                type?: "tenant" | "organization";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the role is for */
                    description?: string;
                    /** @description Name of the role */
                    name: string;
                    /**
                     * @description Whether the role belongs to the tenant
                     * @enum {string}
                     */
                    type?: "tenant";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_roles_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_roles_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_roles_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the role is for */
                    description?: string;
                    /** @description Name of the role */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_roles_by_id_groups: {
        parameters: {
            query?: {
                from?: string;
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_roles_by_id_groups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the groups */
                    groups: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_roles_by_id_groups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the groups */
                    groups: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_roles_by_id_permissions: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_roles_by_id_permissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The permissions */
                    permissions: {
                        /** @description The scope of the API */
                        permission_name: string;
                        /** @description The identifier of the API */
                        resource_server_identifier: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_roles_by_id_permissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The permissions */
                    permissions: {
                        /** @description The scope of the API */
                        permission_name: string;
                        /** @description The identifier of the API */
                        resource_server_identifier: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_roles_by_id_users: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_roles_by_id_users: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the users */
                    users: string[];
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_sessions_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_sessions_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_sessions_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Texts under names; null removes them all */
                    session_metadata?: {
                        [key: string]: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_sessions_by_id_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    get_stats_active_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_stats_daily: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_tenants_settings: {
        parameters: {
            query?: {
                fields?: string;
                include_fields?: unknown;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_tenants_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    acr_values_supported?: string[] | null;
                    allow_organization_name_in_authentication_api?: boolean | null;
                    /** @description Where log-out may lead without a client */
                    allowed_logout_urls?: string[];
                    authorization_response_iss_parameter_supported?: boolean | null;
                    change_password?: {
                        enabled?: boolean;
                        html?: string;
                    } | null;
                    client_id_metadata_document_supported?: boolean;
                    country_codes?: {
                        list?: string[];
                        /** @enum {string} */
                        mode?: "allow" | "deny";
                    } | null;
                    customize_mfa_in_postlogin_action?: boolean | null;
                    /** @description The API that is meant where a request names none */
                    default_audience?: string;
                    /** @description The connection of the password grant */
                    default_directory?: string;
                    /**
                     * Format: absolute-https-uri-or-empty
                     * @description Where people are sent whose login can't go on
                     */
                    default_redirection_uri?: string;
                    default_token_quota?: {
                        clients?: {
                            client_credentials: {
                                enforce?: boolean;
                                per_day?: number;
                                per_hour?: number;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                        organizations?: {
                            client_credentials: {
                                enforce?: boolean;
                                per_day?: number;
                                per_hour?: number;
                            };
                        } & {
                            [key: string]: unknown;
                        };
                    } | null;
                    device_flow?: {
                        /** @enum {string} */
                        charset?: "base20" | "digits";
                        mask?: string;
                    } | null;
                    /** @enum {string} */
                    dynamic_client_registration_security_mode?: "strict" | "permissive";
                    enable_ai_guide?: boolean;
                    /** @description The languages of the hosted pages; the first is the default */
                    enabled_locales?: ("am" | "ar" | "ar-EG" | "ar-SA" | "az" | "bg" | "bn" | "bs" | "ca-ES" | "cnr" | "cs" | "cy" | "da" | "de" | "el" | "en" | "en-CA" | "es" | "es-419" | "es-AR" | "es-MX" | "et" | "eu-ES" | "fa" | "fi" | "fr" | "fr-CA" | "fr-FR" | "gl-ES" | "gu" | "he" | "hi" | "hr" | "hu" | "hy" | "id" | "is" | "it" | "ja" | "ka" | "kk" | "kn" | "ko" | "lt" | "lv" | "mk" | "ml" | "mn" | "mr" | "ms" | "my" | "nb" | "nl" | "nn" | "no" | "pa" | "pl" | "pt" | "pt-BR" | "pt-PT" | "ro" | "ru" | "sk" | "sl" | "so" | "sq" | "sr" | "sv" | "sw" | "ta" | "te" | "th" | "tl" | "tr" | "uk" | "ur" | "vi" | "zgh" | "zh-CN" | "zh-HK" | "zh-MO" | "zh-TW")[];
                    /** @description In hours */
                    ephemeral_session_lifetime?: number;
                    /** @description In minutes */
                    ephemeral_session_lifetime_in_minutes?: number;
                    error_page?: {
                        html?: string;
                        show_log_link?: boolean;
                        /** Format: absolute-uri-or-empty */
                        url?: string;
                    } | null;
                    /** @description Switches */
                    flags?: {
                        [key: string]: boolean;
                    };
                    /** @description What people see as the tenant's name */
                    friendly_name?: string;
                    guardian_mfa_page?: {
                        enabled?: boolean;
                        html?: string;
                    } | null;
                    /** @description In hours */
                    idle_ephemeral_session_lifetime?: number;
                    /** @description In minutes */
                    idle_ephemeral_session_lifetime_in_minutes?: number;
                    /** @description In hours */
                    idle_session_lifetime?: number;
                    /** @description In minutes */
                    idle_session_lifetime_in_minutes?: number;
                    include_session_metadata_in_tenant_logs?: boolean;
                    legacy_sandbox_version?: string;
                    mtls?: {
                        enable_endpoint_aliases?: boolean;
                    } | null;
                    oidc_logout?: {
                        rp_logout_end_session_endpoint_discovery?: boolean;
                    };
                    phone_consolidated_experience?: boolean;
                    /**
                     * Format: absolute-uri-or-empty
                     * @description The tenant's logo
                     */
                    picture_url?: string;
                    pushed_authorization_requests_supported?: boolean | null;
                    /** @enum {string} */
                    resource_parameter_profile?: "audience" | "compatibility";
                    sandbox_version?: string;
                    security_headers?: {
                        content_security_policy?: {
                            enabled?: boolean;
                            policies?: {
                                directives?: {
                                    [key: string]: string[];
                                };
                                flags?: ("upgrade-insecure-requests" | "block-all-mixed-content")[];
                                /** @enum {string} */
                                mode?: "enforcing" | "reporting";
                                reporting?: {
                                    report_to_group?: string;
                                    report_uri?: string;
                                } | null;
                            }[];
                            reporting_infrastructure?: {
                                report_to?: {
                                    endpoints?: {
                                        url?: string;
                                    }[];
                                    group?: string;
                                    max_age?: number;
                                } | null;
                                reporting_endpoints?: {
                                    [key: string]: string;
                                };
                            } | null;
                        } | null;
                        x_xss_protection?: {
                            enabled?: boolean;
                            /** @enum {string} */
                            mode?: "block";
                            report_uri?: string;
                        } | null;
                    } | null;
                    session_cookie?: {
                        /** @enum {string} */
                        mode: "persistent" | "non-persistent";
                    } | null;
                    /** @description In hours */
                    session_lifetime?: number;
                    /** @description In minutes */
                    session_lifetime_in_minutes?: number;
                    sessions?: {
                        oidc_logout_prompt_enabled?: boolean;
                    } | null;
                    skip_non_verifiable_callback_uri_confirmation_prompt?: boolean | null;
                    /**
                     * Format: email-or-empty
                     * @description Where people ask for help
                     */
                    support_email?: string;
                    /**
                     * Format: absolute-uri-or-empty
                     * @description Where people find help
                     */
                    support_url?: string;
                    universal_login?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_tickets_email_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: client-id
                     * @description Application that it is about
                     */
                    client_id?: string;
                    /** @description The account that is meant */
                    identity?: {
                        /**
                         * Format: connection-id
                         * @description Connection of the account
                         */
                        connection_id?: string;
                        /**
                         * @description The part before it
                         * @enum {string}
                         */
                        provider: "ad" | "adfs" | "amazon" | "apple" | "dropbox" | "bitbucket" | "auth0-oidc" | "auth0" | "baidu" | "bitly" | "box" | "custom" | "daccount" | "dwolla" | "email" | "evernote-sandbox" | "evernote" | "exact" | "facebook" | "fitbit" | "github" | "google-apps" | "google-oauth2" | "instagram" | "ip" | "line" | "linkedin" | "oauth1" | "oauth2" | "office365" | "oidc" | "okta" | "paypal" | "paypal-sandbox" | "pingfederate" | "planningcenter" | "salesforce-community" | "salesforce-sandbox" | "salesforce" | "samlp" | "sharepoint" | "shopify" | "shop" | "sms" | "soundcloud" | "thirtysevensignals" | "twitter" | "untappd" | "vkontakte" | "waad" | "weibo" | "windowslive" | "wordpress" | "yahoo" | "yandex";
                        /** @description The part of the account's id behind the bar */
                        user_id: string;
                    };
                    /** @description Whether the address is added to result_url */
                    includeEmailInRedirect?: boolean;
                    /** @description Organization that it is about */
                    organization_id?: string;
                    /**
                     * Format: url
                     * @description Where the link leads in the end
                     */
                    result_url?: string;
                    /** @description How long the link works, in seconds */
                    ttl_sec?: number;
                    /**
                     * Format: user-id
                     * @description Id of the user
                     */
                    user_id: string;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_tickets_password_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: client-id
                     * @description Application that it is about
                     */
                    client_id?: string;
                    /**
                     * Format: connection-id
                     * @description Connection of the account that email names
                     */
                    connection_id?: string;
                    /**
                     * Format: email
                     * @description E-mail address of the user, in place of user_id
                     */
                    email?: string;
                    /** @description The account that is meant */
                    identity?: {
                        /**
                         * Format: connection-id
                         * @description Connection of the account
                         */
                        connection_id?: string;
                        /**
                         * @description The part before it
                         * @enum {string}
                         */
                        provider: "auth0";
                        /** @description The part of the account's id behind the bar */
                        user_id: string;
                    };
                    /** @description Whether the address is added to result_url */
                    includeEmailInRedirect?: boolean;
                    /** @description Whether a new password confirms the e-mail address, too */
                    mark_email_as_verified?: boolean;
                    /** @description Organization that it is about */
                    organization_id?: string;
                    /**
                     * Format: url
                     * @description Where the link leads in the end
                     */
                    result_url?: string;
                    /** @description How long the link works, in seconds */
                    ttl_sec?: number;
                    /**
                     * Format: user-id
                     * @description Id of the user
                     */
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_user_blocks: {
        parameters: {
            query: {
                /** @description Whether there are none while nobody is blocked */
                consider_brute_force_enablement?: boolean;
                /** @description E-mail address, username or telephone number */
                identifier: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    delete_user_blocks: {
        parameters: {
            query: {
                /** @description E-mail address, username or telephone number */
                identifier: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_user_blocks_by_id: {
        parameters: {
            query?: {
                /** @description Whether there are none while nobody is blocked */
                consider_brute_force_enablement?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_user_blocks_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_users: {
        parameters: {
            query?: {
                /** @description Name of the connection that the users come from */
                connection?: string;
                fields?: string;
                include_fields?: boolean;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                primary_order?: boolean;
                /** @description What to search for */
                q?: string;
                /** @description Version of the search engine */
                search_engine?: "v1" | "v2" | "v3";
                /** @description Member to sort by, with :1 for ascending or :-1 for descending */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What only administrators change */
                    app_metadata?: {
                        [key: string]: unknown;
                    };
                    /** @description Whether logging in is forbidden */
                    blocked?: boolean;
                    /** @description Name of the connection that gets the account */
                    connection: string;
                    /**
                     * Format: email
                     * @description E-mail address
                     */
                    email?: string;
                    /** @description Whether the e-mail address is known to be theirs */
                    email_verified?: boolean;
                    /** @description Family names */
                    family_name?: string;
                    /** @description Given names */
                    given_name?: string;
                    /** @description Full name */
                    name?: string;
                    /** @description Short name */
                    nickname?: string;
                    /** @description Password */
                    password?: string;
                    /** @description Telephone number, with + and country code */
                    phone_number?: string;
                    /** @description Whether the telephone number is known to be theirs */
                    phone_verified?: boolean;
                    /**
                     * Format: strict-uri
                     * @description URL of a picture
                     */
                    picture?: string;
                    /** @description The part of the user's id behind the bar */
                    user_id?: string;
                    /** @description What the user may change themselves */
                    user_metadata?: {
                        [key: string]: unknown;
                    };
                    /** @description Username */
                    username?: string;
                    /** @description Whether a message asks to verify the e-mail address */
                    verify_email?: boolean;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id: {
        parameters: {
            query?: {
                fields?: string;
                include_fields?: unknown;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_users_by_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What only administrators change */
                    app_metadata?: {
                        [key: string]: unknown;
                    };
                    /** @description Whether logging in is forbidden */
                    blocked?: boolean;
                    /** @description Application in whose name messages are sent */
                    client_id?: string;
                    /** @description Name of the connection whose account changes */
                    connection?: string;
                    /**
                     * Format: email
                     * @description E-mail address
                     */
                    email?: string | null;
                    /** @description Whether the e-mail address is known to be theirs */
                    email_verified?: boolean;
                    /** @description Family names */
                    family_name?: string | null;
                    /** @description Given names */
                    given_name?: string | null;
                    /** @description Full name */
                    name?: string | null;
                    /** @description Short name */
                    nickname?: string | null;
                    /** @description Password */
                    password?: string | null;
                    /** @description Telephone number, with + and country code */
                    phone_number?: string | null;
                    /** @description Whether the telephone number is known to be theirs */
                    phone_verified?: boolean;
                    /**
                     * Format: strict-uri
                     * @description URL of a picture
                     */
                    picture?: string | null;
                    /** @description What the user may change themselves */
                    user_metadata?: {
                        [key: string]: unknown;
                    };
                    /** @description Username */
                    username?: string | null;
                    /** @description Whether a message asks to verify the e-mail address */
                    verify_email?: boolean;
                    /** @description Whether a code is sent to the new telephone number */
                    verify_phone_number?: boolean;
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_authentication_methods: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    put_users_by_id_authentication_methods: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What made the credential, a UUID */
                    aaguid?: string;
                    /** @description Whether the credential was backed up */
                    credential_backed_up?: boolean;
                    /**
                     * @description Whether the credential can be on several devices
                     * @enum {string}
                     */
                    credential_device_type?: "single_device" | "multi_device";
                    /** @description E-mail address that gets codes */
                    email?: string;
                    /** @description The identity that it belongs to */
                    identity_user_id?: string;
                    /** @description Id of the credential */
                    key_id?: string;
                    /** @description What its owner calls the method */
                    name?: string;
                    /** @description Telephone number that gets codes */
                    phone_number?: string;
                    /**
                     * @description How the telephone gets codes
                     * @enum {string}
                     */
                    preferred_authentication_method?: "voice" | "sms";
                    /** @description Public key of the credential, base64 */
                    public_key?: string;
                    /** @description Host that the credential is for */
                    relying_party_identifier?: string;
                    /** @description Seed of the app, base32 */
                    totp_secret?: string;
                    /** @description How the credential is reached */
                    transports?: string[];
                    /**
                     * @description Kind of the method
                     * @enum {string}
                     */
                    type: "phone" | "email" | "totp";
                    /** @description The browser that made the credential */
                    user_agent?: string;
                    /** @description The user's handle in the credential */
                    user_handle?: string;
                }[];
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_authentication_methods: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What made the credential, a UUID */
                    aaguid?: string;
                    /** @description Whether the credential was backed up */
                    credential_backed_up?: boolean;
                    /**
                     * @description Whether the credential can be on several devices
                     * @enum {string}
                     */
                    credential_device_type?: "single_device" | "multi_device";
                    /** @description E-mail address that gets codes */
                    email?: string;
                    /** @description The identity that it belongs to */
                    identity_user_id?: string;
                    /** @description Id of the credential */
                    key_id?: string;
                    /** @description What its owner calls the method */
                    name?: string;
                    /** @description Telephone number that gets codes */
                    phone_number?: string;
                    /**
                     * @description How the telephone gets codes
                     * @enum {string}
                     */
                    preferred_authentication_method?: "voice" | "sms";
                    /** @description Public key of the credential, base64 */
                    public_key?: string;
                    /** @description Host that the credential is for */
                    relying_party_identifier?: string;
                    /** @description Seed of the app, base32 */
                    totp_secret?: string;
                    /** @description How the credential is reached */
                    transports?: string[];
                    /**
                     * @description Kind of the method
                     * @enum {string}
                     */
                    type: "phone" | "email" | "totp" | "webauthn-roaming" | "passkey";
                    /** @description The browser that made the credential */
                    user_agent?: string;
                    /** @description The user's handle in the credential */
                    user_handle?: string;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_authentication_methods: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_authentication_methods_by_authentication_method_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                authentication_method_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_authentication_methods_by_authentication_method_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                authentication_method_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    patch_users_by_id_authentication_methods_by_authentication_method_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                authentication_method_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What its owner calls the method */
                    name?: string;
                    /**
                     * @description How the telephone gets codes
                     * @enum {string}
                     */
                    preferred_authentication_method?: "voice" | "sms";
                };
            };
        };
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_authenticators: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_connected_accounts: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_effective_permissions: {
        parameters: {
            query: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Identifier of the API */
                resource_server_identifier: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_effective_permissions_sources_effective_roles: {
        parameters: {
            query: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description The scope of the API */
                permission_name: string;
                /** @description Identifier of the API */
                resource_server_identifier: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_effective_roles: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_effective_roles_sources_groups: {
        parameters: {
            query: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Id of the role */
                role_id: string;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_enrollments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_federated_connections_tokensets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_federated_connections_tokensets_by_tokenset_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                tokenset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_groups: {
        parameters: {
            query?: {
                fields?: string;
                /** @description Checkpoint to continue from */
                from?: string;
                include_fields?: unknown;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_identities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Id of the account's connection */
                    connection_id?: string;
                    /** @description ID token of the account */
                    link_with?: string;
                    /** @description Where the account is, such as auth0 or google-oauth2 */
                    provider?: string;
                    /** @description The part of the account's id behind the bar */
                    user_id?: string | number;
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_identities_by_provider_by_user_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                provider: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_logs: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                sort?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_multifactor_actions_invalidate_remember_browser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_multifactor_by_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Name of the provider */
                provider: "duo" | "google-authenticator";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_organizations: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_permissions: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_permissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The permissions */
                    permissions: {
                        /** @description The scope of the API */
                        permission_name: string;
                        /** @description The identifier of the API */
                        resource_server_identifier: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Created; the answer is what was made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_permissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The permissions */
                    permissions: {
                        /** @description The scope of the API */
                        permission_name: string;
                        /** @description The identifier of the API */
                        resource_server_identifier: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_recovery_code_regeneration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_refresh_tokens: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_refresh_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_revoke_access: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether refresh tokens stay */
                    preserve_refresh_tokens?: boolean;
                    /**
                     * Format: session-id
                     * @description The session that ends; all of the user's where none is named
                     */
                    session_id?: string;
                };
            };
        };
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_risk_assessments_clear: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What is assessed anew */
                    assessors: "new-device"[];
                    /** @description Name of the user's connection */
                    connection: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_roles: {
        parameters: {
            query?: {
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    post_users_by_id_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the roles */
                    roles: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_roles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ids of the roles */
                    roles: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            default: components["responses"]["default"];
        };
    };
    get_users_by_id_sessions: {
        parameters: {
            query?: {
                /** @description Checkpoint to continue from */
                from?: string;
                /** @description Whether the answer counts the rows */
                include_totals?: boolean;
                /** @description Number of the page, from 0 */
                page?: number;
                /** @description Number of rows on a page */
                per_page?: number;
                /** @description Number of rows from the checkpoint on */
                take?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is what there is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            default: components["responses"]["default"];
        };
    };
    delete_users_by_id_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted, and under way or done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            default: components["responses"]["default"];
        };
    };
}
