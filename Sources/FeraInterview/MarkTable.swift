/// Phrases by which the rules read a record: English, with the commonest of German, French and Spanish. A final * also matches longer
/// words. Apostrophes and hyphens separate words: "won't" is "won t".
enum MarkTable {
    static let phrases: [(Mark, String)] = terms + money + people + states + promises + manners

    private static let terms: [(Mark, String)] = [
        (
            .termEnd,
            """
            term ends|term end|term ending|expires|expire|expiring|expiry|expiration|lapses|lapse|renews|renew|renewal|renewals|renewing|renewed
            |up for renewal|due for renewal|end of term|end of the term|end of contract|end of the contract|contract end|contract ends|contract ending
            |contract expiry|end date|in force until|in force through|in force to|in force till|in effect until|in effect through|in effect till
            |remain in effect|remains in effect|remain in force|remains in force|remains valid|valid until|valid through|valid till|valid to
            |runs until|runs through|runs to|runs till|run until|run through|run to|running until|running through|runs out|run out|running out
            |running to|good through|good until|co term|coterm|co terminates|co terminate|anniversary|signed until|ceases|cease|paid up to
            |paid up until|paid up till|with us until|with you until|with them until|runs up to|run up to|up to and including
            |in force for a fixed period|may use the software until|use the services until|access until|access ends|limited to|limited until
            |have you until|has us until|covered until|covered through|covered to|contracted until|contracted through|contracted to
            |under contract until|under contract through|subscribed until|subscribed through|licensed until|licensed through|signed up until
            |signed up through|committed through|bound until|tied in until|in place until|in place through|effective until|effective through
            |continues to|extends to|extends until|extends through|good till|active until|active through|term to|term until|term through|renewal date
            |comes up for renewal|come up for renewal|up for extension|due to end|set to end|set to expire|due to expire|committed until
            |locked in until|paid through|paid until|covers us until|up until|vertragsende|läuft bis|läuft am|läuft zum|läuft aus|laufzeit bis
            |laufzeitende|gültig bis|befristet bis|verlängert sich|verlängerung|endet der vertrag|prend fin|arrive à échéance|échéance|arrive à terme
            |renouvellement|expire le|valable jusqu*|vence|vencimiento|renovación|vigente hasta|vigencia hasta|contract runs|agreement runs
            |subscription runs|licence runs|license runs|term runs
            """
        ),
        (
            .termWeak,
            """
            ends|end|ending|finishes|finish|concludes|conclude|terminates|terminate|comes to an end|come to an end|draws to a close|closes|stops|is up
            |are up|s up|was up|out of contract|over on|done on|through|endet|enden|ausläuft|endigt|se termine|termine|finaliza|termina|expira|until|till|bis zum
            |jusqu au|last day|final day|continues until|continue until|shall continue
            """
        ),
        (
            .period,
            """
            subscription period|contract period|contract term|initial term|subscription term|licence period|license period|license term|licence term
            |term|agreement period|duration|laufzeit|vertragslaufzeit|durée|vigencia|service period|current period|current term|order period|period
            """
        ),
        (
            .contract,
            """
            contract|contracts|agreement|subscription|licence|license|licences|deal|msa|order form|term|initial term|vertrag|rahmenvertrag|contrat
            |contrato|contractual relationship|contractual|abonnement|engagement|paperwork|arrangement|framework|order
            """
        ),
        (
            .notice,
            """
            notice|notices|notify|notified|kündigung|kündigungsfrist|kündbar|kündigen|préavis|preaviso|cancellation deadline|cancel by|opt out
            |opt out window|cancellation|terminated by|terminate by|may terminate|can terminate|non renewal
            """
        ),
        (
            .otherThing,
            """
            certificate|certificates|ssl|tls|demo|evaluation|test licence|test license|temporary|interim|guest|trial|pilot|warranty|audit|iso
            |fiscal year|financial year|budget year|visa|domain|promotion|insurance|sprint|freeze|poc|proof of concept|training|course|workshop
            |project|phase|sandbox|campaign|lease|quarter|maintenance window|embargo|leave|api key|api keys|token|tokens|password|passwords|passport
            |separate|separately|fishing|driving|trading|tenancy|collective|wage|building permit|operating licence|nda|offer|quote|quotation|discount|price hold|survey|beta|hypercare|grace period|trial period|probation|support for version|credits
            |voucher|onboarding|implementation|rollout|migration|bank guarantee|bond|secondment|maternity|contract of|her contract|his contract
            |employment|lock in|office hours|webinar|conference|data retention|backup|purchase order|po
            """
        ),
        (
            .event,
            """
            proposal|proposals|meeting|call|calls|qbr|kickoff|kick off|review|reviewed|workshop|invoice|invoiced|go live|went live|session|visit
            |steering|talks|discussion|discussions|discuss|preparation|prep|forecast|quote|sent|send|sends|talk|talked|negotiation|negotiations
            |presentation|demo|deck|deadline for|next step|due on|deliver|delivered|workshops|survey|met|meet|campaign|email|mail|reminder|pricing
            |paperwork for|signature|approval|board|budget|decide|decision on|starts talking|start talking|conversation|conversations|planning|draft
            |kickoffs|check in|offer|offers|letter|speak|follow up|risk review|playbook|strategy|approach|terms|documents|option|options|conditions
            |checklist|owner|team|pipeline|rate|process
            """
        ),
        (
            .start,
            """
            starts|start|started|starting|begins|began|beginning|commences|commence|commencing|commencement|effective|signed|since|from|dated|go live
            |live since|beginnt|ab|seit|à partir|a partir|desde|entered into|opened|kicked off|executed on|start date|effective date|signature date
            """
        ),
    ]

