"""Pages of the built client: policy, metadata, true 404s, no redirects, nothing sent twice."""

import gzip
import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from reflex.utils.precompressed_staticfiles import PrecompressedStaticFiles

from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.settings import Environment, Settings
from dreamdot_app.core.web import metadata
from dreamdot_app.core.web.documents import Documents
from dreamdot_app.core.web.metadata import PageMetadata, page_metadata, with_metadata
from dreamdot_app.core.web.origins import allowed_origins
from dreamdot_app.core.web.policy import PagePolicy, inline_sources
from dreamdot_app.core.web.shells import serve_shells, shell_of
from tests.web.asgi import ask

pytestmark = pytest.mark.pure

SETTINGS = Settings.model_validate(
    {"env": Environment.PRODUCTION, "origin": "https://dreamdot.example"}
)
CODE = "window.go = 1 < 2;"
SHELL = (
    '<!DOCTYPE html><html><head><title>Old</title><meta name="description" content="old">'
    '<meta property="og:image" content="old.png"></head><body class="x">'
    f'<script>{CODE}</script><script type="module" async="">import "/assets/a.js";</script>'
    '<script src="/assets/b.js"></script><script type="application/ld+json">{}</script>'
    "</body></html>"
)


@pytest.fixture
def site(tmp_path: Path) -> Documents:
    (tmp_path / "wallet").mkdir()
    (tmp_path / "wallet" / "index.html").write_text(SHELL.replace("Old", "Wallet"))
    (tmp_path / "index.html").write_text(SHELL)
    (tmp_path / "404.html").write_text(SHELL.replace("Old", "Missing"))
    (tmp_path / "robots.txt").write_text("User-agent: *")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a-1.js").write_text("1")

    def router(path: str) -> str | None:
        return "work/[ref]" if path.startswith(("/work/", "/u/")) else None

    files = PrecompressedStaticFiles(directory=tmp_path, html=True, router=router)
    return Documents(files, PagePolicy(SETTINGS, allowed_origins(SETTINGS)), SETTINGS.public_origin)


@pytest.fixture(autouse=True)
def nobody_describes() -> Iterator[None]:
    """Only this module's works, whatever slices other tests have brought in."""
    before = list(metadata._providers)
    metadata._providers.clear()
    yield
    metadata._providers[:] = before


@pytest.fixture
def described(nobody_describes: None) -> None:

    async def work(params: dict[str, str]) -> PageMetadata | None:
        if params["ref"] == "gone":
            raise NotFound
        if params["ref"] == "none":
            return None
        return PageMetadata(
            title=f"</title><script>alert(1)</script> {params['ref']}",
            description='A "quiet" <b>story</b>',
            image_url="/drawn/cover/x.svg",
            json_ld={"name": "</script><script>alert(1)</script>"},
            paragraphs=("First & last",),
        )

    page_metadata("/work/[ref]", work)


