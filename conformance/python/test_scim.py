"""scim2-tester: the checks of a SCIM client library against what a directory finds at a connection."""

import ssl

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server


def test_a_directory_finds_what_it_expects(dev, management, unique):
    options = {"domain": "acme.okta.com", "client_id": "known-as", "client_secret": "kept"}
    connection = management.connections.create(name=unique("directory"), strategy="okta", options=options)
    scim = management.connections.scim_configuration
    scim.create(connection.id, request={"user_id_attribute": "userName", "mapping": []})
    token = scim.tokens.create(connection.id, token_lifetime=900).token
    client = httpx2.Client(
        base_url=f"{dev.base_url}/scim/v2/connections/{connection.id}",
        headers={"authorization": f"Bearer {token}"},
        verify=ssl.create_default_context(cafile=dev.ca_file),
        timeout=30,
    )
    results = check_server(SyncSCIMClient(client))
    # What names the account can't be changed: both checks change it.
    renaming = {"object_replacement", "check_replace_attribute"}
    failed = [
        result
        for result in results
        if result.status not in (Status.SUCCESS, Status.SKIPPED)
        and not (result.title in renaming and "userName names the account" in (result.reason or ""))
    ]
    assert [(result.title, result.reason) for result in failed] == []
    assert sum(result.status == Status.SUCCESS for result in results) > 90
    client.close()
    management.connections.delete(connection.id)
