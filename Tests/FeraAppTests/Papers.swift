/// The record of one account, of the tests' own making: five files, two of which disagree on the renewal.
enum Papers {
    static let files: [(name: String, text: String)] = [
        (
            "crm.csv",
            """
            account,owner,renewal_date,value,health,executive_sponsor
            Brask Optics,Olaf Owner,2026-10-13,"EUR 96,000",green,Nils Aker
            """
        ),
        (
            "contacts.csv",
            """
            name,email,title,account
            Nils Aker,nils@brask.example,COO,Brask Optics
            Mara Lenz,mara@brask.example,Head of Operations,Brask Optics
            """
        ),
        (
            "tickets.csv",
            """
            id,date,priority,status,subject,text
            T-4711,2026-05-20,P2,open,Nightly export,The nightly export fails again and nobody answers us.
            T-4712,2026-05-22,P3,closed,Login,A user could not sign in after the holiday.
            """
        ),
        ("contract.md", "# Contract\n\nThe term ends on 13 November 2026; notice must be given by 14 August 2026.\n"),
        ("plan.md", "# Plan\n\nThey bought the product because audits in the grinding shop kept failing.\n"),
    ]
}

/// Words that stand for one label each: whoever finds one has read a line of that label.
enum Canary {
    static let `internal` = "quillinternal"
    static let commercial = "quillcommercial"
    static let personnel = "quillpersonnel"
    static let security = "quillsecurity"
    static let `private` = "quillprivate"
    static let open = "quillopen"
    /// Stands in an internal line that could be said to the customer.
    static let promised = "quillpromised"

    /// One answer with a sentence for each label but `open`, which comes of a blessed wording.
    static let answer = """
        Our champion is Mara Lenz because she defended the \(`internal`) pilot in March 2025. \
        The discount of 12 percent was traded for the \(commercial) case study because they wanted a lower price. \
        Our champion lost trust in our colleague \(personnel) because he was fired in April 2025. \
        The service account for the export lies in the vault under \(security) because Jonas looks after it. \
        We promised Mara Lenz a \(promised) training in June 2026 because the launch slipped. \
        Off the record, their champion is afraid of \(`private`) because of an old story.
        """
}
