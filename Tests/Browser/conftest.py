"""A browser, and one signed-in context a role: against the stand-in, or with --base-url against a running server and its one-time links."""

import os
import sys

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, os.path.dirname(__file__))
import mock_server  # noqa: E402

ROLES = ["manager", "owner", "reviewer", "successor"]


def pytest_addoption(parser):
    parser.addoption("--base-url", default=None, help="a running server; without it the stand-in is started")
    for role in ROLES:
        parser.addoption(f"--link-{role}", default=None, help=f"the {role}'s join link on that server")
    parser.addoption("--chromium", default="/usr/bin/chromium")
    parser.addoption("--shots", default=None, help="a folder for screenshots of every page")


@pytest.fixture(scope="session")
def mock(request):
    """The stand-in, or None when a real server is tested."""
    return None if request.config.getoption("--base-url") else mock_server.start()


@pytest.fixture(scope="session")
def base(request, mock):
    given = request.config.getoption("--base-url")
    return given.rstrip("/") if given else f"http://127.0.0.1:{mock.server_address[1]}"


@pytest.fixture(autouse=True)
def fresh(mock):
    """Each test of the stand-in begins with the same state."""
    if mock:
        mock.state.__init__()


@pytest.fixture(scope="session")
def browser(request):
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=request.config.getoption("--chromium"), args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def signed_in(request, browser, base):
    """Gives the stored session of a role; its link is used once for all tests."""
    states = {}

    def get(role):
        if role not in states:
            link = request.config.getoption(f"--link-{role}")
            if request.config.getoption("--base-url") and not link:
                pytest.skip(f"no --link-{role}")
            context = browser.new_context()
            page = context.new_page()
            page.goto(link or f"{base}/#join={role}")
            page.get_by_role("navigation", name="Main").wait_for()
            assert "join=" not in page.url
            states[role] = context.storage_state()
            context.close()
        return states[role]

    return get


@pytest.fixture
def as_role(browser, base, signed_in):
    """`as_role("owner", "#/reviews")` gives a page; errors of the page fail the test."""
    contexts, faults = [], []

    def open_page(role, hash="#/", **options):
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(storage_state=signed_in(role) if role else None, reduced_motion="reduce", **options)
        contexts.append(context)
        context.set_default_timeout(6000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
        page.goto(f"{base}/{hash}")
        page.locator("main h1").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def mock_only(mock):
    if mock is None:
        pytest.skip("needs the stand-in")
    return mock
