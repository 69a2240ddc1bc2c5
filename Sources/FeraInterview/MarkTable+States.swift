extension MarkTable {
    static let states: [(Mark, String)] = [
        (
            .health,
            """
            health|account health|health score|health status|rag|rag status|overall status|status|overall|ampel|relationship|across the board
            |account status|account is|customer is|they are|account|traffic light|mood|sentiment|satisfaction|standing|state of the account|shape
            |santé|salud|outlook
            """
        ),
        (
            .good,
            """
            green|healthy|on track|no concerns|no concern|no issues|no worries|no red flags|great shape|good shape|excellent|very happy|happy
            |satisfied|delighted|thriving|strong|in good standing|all good|going well|going great|rock solid|solid|grün|verde|stable|low risk|no risk
            |very good|positive|vert|sunny|top|couldn t be better|smooth sailing|smoothly|flourishing
            """
        ),
        (
            .bad,
            """
            amber|yellow|red|at risk|poor|critical|unhealthy|off track|unhappy|dissatisfied|unsatisfied|churn|gelb|rot|rouge|orange|rojo|amarillo
            |shaky|weak|declining|bad|concerned|concerning|strained|worrying|high risk|medium risk|turned|struggling|fragile|deteriorat*
            """
        ),
        (
            .angry,
            """
            unacceptable|not acceptable|inacceptable|furious|frustrated|frustrating|frustration|ridiculous|losing trust|lost trust|lost all trust
            |losing faith|treated like|treat us|treats us|treating us|treated us|paying customer|paying customers|you people|even test|seems to care
            |seem to care|feel ignored|completely ignored|ignored by|being ignored|are ignored|been ignored|feels ignored|feel cheated|feel let down
            |feel abandoned|left alone|left hanging|lost all confidence|lost all faith|all trust|on earth|what the hell|ashamed|never seen such
            |such poor|poor support|poor service|poor quality|poor performance|give up on|giving up on|not paying for|won t pay for|lifted a finger
            |lift a finger|inexcusable delay|gone downhill|going downhill|got nothing|want out|was answered|out of the contract|hurting our|hurts our
            |hurting us|badly hurt|run out of patience|ran out of patience|very upset|really upset|extremely upset|terrible just|do i have to
            |do we have to|takes you so long|take so long|taking so long|stop closing|closing this ticket|closing our tickets|keep closing
            |keeps closing|anybody at your|anyone at your|asking questions about you|without telling us|lousy|rubbish|garbage|crap|trash|lies
            |lying to us|lost faith|losing confidence|lost confidence|angry about|angry at|angry with|are angry|is angry|am angry|very angry
            |really angry|so angry|getting angry|angrily|third time|fourth time|fifth time|umpteenth|nobody answers|no one answers|nobody responds
            |no one responds|nobody calls|no one calls|nobody replies|no one has responded|nobody has responded|no one responded|nobody responded
            |nobody has answered|no one has answered|nobody answered|no one answered|no one replies|no reply for|still no answer|still no reply
            |still no response|still broken|still not fixed|still not working|still not resolved|still not solved|still unresolved|still doesn t work
            |still does not work|still isn t|still waiting|escalate now|disappointed|disappointing|disappointment|fed up|sick of|sick and tired
            |tired of|losing patience|lost patience|patience is|out of patience|running out of patience|running thin|wearing thin|had enough
            |enough is enough|enough of|livid|outrage*|outraged|appalled|appalling|terrible|horrible|awful|worst|upset|annoyed|annoying|irritated
            |irritating|infuriat*|enraged|joke|a disgrace|disgraceful|shambles|fiasco|disaster for|is a disaster|complete disaster|nightmare|mess
            |waste of time|waste of our time|waste of money|wasting our time|how many times|how many more times|how often do i|how much longer
            |yet again|once again|again and again|over and over|time and again|unbelievable|incredible that|not good enough|excuses|ignoring|ignored
            |ignores|keep ignoring|let down|letting us down|let us down|regret ever|regret choosing|regret buying|escalating|escalate this
            |escalated to|escalation to|take this higher|take it higher|your management|your manager|your boss|your ceo|your director|legal team
            |our lawyers|lawyers|considering alternatives|looking at alternatives|look at alternatives|looking at other|looking elsewhere
            |look elsewhere|other vendors|other suppliers|another vendor|another supplier|another provider|other providers|competitor|competitors
            |switch to|switching to|move away from|cancel|cancelling|canceling|cancel the|terminate|walk away|useless|unusable|pathetic|incompetent
            |embarrass*|shameful|shame|scandal|inexcusable|intolerable|can t go on|cannot go on|can t continue like|demand|we demand|insist
            |immediately|last warning|final warning|breach|compensation|refund|at the end of our|beyond a joke|what are we paying|why are we paying
            |paying for nothing|inakzeptabel|verärgert|zumutung|unverschämt|frechheit|katastrophe|wütend|enttäuscht|zum dritten mal|geduld
            |inadmissible|furieux|furieuse|honteux|scandaleux|déçu|déçus|marre|inaceptable|indignante|furioso|furiosa|harto|hartos|vergüenza
            |decepcionad*|keeps breaking|keeps failing|keeps crashing|broke again|broken again|down again|failed again|fails again|failing again
            |happened again|nobody cares|no one cares|nobody listens|no one listens|not heard back|never heard back|haven t heard|deaf ears|unhappy
            |dissatisfied|broke it again|broke it|broke everything|breaks everything|it again|made it worse|made things worse|worse than before
            |worse than ever|getting worse|gets worse|worse and worse|dreadful|atrocious|abysmal|exasperat*|despair|desperate|hopeless|fuming|seething
            |aggravat*|mad at|not amused|far from happy|not happy|hate this|hate your|stop using|lose faith|dropping the ball|dropped the ball
            |same problem again|same issue again|same bug again|broken promises|empty promises|unprofessional|trust is gone|gone too far
            |heads will roll|chasing you|chasing this|weeks without|days without|laughing stock|beyond frustrated|had it with|work like this
            |hung up on|speak to a manager|speak to your|speak with a manager|talk to a manager|talk to your manager|connect me with your
            |simply not on|slap in the face|in circles|cannot believe|can t believe|kidding me|up in arms|beyond me|look like fools|look bad
            |stop paying|done with this|done with you|done with your|refuses to work|refuse to work|refuse to use|refuses to use|catastrophe
            |catastrophic|a fortune|lost for words|cost us a lot|costing us|losing money|lose money|losing customers|drives our|drive us mad
            |drives us mad|drives me mad|throw the tool|throwing the tool|throw it out|kick you out|leave you|leaving you|zero confidence
            |no confidence|confidence left|taken seriously|takes this seriously|take us seriously|takes us seriously|evaluating your competitors
            |evaluating competitors|evaluating alternatives|evaluating other|considering terminating|considering cancelling|considering leaving
            |thinking of leaving|nothing has happened|nothing happens|nothing happened|without a solution|up with this|call me back|calls me back
            |called back|times already|laughing at us|running out of options|same story|works council|beneath contempt|won t tolerate|not tolerate
            |will not accept|won t accept|can t accept|cannot accept|bitterly|at wit s end|wits end|my tether|our tether|tether|my rope|our rope|last straw|final straw|pulling our hair|how dare
            |have the nerve|insult|insulting|disrespect*|farce|circus|amateur|amateurs|amateurish|botched|cluster
            """
        ),
        (
            .adoption,
            """
            adoption|uptake|utilisation|utilization|usage|active|actively|use it|uses it|using it|use the|uses the|using the|log in|logs in|logged in
            |logging in|log on|logs on|logins|work in|works in|working in|in use|in active use|on the platform|on board|on the system|on the tool
            |in the tool|in the system|in the app|in the product|in the platform|on the app|on the product|online daily|on it|live on|adopted|adopt
            |daily use|daily basis|weekly basis|regular use|everyday use|use daily|using daily|nutzen|nutzung|nutzungsgrad|aktiv|aktive|utilisent
            |adoption rate|penetration|engaged|users are|users work|relies on|rely on|depend on|uses us|use us|use our|uses our|daily users
            |weekly users|active users|rolled out|rollout|roll out|opens it|open it|open the|signed in|sign in|signs in|usan|uso|utilización
            |licences used|licenses used|seats used|seats are used|licences are used|make use of|with the app|through the app|via the app|with the tool|via the tool|working with it|work with it|works with it
            |works with the|work with the|working with the|taken up
            """
        ),
        (
            .everyone,
            """
            everyone|everybody|nearly everyone|almost everyone|practically everyone|all users|all employees|all staff|all of the users|all seats
            |all licences|all licenses|all teams|all departments|all plants|all sites|all branches|all colleagues|all locations|all offices
            |every department|every site|every plant|every branch|everyone in|every team|every user|every employee|every seat|entire workforce
            |entire crew|whole crew|entire department|whole department|entire organisation|whole organisation|entire organization|entire shift
            |whole floor|whole workshop
            |entire team|entire staff|entire company|whole workforce|whole team|whole company|whole staff|nearly all|almost all|practically all
            |virtually all|virtually everyone|virtually everybody|basically everyone|pretty much everyone|to all|the full team|full team|across all
            |every single|nobody is left|alle mitarbeiter|alle nutzer|fast alle|jeder|presque tous|tout le monde|casi todos|todos los|vast majority
            |overwhelming majority|all hands|the lot of them|full adoption|fully adopted|complete adoption|universal|wall to wall
            """
        ),
        (.hardly, "hardly|barely|not everyone|not everybody|not all|nobody|no one|few|scarcely|only|rarely|not every|hardly anyone|niemand|kaum"),
        (
            .otherShare,
            """
            ticket|tickets|cases|discount|attendance|training|trained|uptime|availability|sla|vat|tax|roi|interest|increase|price|budget|savings|save
            |nps|csat|satisfaction|growth|margin|market share|completion|complete|completed|error|errors|probability|likely|likelihood|chance|renewal
            |forecast|accuracy|survey|respondents|response rate|automation|automated|reduction|reduced|faster|quota|invoices|coverage|mobile|test
            |tests|data|migrated|migration|storage|capacity|requirements|features|progress|project|penalty|rollout|recommend|would recommend|quality
            |invoiced|pilot group|milestones|off|commission|requests|orders|documents|managers|approvals|calls|devices|deadline
            """
        ),
        (
            .seats,
            """
            seats|seat|licences|licenses|licence|license|named users|licensed users|user licences|user licenses|named user|lizenzen|arbeitsplätze
            |licencias|postes|user accounts|full users|concurrent users|authorised users|authorized users|paid users|lizenz|nutzerlizenzen|user seats
            |permitted users|registered users|licensed quantity|license quantity|licence quantity|user quantity|number of users|quantity of users
            |user subscriptions
            """
        ),
        (.users, "users|nutzer|utilisateurs|usuarios"),
        (
            .added,
            """
            add|adds|adding|added|additional|another|extra|more|further|trained|at least|pilot|minimum|per site|per plant|per branch|per team|buy|purchase|upgrade|increase|expand
            |cap of free|remaining|unused|spare|left|inactive|active|in use|used|assigned|free|read only|viewer|guest|test|trial|reduce|drop|cut|lose
            |block of|packs|pack
            """
        ),
        (
            .closed,
            """
            closed|resolved|done|solved|complete|completed|fixed|geschlossen|erledigt|gelöst|fermé|résolu|cerrado|resuelto|finished|cancelled
            """
        ),
        (
            .open,
            """
            still not|not solved|not fixed|not resolved|not closed|unresolved|unsolved|unfixed|still open|remains open|remain open|is open|are open
            |still an issue|still a problem|still broken|still failing|still fails|still happens|still happening|still there|came back|is back
            |has come back|reappeared|reopen|re open|reopened|re opened|waiting for a fix|waiting for the fix|wait for a fix|awaiting a fix
            |awaiting a solution|waiting on|still waiting|outstanding|pending|persists|still persists|not gone|never fixed|never solved|never resolved
            |was closed too early|closed without|closed prematurely|isn t fixed|isn t solved|isn t resolved|isn t closed|hasn t been fixed
            |hasn t been solved|hasn t been resolved|has not been fixed|has not been resolved|has not been solved|wasn t fixed|wasn t solved
            |wasn t resolved|aren t fixed|still see|still seeing|still have|still having|still get|still getting|still occurs|still occurring
            |still unsolved|still unresolved|far from solved|far from fixed|far from resolved|keeps coming back|keeps happening|happening again
            |happens again|occurs again|occurred again|broke again|noch offen|nicht gelöst|nicht behoben|toujours ouvert|pas résolu|sigue abierto
            |no está resuelto|without a solution|no fix yet|no solution yet|open since|blocked by|blocks us|is blocking|not working|still hurts
            |needs a fix|need a fix|still unfixed|recurring|recurred|returned
            """
        ),
        (
            .delivered,
            """
            went live|is live|are live|live now|gone live|delivered|shipped|done|completed|complete|finished|received|got it|in production|installed
            |deployed|rolled out|works now|working now|is working|handed over|provided|sent over|arrived|available now|now available|is available
            |released|credited|granted|activated|switched on|enabled|set up|in place|thanks for the|thank you for the|fixed|has been added|was added
            |have been added|been extended|resolved|paid|refunded|corrected|is there|took place|held|happened|fulfilled|kept our promise|as promised
            """
        ),
    ]

    static let promises: [(Mark, String)] = [
        (
            .vow,
            """
            promised|promise|promises|promising|you have my word|my word|our word|we give you our word|guarantee|guaranteed|guarantees|committed to
            |committed|commit to|we commit|i commit|commitment to|assure|assured|assures|we agreed|as agreed|agreed to|agreed with|agreed that
            |count on us|count on me|rely on us|pledge|pledged|undertake|undertook|consider it done|consider it sorted|consider it settled
            |you can take that as a yes|shook hands|handshake|gave our word|gave my word|gave her my word|gave him my word|gave them our word|vowed
            |on the hook|told them we|told her we|told him we|versprochen|zugesagt|versprechen|sagen wir zu|garantieren|promettons|promis|prometido
            |prometimos|made a commitment|made a promise|signed up to|we said yes to|said yes to|we will include|we ll include|we will give you
            |we ll give you|i will give you|i ll give you|we will give them|we ll give them|we will provide|we ll provide|we will add|we ll add
            |we will credit|we ll credit|we will extend|we ll extend|will be included|will be part of|we ll cover|we will cover|we will host
            |we ll host|gave them our ok|swear|you ll have it|see to it|take my word|rest assured|confirmed that we|confirm that we|i can confirm
            |we can confirm|you told us|you told me|you said|you assured|told us that|told me that|told us|told them|honour what|honor what|commitment
            |gave assurances|gave assurance|given assurance|verbally agreed|verbally|gentleman s agreement|gentlemen s agreement
            """
        ),
        (
            .gift,
            """
            free of charge|free of cost|for free|at no charge|at no cost|at no extra cost|at no extra charge|at no additional cost
            |at no additional charge|no extra cost|no extra charge|no additional cost|no additional charge|no charge|without charge|without extra cost
            |without additional cost|without extra charge|without additional charge|without cost|on the house|throw in|throw it in|throw that in
            |throw this in|throw them in|throwing in|thrown in|won t charge|will not charge|won t bill|will not bill|not going to charge
            |not charge you|not bill you|won t invoice|will not invoice|waive|waived|waiving|our treat|it s on us|is on us|that s on us|are on us
            |on us|as a gift|our gift|a gift|our present|a present|present to you|without paying|without having to pay|not pay for|not have to pay
            |won t have to pay|won t pay|don t have to pay|don t pay|no need to pay|needn t pay|not get an invoice|don t get an invoice
            |won t get an invoice|no invoice for|not be charged|not be billed|won t be charged|won t be billed|never be billed|never be charged
            |no cost to you|no fee for|no fees for|without a fee|without fees|drop the fee|drop the charge|drop the fees|skip the fee|skip the charge
            |no invoice|at our cost|not a cent|not a penny|for a zero fee|without invoicing|without billing|costs you nothing|cost you nothing
            |free with your|free with the|goodwill|complimentary|gratis|free months|free month|months free|month free|free year|year free|for nothing
            |at our expense|at our own expense|cover the cost|cover the costs|pick up the bill|pick up the tab|foot the bill|absorb the cost
            |absorb the costs|part of your package|part of your plan|part of the package|part of your subscription|part of the deal
            |part of the current fee|within the current fee|within your current fee|included in your|included in the price|included in the fee
            |included at no|price freeze|freeze the price|freeze your price|freeze prices|price lock|lock the price|lock your price|hold the price
            |hold your price|hold the prices|keep the price|keep your price|keep the same price|same price|price will not|price won t|prices won t
            |prices will not|no price increase|won t go up|will not go up|won t raise|will not raise|won t increase|will not increase|kostenlos
            |kostenfrei|ohne aufpreis|unentgeltlich|geschenkt|gratuitement|sans frais|sans supplément|gratuit|sin coste|sin costo|sin cargo|gratuita
            |comes free|free for you|is free|are free|free access|free for twelve|free for one|free for two|free for three|free for the|free upgrade
            |free training|free use|free support|nothing extra|not cost you|won t cost you|will not cost you|no bill|credit you|credit your account
            |refund you|match the price|yours for|all yours|module yours|is yours|are yours|as a thank you|as a courtesy|as a gesture|sweetener
            |discount of|charge nothing|pay nothing|pay nothing extra|nothing to pay|stays free|remains free|stay free|remain free|free for them
            |free for her|free for him|free for us|zero cost|zero extra cost|our compliments|compliments of|forget the invoice|forget about the invoice
            |forget the bill|forget the fee|tear up the invoice|write off|wrote off|bear the cost|bear the costs|carry the cost|carry the costs
            |swallow the cost|take the cost|see a bill|see an invoice|get a bill|owe us nothing|owe nothing|at zero|eur 0|usd 0|gbp 0
            |not see a charge|for no money|no money for|without any cost|without any charge|without any fee|free from charge|freebie|my treat
            """
        ),
        (
            .will,
            """
            we ll|i ll|we will|i will|we are going to|we re going to|will be|you ll|you will|shall|we would|i would|going to|will get|will have
            |will receive|will provide|will deliver|we have|i have|i ve|we ve|you have|you get|gets|get|yours|happy to|glad to|are happy|let us
            |wir werden|wir geben|nous allons|nous vous|vamos a|le daremos|will include|include|included|your|you|team|consider|can have|may have
            |may keep|keep|told|them|agreed|commitment|approved|granted|approval
            """
        ),
        (
            .refusal,
            """
            can t promise|cannot promise|can not promise|can t guarantee|cannot guarantee|can t commit|cannot commit|unable to|not give|don t give
            |not allowed|do not offer|don t offer|not offer|are not able|never free|costs extra|cost extra|have to charge|need to charge|must charge
            |rejected|the answer is no|answer is no|not able to|won t be able|will not be able|not possible|impossible|no promise|no promises
            |no guarantee|no commitment|never promised|not promised|didn t promise|did not promise|haven t promised|have not promised|not agreed
            |did not agree|didn t agree|never agreed|isn t free|is not free|not free|aren t free|are not free|not included|isn t included|not part of
            |isn t part of|would be charged|will be charged|is charged|are charged|be charged separately|charged extra|at an extra charge
            |at extra cost|extra cost applies|decline|declined|refuse|refused|can t offer|cannot offer|can t give|cannot give|can t include
            |cannot include|can t throw|cannot throw|can t waive|cannot waive|no way|afraid not|afraid we can|afraid that|not for free
            |nothing for free|nothing is free|without promising|don t promise|do not promise|we never|i never|not commit|not going to give|won t give
            |will not give|won t include|will not include|nicht versprechen|leider|cannot provide|can t provide|won t be free|will not be free
            |no longer free|unfortunately|regrettably|cannot be|can t be|not something we|not in a position|not a promise|rather than promise
            |doesn t include|does not include
            """
        ),
        (
            .courtesy,
            """
            call you|call back|get back to you|come back to you|ring you|phone you|send you|send the|send over|send a|forward the|share the|share my
            |let you know|to check|to ask|to look|to find out|to see|to think|to discuss|to review|to clarify|to forward|to raise|to bring|to be there
            |to be on|to come|to talk|to speak|to call|to send|to mail|to write|to inform|to update|to remind|to answer|to reply|to share|to present
            |to show|to join|to meet|to report|to follow|to pass|bring the|bring my|bring a|i will bring|my boss|keep you posted|keep you updated
            |keep you informed|look into|check with|check this|follow up|be in touch|write to you|write you|remind|answer your|reply|see you|meet you
            |visit|be there|join the call|join you|attend|invite|schedule|set up a call|set up a meeting|book a|arrange a call|arrange a meeting
            |be quick|be brief|keep it short|confidential|not to tell|bring cake|feel free|free to|free on|free at|free next|free this|free tomorrow
            |free slot|free time|free for a|are you free|i am free|i m free|we are free|talk soon|speak soon|take a look|have a look|minutes of
            |the slides|the link|the deck|the agenda|discuss it|raise it|mention it|introduce you|pass it on|pass this on|ask the team|ask product
            |a call|feedback|an update|more details|the details|an answer|the recording|a summary|a heads up|a shout|think about|consider your
            |free weekend|free afternoon|free morning|free of errors|error free|risk free|hassle free|free text|free form|toll free|trouble free
            |update you|inform you|promise to be|won t forget|i promise it was
            """
        ),
        (
            .request,
            """
            could you|can you|would you|could we|can we|may we|please|would it be possible|is it possible|we would like|we d like|i would like
            |i d like|we want|i want|we need|we expect|we ask|i ask|asking for|asked for|asks for|ask for|request|requested|requests|hoping|hope to
            |wish|are you able|do you offer|do you include|any chance|wondering|want you to|need you to|expect you to|demand|they want|she wants
            |he wants|would love|könnten sie|bitte|pourriez|podrían|let me know if|wants|insists on|insist on|pushing for|push for
            """
        ),
        (
            .include,
            """
            included|includes|include|including|inclusive|part of|forms part|covers|covered|comprises|no charge|free of charge|without charge
            |no additional|not charged|without additional|no extra|entitled|entitles|grants|granted|shall provide|will provide|provides|waived|waives
            |shall not increase|fixed|shall receive|receives|free|shall be|bundled|enthalten|inbegriffen|compris|incluido|shall deliver|undertakes
            |at no
            """
        ),
        (
            .exclude,
            """
            not included|not part of|excluded|charged separately|charged extra|does not include|excludes|subject to a fee|at the list price
            """
        ),
        (.uncharged, "not charged|without being charged|is free|free of charge|no charge"),
        (
            .them,
            """
            they promised|they told us|they told me|they said|they guarantee|they offer|they give|vendor guarantees|competitor gives|they agreed
            |they committed|they guaranteed|he promised|she promised|customer promised|customer committed|customer agreed|they will|they ll
            |they have promised|they have committed|he committed|she committed|customer will|customer has agreed|client promised|client agreed
            |their promise|it promised|agreed to disagree|we all agreed|agreed on the agenda|agreed to meet|agreed to talk|agreed next
            """
        ),
    ]

    static let manners: [(Mark, String)] = [
        (
            .history,
            """
            previous|previously|former|formerly|used to|old contract|old agreement|old subscription|old term|old price|prior|earlier contract
            |ran until|ran to|ran through|ran out|expired|ended|was until|were until|originally|original|back then|at the time|in the past
            |last contract|last term|first contract|until 2019|until 2020|until 2021|until 2022|until 2023|until 2024|until 2025|in 2020|in 2021
            |in 2022|in 2023|in 2024|was the|was our|were paying|paid before|before that|no longer|not anymore|anymore|any more|predecessor
            |until last year|last year|years ago|once|historically|bisher|früher|ehemalige|ehemaliger|damals|ancien|ancienne|auparavant|anterior|antes
            |legacy|superseded|replaced by|started at|started with|began at|initially|had been|stepped down|until march it|handed over from|ex sponsor
            |at first|used be|lapsed|was signed|outgoing|retired sponsor|years back|came from|up from|down from|old deal|expiring contract was
            |before the upgrade|before the merger|had
            """
        ),
        (
            .hypothetical,
            """
            if|whether|what if|suppose|supposing|imagine|should we|should i|could we|would we|might|may be|maybe|perhaps|would be|would like
            |would have|would prefer|would rather|would want|would need|wish|propose|proposed|proposes|proposing|suggest|suggested|suggests|suggesting
            |provided that|in case|unless you|assuming|assume|hypothetically|in theory|could be|could become|consider making|thinking of
            |thinking about|considering|option|scenario|would move|would pay|would become|ideally|falls|wenn|falls wir|si nous|si usted|once you sign
            |as soon as you|when you sign|subject to|contingent|depends on|depending on|candidate|wants to be|wants to become|potential|possible
            |possibly|likely to become|rumour|rumor|rumoured|nominated|were to|we could|they could|he could|she could|you could|asks if|asked if
            |negotiating|under discussion|draft|tentative|tentatively|not decided|undecided|to be confirmed|tbc|in exchange for|in return for
            """
        ),
        (
            .negation,
            """
            not|no|never|isn t|aren t|wasn t|weren t|don t|doesn t|didn t|won t|no longer|neither|nor|without|nobody|none|nicht|kein|keine|ne pas|pas
            |nunca|hardly|cannot|can t|instead of|rather than|not at all|far from
            """
        ),
        (
            .elsewhere,
            """
            another customer|peers|in the industry|industry|similar customer|similar customers|a customer of|other customer|other customers
            |another client|other clients|other accounts|another account|sister company|sister companies|parent company|subsidiary|subsidiaries
            |competitor|competitors|unlike|their other supplier|other supplier|other vendor|another vendor|a different customer|different customer
            |at my last|different account|our contract with aws|our own supplier|peer group|industry average|benchmark|other companies|another company
            |neighbour|neighbor|their supplier|our supplier|affiliate|their contract with|your contract with|contract with salesforce
            |reference customer|other vendors|competing vendor|like for like customer|customers of|at other|elsewhere|their landlord|contract with the
            |contract with our|agreement with our|cleaning contract|cleaning company|contract for cleaning|catering|landlord|with microsoft|with sap|with aws|with oracle|with google|partner company
            |holding company|joint venture|average customer|typical customer|most customers
            """
        ),
        (
            .target,
            """
            goal|goals|raise|raising|boost|push|ideal|ideally|wish for|target|targets|aim|aims|aiming|objective|want to|wants to|plan to|plans to
            |planned|planning|expect to|expects|hope|hoping|should reach|we should|should be at|until we reach|to reach|reach|get to|would like to
            |intend|intends|ambition|forecast|projected|expected|ziel|objectif|objetivo|by the end of|next year|will reach|working towards
            |on the way to|strive|commit to reaching|promised to reach|success criterion|success criteria|kpi|milestone
            """
        ),
        (
            .amendment,
            "amendment|addendum|variation|nachtrag|change order|avenant|amending agreement|side letter|supplement|supplemental agreement|adenda|änderung"
        ),
        (
            .update,
            """
            amendment|amended|addendum|as of|new end date|new renewal|extended|extension|extends|moved to|changed to|now|effective|took over|since
            |updated|corrected|correction|supersedes|replaces|replaced|from now on|henceforth|new sponsor|verlängert|neu|ab sofort|prolongé|has become
            |new term
            """
        ),
    ]
}
