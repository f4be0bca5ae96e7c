//! What `POST /oauth/token` asks for: one variant per kind of proof (RFC 6749 §4.1.3, §4.3.2, §4.4.2, §6).

use super::{Error, GrantType, Parameters, Scope, Secret};

/// The body of a token request without the client's own credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenRequest {
    /// RFC 6749 §4.1.3.
    AuthorizationCode {
        /// What `/authorize` returned.
        code: Secret,
        /// As sent to `/authorize`; needed if it was sent there.
        redirect_uri: Option<String>,
        /// RFC 7636 §4.5.
        code_verifier: Option<Secret>,
    },
    /// RFC 6749 §4.4.2.
    ClientCredentials {
        /// The API's identifier; the tenant may have a default.
        audience: Option<String>,
        /// RFC 8707 §2, where the tenant honours it.
        resource: Option<String>,
        /// What to ask for; absent is all that the client grant allows.
        scope: Option<Scope>,
        /// On whose behalf, by id or name.
        organization: Option<String>,
    },
    /// RFC 6749 §6.
    RefreshToken {
        /// The token to exchange.
        refresh_token: Secret,
        /// A subset of what was granted; absent is all of it.
        scope: Option<Scope>,
        /// Another API, for multi-resource refresh tokens.
        audience: Option<String>,
        /// RFC 8707 §2, where the tenant honours it.
        resource: Option<String>,
    },
    /// RFC 6749 §4.3.2, and upstream's password-realm.
    Password {
        /// Mail address, phone number or user name.
        username: String,
        /// The user's password.
        password: Secret,
        /// The API's identifier; the tenant may have a default.
        audience: Option<String>,
        /// RFC 8707 §2, where the tenant honours it.
        resource: Option<String>,
        /// What to ask for.
        scope: Option<Scope>,
        /// The connection's name: present means password-realm, absent the tenant's default directory.
        realm: Option<String>,
    },
    /// A code that was sent by e-mail or text message (reference/authentication.md §3.15).
    PasswordlessOtp {
        /// The address that it was sent to.
        username: String,
        /// The code.
        otp: Secret,
        /// The connection's name.
        realm: String,
        /// The API's identifier; the tenant may have a default.
        audience: Option<String>,
        /// RFC 8707 §2, where the tenant honours it.
        resource: Option<String>,
        /// What to ask for.
        scope: Option<Scope>,
    },
    /// Upstream's passkey API.
    Passkey {
        /// What the challenge came with.
        auth_session: Secret,
        /// What the device answered, JSON.
        authn_response: serde_json::Value,
        /// The connection's name; absent is the one that the challenge was for.
        realm: Option<String>,
        /// The API's identifier; the tenant may have a default.
        audience: Option<String>,
        /// RFC 8707 §2, where the tenant honours it.
        resource: Option<String>,
        /// What to ask for.
        scope: Option<Scope>,
    },
    /// RFC 8628 §3.4.
    DeviceCode {
        /// What the device was given.
        device_code: Secret,
    },
    /// A second factor that finishes a login (reference/authentication.md §3.7).
    SecondFactor {
        /// What `mfa_required` came with.
        mfa_token: Secret,
        /// What proves it.
        proof: SecondFactorProof,
    },
}

/// What proves a second factor at the token endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactorProof {
    /// The code that an authenticator app shows.
    Otp(Secret),
    /// A code that was sent.
    Oob {
        /// What names it.
        oob_code: Secret,
        /// The code.
        binding_code: Option<Secret>,
    },
    /// A code that was kept.
    RecoveryCode(Secret),
}