    private static let money: [(Mark, String)] = [
        (
            .fee,
            """
            fee|fees|charges|charges shall be|subscription|arr|acv|annual recurring|contract value|annual value|contract worth|licence fee|license fee|charge|price|pay|pays
            |paying|paid|worth|annual licence|annual license|total due|value|gebühr|lizenzgebühr|vertragswert|jahresgebühr|jahrespreis|preis|zahlt
            |zahlen|redevance|prix|montant|cuota|tarifa|importe|costs|cost|account is worth|revenue|run rate|billed|invoice|invoiced|bill|outlay
            |licensing|remuneration|consideration|rate|deal size|book of business|brings in|brings us|bring in|commitment|sum|amount|contracted|books
            |booked
            """
        ),
        (
            .yearly,
            """
            annual|annually|per year|a year|yearly|p a|per annum|each year|every year|arr|acv|jährlich|jährliche|jährlichen|pro jahr|im jahr
            |jahresgebühr|jahrespreis|jahreswert|par an|annuel|annuelle|al año|anual|anuales|yr|annualised|annualized|twelve months|12 months
            |per contract year|contract year|each contract year|a yr|por año|per 12 months|year on year|the year|year
            """
        ),
        (
            .monthly,
            """
            per month|a month|monthly|each month|every month|mo|pro monat|monatlich|monatliche|par mois|mensuel|al mes|mensual|month|mrr|pcm|p m
            """
        ),
        (.quarterly, "per quarter|a quarter|quarterly|each quarter|every quarter|pro quartal|vierteljährlich|par trimestre|trimestral|quarter"),
        (
            .perSeat,
            """
            per user|per seat|per licence|per license|per named user|per head|each user|a seat|a user|pro nutzer|par utilisateur|por usuario
            |per employee|user|seat
            """
        ),
        (
            .otherMoney,
            """
            deposit|separate|separately|one time|one off|onetime|setup|set up|onboarding|implementation|services|professional services|training|liability|liable|cap
            |capped|penalty|penalties|credit|credits|discount|discounted|rebate|save|saves|saved|saving|savings|budget|budgets|expansion|upsell
            |additional|increase|increases|uplift|late payment|interest|travel|expenses|tax|damages|overage|overages|insurance|loss|losses|revenue of
            |turnover|competitor|proposal|list price|refund|refunded|surcharge|cross sell|salary|fine|fines|module|modules|add on|addon|extra
            |opportunity|pipeline|target|ticket price|cheaper|difference|premium support|kaution|einmalig|einmalige|einmaliger|caution|limit|limited
            |exceed|event|sponsorship|grant|roi|business case|stock|invoice for services|workshop|consulting|ex works|reimburse*|minimum|hardware
            |pilot|trial|hosting|storage|maintenance|backup|bonus|donation|projected|quoted|offer|offered|competing|haftung|rabatt|flat fee|guarantee
            |alternative|alternatives|other tool|white space|whitespace|staff|headcount
            """
        ),
        (
            .total,
            """
            total contract value|tcv|over the term|over three years|three year|two year|five year|multi year|over the three|whole term|entire term
            |full term|over two years|for three years|for two years|36 months|24 months|60 months|gesamtlaufzeit|over 3 years|over 2 years
            |over 5 years|3 year|2 year|5 year
            """
        ),
        (.gross, "gross|vat|incl tax|including tax|including vat|incl vat|tax included|brutto|mwst|ust|ttc|iva|gst|sales tax"),
        (.billing, "invoiced|billed|payable|paid|invoice|in advance|instalments|installments|invoicing|billing|debited|in arrears|due"),
    ]

