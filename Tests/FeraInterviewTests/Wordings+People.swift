extension Wordings {
    /// Mara Lenz, whom the list has as plant manager of Harbour Foods, has gone or is something else.
    static let contacts = lines(
        """
        Mara Lenz has left Harbour Foods.
        Mara Lenz no longer works at Harbour.
        Mara Lenz doesn't work there any more.
        Mara Lenz isn't with Harbour any longer.
        Mara Lenz left at the end of April.
        Mara Lenz is gone since May.
        Mara Lenz quit last month.
        Mara Lenz retired in April.
        Mara Lenz was let go.
        Mara Lenz is with Amber Foods now.
        Mara Lenz has moved to Amber Foods.
        Mara Lenz works for Amber Foods now.
        Mara Lenz changed jobs.
        Mara Lenz took a job at Amber Foods.
        Mara Lenz has been promoted to Chief Financial Officer.
        Mara Lenz is now Head of Digital.
        Mara Lenz is the new CFO.
        Mara Lenz became CFO.
        Mara Lenz was appointed CFO.
        Mara Lenz was named Head of Finance.
        Mara Lenz now works as Financial Controller.
        Mara Lenz had her last day at Harbour on Friday.
        Mara Lenz has handed in her notice and left.
        Mara Lenz, now CFO, asked for the numbers.
        Mara Lenz (CFO) asked for the numbers.
        Please note Mara Lenz has departed, her mailbox bounces.
        Mara Lenz resigned on Monday.
        """)

    static let noContacts = lines(
        """
        Mara Lenz has left the meeting early.
        Mara Lenz left a message.
        Mara Lenz is on leave until July.
        Mara Lenz will leave for her holiday tomorrow.
        Mara Lenz moved the meeting to Friday.
        Mara Lenz has joined the call.
        Mara Lenz is the plant manager.
        If Mara Lenz leaves, we have a problem.
        Has Mara Lenz left?
        Mara Lenz has not left.
        Mara Lenz wants to become CFO.
        Mara Lenz met the CFO.
        Mara Lenz reports to the CFO.
        Mara Lenz and the CFO joined.
        Mara Lenz left it to us.
        Mara Lenz is leaving the choice to us.
        Mara Lenz used to be CFO of Amber Foods.
        Mara Lenz is our champion.
        Mara Lenz moved to the new office.
        Mara Lenz switched to the new app.
        Mara Lenz quit the app and started it again.
        Mara Lenz is gone for lunch.
        Mara Lenz is with us on this.
        Mara Lenz works with Amber Foods on the pilot.
        Mara Lenz (our champion) asked for the numbers.
        Mara Lenz left early on Friday.
        """)

    /// Somebody else in a role: Nils Aker is sponsor, Ines Kroll decides, Mara Lenz is champion, Tom Brandt our account manager.
    static let roles = lines(
        """
        The sponsor is Jonas Holt.
        Jonas Holt has taken over from Nils Aker as sponsor.
        Nowt gets bought without Jonas Holt, he's the decision maker.
        The executive sponsor is from now on Mr Jonas Holt.
        Jonas Holt sponsors us now.
        Our exec sponsor, Jonas Holt, joined.
        Jonas Holt has the final say.
        It's Jonas Holt who decides on the renewal.
        Jonas Holt inherited the sponsor role from Nils Aker.
        Nils Aker handed the sponsor role to Jonas Holt.
        Nils Aker stepped down as sponsor.
        Nils Aker is not our sponsor any more.
        As of May, sponsor = Jonas Holt.
        The budget holder is Jonas Holt.
        Jonas Holt, she's our champion there.
        Jonas Holt is the account manager now.
        Jonas Holt looks after the account now.
        The decision lies with Jonas Holt.
        Jonas Holt holds the purse strings.
        The new sponsor's name is Jonas Holt.
        Sponsor: Jonas Holt (since May)
        Jonas Holt signs off on everything.
        The champion there is Jonas Holt these days.
        """)

    static let noRoles = lines(
        """
        Someone at Bloemstad has a sponsor called Jonas Holt, other client, don't mix up.
        Jonas Holt asked who the sponsor is.
        Is Jonas Holt the sponsor?
        Jonas Holt might become the sponsor.
        Jonas Holt met our sponsor.
        Jonas Holt was the sponsor until 2024.
        Jonas Holt thinks the sponsor is happy.
        Jonas Holt is not the sponsor.
        Jonas Holt told the sponsor.
        Jonas Holt at Amber Foods is sponsor of a different customer.
        Jonas Holt sponsors the football team.
        Jonas Holt wants to be sponsor.
        Nils Aker is still our sponsor.
        At another account the decision maker is Jonas Holt.
        """)

    /// T-4711, which the list has as closed, is open; T-4712, which it has as open, is closed.
    static let tickets = lines(
        """
        T-4711 is unresolved at the Thika branch.
        T-4711 is not solved, the gap came back.
        T-4711 isn't done.
        T-4711 remains unresolved at client end.
        T-4711 is still happening.
        T-4711: same error again this morning.
        T-4711 has not gone away.
        We still wait for T-4711.
        T-4711 was never fixed.
        T-4711 is back.
        No fix for T-4711 yet.
        T-4711 keeps failing.
        T-4711 should not have been closed.
        The fix for T-4711 didn't help.
        The fix of T-4711 does not work.
        T-4711 still occurs on two lines.
        T-4711 is an open point.
        T-4711 is in progress again.
        Nobody has fixed T-4711.
        T-4711 reared its head again.
        T-4712 is resolved.
        T-4712 has been fixed since Wednesday.
        T-4712 works now.
        T-4712 no longer occurs.
        T-4712 is gone.
        T-4712 was closed last week.
        We closed T-4712.
        T-4712 done and dusted.
        T-4712 sorted.
        The fix for T-4712 is live.
        T-4712 verified by the client, ok.
        T-4712 is not a problem any more.
        T-4712 got fixed.
        """)

    static let noTickets = lines(
        """
        T-4712 will be fixed next week.
        Is T-4711 still open?
        T-4711 closed.
        T-4712 still open.
        When will T-4712 be solved?
        T-4712 is not resolved.
        Please close T-4712 when done.
        T-4712 should be fixed by June.
        T-4711 was open for three weeks.
        T-4711 is fixed, thanks.
        T-4712 isn't fixed yet.
        If T-4711 comes back, tell me.
        T-4711 is no longer open.
        T-4711 has not come back.
        We hope T-4712 gets resolved.
        T-4712 is almost done.
        T-4711 no longer happens.
        T-4711 is not a problem any more.
        T-4712 is not gone.
        T-4712 has not been verified.
        T-4712 no longer has a workaround.
        Once T-4712 is sorted we go live.
        """)
}
