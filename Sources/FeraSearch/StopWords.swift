/// Words that carry no topic. They are dropped from a question unless nothing else is left of it; the index keeps them,
/// since the order of words is judged with them.
enum StopWords {
    /// The folded stop words of a language.
    static func of(_ language: Language) -> Set<String> { sets[language.code] ?? [] }

    /// Words that people say around a question and that no line has to hold; a question of nothing else keeps them. The index does
    /// not know them, so that this list may grow without new clones.
    static func spoken(_ language: Language) -> Set<String> { language == .english ? spokenEnglish : [] }

    private static let spokenEnglish = Set(
        """
        really actually plainly exactly currently now ever get gets getting got whether right okay ok please already anyway maybe perhaps know tell \
        happens happen happened thing things else even many much per lot need needs
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    private static let sets: [String: Set<String>] = lists.mapValues { list in
        Set(list.split(separator: " ").map { Fold.plain(String($0)) })
    }

    private static let lists: [String: String] = [
        "en": """
        a an the of in on at to for from by with and or is are was were be been being am do does did done has have had having \
        what which who whom whose when where why how that this these those it its as into than then their there them they he \
        she his her him hers you your yours we our ours us i my me mine s t not no can could would should will shall may might \
        must about after before during between if so such too very just also any some each both only other own same while \
        because until again once here out over under up down off don't doesn't didn't isn't aren't wasn't weren't won't \
        wouldn't can't couldn't shouldn't haven't hasn't hadn't i'm we're they're you're it's that's there's what's who's \
        where's when's how's i've we've you've they've i'd we'd i'll we'll
        """,
        "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren sein wird werden wurde wurden \
        hat haben hatte hatten was welche welcher welches welchen wer wen wem wessen wann wo warum wieso wie dass dies diese \
        dieser dieses diesen es er sie ihr ihre ihren ihm ihn wir uns unser ich mich mir mein du dein in im an am auf aus bei \
        mit nach von vom vor zu zum zur für über unter durch um gegen ohne als auch noch nur nicht kein keine so wenn weil kann \
        können soll sollen muss müssen darf man sich bis doch hier da dort
        """,
        "fr": """
        le la les l un une des du de d et ou mais est sont était étaient être sera a ont avait avaient que qui quoi quel quelle \
        quels quelles quand où pourquoi comment ce cet cette ces il elle ils elles on nous vous je tu me te se son sa ses leur \
        leurs mon ma mes notre nos votre vos à au aux en dans sur sous par pour avec sans chez entre ne pas plus n s c j m t qu \
        y si comme aussi très peut peuvent doit doivent
        """,
        "es": """
        el la los las un una unos unas y o pero es son era eran ser está están fue fueron ha han había que qué quién quiénes \
        cuál cuáles cuándo dónde cómo cuánto cuánta por porque este esta estos estas eso esa ese lo le les se su sus mi mis tu \
        nos nuestro nuestra yo él ella ellos ellas a al de del en con sin sobre para entre hasta no ni si también muy más como \
        puede pueden debe
        """,
        "it": """
        il lo la i gli le l un uno una e o ma è sono era erano essere stato ha hanno aveva che chi cosa quale quali quando dove \
        perché come quanto questo questa questi queste quello quella lui lei loro noi voi io tu mi ti si ci vi suo sua suoi sue \
        mio nostro a al allo alla ai agli alle d di del dello della dei degli delle da dal dalla in nel nella nei con su sul \
        sulla per tra fra non né se anche molto più può possono deve
        """,
        "nl": """
        de het een en of maar is zijn was waren worden wordt werd heeft hebben had wat welke welk wie wiens wanneer waar waarom \
        hoe dat dit deze die er hij zij ze wij we ons onze ik mij mijn je jij jouw u uw haar hem hun in op aan te voor van met \
        bij naar uit over onder door om als ook nog niet geen zo dan kan kunnen moet moeten zal zullen tot
        """,
        "pt": """
        o a os as um uma uns umas e ou mas é são era eram ser está estão foi foram tem têm tinha que quem qual quais quando onde \
        por porque como quanto este esta estes estas esse essa isso isto ele ela eles elas nós eu você se seu sua seus suas meu \
        minha nosso nossa de do da dos das em no na nos nas ao à com sem sobre para entre até não nem também muito mais pode \
        podem deve
        """,
        "sv": """
        en ett den det de och eller men är var vara blir blev har hade vad vilken vilket vilka vem vems när var varför hur att \
        denna detta dessa han hon vi oss vår jag mig min du din ni er sig sin sitt sina i på av till för från med utan om under \
        över vid efter före som så inte ingen också kan ska skall måste än
        """,
        "da": """
        en et den det de og eller men er var være bliver blev har havde hvad hvilken hvilket hvilke hvem hvis hvornår hvor \
        hvorfor hvordan at denne dette disse han hun vi os vores jeg mig min du din i sig sin på af til for fra med uden om \
        under over ved efter før som så ikke ingen også kan skal må
        """,
        "no": """
        en ei et den det de og eller men er var være blir ble har hadde hva hvilken hvilket hvilke hvem hvis når hvor hvorfor \
        hvordan at denne dette disse han hun vi oss vår jeg meg min du din dere seg sin på av til for fra med uten om under over \
        ved etter før som så ikke ingen også kan skal må
        """,
    ]
}
