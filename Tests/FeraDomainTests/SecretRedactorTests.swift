import FeraDomain
import Testing

@Suite struct SecretRedactorTests {
    @Test(arguments: [
        ("The sftp password is Herring!42 and nobody else has it.", SecretKind.password, "Herring!42"),
        ("pw: tuesday", .password, "tuesday"),
        ("Password=hunter2", .password, "hunter2"),
        ("the password is swordfish.", .password, "swordfish"),
        ("password: \"two words\" for the box", .password, "two words"),
        ("The password for the admin account is Winter2024!", .password, "Winter2024!"),
        ("pw Blue9Heron works too", .password, "Blue9Heron"),
        ("open https://svc:s3cr3t@files.example.com/in", .password, "s3cr3t"),
        ("the vpn password hunter2hunter2 works for everybody", .password, "hunter2hunter2"),
        ("Use login admin and password hunter2.", .password, "hunter2"),
        ("Das Passwort ist Sommer2026", .password, "Sommer2026"),
        ("key sk-proj-abcdEFGH1234567890abcd in the mail", .apiKey, "sk-proj-abcdEFGH1234567890abcd"),
        ("AKIAIOSFODNN7EXAMPLE", .apiKey, "AKIAIOSFODNN7EXAMPLE"),
        ("API key = 9f8e7d6c5b4a39281706f5e4", .apiKey, "9f8e7d6c5b4a39281706f5e4"),
        ("use ghp_16C7e42F292c6912E7710c838347Ae178B4a now", .token, "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
        ("xoxb-123456789012-abcdefABCDEF", .token, "xoxb-123456789012-abcdefABCDEF"),
        ("Authorization: Bearer a8Kd93jsLq02mXn47vBt", .token, "a8Kd93jsLq02mXn47vBt"),
        (
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", .token,
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
        ),
        ("Card 4111 1111 1111 1111 exp 12/27", .cardNumber, "4111 1111 1111 1111"),
        ("5555555555554444", .cardNumber, "5555555555554444"),
    ])
    func finds(text: String, kind: SecretKind, secret: String) throws {
        let result = SecretRedactor.redact(text)
        #expect(result.findings.map(\.kind) == [kind], "\(result.text)")
        #expect(result.text == text.replacing(secret, with: "[removed: \(kind.rawValue)]"))
        let finding = try #require(result.findings.first)
        #expect(String(decoding: Array(text.utf8)[finding.original], as: UTF8.self) == secret)
        #expect(String(decoding: Array(result.text.utf8)[finding.replaced], as: UTF8.self) == "[removed: \(kind.rawValue)]")
        #expect(SecretRedactor.redact(result.text).isClean, "a second run changes nothing")
    }

    @Test(arguments: [
        "the password policy is strict", "Her password is expired.", "The password is reset every 90 days.", "Password: required",
        "key account 4711 renews in May", "The key is that Ana hears it first.", "passwords live in the vault, ask Ben",
        "Ticket T-4642 and INC0012345 and #48213", "call +49 30 1234567890 or 030 9018 20 4711", "fixed in 3f786850e387550fdaa836ed7e6dc881de23001b",
        "sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "The secret is out: they bought it in 2024.",
        "token gesture of goodwill", "order 4111 1111 1111 1112", "invoice 1234567890123456", "Asia-Pacific2026rollout", "sk-3 is the ski lift",
        "the password is the same as last year", "the secret sauce is training", "key-2026-10-13-review", "The API key rotates every quarter, see runbook 12.",
        "the password was 12 characters long", "Password reset for 14 users on 2026-03-02", "the token: see the vault", "http://example.com:8080/a@b",
        "the password policy changed", "passwords sha256hashed since 2024", "password 2026 review",
        "Password rules from 12 March 2026", "Password hashes are sha256.",
    ])
    func leavesAlone(text: String) { #expect(SecretRedactor.redact(text).text == text) }

    @Test func removesAWholePrivateKeyAndAnUnfinishedOne() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----"
        #expect(SecretRedactor.redact("before\n\(key)\nafter").text == "before\n[removed: private key]\nafter")
        #expect(SecretRedactor.redact("x -----BEGIN PRIVATE KEY-----\nMIIE").text == "x [removed: private key]")
        #expect(SecretRedactor.redact("-----BEGIN PUBLIC KEY-----\nMIIE").isClean)
    }

    @Test func keepsOffsetsRightAcrossSeveral() {
        let text = "Grüße: pw: größe9 und Passwort: Zwölf12! ende"
        let result = SecretRedactor.redact(text)
        #expect(result.text == "Grüße: pw: [removed: password] und Passwort: [removed: password] ende")
        #expect(result.findings.map { String(decoding: Array(text.utf8)[$0.original], as: UTF8.self) } == ["größe9", "Zwölf12!"])
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["password ", "-----BEGIN ", "pw:", "4111 ", "://a:", "eyJ", "\u{0}", "key ", "pw: (", "token="])
    func isLinearOnHostileText(piece: String) {
        let text = String(repeating: piece, count: 2_000)
        #expect(SecretRedactor.redact(text).text.utf8.count > 0)
    }
}
