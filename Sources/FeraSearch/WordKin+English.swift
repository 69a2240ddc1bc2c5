extension WordKin {
    /// The lists for English, single words, a comma between groups; they are stemmed when read, so one form of a word is enough.
    static let english = WordKin(same: sameEnglish, related: relatedEnglish, language: .english)

    /// One word in other forms, and numbers written out.
    private static let sameEnglish = """
        arise arose arisen, bear bore borne, beat beaten, become became, begin began begun, bend bent, bind bound, bite bit bitten, blow blew blown, \
        break broke broken, bring brought, build built, burn burnt, buy bought, catch caught, choose chose chosen choice, come came, deal dealt, \
        dig dug, draw drew drawn, drive drove driven, drink drank drunk, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, \
        fly flew flown, forbid forbade forbidden, forget forgot forgotten, freeze froze frozen, give gave given, go went gone, \
        grow grew grown growth, hang hung, hear heard, hide hid hidden, hold held, keep kept, know knew known, lay laid, lead led, learn learnt, \
        lend lent, lose lost loss, make made, mean meant, meet met, pay paid, prove proven, ride rode ridden, ring rang rung, rise rose risen, \
        run ran, say said, see seen, seek sought, sell sold, send sent, shake shook shaken, shoot shot, show shown, shrink shrank shrunk, \
        sing sang sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken, spend spent, stand stood, steal stole stolen, strike struck, \
        swear swore sworn, swim swam swum, take took taken, teach taught, tear tore torn, tell told, think thought, throw threw thrown, \
        understand understood, wake woke woken, wear wore worn, win won, write wrote written, bad worse worst, good better best, man men, \
        woman women, child children, person people, foot feet, die death dead died, live life lives, born birth, choose chose chosen, \
        oversee oversaw overseen, withdraw withdrew withdrawn, overcome overcame, uphold upheld, one 1, two 2, three 3, four 4, five 5, six 6, \
        seven 7, eight 8, nine 9, ten 10, eleven 11, twelve 12, thirteen 13, fourteen 14, fifteen 15, sixteen 16, seventeen 17, eighteen 18, \
        nineteen 19, twenty 20, thirty 30, forty 40, fifty 50, sixty 60, seventy 70, eighty 80, ninety 90, first 1st, second 2nd, third 3rd, \
        fourth 4th, fifth 5th, sixth 6th, tenth 10th
        """

    /// The trade's other words for a thing; a word may stand in several groups.
    private static let relatedEnglish = """
        renewal renew extend extension prolong rollover, renewal expire expiry term end, end expire expiry terminate finish stop, \
        champion advocate sponsor supporter ally promoter fan, blocker opponent sceptic skeptic detractor critic enemy, \
        churn cancel terminate leave quit defect lose, risk danger threat worry concern exposure, \
        decide decision sign signature approve authority say, price cost pay fee charge spend worth amount value, budget money funds funding spend, \
        discount rebate reduction concession, invoice bill billing payment, contract agreement deal paper amendment, notice terminate cancel, \
        deadline due date, promise commit commitment agree assure owe pledge, complain complaint unhappy angry upset annoy frustrate frustration, \
        ticket issue bug defect incident problem case, broken break fail failure crash outage down, meeting call review session qbr, \
        usage adoption use active login, user seat licence license account, licence license, customer client account, colleague peer teammate, \
        boss manager head lead director chief, deputy substitute backup cover, owner responsible charge own, successor replacement replace, \
        contact reach call phone mail email, rival competitor competition alternative vendor, supplier vendor provider, \
        launch rollout start deploy deployment, launch rollout deploy deployment, start begin beginning commence origin, \
        integration interface connector connect api, export download extract, import upload load, password credential secret login access, \
        access permission right rights, workaround bypass trick, history past background story, goal aim objective target purpose, \
        success win result outcome, like prefer favour favor enjoy, hate dislike mind resent, buy purchase order procure procurement, \
        sell sale upsell expand expansion, upsell expansion grow growth, escalate escalation raise, fix solve resolve repair solution, \
        delay late slip postpone, train training teach workshop onboard, legal lawyer counsel, finance financial cfo, holiday vacation leave away, \
        big large great, small little minor, fast quick quickly rapid, important key critical crucial, change alter modify switch, \
        build construct construction create, help support assist aid, show display present, kill murder death, city town, country nation state, \
        war conflict battle, job role position post title, name call known
        """
}
