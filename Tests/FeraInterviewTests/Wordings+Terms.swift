extension Wordings {
    /// Seats other than the 120 of the list; "§" begins a clause of a contract.
    static let seats = lines(
        """
        §Quantity: 95 workplaces
        §95 seats for yard operations at EUR 96,000 a year.
        §EUR 96,000 a year, ninety-five admin seats.
        §Provider grants 95 seats.
        §Customer may designate up to ninety-five users.
        §The subscription covers 95 named users.
        §Licensed quantity: 95
        §Up to 95 employees may use the software.
        §Number of licensed workstations: 95.
        §95 x Professional licence
        §95 user licences, Professional edition
        §The fee includes 95 logins.
        §Seat count: 95
        §80 seats plus 15 additional seats.
        The contracted count is 95 seats only.
        They have 95 licences under contract.
        They're on 95 licences since January.
        95 licences acc. to signed form
        We sold them 95 logins.
        Harbour is paying for 95 users.
        Harbour pays for 95 named users.
        Their licence is for 95 users.
        We only have 95 licences in the contract.
        Signed for 95 seats.
        Licences: 95
        They're licensed for 95 users.
        The deal is 95 seats.
        95 users are covered by the contract.
        The contract is capped at 95 users.
        They bought ninety-five user licences.
        """)

    static let noSeats = lines(
        """
        64 of 120 seats are in use.
        95 users logged in last week.
        They use 95 of the seats.
        We could go to 95 seats.
        If they drop to 95 seats, we lose money.
        Should we offer 95 seats?
        They want 95 seats.
        Another 95 seats for Gdansk were discussed.
        In 2023 they had 95 seats.
        95 seats are not assigned yet.
        The training room has 95 seats.
        Their forwarder has 95 trucks now.
        120 licences, all in use
        §The minimum is 95 seats.
        §Up to 95 further seats may be added at the same price.
        §Fee per seat for more than 95 seats: EUR 800
        Their other supplier has 95 seats.
        They hired 95 people.
        95 people attended the training.
        The count is 120 licences, not 95.
        They trained 95 users.
        The bus has 95 seats.
        95 workplaces were cleaned on Friday.
        §Support answers up to 95 employees a day.
        95 users are active every day.
        """)

    /// Amounts other than EUR 96,000 a year.
    static let amounts = lines(
        """
        They're on €84k a year with us.
        Harbour pays €7,000 per month.
        We invoice them EUR 84,000 a year.
        §Total yearly value: EUR 84,000 after 12 % discount.
        ARR is 84k EUR
        The account is worth €84k annually.
        Harbour brings in €84k a year.
        Annual spend: €84,000
        They spend €84,000 a year with us.
        We bill them €21,000 every quarter.
        Their yearly bill is €84,000.
        Contract volume 84,000 EUR per year.
        The yearly licence costs 84,000 euros.
        §Customer shall pay EUR 84,000 for each contract year.
        They pay eighty-four thousand euros a year.
        §Consideration: EUR 84,000 for each contract year, being list price less ten per cent.
        They transfer us €7,000 every month.
        §Annual price: EUR 84,000, net of discount.
        """)

    static let noAmounts = lines(
        """
        Their tyre supplier's on €84k a year.
        They save €84k a year with us.
        They have a budget of €84k a year for trucks.
        If they cut plants it would be €84k a year.
        We started at €84k a year.
        They pay €8,000 a month.
        We offered €84k a year.
        The deposit is €84k.
        They lose €84k a year to spoilage.
        Mara earns €84k a year.
        A competitor asks €84k a year.
        Up from €84k a year.
        We're at €96k a year.
        They hoped to pay €84k a year.
        The expansion would add €84k a year.
        They pay their auditors €84k a year.
        €84k a year goes to their landlord.
        §A discount of EUR 84,000 a year is granted.
        """)

    /// Ends of the term other than 13 October 2026.
    static let dates = lines(
        """
        The contract expires the 20 of January 2027, is better for us.
        The agreement expires on the 20th of January 2027.
        The contract runs out end of Q3 2027.
        The contract goes until 31 March 2027.
        We're signed through January 2027.
        The contract's up on 20 January 2027.
        Renewal falls on 20 Jan 2027.
        The subscription lapses 20.01.2027.
        The licence rolls over on 20 Jan 2027.
        Contract end = 20 Jan 2027
        The last day of the contract is 20 January 2027.
        """)

    static let noDates = lines(
        """
        Should Customer elect to extend, the Term would end on January 31, 2028.
        Should they extend, the term ends on January 31, 2028.
        If we extended, the contract would run until 31 March 2027.
        The scanner lease ends 31 July 2026.
        The renewal workshop is on 20 January 2027.
        When does it expire, 20 January 2027?
        The old contract expired on 20 January 2026.
        The certificate expires on 20 January 2027.
        They would like to extend the contract until 20 January 2027.
        """)
}
