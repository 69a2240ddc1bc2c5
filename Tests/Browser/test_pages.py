"""What each page does, driven as a person would."""

import re


def test_a_join_link_is_used_and_leaves_the_address_bar(browser, mock_only, base):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/#join=owner")
    page.get_by_role("heading", name="Hello, Jonas").wait_for()
    assert "join" not in page.url
    context.close()


def test_nobody_is_told_to_open_their_link(as_role):
    as_role(None).get_by_text("open the link that you were given").wait_for()


def test_a_used_and_an_expired_link_say_so(as_role, mock_only):
    as_role(None, "#join=used").get_by_text("A link works once.").wait_for()
    as_role(None, "#join=expired").get_by_text("This link has expired.").wait_for()


def test_an_unknown_page_leads_back(as_role):
    page = as_role("manager", "#/nowhere")
    page.get_by_role("link", name="Go to the start page").click()
    page.get_by_role("heading", name="Hello").wait_for()


def test_a_session_that_ends_shows_the_way_in(as_role, mock_only):
    page = as_role("manager")
    # The last thing that the start page looks for.
    page.get_by_role("link", name=re.compile("See what")).wait_for()
    page.context.clear_cookies()
    page.get_by_role("link", name="Jonas Weber leaves").click()
    page.get_by_text("open the link that you were given").wait_for()


def test_the_start_page_says_what_waits(as_role, mock_only):
    as_role("owner").get_by_role("link", name="Answer: Interview about Bergmann Logistik").wait_for()
    as_role("reviewer").get_by_role("link", name="Review: 2 lines to review").wait_for()
    as_role("manager").get_by_role("link", name=re.compile("See what")).wait_for()
    as_role("successor").get_by_role("link", name="Ask about Halden Maritime").wait_for()


def test_a_transfer_is_opened(as_role, mock_only):
    page = as_role("manager", "#/transfers/new")
    page.get_by_role("button", name="Open the transfer").click()
    page.get_by_text("Say what changes hands.").wait_for()
    page.get_by_label("Scope").fill("One account")
    page.get_by_label("Last working day").fill("2026-12-18")
    page.get_by_label("Reason").fill("She moves on")
    page.get_by_role("group", name="Person 1").get_by_label("Name").fill("Jonas Weber")
    second = page.get_by_role("group", name="Person 2")
    second.get_by_label("Name").fill("New CSM")
    second.get_by_label("Reviewer").check()
    second.get_by_label("Customer-facing").check()
    second.get_by_label("Not hired yet").check()
    page.get_by_role("group", name="Account 1").get_by_label("Name").fill("Bergmann Logistik")
    page.get_by_text("Paste accounts as CSV").click()
    page.get_by_label("Accounts as CSV").fill("name,tier\nHalden,mid")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Open the transfer").click()
    body = sent.value.post_data_json
    assert body["template"] == "csm-departure" and body["last_working_day"] == "2026-12-18"
    assert body["people"] == [
        {"name": "Jonas Weber", "roles": ["owner"]},
        {"name": "New CSM", "roles": ["successor", "reviewer"], "routes": ["customer-facing"], "hired": False},
    ]
    assert body["accounts"] == [{"name": "Bergmann Logistik", "tier": "top"}] and body["accounts_csv"] == "name,tier\nHalden,mid"
    assert sent.value.headers["x-fera-csrf"] and sent.value.headers["idempotency-key"]
    page.get_by_role("heading", name="Jonas Weber leaves").wait_for()


def test_a_join_link_is_made_for_a_person(as_role, mock_only, base):
    page = as_role("manager", "#/transfers/t1")
    page.get_by_role("button", name="Copy a join link for Ilse Brandt").click()
    page.get_by_label("Copied text").wait_for()
    assert page.get_by_label("Copied text").input_value() == f"{base}/#join=SECRET-p-rev"


def test_files_say_what_became_of_them(as_role, mock_only):
    page = as_role("manager", "#/transfers/t1/sources")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "tickets.csv", "mimeType": "text/csv", "buffer": b"id,subject\n1,hello\n"},
            {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"x"},
        ]
    )
    page.get_by_text("41 read, 2 skipped, 0 failed").wait_for()
    page.get_by_text("1 secret was blacked out.").wait_for()
    page.get_by_text("The place: line 3.").wait_for()
    page.get_by_text("mails.eml").click()
    page.get_by_text("We only talk to Petra").wait_for()


def test_a_contradiction_is_accepted_and_the_lock_opens(as_role, mock_only):
    page = as_role("manager", "#/transfers/t1/accounts/a1/lock")
    assert page.get_by_role("button", name="Lock version 1").is_disabled()
    page.get_by_role("link", name="See the contradictions").click()
    page.get_by_text("This agreement renews on 31 March").wait_for()
    page.get_by_role("button", name="Accept that it stays open").click()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Please write something first.").wait_for()
    page.get_by_label("Why can it stay open?").fill("Legal will say in January.")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Accepted as open").wait_for()
    page.go_back()
    page.get_by_role("button", name="Lock version 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Lock").click()
    page.get_by_text("is locked").wait_for()
    assert "9f2c4be1" in page.locator(".hash").inner_text()


