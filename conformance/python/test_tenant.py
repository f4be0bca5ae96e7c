"""auth0-python: every other resource that tools call each day. Answers are parsed against the SDK's schemas."""

import time
from types import SimpleNamespace

import pytest
from auth0.management.core.api_error import ApiError


def missing(call, *arguments, **named):
    """Whether a call answers 404."""
    with pytest.raises(ApiError) as refusal:
        call(*arguments, **named)
    assert refusal.value.status_code == 404


def finished(management, job_id):
    """A job when it has ended."""
    for _ in range(300):
        job = management.jobs.get(job_id)
        if job.status not in ("pending", "processing"):
            break
        time.sleep(0.1)
    assert job.status == "completed"
    return job


def test_roles_and_permissions(management, user, api, unique):
    roles = [management.roles.create(name=unique("role"), description="printed") for _ in range(3)]
    assert management.roles.get(roles[0].id).name == roles[0].name
    assert management.roles.update(roles[0].id, description="painted").description == "painted"
    listed = [role.id for role in management.roles.list(per_page=2)]
    assert len(set(listed)) == len(listed)
    assert {role.id for role in roles} <= set(listed)

    permission = {"resource_server_identifier": api.identifier, "permission_name": "read:photos"}
    role = roles[0].id
    management.roles.permissions.add(role, permissions=[permission])
    assert [found.permission_name for found in management.roles.permissions.list(role, per_page=1)] == ["read:photos"]
    management.roles.users.assign(role, users=[user.user_id])
    assert [found.user_id for found in management.roles.users.list(role, take=1)] == [user.user_id]
    assert [found.id for found in management.users.roles.list(user.user_id)] == [role]
    assert [found.permission_name for found in management.users.permissions.list(user.user_id)] == ["read:photos"]
    management.users.roles.delete(user.user_id, roles=[role])
    management.users.roles.assign(user.user_id, roles=[role])
    management.roles.permissions.delete(role, permissions=[permission])
    management.users.permissions.create(user.user_id, permissions=[permission])
    management.users.permissions.delete(user.user_id, permissions=[permission])
    assert list(management.users.permissions.list(user.user_id)) == []
    for made in roles:
        management.roles.delete(made.id)
    missing(management.roles.get, role)


def test_what_belongs_to_a_user(dev, management, user, unique):
    methods = management.users.authentication_methods
    created = methods.create(user.user_id, type="email", name="at work", email="ada@work.example")
    assert methods.get(user.user_id, created.id).name == "at work"
    methods.update(user.user_id, created.id, name="at home")
    assert "at home" in [found.name for found in methods.list(user.user_id, per_page=1)]
    methods.delete(user.user_id, created.id)
    methods.delete_all(user.user_id)

    assert management.user_blocks.list(user.user_id).blocked_for == []
    management.user_blocks.delete(user.user_id)
    assert list(management.users.sessions.list(user.user_id, take=5)) == []
    management.users.sessions.delete(user.user_id)
    assert list(management.users.refresh_token.list(user.user_id, take=5)) == []
    management.users.refresh_token.delete(user.user_id)
    management.users.multifactor.invalidate_remember_browser(user.user_id)
    management.user_grants.delete_by_user_id(user_id=user.user_id)
    assert list(management.device_credentials.list(user_id=user.user_id, type="public_key")) == []

    other = management.users.create(connection=dev.connection, email=f"{unique('other')}@example.com", password=user.password)
    provider, account = other.user_id.split("|", 1)
    assert len(management.users.identities.link(user.user_id, provider=provider, user_id=account)) == 2
    assert len(management.users.identities.delete(user.user_id, provider, account)) == 1


def test_sessions_and_refresh_tokens_that_are_not_there(management):
    missing(management.sessions.get, "none")
    missing(management.refresh_tokens.get, "none")
    missing(management.anomaly.blocks.check_ip, "203.0.113.9")
    management.anomaly.blocks.unblock_ip("203.0.113.9")


