extension SimTopics {
    static let people: [SimTopic] = [
        SimTopic(
            "re.champion", hears: "champion advocate backs supporter ally fan inside",
            full: [
                "{champion} is the one who fights for us in there, because the launch made her career.",
                "Our ally is {champion}; he backs us in every meeting since we saved his first project.",
            ],
            vague: ["Somebody in operations likes us."], record: "Main contact and supporter: {champion}.", in: .plan, isHint: true),
        SimTopic(
            "re.champion_needs", hears: "champion need needs look good internally boss win",
            full: [
                "{champion} needs one slide with savings for the board, because her budget is decided there.",
                "To shine in front of his boss {champion} wants the {metric} figure a week before everybody else, so that he can present it.",
            ],
            vague: ["She just needs some good news."]),
        SimTopic(
            "re.champion_health", hears: "champion staying leaving moving secure position future stable",
            full: [
                "{champion} told me she is moving to the group on {future}, so we will need somebody new.",
                "{champion} is safe until {future}; after that his whole department is folded into finance.",
            ],
            vague: ["I am not sure how long she will stay."]),
        SimTopic(
            "re.blocker", hears: "against opposes blocks blocker resist resists enemy opposed",
            full: [
                "{blocker} works against us, because the tool we threw out was his own.",
                "The one who says no to everything is {blocker}; he feels passed over since the kick-off.",
            ],
            vague: ["There is some resistance in IT."]),
        SimTopic(
            "re.exec_sponsor", hears: "executive sponsor convinced skeptical leadership",
            full: [
                "{sponsor} sponsors us at the top and is convinced by now, because the audit went through without a finding.",
                "{sponsor} signs as the sponsor but doubts us in private, since the first year ran late.",
            ],
            vague: ["Somebody high up is supportive."], record: "Sponsor on their side: {sponsor}.", in: .plan, isHint: true),
        SimTopic(
            "re.informal_power", hears: "informal power influence behind scenes listened title unofficial",
            full: [
                "Nothing moves without {peer}; {buyer} asks her before every decision although she has no title.",
                "{peer} has been there for twenty years, so everybody listens to him, whatever the chart says.",
            ],
            vague: ["Some old hands have influence."]),
        SimTopic(
            "re.renewal_decider", hears: "decide decides decision renewal renew final say maker sign",
            full: ["Whether they renew is up to {buyer} alone; {sponsor} only signs.", "The last word on the renewal has {buyer}, not procurement."],
            vague: ["Finance decides, probably."], record: "Decision maker according to sales: {sponsor}.", in: .plan, isHint: true),
        SimTopic(
            "re.buyer_cares", hears: "buyer economic care cares personally want motivation moves",
            full: [
                "{buyer} talks about innovation but what he cares about is not being blamed, because the last project cost his predecessor the job.",
                "Privately {buyer} wants one thing: fewer people on night shift, since she promised that to the union.",
            ],
            vague: ["He cares about value, mostly."]),
        SimTopic(
            "re.channels", hears: "channel channels prefer prefers phone email slack reach reached contact",
            full: [
                "{champion} answers on Teams within minutes, {buyer} only takes calls.",
                "Write to {admin} by mail and never ring; {champion} prefers a text message.",
            ],
            vague: ["They prefer different channels."], record: "Contact: {champion} prefers chat, {buyer} prefers the phone.", in: .plan),
        SimTopic(
            "re.never_surprise", hears: "surprise surprised heads advance warn blindsided told must",
            full: [
                "{sponsor} hates surprises: tell her two days ahead, because she was caught out in front of the board on {past}.",
                "Warn {buyer} before anything goes to {peer}, since he found out last once and has not forgotten it.",
            ],
            vague: ["Some people like to know things early."]),
        SimTopic(
            "re.personal", hears: "personal habits habit dislikes likes quirk style",
            full: [
                "{buyer} never reads attachments, so put it in the first two lines.",
                "{champion} plays in an orchestra and leaves at four on Thursdays; ask him about it and you have a friend.",
            ],
            vague: ["Everybody has their little ways."], twice: true),
        SimTopic(
            "re.org_change", hears: "organization organisation reorg change changing budget merger executive restructuring happening inside",
            full: [
                "As of {future} {team} goes to {peer}, and with it the budget we live on.",
                "They merge two divisions on {future}; {sponsor} loses half her people.",
            ],
            vague: ["There may be some changes coming."]),
        SimTopic(
            "re.alternatives", hears: "alternative alternatives competitor evaluating elsewhere comparing looking rfp",
            full: [
                "{blocker} had {tool2} in for a demo on {past}; I saw the invitation.",
                "They have compared us with {tool2}: {admin} showed me the tender sheet.",
            ],
            vague: ["They might be looking around a little."]),
        SimTopic(
            "re.intro_plan", hears: "introduce introduction warm intro reassure joint successor first",
            full: [
                "Have {champion} introduce the successor in a joint call, and see {buyer} in person in the first week.",
                "Reassure {buyer} first; {champion} will bring the newcomer round to the others.",
            ],
            vague: ["Just do the usual introductions."]),
        SimTopic(
            "re.internal_align", hears: "internal teams team aligned side colleagues own together",
            full: [
                "Keep {us} from support and the billing people in one thread.",
                "{us} in product has to hear what sales tells them, or they contradict each other.",
            ],
            vague: ["Various teams are involved."], record: "Account team: {us}.", in: .plan),
        SimTopic(
            "re.followup", hears: "track keep follow private notes spreadsheet shadow system yourself",
            full: [
                "I keep a private sheet with the date of every call and colour it red after ten days.",
                "My tracker is a folder of notes called {tool}-diary on the team drive.",
            ],
            vague: ["I have my ways of following up."]),
        SimTopic(
            "re.person_role", hears: "",
            full: ["{peer} runs the planning office and is {buyer}'s oldest colleague.", "{peer} is the former head of {team}, now an adviser to the board."],
            vague: ["Somebody from another department."]),
    ]
}
