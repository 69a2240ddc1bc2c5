import Testing

@testable import FeraServer

@Suite struct RelayTextTests {
    @Test func slackTextIsReadAsItWasTyped() {
        #expect(SlackText.plain("<@U1> who  decides &lt;now&gt; at <https://x.test|x.test> in <#C1|sales>? <!here>") == "who decides <now> at x.test in sales?")
        #expect(SlackText.plain("a < b") == "a < b")
        #expect(SlackText.plain("<@U1>").isEmpty)
        #expect(SlackText.plain(String(repeating: "x", count: 9000)).count == 2000)
        #expect(SlackText.escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;")
        #expect(SlackText.linkCode("Link abc12") == "abc12")
        #expect(SlackText.linkCode("link me to the contract") == nil)
    }

    @Test func secretsDoNotPrint() {
        let secret = RelaySecret(text: "s3cret")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret)\(String(reflecting: secret))\(dumped)".contains("s3cret"))
        #expect(RelaySecret(standardWebhooks: "whsec_c2hvcnQ=") == nil)
        #expect(RelaySecret(standardWebhooks: "c2hvcnQ=") == nil)
    }

    @Test func anAddressHasOneMeaning() {
        #expect(ReplyAddress("https://Hooks.Slack.com/a?b#c")?.place == "hooks.slack.com")
        #expect(ReplyAddress("http://127.0.0.1:80/")?.place == "127.0.0.1:80")
        for bad in [
            "https://a@b/", "https://a\\b/", "https://[::1]/", "https:///x", "https://a:99999/", "https://a:/", "https://a b/", "https://ä.test/", "HTTPS://a/",
            "//a/", "https://a%2eb/",
        ] {
            #expect(ReplyAddress(bad) == nil, "\(bad)")
        }
    }
}