    private static let people: [(Mark, String)] = [
        (
            .sponsor,
            """
            executive sponsor|exec sponsor|executive sponsorship|exec sponsorship|sponsor|sponsors|sponsored|sponsoring|sponsorship|project sponsor
            |patin|fürsprecher|executive backing|executive behind|exec behind|backs us|backs the project|backs the programme|behind the project
            |board sponsor|sponsor from the board|patron|executive backer|backer|top level sponsor|sponsorin|parrain|patrocinador|patrocinadora
            |exec sponsors|executive sponsors
            """
        ),
        (
            .decision,
            """
            decision maker|decision makers|decisionmaker|economic buyer|budget holder|signs off|sign off|final say|final word|final decision
            |has the last word|entscheider|entscheiderin|décideur|décideuse|makes the decision|decides on the renewal|signatory|budget owner
            |holds the budget|holds the purse strings|controls the budget|calls the shots|ultimate decision|decision lies|decision rests|decision sits
            |approves the budget|decision making|who signs|who decides|who approves|signs the contract|signs the renewal|signs our contract|final call
            |last word|has the budget|owns the budget|owns the decision|decision belongs
            """
        ),
        (.champion, "champion|champions|advocate|key ally|internal promoter|strongest supporter|biggest fan"),
        (
            .owner,
            """
            account owner|account manager|account executive|csm|customer success manager|account lead|relationship manager|kundenbetreuer
            |kundenbetreuerin|account is owned|looking after the account|looking after your account|looks after your account|looks after the account
            |in charge of your account|responsible for the account|responsible for your account|runs the account|owns the account|owns this account|in charge of the account
            """
        ),
        (
            .procurement,
            """
            procurement contact|contact in procurement|purchasing contact|contact in purchasing|procurement lead|procurement manager
            |buyer in procurement|contact for procurement|einkauf|contact for purchase orders|contact for purchasing|buyer|procurement|purchasing
            """
        ),
        (
            .ourSide,
            """
            on our side|our side|internally|at our end|our own|our company|on the vendor side|vendor|vendor s|supplier side|our vp|our ceo|our cro
            |our coo|unsererseits|on our end|from our side|our executive sponsor for this account is our
            """
        ),
        (
            .tookOver,
            """
            took over|takes over|taken over|taking over|replaced|replaces|replacing|succeeded|succeeds|stepped in|now|since|became|appointed|new
            |inherits|inherited|übernommen|übernimmt|handed over to|passed to
            """
        ),
        (
            .left,
            """
            has left|left the company|left us|is leaving|no longer with|no longer works|no longer at|moved on|has joined|joined|resigned|retired
            |departed|moved to|now works|now at|left for|quit|changed jobs
            """
        ),
        (
            .holds,
            "is|remains|acts|serves|becomes|became|was named|named|acting|as|holds|will be|stays|now|ist|est|es|called|also"
        ),
    ]
}