impl TokenRequest {
    /// Reads a request: first its grant, then what that grant requires.
    ///
    /// # Errors
    /// `unsupported_grant_type`, or what is wrong with the first wrong parameter.
    pub fn parse(parameters: &Parameters) -> Result<Self, Error> {
        let grant_type = parameters.required("grant_type")?;
        let unsupported = || Error::unsupported_grant_type(grant_type);
        match grant_type.parse().map_err(|_| unsupported())? {
            GrantType::AuthorizationCode => Self::authorization_code(parameters),
            GrantType::ClientCredentials => Self::client_credentials(parameters),
            GrantType::RefreshToken => Self::refresh_token(parameters),
            GrantType::Password => Self::password(parameters, None),
            GrantType::PasswordRealm => {
                Self::password(parameters, Some(parameters.required("realm")?.to_owned()))
            }
            GrantType::PasswordlessOtp => Ok(Self::PasswordlessOtp {
                username: parameters.required("username")?.to_owned(),
                otp: Secret::new(parameters.required("otp")?),
                realm: parameters.required("realm")?.to_owned(),
                audience: optional(parameters, "audience")?,
                resource: optional(parameters, "resource")?,
                scope: scope(parameters)?,
            }),
            GrantType::WebAuthn => Ok(Self::Passkey {
                auth_session: Secret::new(parameters.required("auth_session")?),
                authn_response: serde_json::from_str(parameters.required("authn_response")?)
                    .map_err(|_| Error::invalid_parameter("authn_response", "must be an object"))?,
                realm: optional(parameters, "realm")?,
                audience: optional(parameters, "audience")?,
                resource: optional(parameters, "resource")?,
                scope: scope(parameters)?,
            }),
            GrantType::DeviceCode => Ok(Self::DeviceCode {
                device_code: Secret::new(parameters.required("device_code")?),
            }),
            GrantType::MfaOtp => {
                let otp = Secret::new(parameters.required("otp")?);
                Self::second_factor(parameters, SecondFactorProof::Otp(otp))
            }
            GrantType::MfaOob => {
                let proof = SecondFactorProof::Oob {
                    oob_code: Secret::new(parameters.required("oob_code")?),
                    binding_code: parameters.get("binding_code")?.map(Secret::new),
                };
                Self::second_factor(parameters, proof)
            }
            GrantType::MfaRecoveryCode => {
                let code = Secret::new(parameters.required("recovery_code")?);
                Self::second_factor(parameters, SecondFactorProof::RecoveryCode(code))
            }
            _ => Err(unsupported()),
        }
    }

    /// The grant that the client must hold.
    pub const fn grant_type(&self) -> GrantType {
        match self {
            Self::AuthorizationCode { .. } => GrantType::AuthorizationCode,
            Self::ClientCredentials { .. } => GrantType::ClientCredentials,
            Self::RefreshToken { .. } => GrantType::RefreshToken,
            Self::Password { realm: None, .. } => GrantType::Password,
            Self::Password { realm: Some(_), .. } => GrantType::PasswordRealm,
            Self::PasswordlessOtp { .. } => GrantType::PasswordlessOtp,
            Self::Passkey { .. } => GrantType::WebAuthn,
            Self::DeviceCode { .. } => GrantType::DeviceCode,
            Self::SecondFactor { proof, .. } => match proof {
                SecondFactorProof::Otp(_) => GrantType::MfaOtp,
                SecondFactorProof::Oob { .. } => GrantType::MfaOob,
                SecondFactorProof::RecoveryCode(_) => GrantType::MfaRecoveryCode,
            },
        }
    }

    fn authorization_code(parameters: &Parameters) -> Result<Self, Error> {
        Ok(Self::AuthorizationCode {
            code: Secret::new(parameters.required("code")?),
            redirect_uri: optional(parameters, "redirect_uri")?,
            code_verifier: parameters.get("code_verifier")?.map(Secret::new),
        })
    }

    fn client_credentials(parameters: &Parameters) -> Result<Self, Error> {
        Ok(Self::ClientCredentials {
            audience: optional(parameters, "audience")?,
            resource: optional(parameters, "resource")?,
            scope: scope(parameters)?,
            organization: optional(parameters, "organization")?,
        })
    }