def test_the_look(management, unique):
    colors = {"primary": "#0B5C6B", "page_background": "#FFFFFF"}
    assert management.branding.update(colors=colors).colors.primary == colors["primary"]
    assert management.branding.get().colors.primary == colors["primary"]

    templates = management.branding.templates
    text = "<!DOCTYPE html><html><head>{%- auth0:head -%}</head><body>{%- auth0:widget -%}</body></html>"
    templates.update_universal_login(request={"template": text})
    assert text in str(templates.get_universal_login())
    templates.delete_universal_login()
    missing(templates.get_universal_login)

    settings = management.prompts.get_settings()
    assert management.prompts.update_settings(identifier_first=settings.identifier_first).identifier_first == settings.identifier_first
    texts = {"login": {"title": unique("Welcome")}}
    management.prompts.custom_text.set("login", "de", request=texts)
    assert management.prompts.custom_text.get("login", "de") == texts
    management.prompts.custom_text.set("login", "de", request={})
    partials = {"login": {"form-content-start": "<p>Hello</p>"}}
    management.prompts.partials.set("login", request=partials)
    assert management.prompts.partials.get("login") == partials
    management.prompts.partials.set("login", request={})


def test_mail(management, user):
    provider = management.emails.provider
    try:
        provider.delete()
    except ApiError as refusal:
        assert refusal.status_code == 404
    credentials = {"smtp_host": "127.0.0.1", "smtp_port": 25, "smtp_user": "u", "smtp_pass": "p"}
    assert provider.create(name="smtp", enabled=False, credentials=credentials, default_from_address="from@example.com").name == "smtp"
    assert provider.update(default_from_address="other@example.com").default_from_address == "other@example.com"
    assert provider.get().name == "smtp"
    provider.delete()
    missing(provider.get)

    templates = management.email_templates
    templates.set(
        "stolen_credentials", template="stolen_credentials", body="<p>{{ url }}</p>", from_="from@example.com",
        subject="Stolen", syntax="liquid", enabled=True,
    )
    assert templates.update("stolen_credentials", subject="Lost").subject == "Lost"
    assert templates.get("stolen_credentials").subject == "Lost"
    templates.update("stolen_credentials", enabled=False)

    assert "ticket=" in management.tickets.verify_email(user_id=user.user_id).ticket
    assert management.tickets.change_password(user_id=user.user_id).ticket.startswith("https://")
    finished(management, management.jobs.verification_email.create(user_id=user.user_id).id)


def test_protection_and_factors(management, user):
    protection = management.attack_protection.brute_force_protection
    before = protection.get().max_attempts
    assert protection.update(max_attempts=9).max_attempts == 9
    protection.update(max_attempts=before)
    for settings in ("suspicious_ip_throttling", "breached_password_detection"):
        assert getattr(management.attack_protection, settings).get() is not None

    factors = {factor.name: factor.enabled for factor in management.guardian.factors.list()}
    assert management.guardian.factors.set("otp", enabled=True).enabled is True
    policies = management.guardian.policies.list()
    assert management.guardian.policies.set(request=policies) == policies
    ticket = management.guardian.enrollments.create_ticket(user_id=user.user_id)
    assert ticket.ticket_id in ticket.ticket_url
    management.guardian.factors.set("otp", enabled=factors["otp"])


def test_keys(management):
    current = next(key for key in management.keys.signing.list() if key.current)
    assert management.keys.signing.get(current.kid).cert.startswith("-----BEGIN CERTIFICATE")
    made = management.keys.signing.rotate()
    assert management.keys.signing.get(made.kid).current is True
    missing(management.keys.signing.revoke, "none")


def test_jobs(dev, management, unique):
    connection = next(found for found in management.connections.list(take=50) if found.name == dev.connection)
    address = f"{unique('imported')}@example.com"
    users = f'[{{"email":"{address}"}},{{"email":"no address"}}]'.encode()
    job = management.jobs.users_imports.create(users=("users.json", users, "application/json"), connection_id=connection.id)
    summary = SimpleNamespace(**finished(management, job.id).summary.model_dump())
    assert (summary.total, summary.inserted, summary.failed) == (2, 1, 1)
    assert len(management.jobs.errors.get(job.id)) == 1
    exported = management.jobs.users_exports.create(connection_id=connection.id, format="csv", fields=[{"name": "email"}])
    assert finished(management, exported.id).location.startswith("https://")


