"""What an owner does beside the chat, and what is passed on to others."""

INTERVIEW = "#/transfers/t1/accounts/a1/interview"
WRITTEN = "#/transfers/t1/accounts/a3/written"


def turn(state, **packet):
    """Puts another question into the owner's interview."""
    whole = {"turn_id": "u9", "chapter": "re", "probes": [], "why": "", **packet}
    with state.lock:
        state.conversations["c1"]["turn"] = state.put("c1", {"type": "turn", **whole})


def test_a_written_pass_is_sent_in_parts_and_kept_until_it_is(as_role, mock_only):
    page = as_role("owner", WRITTEN)
    page.get_by_text("Decision maker: P. Lund").wait_for()
    page.get_by_label("Who really decides").fill("Petra decides, and asks nobody.")
    page.reload()
    assert page.get_by_label("Who really decides").input_value() == "Petra decides, and asks nobody."
    page.get_by_role("button", name="Send what is written").click()
    page.get_by_text("1 of 3 answered").wait_for()
    assert [one["answers"] for one in mock_only.state.forms] == [{"bank:pb01": "Petra decides, and asks nobody."}]
    # What is there already does not go out again.
    page.get_by_role("button", name="Send what is written").click()
    page.get_by_text("Nothing new is written yet.").wait_for()
    page.get_by_label("Why might they leave").fill("Because of the price.")
    page.get_by_role("button", name="I am through").click()
    page.get_by_role("dialog").get_by_role("button", name="I am through").click()
    page.wait_for_url("**/pass")
    assert mock_only.state.forms[1]["answers"] == {"bank:pb10": "Because of the price."} and mock_only.state.forms[1]["finish"]
    assert len({one["client_message_id"] for one in mock_only.state.forms}) == 2


def test_one_answer_about_all_accounts_says_where_it_went(as_role, mock_only):
    page = as_role("owner", "#/portfolio")
    page.get_by_text("1 of 3 accounts will not be done by 4 December 2026").wait_for()
    page.get_by_text("Will not be done", exact=True).wait_for()
    page.get_by_text("It renews on 31 January 2027").wait_for()
    once = page.locator("article", has_text="highest risk for churn")
    once.get_by_role("textbox").fill("They all grumble.")
    once.get_by_role("button", name="Send").click()
    page.get_by_text("names none of your accounts").first.wait_for()
    once.get_by_role("textbox").fill("Bergmann might leave because of Shiftwise.")
    once.get_by_role("button", name="Send").click()
    once.get_by_text("Answered", exact=True).wait_for()
    assert "Bergmann Logistik: Bergmann might leave" in once.inner_text()


def test_the_manager_is_warned_and_reads_the_order(as_role):
    page = as_role("manager", "#/transfers/t1")
    page.locator(".notice.bad", has_text="will not be done by").wait_for()
    page.get_by_role("link", name="Order and pace").click()
    page.get_by_role("heading", name="Jonas Weber").wait_for()
    assert page.get_by_text("Asked once about all").count() == 0
    assert page.get_by_role("link", name="Answer: ").count() == 0


def test_what_was_passed_on_is_sent_with_one_click_and_answered(as_role, mock_only):
    page = as_role("manager")
    page.get_by_role("link", name="Send: 1 question to pass on").click()
    page.get_by_role("button", name="Send the question").click()
    page.get_by_label("Copied text").wait_for()
    assert page.get_by_label("Copied text").input_value().endswith("/#join=SECRET-c4")
    page.get_by_text("Works once").wait_for()
    mock_only.state.referral["person"] = {"id": "p-suc", "name": "Tom Akiyama"}
    asked = as_role("successor", "#/transfers/t1/referrals")
    asked.get_by_role("link", name="Answer").click()
    asked.locator(".turn.open", has_text="special support terms").wait_for()
    assert asked.get_by_text("Split the rest into sittings").count() == 0
    assert as_role("reviewer", "#/transfers/t1/referrals").get_by_text("Nothing was passed on.").count() == 1


def test_which_line_is_meant_is_said_by_a_click(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    turn(mock_only.state, kind="which", text="Which of these do you mean?", choices=["Mara decides.", "Nils decides."])
    page.get_by_role("button", name="Neither").wait_for()
    page.get_by_role("button", name="2. Nils decides.").click()
    page.locator(".bubble.mine", has_text="2").first.wait_for()
    assert mock_only.state.seen[-1]["text"] == "2" and mock_only.state.seen[-1]["turn_id"] == "u9"
    page.get_by_role("button", name="Neither").wait_for(state="detached")


def test_who_would_know_is_a_name_or_nobody(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    turn(mock_only.state, kind="who_knows", text="That is fine. Who would know?")
    page.get_by_label("Who would know?").fill("Jonas Holt")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text("I shall ask Jonas Holt.").wait_for()
    turn(mock_only.state, kind="who_knows", text="And this one?", turn_id="u10")
    page.get_by_role("button", name="Nobody I know of").click()
    page.get_by_text("And this one?").wait_for()
    assert [one["action"] for one in mock_only.state.seen] == ["refer", "skip"]


def test_more_time_is_one_click_and_sittings_have_days(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    turn(mock_only.state, kind="closing", text="What have I not asked?")
    page.get_by_role("button", name="The rest in writing").click()
    page.get_by_role("button", name="The rest in writing").wait_for(state="detached")
    assert mock_only.state.seen[-1]["action"] == "extend" and mock_only.state.seen[-1]["choice"] == "written"
    page.get_by_text("Split the rest into sittings").click()
    page.get_by_label("Day").fill("2030-01-15")
    page.get_by_label("Questions").fill("4")
    page.get_by_role("button", name="Plan them").click()
    page.get_by_text("Sittings: 15 Jan 2030 (4 questions)").wait_for()
    assert mock_only.state.sittings == [{"day": "2030-01-15", "questions": 4}]


def test_the_tail_is_asked_in_writing_from_the_start_page(as_role):
    page = as_role("owner")
    page.get_by_role("link", name="Answer: A few written questions about Fjord Fisk").click()
    page.get_by_role("button", name="Send what is written").wait_for()
    page.goto(page.url.replace("/written", "/interview"))
    page.get_by_role("link", name="Answer in writing").wait_for()
