import TestSupport
import Testing
import TonewheelOSC

@Suite struct OSCAddressPatternTests {
    @Test(
        arguments: [
            ("/a", "/a", true), ("/a", "/b", false), ("/a", "/ab", false), ("/ab", "/a", false), ("", "", true),
            ("/?", "/a", true), ("/?", "/", false), ("/?", "/ab", false), ("/?b", "/ab", true), ("/a?b", "/a/b", false),
            ("/*", "/", true), ("/*", "/abc", true), ("/*", "/a/b", false), ("/*/b", "/a/b", true),
            ("/a*c", "/ac", true), ("/a*c", "/abcbc", true), ("/a*c", "/abcb", false), ("*", "/a", false),
            ("/[abc]", "/b", true), ("/[abc]", "/d", false), ("/[a-c]x", "/bx", true), ("/[c-a]", "/b", true),
            ("/[!a-c]", "/d", true), ("/[!a-c]", "/b", false), ("/a[!b]c", "/a/c", false), ("/a[.-0]c", "/a/c", false),
            ("/[a-]", "/-", true), ("/[a-]", "/a", true), ("/[-a]", "/-", true), ("/[a-]", "/b", false),
            ("/[a!]", "/!", true), ("/[!!]", "/!", false), ("/[!!]", "/a", true), ("/[a-cx]", "/x", true),
            ("/[[*{?]", "/{", true), ("/{foo,bar}", "/foo", true), ("/{foo,bar}", "/bar", true),
            ("/{foo,bar}", "/fooo", false), ("/{foo,bar}", "/foobar", false), ("/{a,ab}c", "/abc", true),
            ("/{,a}b", "/b", true), ("/{,a}b", "/ab", true), ("/{}b", "/b", true), ("/{x,a}{b,y}", "/ab", true),
            ("//c", "/c", true), ("//c", "/a/c", true), ("//c", "/a/b/c", true), ("//c", "/a/bc", false),
            ("/a//c", "/a/c", true), ("/a//c", "/a/b/b/c", true), ("/a//c", "/b/c", false), ("/a///c", "/a/b/c", true),
            ("//", "/", true), ("//", "/a", false), ("//*", "/a/b", true), ("/a//", "/a/b/", true),
            ("//b//d", "/a/b/c/d", true), ("//b//d", "/a/d/c/b", false), ("/a,b-c!", "/a,b-c!", true),
            ("/oscillator/[0-9]/{frequency,phase}", "/oscillator/4/frequency", true),
        ])
    func matching(pattern: String, address: String, expected: Bool) throws {
        #expect(try OSCAddressPattern.matches(pattern: pattern, address: address) == expected)
    }

    @Test(
        arguments: [
            ("/[", .unclosedBracket(offset: 1)), ("/a[bc", .unclosedBracket(offset: 2)),
            ("/[!", .unclosedBracket(offset: 1)), ("/[a/]", .unclosedBracket(offset: 1)),
            ("/[a-", .unclosedBracket(offset: 1)), ("/[a-/]", .unclosedBracket(offset: 1)),
            ("/[[[[", .unclosedBracket(offset: 1)), ("/[]", .emptyBrackets(offset: 1)),
            ("/a[!]", .emptyBrackets(offset: 2)), ("/{", .unclosedBrace(offset: 1)),
            ("/{a,b", .unclosedBrace(offset: 1)), ("/{a/b}", .unclosedBrace(offset: 1)),
            ("/a]", .unmatchedClosing(UInt8(ascii: "]"), offset: 2)),
            ("}", .unmatchedClosing(UInt8(ascii: "}"), offset: 0)),
            ("/{a}}", .unmatchedClosing(UInt8(ascii: "}"), offset: 4)),
            ("/{a,{b}}", .wildcardInBraces(UInt8(ascii: "{"), offset: 4)),
            ("/{a*}", .wildcardInBraces(UInt8(ascii: "*"), offset: 3)),
            ("/{?}", .wildcardInBraces(UInt8(ascii: "?"), offset: 2)),
            ("/{[a]}", .wildcardInBraces(UInt8(ascii: "["), offset: 2)),
            ("/{a]}", .wildcardInBraces(UInt8(ascii: "]"), offset: 3)),
        ] as [(String, OSCAddressPatternError)])
    func malformed(pattern: String, expected: OSCAddressPatternError) {
        #expect(throws: expected) { try OSCAddressPattern.matches(pattern: pattern, address: "/a") }
        #expect(expected.description.contains("byte "))
        #expect(expected.description.contains(". "))
    }

    @Test func isPattern() {
        let isPattern = { (string: String) in
            Array(string.utf8).withUnsafeBytes { OSCAddressPattern.isPattern($0) }
        }
        for pattern in ["/?", "/*", "/[a]", "/{a}", "//a", "/a//b", "/a]", "/a}", "*", "/a//"] {
            #expect(isPattern(pattern), "\(pattern)")
        }
        for address in ["", "/", "/a", "/a/b/c", "/a-b!c,d", "/a/"] { #expect(!isPattern(address), "\(address)") }
    }

    @Test func longestAddress() throws {
        let longest = "/" + String(repeating: "a", count: 62)
        #expect(OSCAddressPattern.maximumAddressLength == 63)
        for pattern in [longest, "/*", "//*", "/*a", "/" + String(repeating: "?", count: 62), "/a*[a]{a,b}"] {
            #expect(try OSCAddressPattern.matches(pattern: pattern, address: longest), "\(pattern)")
            #expect(try !OSCAddressPattern.matches(pattern: pattern, address: longest + "a"), "\(pattern)")
        }
        let slashes = String(repeating: "/", count: 63)
        #expect(try OSCAddressPattern.matches(pattern: "//", address: slashes))
        #expect(try !OSCAddressPattern.matches(pattern: "//a", address: slashes))
    }

    @Test func bytesAboveASCII() throws {
        #expect(try OSCAddressPattern.matches(pattern: "/é", address: "/é"))
        // A character of two bytes.
        #expect(try !OSCAddressPattern.matches(pattern: "/?", address: "/é"))
        #expect(try OSCAddressPattern.matches(pattern: "/??", address: "/é"))
        #expect(try OSCAddressPattern.matches(pattern: "/[!a][!a]", address: "/é"))
    }

    @Test func agreesWithBacktracking() throws {
        var random = RepeatableRandom(seed: 1992)
        var matched = 0
        for _ in 0..<40_000 {
            let tree = PatternTree.random(using: &random)
            var address = tree.example(using: &random)
            // A third of the addresses is likely to match, a third almost matches, and the rest is random.
            switch Int.random(in: 0..<3, using: &random) {
            case 0: break
            case 1: if !address.isEmpty { address.remove(at: Int.random(in: address.indices, using: &random)) }
            default:
                address = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                    Int.random(in: 0..<3, using: &random) == 0 ? UInt8(ascii: "/") : PatternTree.letter(&random)
                }
            }
            let expected = tree.matches(address)
            let string = String(decoding: address, as: UTF8.self)
            let actual = try OSCAddressPattern.matches(pattern: tree.description, address: string)
            if actual != expected { Issue.record("\(tree) and \(string): \(actual)") }
            matched += expected ? 1 : 0
        }
        #expect(matched > 10_000)
        #expect(matched < 30_000)
    }
}
