"""The tenant under test, as run.mjs started it."""

import json
import os
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from auth0.management import ManagementClient

PASSWORD = "Tiber-Mouth-4711!"


@pytest.fixture(scope="session")
def dev():
    """What the server says of itself, with the domain that the SDK wants."""
    try:
        document = json.loads(Path(os.environ["OSTIA_DEV"]).read_text())
    except KeyError:
        pytest.exit('start the tests with "node run.mjs", which starts the server first', returncode=2)
    base_url = document["base_url"].rstrip("/")
    return SimpleNamespace(**document, domain=base_url.removeprefix("https://"), issuer=f"{base_url}/")


@pytest.fixture(scope="session")
def management(dev):
    return ManagementClient(
        domain=dev.domain,
        client_id=dev.admin_client_id,
        client_secret=dev.admin_client_secret,
    )


@pytest.fixture
def unique():
    return lambda prefix: f"{prefix}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def user(dev, management, unique):
    email = f"{unique('user')}@example.com"
    created = management.users.create(connection=dev.connection, email=email, password=PASSWORD, email_verified=True)
    return SimpleNamespace(user_id=created.user_id, email=email, password=PASSWORD)


@pytest.fixture
def api(management, unique):
    name = unique("api")
    return management.resource_servers.create(
        identifier=f"https://{name}.example.com/",
        name=name,
        scopes=[{"value": "read:photos", "description": "See your photos"}],
        allow_offline_access=True,
    )
