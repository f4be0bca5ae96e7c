"""auth0-python: the Management API. The SDK parses every answer against its schemas, and so are they tested."""

import pytest
from auth0.management.core.api_error import ApiError


def test_clients(management, unique):
    names = [unique("python") for _ in range(3)]
    ids = [management.clients.create(name=name, app_type="regular_web").client_id for name in names]

    read = management.clients.get(ids[0])
    assert read.name == names[0]
    assert read.is_first_party is True
    assert read.grant_types == ["authorization_code", "implicit", "refresh_token", "client_credentials"]

    listed = [client.client_id for client in management.clients.list(per_page=2)]
    assert len(set(listed)) == len(listed)
    assert set(ids) <= set(listed)

    assert management.clients.update(ids[0], description="prints").description == "prints"
    secret = management.clients.rotate_secret(ids[0]).client_secret
    assert secret and secret != read.client_secret

    for client_id in ids:
        management.clients.delete(client_id)
    with pytest.raises(ApiError) as missing:
        management.clients.get(ids[0])
    assert missing.value.status_code == 404


def test_only_is_first_party(management, unique):
    client_id = management.clients.create(name=unique("python")).client_id
    document = management.clients.get(client_id, fields="is_first_party", include_fields=True)
    assert document.model_dump(exclude_none=True) == {"is_first_party": True}


def test_a_third_party_client(management, unique):
    client = management.clients.create(name=unique("python"), is_first_party=False)
    assert management.clients.get(client.client_id).is_first_party is False


def test_users(dev, management, user):
    read = management.users.get(user.user_id)
    assert read.email == user.email
    assert [found.user_id for found in management.users.list_users_by_email(email=user.email)] == [user.user_id]

    updated = management.users.update(user.user_id, given_name="Ostia", user_metadata={"plan": "gold"})
    assert updated.given_name == "Ostia"

    assert user.user_id in [found.user_id for found in management.users.list(per_page=50)]
    assert list(management.user_grants.list(user_id=user.user_id)) == []

    management.users.delete(user.user_id)
    with pytest.raises(ApiError) as missing:
        management.users.get(user.user_id)
    assert missing.value.status_code == 404


def test_resource_servers(dev, management, api):
    assert management.resource_servers.get(api.id).identifier == api.identifier
    assert management.resource_servers.get(api.identifier).id == api.id
    identifiers = [found.identifier for found in management.resource_servers.list(per_page=2)]
    assert api.identifier in identifiers
    assert f"{dev.issuer}api/v2/" in identifiers
    assert management.resource_servers.update(api.id, token_lifetime=600).token_lifetime == 600
    management.resource_servers.delete(api.id)
    with pytest.raises(ApiError) as missing:
        management.resource_servers.get(api.id)
    assert missing.value.status_code == 404


def test_client_grants(management, api, unique):
    client_id = management.clients.create(name=unique("python"), app_type="non_interactive").client_id
    grant = management.client_grants.create(client_id=client_id, audience=api.identifier, scope=["read:photos"])
    assert [found.id for found in management.client_grants.list(client_id=client_id)] == [grant.id]
    management.client_grants.delete(grant.id)
    assert list(management.client_grants.list(client_id=client_id)) == []


def test_connections(dev, management):
    connections = list(management.connections.list(take=1))
    assert dev.connection in [connection.name for connection in connections]


def test_tenant_settings(management, unique):
    name = unique("Ostia")
    assert management.tenants.settings.update(friendly_name=name).friendly_name == name
    assert management.tenants.settings.get().friendly_name == name
