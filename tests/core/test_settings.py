"""Settings: the file that lists them, what is refused and how it is said."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from dreamdot_app.core.provider_settings import PROVIDERS
from dreamdot_app.core.settings import (
    Environment,
    Settings,
    SettingsRefused,
    read_settings,
    variable_of,
)
from tests.core.conftest import SetVariables

pytestmark = pytest.mark.pure

EXAMPLE = Path(__file__).parents[2] / ".env.example"
READY = {
    "DREAMDOT_ENV": "production",
    "DREAMDOT_ORIGIN": "https://dreamdot.example",
    "DREAMDOT_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "DREAMDOT_BCRYPT_COST": "12",
    "DREAMDOT_PROXY_HOPS": "1",
    "SMTP_URL": "smtps://dreamdot:hunter2@mail.example",
    "MAIL_FROM": "DreamDot <letters@dreamdot.example>",
    "STRIPE_SECRET_KEY": "sk_live_hunter2",
    "STRIPE_WEBHOOK_SECRET": "whsec_hunter2",
    "MONGODB_URI": "mongodb://db.example/?replicaSet=rs0",
    **{
        f"POSTGRES_DB_{name}": f"postgresql://dreamdot:hunter2@db.example/{name.lower()}"
        for name in ("USER", "SOCIAL", "ITEMS", "COMMUNITY", "AUDIT")
    },
}


def examples() -> dict[str, str]:
    lines = re.findall(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", EXAMPLE.read_text(), re.M)
    return dict(lines)


def test_the_example_lists_every_variable_and_no_other():
    assert sorted(examples()) == sorted(variable_of(field) for field in Settings.model_fields)


def test_the_example_sets_nothing_and_shows_the_defaults(variables: SetVariables):
    assert [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != "#"] == []
    plain = read_settings()
    shown = {
        name: value for name, value in examples().items()
        if value and name.startswith("DREAMDOT_") and name != "DREAMDOT_ORIGIN"
    }  # fmt: skip
    variables(**shown)
    as_shown = read_settings()
    assert as_shown.model_dump(exclude={"origin"}) == plain.model_dump(exclude={"origin"}) | {
        "env": Environment.DEVELOPMENT,
        "data_dir": Path(".data"),
        "bcrypt_cost": 12,
        "proxy_hops": 0,  # unset, and only production minds
    }  # what the tests set themselves


def test_every_line_of_the_example_can_be_uncommented(variables: SetVariables):
    variables(**{name: value for name, value in examples().items() if value})
    assert read_settings().redis_url is not None


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DREAMDOT_ENV", "staging"),
        ("DREAMDOT_PORT", "80000"),
        ("DREAMDOT_PORT", "http"),
        ("DREAMDOT_SECRET_KEY", "hunter2"),
        ("DREAMDOT_LOG_LEVEL", "loud"),
        ("DREAMDOT_PROCESSES", "0"),
        ("DREAMDOT_WORKER_INLINE", "sometimes"),
        ("DREAMDOT_BCRYPT_COST", "40"),
        ("DREAMDOT_SESSION_IDLE_S", "1"),
        ("DREAMDOT_SESSION_LIFETIME_S", "for ever"),
        ("DREAMDOT_INITIAL_CREDIT_MINOR", "-1"),
        ("DREAMDOT_INITIAL_CREDIT_MINOR", "12.5"),
        ("DREAMDOT_FEE_BP", "5001"),
        ("DREAMDOT_MONGODB_NAME", "not a name"),
    ],
)
def test_a_wrong_value_names_its_variable_and_what_is_allowed(
    variables: SetVariables, variable: str, value: str
):
    variables(**{variable: value})
    with pytest.raises(SettingsRefused) as refusal:
        read_settings()
    allowed = next(
        field.description
        for name, field in Settings.model_fields.items()
        if variable_of(name) == variable
    )
    assert str(refusal.value).startswith(f"{variable}: ")
    assert allowed
    assert allowed in str(refusal.value)
    assert value not in str(refusal.value).replace(allowed, "")  # it may be a secret


def test_all_wrong_values_are_told_at_once(variables: SetVariables):
    variables(DREAMDOT_PORT="0", DREAMDOT_FEE_BP="x", DREAMDOT_ENV="x")
    with pytest.raises(SettingsRefused) as refusal:
        read_settings()
    told = [line.partition(":")[0] for line in str(refusal.value).splitlines()]
    assert sorted(told) == ["DREAMDOT_ENV", "DREAMDOT_FEE_BP", "DREAMDOT_PORT"]


@pytest.mark.parametrize("name", ["USER", "SOCIAL", "ITEMS", "COMMUNITY", "AUDIT"])
def test_both_spellings_of_the_database_variables_are_read(variables: SetVariables, name: str):
    variables(**{f"POSTGRESS_DB_{name}": "postgresql://other"})
    found = read_settings().database_urls[name.lower()]
    assert found is not None
    assert found.get_secret_value() == "postgresql://other"
    variables(**{f"POSTGRESS_DB_{name}": "", f"POSTGRES_DB_{name}": "postgresql://usual"})
    found = read_settings().database_urls[name.lower()]
    assert found is not None
    assert found.get_secret_value() == "postgresql://usual"


def test_an_empty_variable_counts_as_unset(variables: SetVariables):
    variables(DREAMDOT_PORT="", POSTGRES_DB_USER="", MONGODB_URI="")
    found = read_settings()
    assert (found.port, found.mongodb_uri, found.postgres_db_user) == (3000, None, None)


def test_production_lists_everything_that_is_missing_at_once(variables: SetVariables):
    variables(DREAMDOT_ENV="production", DREAMDOT_ORIGIN="http://dreamdot.example")
    with pytest.raises(SettingsRefused) as refusal:
        read_settings()
    told = {line.partition(":")[0] for line in str(refusal.value).splitlines()[1:]}
    assert told | {"STRIPE_WEBHOOK_SECRET"} == READY.keys() - {"DREAMDOT_ENV"}


@pytest.mark.parametrize(
    "variable", sorted(READY.keys() - {"DREAMDOT_ENV", "DREAMDOT_BCRYPT_COST"})
)
def test_production_starts_with_everything_and_not_without_any_of_it(
    variables: SetVariables, variable: str
):
    variables(**READY)
    assert read_settings().is_production
    variables(**{variable: ""})
    with pytest.raises(SettingsRefused, match=variable):
        read_settings()


@pytest.mark.parametrize("secrets", ["whsec_old", "whsec_old,whsec_new", " whsec_old, whsec_new "])
def test_while_a_secret_is_rotated_there_are_two(variables: SetVariables, secrets: str):
    variables(STRIPE_SECRET_KEY="sk_live_hunter2", STRIPE_WEBHOOK_SECRET=secrets)
    read = read_settings()
    assert read.stripe_webhook_secrets == ("whsec_old", "whsec_new")[: secrets.count("whsec")]
    assert read.is_stripe_live
    assert "hunter2" not in repr(read)
    assert "whsec" not in repr(read)


@pytest.mark.parametrize("given", ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"])
def test_a_key_of_stripe_and_the_webhooks_secret_go_together(variables: SetVariables, given: str):
    values = {"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}
    variables(**{given: values.pop(given)})
    with pytest.raises(SettingsRefused, match=f"^{next(iter(values))}"):
        read_settings()


def test_production_gives_the_key_to_stripe_alone(variables: SetVariables):
    variables(**READY, STRIPE_API_BASE="https://stripe.example")
    with pytest.raises(SettingsRefused, match="STRIPE_API_BASE: only"):
        read_settings()


def test_a_slip_of_the_pen_is_told(variables: SetVariables):
    variables(DREAMDOT_PROT="3001", DREAMDOT_QUITE_ELSE="hunter2")
    with pytest.raises(SettingsRefused) as refusal:
        read_settings()
    assert str(refusal.value).splitlines() == [
        "DREAMDOT_PROT: there is no such variable. Did you mean DREAMDOT_PORT?",
        "DREAMDOT_QUITE_ELSE: there is no such variable.",
    ]


def test_secrets_do_not_show(variables: SetVariables):
    variables(**READY)
    shown = repr(read_settings()) + str(read_settings().model_dump())
    assert "hunter2" not in shown
    assert READY["DREAMDOT_SECRET_KEY"] not in shown


def test_the_public_origin_has_no_slash_at_its_end(variables: SetVariables):
    assert read_settings().public_origin == "http://localhost:3000"
    variables(DREAMDOT_ORIGIN="https://dreamdot.example/")
    assert read_settings().public_origin == "https://dreamdot.example"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DREAMDOT_ORIGIN", "dreamdot.example"),
        ("DREAMDOT_ORIGIN", "https://dreamdot.example/app"),
        ("DREAMDOT_ORIGIN", "https://a@dreamdot.example"),
        ("DREAMDOT_ORIGIN", "https://dreamdot.example; script-src *"),
        ("DREAMDOT_SESSION_IDLE_S", "9" * 20),
        ("POSTGRES_DB_USER", "hunter2"),
        ("POSTGRES_DB_USER", "mysql://u:hunter2@db.example/x"),
        ("POSTGRESS_DB_AUDIT", "postgresql://u:hunter 2@db.example/x"),
        ("MONGODB_URI", "hunter2"),
        ("REDIS_URL", "http://u:hunter2@cache.example"),
        ("STRIPE_SECRET_KEY", "hunter2"),
        ("RESEND_API_KEY", "hunter2"),
        ("MAIL_FROM", "hunter2"),
        ("MAIL_FROM", "DreamDot <hunter2@a.example>, b@b.example"),
        ("MAIL_FROM", "=?utf-8?q?a=0d=0aBcc=3A_hunter2=40a.example?= <a@a.example>"),
        ("MAIL_FROM", "hünter2 <hünter2@a.example>"),
        ("STRIPE_WEBHOOK_SECRET", "hunter2"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_a,whsec_b,whsec_c,whsec_d,whsec_hunter2"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_a,hunter2"),
        ("STRIPE_API_BASE", "api.hunter2.example"),
        ("STRIPE_API_BASE", "https://u:hunter2@api.example/"),
        ("SMTP_URL", "mail.example"),
        ("SMTP_URL", "http://u:hunter2@mail.example"),
        ("SMTP_URL", "smtp://u:hunter2@"),
        ("SMTP_URL", "smtp://u:hunter2@mail.example:99999"),
        ("SMTP_URL", "smtp://u:hunter2%0d%0aX@mail.example"),
        ("SMTP_URL", "smtp://hunter2@mail.example"),
        ("SMTP_URL", "smtp://u:hunter2@mail.example/x"),
        ("SMTP_URL", "smtp://u:hunter2@mail.example?tls=maybe"),
        ("SMTP_URL", "smtp://u:hunter2@mail.example?starttls=maybe"),
        ("SMTP_URL", "smtps://u:hunter2@mail.example?starttls=yes"),
        ("SMTP_URL", "smtp://u:hunter2@mail.example?starttls=no"),
    ],
)
def test_what_no_driver_could_read_is_refused_before_one_repeats_it(
    variables: SetVariables, variable: str, value: str
):
    variables(**{variable: value})
    with pytest.raises(SettingsRefused, match=f"{variable[:7]}.*Allowed: ") as refusal:
        read_settings()
    assert "hunter" not in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://DreamDot.example:443/", "https://dreamdot.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_the_origin_is_what_browsers_send(variables: SetVariables, typed: str, origin: str):
    variables(DREAMDOT_ORIGIN=typed)
    assert read_settings().public_origin == origin


@pytest.mark.parametrize("host", ["localhost:4000", "ana.localhost", "127.0.0.9", "[::1]:3000"])
def test_plain_http_is_for_this_machine(variables: SetVariables, host: str):
    variables(DREAMDOT_ORIGIN=f"http://{host}")
    assert read_settings().public_origin == f"http://{host}"


@pytest.mark.parametrize("host", ["192.168.1.5:3000", "dreamdot.example", "localhost.example"])
def test_an_origin_where_nobody_could_sign_in_is_refused(variables: SetVariables, host: str):
    variables(DREAMDOT_ORIGIN=f"http://{host}")
    with pytest.raises(SettingsRefused, match=r"DREAMDOT_ORIGIN: .*Allowed: https://"):
        read_settings()


def test_this_machine_finds_itself_wherever_it_listens(variables: SetVariables):
    for host, own in (("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("10.0.0.7", "10.0.0.7")):
        variables(DREAMDOT_HOST=host)
        assert read_settings().own_host == own


def test_one_database_has_one_address(variables: SetVariables):
    here, there = "postgresql://u:hunter2@a.example/x", "postgresql://u:hunter2@b.example/x"
    variables(POSTGRES_DB_USER=here, POSTGRESS_DB_USER=here)
    assert read_settings().postgres_db_user is not None
    variables(POSTGRESS_DB_USER=there)
    with pytest.raises(SettingsRefused, match="POSTGRES_DB_USER and POSTGRESS_DB_USER") as refusal:
        read_settings()
    assert "hunter2" not in str(refusal.value)


def test_two_databases_cannot_be_one(variables: SetVariables):
    variables(**READY | {"POSTGRES_DB_AUDIT": READY["POSTGRES_DB_USER"]})
    with pytest.raises(SettingsRefused, match=r"POSTGRES_DB_AUDIT: .*POSTGRES_DB_USER") as refusal:
        read_settings()
    assert "hunter2" not in str(refusal.value)


def test_production_takes_no_weak_hashes_and_repeats_nobody(variables: SetVariables):
    variables(**READY | {"DREAMDOT_BCRYPT_COST": "4", "DREAMDOT_LOG_LEVEL": "debug"})
    with pytest.raises(SettingsRefused, match=r"(?s)BCRYPT_COST: at least 10.*LOG_LEVEL"):
        read_settings()


def test_letters_go_one_way_and_are_from_somebody(variables: SetVariables):
    variables(SMTP_URL="smtp://mail.example")
    with pytest.raises(SettingsRefused, match="MAIL_FROM: "):
        read_settings()
    variables(MAIL_FROM="letters@dreamdot.example", RESEND_API_KEY="re_hunter2")
    with pytest.raises(SettingsRefused, match="SMTP_URL and RESEND_API_KEY") as refusal:
        read_settings()
    assert "hunter2" not in str(refusal.value)
    variables(SMTP_URL="")
    assert "hunter2" not in repr(read_settings())


P256 = ECKey.generate_key("P-256")
APPLE = {"APPLE_CLIENT_ID": "example.dreamdot", "APPLE_TEAM_ID": "T", "APPLE_KEY_ID": "K"}


def test_a_provider_is_configured_whole_or_not_at_all(variables: SetVariables):
    assert not any(read_settings().is_offered(name) for name in PROVIDERS)
    variables(GOOGLE_CLIENT_ID="x", **APPLE)
    with pytest.raises(SettingsRefused) as refusal:
        read_settings()
    assert str(refusal.value).splitlines() == [
        "GOOGLE_CLIENT_SECRET: Google cannot be used without",
        "APPLE_PRIVATE_KEY: Apple cannot be used without",
    ]
    pem = P256.as_pem(private=True).decode()
    variables(GOOGLE_CLIENT_SECRET="hunter2", APPLE_PRIVATE_KEY=pem.replace("\n", "\\n"))
    read = read_settings()
    assert [name for name in PROVIDERS if read.is_offered(name)] == ["google", "apple"]
    assert "hunter2" not in repr(read)
    assert "PRIVATE KEY" not in repr(read)
    assert read.apple_private_key is not None
    assert ECKey.import_key(read.apple_private_key.get_secret_value()).is_private


@pytest.mark.parametrize(
    "value",
    [
        "hunter2",
        P256.as_pem(private=False).decode(),
        ECKey.generate_key("P-384").as_pem(private=True).decode(),
        RSAKey.generate_key(2048).as_pem(private=True).decode(),
    ],
    ids=["no key", "public", "another curve", "RSA"],
)
def test_what_cannot_sign_for_apple_is_refused(variables: SetVariables, value: str):
    variables(APPLE_PRIVATE_KEY=value, **APPLE)
    with pytest.raises(SettingsRefused, match=r"^APPLE_PRIVATE_KEY: ") as refusal:
        read_settings()
    assert value.splitlines()[0] not in str(refusal.value)


def test_production_speaks_with_providers_over_https(variables: SetVariables):
    variables(**READY, GITHUB_ISSUER="http://github.example")
    with pytest.raises(SettingsRefused, match="GITHUB_ISSUER: an address that begins with https"):
        read_settings()
    variables(GITHUB_ISSUER="https://github.example/")
    with pytest.raises(SettingsRefused, match="GITHUB_ISSUER: this value cannot be used"):
        read_settings()


def test_processes_that_could_not_share_are_refused(variables: SetVariables):
    assert read_settings().process_count == 1
    variables(DREAMDOT_PROCESSES="2")
    with pytest.raises(SettingsRefused, match=r"DREAMDOT_PROCESSES: .*REDIS_URL"):
        read_settings()
    variables(REDIS_URL="redis://cache.example/0")
    assert read_settings().process_count == 2
    variables(DREAMDOT_PROCESSES="")
    assert 1 <= read_settings().process_count <= 4


def test_reflex_is_configured_by_the_same_settings(tmp_path: Path):
    (tmp_path / ".env").write_text(
        "DREAMDOT_ORIGIN=https://dreamdot.example\nDREAMDOT_PORT=4321\nDREAMDOT_BACKEND_PORT=4322\n"
    )
    shown = "rxconfig.{}".format
    asked = (
        "config.cors_allowed_origins",
        "config.frontend_port",
        "config.backend_port",
        "config.state_manager_mode.value",
        "os.environ['GRANIAN_WORKERS']",
    )
    root = str(EXAMPLE.parent)
    told = subprocess.run(
        [sys.executable, "-c", f"import rxconfig; print({', '.join(map(shown, asked))})"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": root, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "https://dreamdot.example" in told
    # In memory: on disk the session's cookie would lie in a file for each tab.
    assert told.strip().endswith("4321 4322 memory 1")