def test_the_log_and_the_numbers(management):
    listed = []
    for _ in range(50):
        listed = list(management.logs.list(per_page=3, page=0, sort="date:-1").items)
        if listed:
            break
        time.sleep(0.1)
    assert management.logs.get(listed[0].log_id).log_id == listed[0].log_id
    assert management.stats.get_active_users_count() >= 0
    assert all(day.date for day in management.stats.get_daily(from_="20260101", to="20991231"))


def test_organizations(dev, management, user, unique):
    name = unique("org")
    made = management.organizations.create(name=name, display_name="Printers")
    assert management.organizations.get_by_name(name).id == made.id
    assert management.organizations.update(made.id, display_name="Painters").display_name == "Painters"
    assert made.id in [found.id for found in management.organizations.list(take=2)]
    management.organizations.members.create(made.id, members=[user.user_id])
    assert [member.user_id for member in management.organizations.members.list(made.id, take=1)] == [user.user_id]
    role = management.roles.create(name=unique("role"))
    management.organizations.members.roles.assign(made.id, user.user_id, roles=[role.id])
    assert [found.id for found in management.organizations.members.roles.list(made.id, user.user_id)] == [role.id]
    management.organizations.members.roles.delete(made.id, user.user_id, roles=[role.id])
    connection = next(found for found in management.connections.list(take=50) if found.name == dev.connection)
    enabled = management.organizations.enabled_connections
    enabled.add(made.id, connection_id=connection.id, assign_membership_on_login=True)
    assert enabled.get(made.id, connection.id).assign_membership_on_login is True
    assert enabled.update(made.id, connection.id, assign_membership_on_login=False).assign_membership_on_login is False
    assert [found.connection_id for found in enabled.list(made.id)] == [connection.id]
    client = management.clients.create(
        name=unique("python"), app_type="regular_web", initiate_login_uri="https://app.example.com/login", organization_usage="allow",
    )
    invitation = management.organizations.invitations.create(
        made.id, inviter={"name": "Ada"}, invitee={"email": "guest@example.com"},
        client_id=client.client_id, send_invitation_email=False,
    )
    assert [found.id for found in management.organizations.invitations.list(made.id)] == [invitation.id]
    management.organizations.invitations.delete(made.id, invitation.id)
    enabled.delete(made.id, connection.id)
    management.organizations.members.delete(made.id, members=[user.user_id])
    management.organizations.delete(made.id)
    missing(management.organizations.get, made.id)


def test_actions_streams_and_domains(management, unique):
    action = management.actions.create(
        name=unique("action"), supported_triggers=[{"id": "post-login", "version": "v3"}],
        code="exports.onExecutePostLogin = async () => {};", runtime="node22",
    )
    assert management.actions.get(action.id).name == action.name
    management.actions.deploy(action.id)
    assert [version.number for version in management.actions.versions.list(action.id)] == [1]
    assert action.id in [found.id for found in management.actions.list(per_page=1)]
    management.actions.delete(action.id)

    stream = management.log_streams.create(
        request={"name": unique("stream"), "type": "http", "sink": {"httpEndpoint": "https://sink.example.com/", "httpContentFormat": "JSONLINES", "httpContentType": "application/json"}},
    )
    assert stream.id in [found.id for found in management.log_streams.list()]
    management.log_streams.update(stream.id, status="paused")
    management.log_streams.delete(stream.id)

    domain = management.custom_domains.create(domain=f"{unique('login')}.example.com", type="self_managed_certs")
    assert management.custom_domains.get(domain.custom_domain_id).domain == domain.domain
    assert domain.domain in [found.domain for found in management.custom_domains.list()]
    management.custom_domains.delete(domain.custom_domain_id)


def test_credentials_of_a_client(management, unique):
    client_id = management.clients.create(name=unique("python"), app_type="non_interactive").client_id
    assert list(management.clients.credentials.list(client_id)) == []
    missing(management.clients.credentials.get, client_id, "cred_none")
    connection = management.connections.create(name=unique("db"), strategy="auth0")
    management.connections.clients.update(connection.id, request=[{"client_id": client_id, "status": True}])
    assert client_id in [found.client_id for found in management.connections.clients.get(connection.id, take=50)]
    management.connections.delete(connection.id)
    missing(management.connections.get, connection.id)
