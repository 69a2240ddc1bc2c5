extension SimTopics {
    static let story: [SimTopic] = [
        SimTopic(
            "st.origin_goal", hears: "why bought buy original originally goal purpose began beginning first",
            full: [
                "They came to us because {metric} was killing them and {tool} could not cope any longer.",
                "The business case was simple: get {metric} down by a third, because {team} had failed two audits in a row.",
                "When they signed, all they wanted was to retire the old sheets in {team}, since nobody trusted them any more.",
            ],
            vague: ["They wanted to get more efficient, I think.", "It was about some kind of modernisation."],
            record: "Purpose of the project: replace the spreadsheets in {team} and bring {metric} down.", in: .plan),
        SimTopic(
            "st.milestones", hears: "milestone milestones live launch phase rollout history reached",
            full: [
                "We went live in {team} on {past}, and the second wave followed on {past2}.",
                "The pilot opened on {past}; everybody else was switched over on {past2}.",
            ],
            vague: ["They went live some time ago, in steps."], record: "Milestones: pilot {past}, full launch {past2}.", in: .plan),
        SimTopic(
            "st.pivots", hears: "goal goals change changed direction pivot shift turned",
            full: [
                "On {past} they turned the whole thing around: from {metric} to {metric2}, because {peer} stopped the old programme.",
                "The aim shifted on {past}; after {peer} arrived nobody talked about {metric} any more, it was all {metric2}.",
            ],
            vague: ["The focus moved a bit at some point."]),
        SimTopic(
            "st.health_true", hears: "health healthy honest honestly doing true state green red really",
            full: [
                "If I am honest they are closer to red: {team} has been unhappy ever since {ticket} was closed without a fix.",
                "Healthy is not the word; {champion} is tired of us because the same fault came back three times.",
            ],
            vague: ["They are doing okay, more or less."]),
        SimTopic(
            "st.success_metric", hears: "metric number judge measure value worth roi success watch",
            full: [
                "{buyer} looks at one figure only: {metric}, which has to stay below {percent}.",
                "What they judge us by is {metric}; {percent} better than last year and everybody is content.",
            ],
            vague: ["They look at various numbers."], record: "Success metric: {metric}, target {percent}.", in: .plan),
        SimTopic(
            "st.commit_side", hears: "promise promised commitment agreed informal informally side outside contract crm handshake count",
            full: [
                "I gave {champion} my word on {past} that {feature} costs them nothing until {future}; it is in no contract, only in my mail.",
                "There is a handshake with {buyer} from {past}: we credit {money} if {feature} is not there by {future}, minutes of that call are on the drive.",
            ],
            vague: ["We said we would help them out a bit."], twice: true),
        SimTopic(
            "st.commit_qbr", hears: "quarterly review qbr action items delivered outstanding promised delivery",
            full: [
                "From the last quarterly review the {feature} list is delivered, but the training plan promised for {future} is still outstanding.",
                "At the review on {past} we signed up for three items; only the {feature} deck has been delivered so far.",
            ],
            vague: ["A few action items are still open."], record: "QBR {past}: {feature} promised for {future}, ticket {ticket}.", in: .plan),
        SimTopic(
            "st.next_actions", hears: "next action first successor week should do priority win",
            full: [
                "The very first thing to do is ring {champion} and close {ticket} before {future}.",
                "Start with the {feature} workshop before {future}; it is the quick win that {buyer} is waiting for.",
            ],
            vague: ["Just keep in touch with them as usual."]),
        SimTopic(
            "st.sore_history", hears: "wrong incident outage happened resolved trouble worst failure history went",
            full: [
                "On {past} our {tool} sync dropped a weekend of data; it was settled only when we credited {money} and {champion} calmed {buyer} down.",
                "The big outage was {past}: {team} stood still for a day, and it was resolved because we sent two engineers on site.",
            ],
            vague: ["There was some trouble once, it got sorted."], twice: true),
        SimTopic(
            "st.sore_topics", hears: "sensitive topic raw touchy avoid mention charge sore",
            full: [
                "Do not bring up the {tool} migration when {blocker} is in the room, because he lost his team over it.",
                "Anything about {metric2} is a sore point for {buyer}, since the board used it against her.",
            ],
            vague: ["One or two topics are a bit delicate."]),
        SimTopic(
            "st.early_warning", hears: "early warning sign signal before trouble precede preceded learned",
            full: [
                "When {champion} stops answering within a day, trouble follows: that was so three weeks before {past}.",
                "The first signal is always that {admin} exports everything; last time that preceded an escalation by a month.",
            ],
            vague: ["You notice it somehow."]),
        SimTopic(
            "st.sentiment_trend", hears: "mood sentiment trend trended warmer frustrated feeling lately changing",
            full: [
                "The mood has turned warmer since {past}, because {ticket} was finally solved.",
                "They have grown colder since spring; the price letter of {past} is the reason.",
            ],
            vague: ["The mood goes up and down."], record: "Survey score fell from 8 to 5 after {past}.", in: .plan),
        SimTopic(
            "st.churn_risk", hears: "churn cancel leave lose risk why would threat",
            full: [
                "If they walk away it will be {blocker}'s doing, because {tool} is already paid for by the group.",
                "The danger is {peer}: she wants one supplier for everything, and we are not it, so we could lose them.",
            ],
            vague: ["There is always some risk, I guess."]),
        SimTopic(
            "st.off_label", hears: "use product designed unusual unexpected differently use way off",
            full: [
                "{team} abuses {feature} as a visitor log, because it was the only form they could open on a tablet.",
                "They run their holiday planning through {feature}; nobody here ever built it for that, so mind it in upgrades.",
            ],
            vague: ["They use it in a slightly odd way."]),
        SimTopic(
            "st.stalled", hears: "rollout stuck stalled paused delay obstacle",
            full: [
                "The rollout in {team} has been stuck since {past}, because {admin} never got the licences through.",
                "{feature} was put on ice on {past}; the works council wanted a paper first.",
            ],
            vague: ["Something there is a bit stuck."], record: "Rollout {team}: on hold since {past}.", in: .plan, isHint: true),
    ]
}