    fn refresh_token(parameters: &Parameters) -> Result<Self, Error> {
        Ok(Self::RefreshToken {
            refresh_token: Secret::new(parameters.required("refresh_token")?),
            scope: scope(parameters)?,
            audience: optional(parameters, "audience")?,
            resource: optional(parameters, "resource")?,
        })
    }

    fn second_factor(parameters: &Parameters, proof: SecondFactorProof) -> Result<Self, Error> {
        Ok(Self::SecondFactor {
            mfa_token: Secret::new(parameters.required("mfa_token")?),
            proof,
        })
    }

    fn password(parameters: &Parameters, realm: Option<String>) -> Result<Self, Error> {
        Ok(Self::Password {
            username: parameters.required("username")?.to_owned(),
            password: Secret::new(parameters.required("password")?),
            audience: optional(parameters, "audience")?,
            resource: optional(parameters, "resource")?,
            scope: scope(parameters)?,
            realm,
        })
    }
}

fn optional(parameters: &Parameters, name: &str) -> Result<Option<String>, Error> {
    Ok(parameters.get(name)?.map(str::to_owned))
}

fn scope(parameters: &Parameters) -> Result<Option<Scope>, Error> {
    parameters.get("scope")?.map(Scope::parse).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(form: &str) -> Result<TokenRequest, Error> {
        TokenRequest::parse(&Parameters::from_form(form.as_bytes()).unwrap())
    }

    #[test]
    fn reads_each_grant() {
        let table = [
            (
                "grant_type=authorization_code&code=c",
                GrantType::AuthorizationCode,
            ),
            (
                "grant_type=client_credentials",
                GrantType::ClientCredentials,
            ),
            (
                "grant_type=refresh_token&refresh_token=r",
                GrantType::RefreshToken,
            ),
            (
                "grant_type=password&username=u&password=p&realm=ignored",
                GrantType::Password,
            ),
            (
                "grant_type=http://auth0.com/oauth/grant-type/password-realm&username=u&password=p&realm=r",
                GrantType::PasswordRealm,
            ),
        ];
        for (form, grant_type) in table {
            assert_eq!(parse(form).unwrap().grant_type(), grant_type, "{form}");
        }
    }

    #[test]
    fn names_what_is_wrong() {
        let realm = "grant_type=http://auth0.com/oauth/grant-type/password-realm";
        let table = [
            ("", Error::missing_parameter("grant_type")),
            ("grant_type=", Error::missing_parameter("grant_type")),
            (
                "grant_type=magic&code=c",
                Error::unsupported_grant_type("magic"),
            ),
            (
                "grant_type=implicit",
                Error::unsupported_grant_type("implicit"),
            ),
            (
                "grant_type=authorization_code",
                Error::missing_parameter("code"),
            ),
            (
                "grant_type=refresh_token",
                Error::missing_parameter("refresh_token"),
            ),
            (
                "grant_type=password&password=p",
                Error::missing_parameter("username"),
            ),
            (
                "grant_type=password&username=u&password=",
                Error::missing_parameter("password"),
            ),
            (realm, Error::missing_parameter("realm")),
        ];
        for (form, error) in table {
            assert_eq!(parse(form), Err(error), "{form}");
        }
    }

    #[test]
    fn every_grant_served_here_parses_to_itself() {
        let all = "code=c&refresh_token=r&username=u&password=p&realm=r&mfa_token=m&otp=1&oob_code=o&binding_code=1\
                   &recovery_code=r&device_code=d&auth_session=a&authn_response=%7B%7D";
        for grant in GrantType::ALL {
            let served = GrantType::SERVED.contains(grant) && *grant != GrantType::Implicit;
            let request = parse(&format!("grant_type={grant}&{all}"));
            assert_eq!(
                request.ok().map(|it| it.grant_type()),
                served.then_some(*grant)
            );
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let request = parse("grant_type=password&username=u&password=hunter2").unwrap();
        assert!(!format!("{request:?}").contains("hunter2"));
    }
}
