import FeraCrypto
import Testing

/// Published vectors: what OpenSSL is asked is what the standards mean.
struct VectorTests {
    @Test func hashes() {
        // FIPS 180-4, appendix; RFC 3174.
        #expect(SHA256.hash("abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256.hash("").hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(Hex.encode(SHA1.hash(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        var pieces = SHA256()
        pieces.update(Array("a".utf8))
        pieces.update([])
        pieces.update(Array("bc".utf8))
        #expect(pieces.finish() == SHA256.hash("abc"))
    }

    @Test func codesUnderAKey() {
        // RFC 4231, cases 1 and 2.
        #expect(
            HMAC.sha256(key: [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8)).hex
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let second = HMAC.sha256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        #expect(second.hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(HMAC.sha256(key: [], []).hex == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func signatures() throws {
        // RFC 8032, section 7.1, test 1.
        let seed = try #require(Hex.decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
        let key = try #require(SigningKey(seed: seed))
        #expect("\(key.publicKey)" == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        let signature = key.sign([])
        #expect(
            Hex.encode(signature)
                == "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")
        #expect(key.publicKey.verify(signature, []))
        #expect(!key.publicKey.verify(signature, [0]))
        for place in signature.indices {
            var changed = signature
            changed[place] ^= 1
            #expect(!key.publicKey.verify(changed, []), "byte \(place)")
        }
        #expect(!key.publicKey.verify(Array(signature.dropLast()), []))
        #expect(!SigningKey().publicKey.verify(signature, []))
        #expect(SigningKey(seed: Array(seed.dropLast())) == nil && VerifyingKey(hex: "d75a") == nil)
    }

    @Test func textsOfBytes() {
        #expect(Hex.decode("00fFa1") == [0, 255, 161] && Hex.encode([0, 255, 161]) == "00ffa1")
        #expect(Hex.decode("0") == nil && Hex.decode("0g") == nil && Hex.decode("é") == nil)
        #expect(Base32.encode([]).isEmpty && Base32.encode([0xff]) == "zw" && Base32.encode([0, 0, 0, 0, 1]) == "00000001")
        #expect(Digest(hex: String(repeating: "0", count: 63)) == nil && Digest(bytes: [1]) == nil)
    }

    @Test func comparing() {
        #expect(constantTimeEqual([], []) && constantTimeEqual([1, 2], [1, 2]))
        #expect(!constantTimeEqual([1, 2], [1, 3]) && !constantTimeEqual([1], [1, 2]))
        #expect(Random.bytes(32) != Random.bytes(32) && Random.token(5).utf8.count == 8)
    }
}