def source(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"


async def test_a_page_carries_a_policy_of_its_own_scripts(site: Documents) -> None:
    policy = (await ask(site, "GET", "/")).headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert set(scripts.split()[1:]) == {
        "'self'",
        source(CODE),
        source('import "/assets/a.js";'),
    }
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy
    assert policy.startswith("default-src 'none'; ")
    for closed in ("object-src", "frame-src", "worker-src", "base-uri", "frame-ancestors"):
        assert f"{closed} 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "upgrade-insecure-requests" in policy
    assert "wss://dreamdot.example" in policy


def test_scripts_and_styles_are_found_however_they_are_written() -> None:
    page = (
        b"<SCRIPT\n nonce>a()</script ><script data-src=x>b()</script><script src=x>c()</script>"
        b"<script type='application/ld+json'>{}</script><style data-x>p{}</style><STYLE>q{}</STYLE>"
        b"<p style=\"width:9%\"><i STYLE = 'a:&quot;b&quot;'><b data-style='c'><u style=\"\">"
        b"<script>s = \" style='no'\"</script>"
    )
    scripts, styles = inline_sources(page)
    assert set(scripts.split()) == {source("a()"), source("b()"), source("s = \" style='no'\"")}
    assert set(styles.split()) == {
        source(style) for style in ("p{}", "q{}", "", "width:9%", 'a:"b"')
    }  # fmt: skip


async def test_no_redirect_to_a_slash(site: Documents) -> None:
    for path in ("/wallet", "/wallet/", "/wallet?next=/x"):
        answer = await ask(site, "GET", path)
        assert answer.status_code == 200, path
        assert "Wallet" in answer.text


async def test_an_unknown_page_is_a_true_404_with_our_page(site: Documents) -> None:
    for path in ("/no/such/page", "/nothing.html", "/assetsx", "/%2e%2e/x"):
        answer = await ask(site, "GET", path)
        assert answer.status_code == 404, path
        assert "Missing" in answer.text
        assert "script-src" in answer.headers["content-security-policy"]


async def test_a_page_with_parameters_gets_its_shell(site: Documents, tmp_path: Path) -> None:
    serve_shells(["index", "work/[ref]", "work/[ref]/sheets/[sheet]", "u/[name]"])
    try:
        for shell in ("work/-", "work/-/sheets/-"):
            (tmp_path / shell).mkdir(parents=True)
            (tmp_path / shell / "index.html").write_text(SHELL.replace("Old", shell))
        for path, title in (
            ("/work/a-1", "work/-"), ("/work/a-1/", "work/-"), ("/work/-", "work/-"),
            ("/work/a/sheets/2", "work/-/sheets/-"), ("/wallet", "Wallet"),
        ):  # fmt: skip
            answer = await ask(site, "GET", path)
            assert (answer.status_code, f"<title>{title}<" in answer.text) == (200, True), path
        # One that was not prerendered is served as Reflex does; what is no page stays none.
        assert (await ask(site, "GET", "/u/ana")).status_code == 200
        assert (await ask(site, "GET", "/work/a/b/c/d.png")).status_code != 500
    finally:
        serve_shells([])


def test_what_is_a_page_with_parameters() -> None:
    serve_shells(["index", "write", "write/[work]", "/write/[work]/preview"])
    try:
        assert [shell_of(path) for path in ("/", "/write", "/write/x", "/write/x/preview")] == [
            None, None, "/write/-", "/write/-/preview",
        ]  # fmt: skip
    finally:
        serve_shells([])


async def test_files_are_files(site: Documents) -> None:
    assert (await ask(site, "GET", "/robots.txt")).text == "User-agent: *"
    assert (await ask(site, "GET", "/assets/a-1.js")).text == "1"


async def test_metadata_replace_the_shells_own(site: Documents, described: None) -> None:
    answer = await ask(site, "GET", "/work/a-b%20c?utm=1")
    page = answer.text
    assert answer.status_code == 200
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; a-b c</title>" in page
    assert page.count("<title>") == page.count('name="description"') == 1
    assert 'content="A &quot;quiet&quot; &lt;b&gt;story&lt;/b&gt;"' in page
    assert "old" not in page
    assert 'content="https://dreamdot.example/drawn/cover/x.svg"' in page
    assert '<link rel="canonical" href="https://dreamdot.example/work/a-b%20c">' in page
    assert "<noscript><h1>" in page
    assert "First &amp; last" in page
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(data) == {"name": "</script><script>alert(1)</script>"}
    assert page.index("<script>window") > page.index("</head>")


@pytest.mark.parametrize("ref", ["gone", "none"])
async def test_what_does_not_exist_is_a_true_404(
    site: Documents, described: None, ref: str
) -> None:
    answer = await ask(site, "GET", f"/work/{ref}")
    assert answer.status_code == 404
    assert "Missing" in answer.text


async def test_a_known_page_is_not_sent_again(site: Documents, described: None) -> None:
    for path in ("/", "/work/x"):
        first = await ask(site, "GET", path)
        again = await ask(site, "GET", path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = await ask(site, "GET", "/wallet", headers={"if-none-match": first.headers["etag"]})
        assert other.status_code == 200


async def test_pages_are_compressed_for_those_who_can(site: Documents) -> None:
    packed = await ask(site, "GET", "/", headers={"accept-encoding": "gzip, br"})
    plain = await ask(site, "GET", "/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text == SHELL
    assert int(packed.headers["content-length"]) == len(gzip.compress(SHELL.encode(), 5, mtime=0))


async def test_head_is_get_without_the_page(site: Documents, described: None) -> None:
    for path in ("/", "/wallet", "/work/x", "/work/gone", "/robots.txt"):
        headers = {"accept-encoding": "identity"}
        get = await ask(site, "GET", path, headers=headers)
        head = await ask(site, "HEAD", path, headers=headers)
        assert head.content == b""
        assert head.status_code == get.status_code
        assert head.headers["content-length"] == str(len(get.content))


def test_the_head_keeps_its_beginning() -> None:
    told = PageMetadata(title="New", description="")
    page = with_metadata(SHELL, told, origin="https://x", path="/p")
    assert page.startswith("<!DOCTYPE html><html><head><title>New</title>")
    assert "<noscript>" not in page
