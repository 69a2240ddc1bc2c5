/// Sentences in the words of many people, by what the record's rules are to find in each beside `WordingTests.paper`.
enum Wordings {
    /// What we give away, or will not charge for.
    static let promises = lines(
        """
        I'll comp the onsite visits for year one.
        We'll comp you two onsite workshops.
        Don't worry about paying for the parents' app, you'll never get charged for that.
        I'll see to it you never get charged for the parents' app.
        The label scanners are courtesy of the house.
        You will not pay nothing for the label scanners.
        I hereby commit to a rebate of 15% on next year's invoice.
        You will receive the spa module at no cost for the Rimini hotel.
        We'll keep your data for five years and absorb the storage cost ourselves.
        Spare gateway? You get it from us, gratis, my word.
        The migration is on our dime.
        We'll eat the cost of the second migration.
        The analytics add-on won't show up on your invoice.
        You won't see a line item for the analytics add-on.
        We will knock 10% off the premium support for you.
        I'll take the setup fee off the bill.
        Consider the second sandbox included.
        The extra sandbox comes with it, no strings attached, at zero euros.
        Nobody is going to invoice you for the connector.
        Two training days are my treat.
        We're happy to swallow the hosting charges.
        As a gesture of goodwill you'll get the barcode module.
        Training for the new plant: won't cost you a dime.
        We'd cover the data cleansing, you have my word.
        I'm waiving the onboarding fee for the Gdansk site.
        There won't be any charge for the API gateway.
        The API gateway is included for you, I've cleared that with finance.
        Sure, I'll include the mobile app for nothing.
        You can keep the test environment without paying a cent.
        We're not going to bill the extra storage.
        Leave the kiosk licence to us, we're paying for it.
        I'll get you the SSO connector free until Christmas.
        The SSO connector stays free of charge until the end of the contract.
        SSO connector: gratis for Harbour, told Mara so on the phone.
        Told them the barcode module comes free with the renewal.
        I gave Mara my word that the barcode module costs her nothing.
        We'll stand the cost of the on-site audit.
        The audit's on me.
        We'll refund the March overage in full.
        We'll credit you three months for the outage.
        Promised Mara a dedicated engineer for the go-live.
        I've agreed to a 20% discount on the expansion packs with Mara.
        Mara gets premium support thrown in.
        you guys get the extra reports for zip
        Extra reports - gratis, as promised to Mara yesterday.
        Count the disaster recovery drill as a freebie.
        we'll do the data migration pro bono
        You will not be asked to pay for the data migration.
        We'll take care of the bill for the data migration.
        We'll leave the sandbox off the invoice.
        I won't be sending you a bill for the sandbox.
        The sandbox? That one's our gift to you.
        Let the sandbox be our present for the jubilee.
        You've got the sandbox for the whole year and pay zero.
        """)

    /// What only sounds so: asked, refused, supposed, theirs, long past, or in the contract.
    static let noPromises = lines(
        """
        If you sign for three years, I'll comp the onsite visits.
        Would you guys comp the onsite visits?
        Can you throw in the barcode module?
        We can't comp the onsite visits.
        Mara asked us to waive the onboarding fee.
        They want the barcode module for free.
        We waived the onboarding fee back in 2023 and that was it.
        Their competitor throws in the barcode module.
        Feel free to call me about the barcode module.
        I am free on Thursday for the barcode module.
        Unfortunately the barcode module is not free of charge.
        Onsite visits will be charged at list price.
        The onboarding fee will not be waived.
        I never promised the barcode module for free.
        Mara comped our lunch.
        Is the barcode module included?
        We are thinking of waiving the onboarding fee.
        Finance may waive the onboarding fee, nothing decided.
        I'll see whether we can absorb the storage cost.
        Please confirm that the barcode module is free of charge.
        Mara promised to send us the list of plants.
        You will be billed for the onsite visits.
        I'll send you the invoice for the barcode module.
        We'll not be able to do the audit for free.
        They'd absorb the storage cost themselves.
        Harbour will cover the cost of the data cleansing.
        You'll cover the travel, we send the people.
        The export works free of errors now.
        Thanks for the complimentary ticket to your fair.
        Don't promise them the barcode module.
        We should not give away the barcode module.
        Who told them the barcode module is free?
        The barcode module isn't part of the deal and costs extra.
        We'd cover the data cleansing if they signed by June.
        Once the renewal is signed, we can talk about free training.
        Your request to get the barcode module at no cost was declined.
        We are assured that any increase shall not exceed 4%.
        The 120 seats are included in your fee, as the agreement says.
        We'll include the minutes in the pack.
        I'll take the third train, the bill for the hotel is with me.
        We'll cover the new dashboard in the next session.
        I'll see you on Tuesday, free lunch or not.
        She commits code every day.
        The team is committed to the rollout.
        No rebate was agreed.
        They asked about a rebate of 15%.
        We won't pay for their travel.
        They refuse to pay for the connector.
        You haven't paid for the connector yet.
        I can't get it on the house, sorry.
        """)

    static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