def test_the_owner_passes_corrects_keeps_and_withdraws(as_role, mock_only):
    page = as_role("owner", "#/transfers/t1/accounts/a1/pass")
    page.get_by_text("4 lines left to read").wait_for()
    page.get_by_role("button", name="Confirm: Who decides").click()
    page.get_by_role("button", name="Correct: True health").click()
    page.get_by_label("What should it say?").fill("The score is green and wrong.")
    page.get_by_role("button", name="Save the correction").click()
    page.get_by_role("button", name="Keep private: Why the price is what it is").click()
    page.get_by_role("button", name="Withdraw: Workarounds").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw it").click()
    page.get_by_text("Everything is read").wait_for()
    assert [one["status"] for one in mock_only.state.statements] == ["confirmed", "confirmed", "private", "withdrawn"]
    page.get_by_role("button", name="Finish the pass").click()
    page.get_by_role("dialog").get_by_role("button", name="Finish").click()
    page.get_by_role("heading", name="Jonas Weber leaves").wait_for()


def test_a_line_changed_by_somebody_else_is_shown_and_not_overwritten(as_role, mock_only):
    page = as_role("owner", "#/transfers/t1/accounts/a1/pass")
    page.get_by_text("4 lines left to read").wait_for()
    mock_only.state.statements[0].update(text="Changed meanwhile.", revision=2)
    page.get_by_role("button", name="Confirm: Who decides").click()
    page.get_by_text("Changed meanwhile.").wait_for()
    assert mock_only.state.statements[0]["status"] == "proposed"


def test_a_reviewer_approves_edits_and_asks_for_changes(as_role, mock_only):
    page = as_role("reviewer", "#/reviews")
    page.get_by_role("button", name="Edit: True health").click()
    page.get_by_label("The line as it should be").fill("The health score is green, but the planner has not been used since August.")
    page.locator("del", has_text="warehouse team").wait_for()
    page.get_by_label("Wording that may be said").fill("We are looking at how the planner is used.")
    page.get_by_role("button", name="Approve this wording").click()
    page.get_by_text("Edited by Ilse Brandt").first.wait_for()
    assert mock_only.state.reviews[0]["statement"]["blessed_wording"] == "We are looking at how the planner is used."
    page.get_by_role("button", name="Ask for changes: Why the price is what it is").click()
    page.get_by_label("What should the owner add or change?").fill("Until when?")
    page.locator(".inline-form").get_by_role("button", name="Ask for changes").click()
    page.get_by_text("Nothing waits for your decision.").wait_for()
    assert mock_only.state.reviews[1]["statement"]["decisions"][0]["reason"] == "Until when?"


def test_words_changed_meanwhile_are_read_before_they_are_decided(as_role, mock_only):
    page = as_role("reviewer", "#/reviews")
    page.get_by_role("button", name="Edit: True health").click()
    page.get_by_label("The line as it should be").fill("My own words.")
    mock_only.state.reviews[0]["statement"].update(text="Said anew meanwhile.", revision=7)
    page.get_by_role("button", name="Approve this wording").click()
    page.locator(".line-text", has_text="Said anew meanwhile.").wait_for()
    assert page.get_by_label("The line as it should be").input_value() == "My own words."
    assert mock_only.state.reviews[0]["state"] == "waiting"
    page.get_by_role("button", name="Approve: True health").click()
    page.get_by_text("Approved by Ilse Brandt").first.wait_for()


def test_a_file_that_comes_late_is_said_to_be_late(as_role, mock_only):
    page = as_role("manager", "#/transfers/t1/sources")
    page.locator("#files").set_input_files([{"name": "late.md", "mimeType": "text/markdown", "buffer": b"# Late"}])
    page.get_by_text("not part of the interview about").wait_for()


def test_tokens_are_named_listed_and_revoked(as_role):
    page = as_role("manager", "#/me")
    page.get_by_label("What it is for").fill("Nightly report")
    page.get_by_role("button", name="Make a token").click()
    page.locator("code.wrap").wait_for()
    page.get_by_role("button", name="Revoke: Nightly report").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke it").click()
    page.get_by_role("button", name="Revoke: Nightly report").wait_for(state="detached")


def test_a_clone_is_read_and_its_versions_compared(as_role, mock_only):
    page = as_role("successor", "#/clones/k1")
    page.get_by_text("Verified").wait_for()
    page.get_by_text("Out of date since 1 Nov 2026").wait_for()
    page.get_by_text("May be said to the customer: We know about").wait_for()
    page.get_by_text("Evidence (1)").first.click()
    page.get_by_text("call-2026-09.vtt, 00:14:07").first.wait_for()
    page.get_by_role("link", name="What changed since version 1").click()
    page.locator("ins", has_text="Sverre signs").wait_for()


def test_the_keyboard_alone_reaches_the_content(as_role):
    page = as_role("manager")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_renewed_session_goes_on_without_a_word(as_role, mock_only):
    page = as_role("manager", "#/transfers/t1")
    mock_only.state.csrf = "another"
    page.get_by_role("button", name="Copy a join link for Ilse Brandt").click()
    page.get_by_label("Copied text").wait_for()
