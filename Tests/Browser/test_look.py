"""Every page for every role: it is accessible (axe), it fits narrow windows, and it can be looked at (--shots FOLDER)."""

import pathlib

import pytest
from axe_playwright_python.sync_playwright import Axe

VIEWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (360, "light")]


def of(page, path):
    """What the server says at `path`, asked as the page's person."""
    return page.evaluate("async (path) => (await fetch(path)).json()", path)


def pages(role, page):
    """Names and addresses of the pages that this role has, found through the server."""
    found = [("home", "#/"), ("me", "#/me")]
    for transfer in of(page, "/v1/transfers")["items"][:1]:
        base = f"#/transfers/{transfer['id']}"
        account = transfer["accounts"][0]
        room = f"{base}/accounts/{account['id']}"
        found.append(("transfer", base))
        if role == "manager":
            found += [
                ("people", "#/people"),
                ("open", "#/transfers/new"),
                ("sources", f"{base}/sources"),
                ("gaps", f"{room}/gaps"),
                ("lock", f"{room}/lock"),
            ]
        if role in ("manager", "owner"):
            found += [("portfolio", "#/portfolio"), ("referrals", f"{base}/referrals")]
        tail = next((one for one in transfer["accounts"] if one["tier"] == "tail" and one.get("interview_id")), None)
        if role == "owner" and tail:
            found.append(("written", f"{base}/accounts/{tail['id']}/written"))
        if role == "owner":
            found += [("pass", f"{room}/pass")] + ([("interview", f"{room}/interview")] if account.get("interview_id") else [])
    if role in ("reviewer", "successor"):
        found.append(("reviews", "#/reviews"))
    if role == "successor":
        for clone in of(page, "/v1/clones")["items"][:1]:
            base = f"#/clones/{clone['id']}/versions/{clone['version']}"
            found += [("clone", base), ("ask", f"{base}/ask")]
            if clone["version"] > 1:
                found.append(("diff", f"{base}/diff/{clone['version'] - 1}"))
    return found


def serious(page):
    result = Axe().run(page)
    return [
        f"{one['id']}: {one['help']} {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in result.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def shot(request, page, name):
    folder = request.config.getoption("--shots")
    if folder:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def look(request, page, name):
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 850})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than {width}"
        if width != 360:
            assert serious(page) == [], f"{name} {width} {scheme}"
            shot(request, page, f"{name}-{width}-{scheme}")


@pytest.mark.parametrize("role", ["manager", "owner", "reviewer", "successor"])
def test_every_page_of_a_role_is_accessible_and_fits(request, as_role, role, base):
    page = as_role(role)
    for name, hash in pages(role, page):
        page.goto(f"{base}/{hash}")
        page.locator("main:not([aria-busy]) h1").first.wait_for()
        look(request, page, f"{role}-{name}")


def test_the_page_for_nobody(request, as_role, base):
    look(request, as_role(None), "nobody")


def test_open_parts_are_accessible_too(request, as_role, mock_only):
    page = as_role("successor", "#/clones/k1/versions/2/ask")
    page.get_by_label("Your question").fill("Who decides?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Source 1").first.click()
    page.locator("mark").wait_for()
    look(request, page, "ask-panel")
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Your question").fill("Where is the parking?")
    page.keyboard.press("Enter")
    page.locator(".refusal").wait_for()
    look(request, page, "ask-refused")
    page = as_role("reviewer", "#/reviews")
    page.get_by_role("button", name="Edit: True health").click()
    page.get_by_label("The line as it should be").fill(
        "The health score is green, but the warehouse team stopped using the planner in August."
    )
    look(request, page, "review-edit")
    page = as_role("owner", "#/transfers/t1/accounts/a1/interview")
    page.get_by_label("Your answer").fill("Petra Lang decides.\nAlways.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("What I understood").first.wait_for()
    page.get_by_role("button", name="Ask someone else").click()
    page.get_by_text("Why am I asked this?").last.click()
    look(request, page, "interview-open")
