extension SimTopics {
    static let commercial: [SimTopic] = [
        SimTopic("co.renewal_date", hears: "renewal renews renew date expire expires term notice contract", full: [], vague: []),
        SimTopic("co.value", hears: "value worth contract amount annual fee arr", full: [], vague: []),
        SimTopic(
            "co.renewal_drivers", hears: "renewal forecast indicator leading hinges driver depends likely",
            full: [
                "It all hangs on {feature}: if that ships before {future} they renew, otherwise not.",
                "I watch the number of approvals in {team}; when that falls the renewal is in doubt.",
            ],
            vague: ["It depends on a few things."]),
        SimTopic(
            "co.slip_reason", hears: "slip slips stated real reason excuse renewal",
            full: [
                "They would blame the budget, but in truth {blocker} wants his own tool back.",
                "The excuse will be timing; what is behind it is that {peer} has never met us.",
            ],
            vague: ["They would say it is the budget."]),
        SimTopic(
            "co.price_story", hears: "price priced pricing structured deal why way",
            full: [
                "The price is {money} flat because {buyer} could not get usage-based spending through, so we folded the services in.",
                "It is split over two budgets, {money} each, since neither director could sign the whole.",
            ],
            vague: ["The price has grown over time."], record: "Pricing: flat fee, two budget lines.", in: .plan, isHint: true),
        SimTopic(
            "co.discount", hears: "discount exchange traded return given concession",
            full: [
                "They got {percent} off for a reference visit that {champion} has yet to host.",
                "The rebate of {money} was the price for a three-year signature.",
            ],
            vague: ["They got something off."], record: "Discount {percent} approved.", in: .plan, isHint: true),
        SimTopic(
            "co.sensitivity", hears: "price increase ceiling react sensitivity expensive uplift",
            full: [
                "Anything above 4 percent has to go to the board, so stay below that.",
                "Last time 6 percent more cost us half a year of silence; {buyer} can pass 3 by herself, because that is her limit.",
            ],
            vague: ["They do not like paying more."]),
        SimTopic(
            "co.procurement", hears: "procurement purchase order paperwork quirk purchasing",
            full: [
                "{peer} in purchasing closes the books on the 20th; an order later than that waits until {future}.",
                "No order without the supplier form, and only {admin} knows where it is; allow 30 days.",
            ],
            vague: ["Purchasing takes its time."]),
        SimTopic(
            "co.expansion", hears: "upsell expansion progress conversation grow add sell",
            full: [
                "{champion} and I are talking about {feature} for {team}, about {money}, not in the system yet.",
                "There is {money} more in it: {peer} wants two further sites.",
            ],
            vague: ["There may be more to sell."], record: "Opportunity: {team}.", in: .plan, isHint: true),
        SimTopic(
            "co.exp_block", hears: "holding back expansion growth prevents blocks grow",
            full: [
                "They will not grow until {ticket} is solved, because {buyer} said so in so many words.",
                "A hiring freeze keeps {team} from joining, so nothing moves before the new budget.",
            ],
            vague: ["Something holds it back."]),
        SimTopic(
            "co.legal", hears: "legal compliance clause regulated gdpr audit respect",
            full: [
                "Never move their data out of the region; clause 11 of the contract is meant seriously.",
                "They may audit us each spring under clause 14 and they do.",
            ],
            vague: ["There is some legal fine print."], record: "Clause 11: data stays in the region.", in: .contract),
        SimTopic(
            "co.timeline", hears: "timeline steps renewal proposal quote kick-off schedule prepares",
            full: [
                "100 days before the end {us} writes the proposal, the quote goes to {peer} by {future}, then the board.",
                "Kick-off in the quarter before, quote by {future} to {buyer}, signature two weeks later.",
            ],
            vague: ["The steps are the usual ones."]),
    ]
}
