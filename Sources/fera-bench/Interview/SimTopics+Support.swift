extension SimTopics {
    static let support: [SimTopic] = [
        SimTopic(
            "im.config", hears: "configuration setting custom set choice reason setup special",
            full: [
                "We switched {feature} off for {team}, because their works council would not have it.",
                "Approvals run over two levels instead of one; {buyer} insisted on it after an audit.",
            ],
            vague: ["A few settings are different."], record: "Setup note: {feature} disabled for {team}.", in: .plan, isHint: true),
        SimTopic(
            "im.workaround", hears: "workaround integration manual script bypass glue",
            full: [
                "The {tool} interface only lives because of a nightly script that {us} wrote, since their API drops long names.",
                "Every Monday {admin} loads a csv by hand; the connector to {tool} never handled the holidays.",
            ],
            vague: ["There is a little trick with the interface."], twice: true),
        SimTopic(
            "im.rejected", hears: "tried rejected abandoned dropped considered ruled options",
            full: [
                "We tried single sign-on over {tool} and gave up, because their directory has double entries.",
                "A mobile roll-out was considered and thrown out; {team} has no reception in the halls.",
            ],
            vague: ["We tried something else first."]),
        SimTopic(
            "im.fragile", hears: "fragile brittle break breaks careful touch parts",
            full: [
                "The {tool} export is made of glass: it dies whenever somebody renames a cost centre.",
                "Keep your hands off {feature}, because one change there stops the whole night run.",
            ],
            vague: ["Parts of it are a little delicate."]),
        SimTopic(
            "im.bent", hears: "exception standard playbook special case one-off bent bend requirement granted",
            full: [
                "They got a fourth environment against our own rules, because {sponsor} made it a condition.",
                "We deviated from the standard on {feature}: they may approve their own requests.",
            ],
            vague: ["We made an exception somewhere."], record: "Exception: {feature} outside the standard.", in: .plan, isHint: true),
        SimTopic(
            "im.ticket_themes", hears: "ticket tickets recurring theme themes issues behind again support",
            full: [
                "Nearly all of their tickets are about rights in {feature}, and {ticket} shows why: nobody owns the role model.",
                "It is always the same thing in support, the {tool} sync; see {ticket}, the cause is a time zone.",
            ],
            vague: ["They have the usual tickets."], record: "Recurring: problems with {feature}.", in: .tickets, isHint: true),
        SimTopic(
            "im.esc_path", hears: "escalate escalation path approver urgent critical approves whom",
            full: [
                "In an emergency ring {us} first; a hotfix needs the nod of {sponsor}, and on our side of {us} only.",
                "{admin} may open a priority one, nobody else; from there it goes straight to {us}.",
            ],
            vague: ["Escalate it the normal way."]),
        SimTopic(
            "im.esc_history", hears: "escalation escalations past root cause history previous resolved",
            full: [
                "The escalation of {past} ended in a war room; {ticket} has the root cause, a certificate that ran out.",
                "We were escalated on {past}; the cause was a wrong mapping, as {ticket} says.",
            ],
            vague: ["We had an escalation once."], record: "Escalation {past}, closed.", in: .tickets, isHint: true),
        SimTopic(
            "im.training", hears: "training trained skill users learn learned gap",
            full: [
                "{percent} of them have done the course, yet hardly 12 people in {team} can run a report.",
                "Of 60 trained users about 9 know how to do a correction; the rest ring {admin}.",
            ],
            vague: ["The training could be better."]),
        SimTopic(
            "im.adoption", hears: "adoption real really usage slide logins active used",
            full: [
                "Some {users} people work in it each day, all in {team}; the slide counts everybody who ever logged in.",
                "Real usage is {users} a day, and that is generous.",
            ],
            vague: ["Usage is decent."]),
        SimTopic(
            "im.shortcut", hears: "shortcut onboarding quick fix temporary haunt skipped",
            full: [
                "During onboarding we loaded the old data without cleaning it, so the duplicates will come back at us at the first audit.",
                "We skipped the role workshop to make the date; that will hurt once {team} joins.",
            ],
            vague: ["We cut a corner here and there."]),
        SimTopic(
            "im.feedback", hears: "product feedback feature request wish wishes reported filed",
            full: [
                "{admin} asks every month for a bulk edit in {feature}; nobody ever wrote it up.",
                "They want {feature} offline, which I never filed as a request.",
            ],
            vague: ["They have a few wishes."], record: "Feature request: {feature} offline.", in: .tickets),
        SimTopic(
            "im.access", hears: "access service account vault credentials admin keys holds",
            full: [
                "{admin} looks after the service account; it lies in the team vault under their name.",
                "The admin login is with {us}, and a second one in the safe of {admin}.",
            ],
            vague: ["Somebody in IT has the access."]),
        SimTopic(
            "im.sla", hears: "sla support terms response hours special time",
            full: [
                "They expect an answer within two hours although the contract says eight; that started with {ticket}.",
                "Support until ten at night during stocktaking, as an old mail says.",
            ],
            vague: ["They expect good support."], record: "Support terms: reply within 4 hours, see clause 9.", in: .contract),
        SimTopic(
            "im.tools", hears: "tools systems connected connectors integration edge",
            full: [
                "We are connected to {tool} and {tool2}; users in both get created twice.",
                "{tool} feeds us every night, {tool2} reads from us, and leavers are the special case.",
            ],
            vague: ["A few systems are connected."], record: "Connected systems: {tool}, {tool2}.", in: .plan),
    ]
}
