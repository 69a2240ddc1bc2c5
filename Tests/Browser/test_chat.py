"""The two conversations: nothing typed is lost, nothing is shown twice, whatever carries the packets."""

import re

import socket

import pytest

INTERVIEW = "#/transfers/t1/accounts/a1/interview"
ASK = "#/clones/k1/versions/2/ask"


def answer(page, text):
    page.get_by_label("Your answer").fill(text)
    page.keyboard.press("Control+Enter")


def count(page, text):
    return page.locator(".bubble.mine .bubble-text", has_text=text).count()


@pytest.mark.parametrize("sockets", [True, False])
def test_an_answer_is_sent_once_and_the_next_question_comes(as_role, mock_only, sockets):
    mock_only.state.sockets = sockets
    page = as_role("owner", INTERVIEW)
    page.get_by_text("Imagine that your successor").wait_for()
    answer(page, "Petra decides.\nAlways.")
    page.get_by_text("Which one holds").wait_for()
    page.get_by_text("What I understood").wait_for()
    assert count(page, "Petra decides.") == 1
    assert page.locator(".turn.open").count() == 1
    assert [one["text"] for one in mock_only.state.seen] == ["Petra decides.\nAlways."]
    assert page.get_by_label("Your answer").input_value() == ""


def test_the_reason_of_a_question_can_be_seen(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.get_by_text("Why am I asked this?").click()
    page.get_by_text("An open beginning").wait_for()


def test_a_draft_survives_a_reload(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    page.get_by_label("Your answer").fill("Half a thou")
    page.reload()
    page.locator(".turn.open").wait_for()
    assert page.get_by_label("Your answer").input_value() == "Half a thou"


def test_words_sent_while_offline_arrive_once_when_the_connection_is_back(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    page.context.set_offline(True)
    mock_only.state.sockets = False
    page.evaluate("window.dispatchEvent(new Event('online'))")
    answer(page, "Written in a tunnel.")
    page.get_by_text("Sending…").wait_for()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("Which one holds").wait_for(timeout=15000)
    assert [one["text"] for one in mock_only.state.seen] == ["Written in a tunnel."]
    assert count(page, "Written in a tunnel.") == 1


def test_words_in_the_outbox_survive_a_reload(as_role, mock_only, base):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    packet = '{"type":"message","turn_id":"u1","text":"Kept over the night.","client_message_id":"m-1"}'
    page.evaluate("(packet) => localStorage.setItem('fera.outbox.p-own.c1', `[${packet}]`)", packet)
    page.reload()
    page.get_by_text("Which one holds").wait_for()
    assert count(page, "Kept over the night.") == 1
    assert page.evaluate("localStorage.getItem('fera.outbox.p-own.c1')") is None


@pytest.mark.parametrize("sockets", [True, False])
def test_an_answer_to_a_question_that_has_moved_on_comes_back_into_the_box(as_role, mock_only, sockets):
    mock_only.state.sockets = sockets
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    # Another window of the same person answers first, unseen by this one until it sends.
    page.evaluate("""() => localStorage.setItem('fera.outbox.p-own.c1',
        JSON.stringify([{type: 'message', turn_id: 'u0', text: 'Too late.', client_message_id: 'm-2'}]))""")
    page.reload()
    page.get_by_text("moved on").first.wait_for()
    assert page.get_by_label("Your answer").input_value() == "Too late."


def test_quick_actions_reach_the_server(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    page.get_by_role("button", name="Skip").click()
    page.get_by_text("Which one holds").wait_for()
    page.get_by_role("button", name="Ask someone else").click()
    page.get_by_label("Who would know?").fill("Ilse Brandt")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text("I shall ask Ilse Brandt.").wait_for()
    assert [(one["action"], one.get("to")) for one in mock_only.state.seen] == [("skip", None), ("refer", "Ilse Brandt")]


def test_pause_and_resume_keep_the_question(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert page.get_by_text("Imagine that your successor").count() == 1


def test_a_line_can_be_corrected_and_taken_back_where_it_is_shown(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    answer(page, "Petra decides.")
    page.get_by_role("button", name="Correct: Who decides").click()
    page.get_by_label("What should it say?").fill("Petra and Uwe decide.")
    page.get_by_role("button", name="Correct it").click()
    page.locator(".understood").get_by_text("Petra and Uwe decide.").wait_for()
    page.get_by_role("button", name="Take back: Who decides").click()
    page.locator(".understood .gone").wait_for()


def test_the_end_leads_to_the_owners_pass(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    for opening in ["Imagine", "The CRM says", "Who at Bergmann", "What have I not asked"]:
        page.locator(".turn.open", has_text=opening).wait_for()
        page.get_by_role("button", name="Later").click()
    page.get_by_role("link", name="Read what was understood").click()
    page.get_by_role("button", name="Finish the pass").wait_for()


def test_an_answer_is_cited_and_the_citation_opens_the_passage(as_role, mock_only):
    page = as_role("successor", ASK)
    page.get_by_label("Your question").fill("Who decides?")
    page.keyboard.press("Enter")
    cite = page.get_by_role("button", name="Source 1: said by Jonas Weber")
    cite.click()
    panel = page.get_by_role("complementary", name="Source 1")
    assert panel.locator("mark").inner_text() == "Sverre signs, but he asks her first."
    panel.get_by_text("call-2026-09.vtt, 00:14:07").first.wait_for()
    page.keyboard.press("Escape")
    assert panel.count() == 0 or not panel.is_visible()
    assert cite.evaluate("element => element === document.activeElement")
    page.get_by_role("button", name="Yes").click()
    page.get_by_text("Thank you").wait_for()


def test_a_quote_after_letters_of_several_bytes_is_marked_where_it_stands(as_role, mock_only):
    page = as_role("successor", ASK)
    page.get_by_label("Your question").fill("Why the price?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Source 1").wait_for()
    page.get_by_label("Your question").fill("And what about her?")
    page.keyboard.press("Enter")
    page.get_by_text("What does Mette Dahl say about the price?").wait_for()
    page.get_by_role("button", name="Source 1").last.click()
    assert "“naïve”" in page.locator("mark").inner_text()


def test_a_refusal_is_friendly_cites_nothing_and_offers_what_is_near(as_role, mock_only):
    page = as_role("successor", ASK)
    page.get_by_label("Your question").fill("Where is the parking?")
    page.keyboard.press("Enter")
    box = page.locator(".refusal")
    box.get_by_text("Your question was put to").wait_for()
    assert box.locator(".cite").count() == 0
    assert page.get_by_text("Did this help?").count() == 0
    box.get_by_role("button", name="Price story").click()
    assert page.get_by_label("Your question").input_value() == "Price story"


def test_a_conversation_is_there_again_after_a_reload_and_not_doubled(as_role, mock_only):
    page = as_role("successor", ASK)
    page.get_by_label("Your question").fill("Who decides?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Source 2").wait_for()
    page.reload()
    page.get_by_role("button", name="Source 2").wait_for()
    assert page.locator(".answer-card").count() == 1
    assert count(page, "Who decides?") == 1


def test_the_answer_to_a_gap_comes_in_by_itself(as_role, mock_only):
    page = as_role("successor", ASK)
    page.get_by_label("Your question").fill("Where is the parking?")
    page.keyboard.press("Enter")
    page.locator(".refusal").wait_for()
    mock_only.state.put("q1", {"type": "notice", "code": "gap_answered", "text": "Version 3 answers your question."})
    page.get_by_text("Version 3 answers your question.").wait_for()


def test_text_of_the_server_is_never_markup(as_role, mock_only):
    mock_only.state.put("c1", {"type": "message", "author": None, "text": "<img src=x onerror=alert(1)><b>bold</b>"})
    page = as_role("owner", INTERVIEW)
    page.get_by_text("<img src=x onerror=alert(1)>").wait_for()
    assert page.locator(".log img, .log b").count() == 0


def test_a_busy_server_is_asked_again(as_role, mock_only):
    page = as_role("successor", ASK)
    mock_only.state.busy = 1
    page.get_by_label("Your question").fill("Who decides?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Source 2").wait_for()
    assert re.search(r"\[2\]", page.locator(".answer-card").inner_text())


def test_a_double_click_is_one_wish(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    page.get_by_role("button", name="Skip").dblclick()
    page.get_by_text("Which one holds").wait_for()
    assert [one["action"] for one in mock_only.state.seen] == ["skip"]


def test_what_was_missed_while_the_socket_was_down_comes_once_and_in_order(as_role, mock_only):
    page = as_role("owner", INTERVIEW)
    page.locator(".turn.open").wait_for()
    state = mock_only.state
    state.sockets = False
    for one in state.live:
        one.shutdown(socket.SHUT_RDWR)
    page.get_by_text("Connecting again").wait_for()
    for text in ["First missed.", "Second missed."]:
        state.put("c1", {"type": "message", "author": None, "text": text})
    state.sockets = True
    page.get_by_text("Second missed.").wait_for(timeout=15000)
    answer(page, "Still here.")
    page.get_by_text("Which one holds").wait_for()
    texts = page.locator(".log .bubble-text").all_inner_texts()
    assert texts[1:] == ["First missed.", "Second missed.", "Still here."]
    assert [one["text"] for one in state.seen] == ["Still here."]
