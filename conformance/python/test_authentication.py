"""auth0-python: tokens. Its requests carry JSON in which what is unset is null."""

import pytest
from auth0.authentication import GetToken, RevokeToken, Users
from auth0.authentication.exceptions import Auth0Error

REALM = "http://auth0.com/oauth/grant-type/password-realm"


@pytest.fixture
def web(dev, management, unique):
    """A regular web application that may use the database connection."""
    management.tenants.settings.update(default_directory=dev.connection)
    client = management.clients.create(
        name=unique("web"),
        app_type="regular_web",
        oidc_conformant=True,
        jwt_configuration={"alg": "RS256"},
        grant_types=["password", REALM, "refresh_token", "client_credentials"],
    )
    connection = next(c for c in management.connections.list(name=dev.connection))
    management.connections.clients.update(connection.id, request=[{"client_id": client.client_id, "status": True}])
    return client


def test_client_credentials(dev, management, web, api):
    management.client_grants.create(client_id=web.client_id, audience=api.identifier, scope=["read:photos"])
    tokens = GetToken(dev.domain, web.client_id, client_secret=web.client_secret).client_credentials(api.identifier)
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 86400
    assert tokens["scope"] == "read:photos"


def test_password_refresh_and_revoke(dev, web, user):
    get_token = GetToken(dev.domain, web.client_id, client_secret=web.client_secret)
    tokens = get_token.login(user.email, user.password, scope="openid email offline_access", realm=dev.connection)
    assert tokens["id_token"]
    assert Users(dev.domain).userinfo(tokens["access_token"])["sub"] == user.user_id

    # An empty scope asks for what was granted before.
    refreshed = get_token.refresh_token(tokens["refresh_token"])
    assert "email" in refreshed["scope"].split()

    RevokeToken(dev.domain, web.client_id, client_secret=web.client_secret).revoke_refresh_token(tokens["refresh_token"])
    with pytest.raises(Auth0Error) as refused:
        get_token.refresh_token(tokens["refresh_token"])
    assert refused.value.status_code == 403
    assert refused.value.error_code == "invalid_grant"
    assert refused.value.message == "Unknown or invalid refresh token."


def test_password_without_realm_uses_the_default_directory(dev, web, user):
    tokens = GetToken(dev.domain, web.client_id, client_secret=web.client_secret).login(
        user.email, user.password, scope="openid", grant_type="password"
    )
    assert tokens["id_token"]


def test_errors(dev, web, user):
    with pytest.raises(Auth0Error) as refused:
        GetToken(dev.domain, web.client_id, client_secret=web.client_secret).login(
            user.email, "wrong", realm=dev.connection
        )
    assert (refused.value.status_code, refused.value.error_code) == (403, "invalid_grant")
    assert refused.value.message == "Wrong email or password."

    with pytest.raises(Auth0Error) as refused:
        GetToken(dev.domain, web.client_id, client_secret="wrong").client_credentials("https://nowhere.example.com")
    assert (refused.value.status_code, refused.value.error_code) == (401, "access_denied")
    assert refused.value.message == "Unauthorized"
