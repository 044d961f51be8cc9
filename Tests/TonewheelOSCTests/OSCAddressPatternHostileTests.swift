import Testing
import TonewheelOSC

/// Patterns that would be slow to match by backtracking. Each has 64 KiB, more than a datagram can hold.
@Suite struct OSCAddressPatternHostileTests {
    private static let size = 65_536

    private static func repeated(_ unit: String) -> [UInt8] {
        let unit = Array(unit.utf8)
        return (0..<size).map { unit[$0 % unit.count] }
    }

    static let wellFormed: [(String, [UInt8])] = [
        ("/*a*a*a…", Array("/".utf8) + repeated("*a")),
        ("/********…", Array("/".utf8) + repeated("*")),
        ("/*?*?*?…", Array("/".utf8) + repeated("*?")),
        ("/{a,a,a…}", Array("/{".utf8) + repeated("a,") + Array("}".utf8)),
        ("/{,,,,…}", Array("/{".utf8) + repeated(",") + Array("}".utf8)),
        ("/{a,aa,}x…", Array("/".utf8) + repeated("{a,aa,}x")),
        ("/[aaaa…]", Array("/[".utf8) + repeated("a") + Array("]".utf8)),
        ("/[a-za-z…]", Array("/[".utf8) + repeated("a-zb") + Array("]".utf8)),
        ("/*[a][a]…", Array("/*".utf8) + repeated("*[a]")),
        ("////…", repeated("/")),
        ("//*//*…", repeated("//*//*//")),
        ("//a//a…", repeated("//a*")),
    ]

    static let malformed: [(String, [UInt8])] = [
        ("[[[[…", repeated("[")), ("{{{{…", repeated("{")), ("/[a[a…", Array("/".utf8) + repeated("[a")),
        ("]]]]…", repeated("]")), ("}}}}…", repeated("}")), ("/{a,a…", Array("/".utf8) + repeated("{a,a,a,a")),
    ]

    private static let addresses = [
        "/", "/a", "/" + String(repeating: "a", count: 62), String(repeating: "/a", count: 31),
        String(repeating: "/", count: 63),
    ]

    @Test(arguments: wellFormed) func atMostOneStepPerByte(name: String, pattern: [UInt8]) throws {
        for address in Self.addresses.map({ Array($0.utf8) }) {
            let steps = try pattern.withUnsafeBytes { bytes in
                let pattern = try OSCAddressPattern(bytes)
                var steps = 0
                _ = address.withUnsafeBytes { pattern.matches($0, steps: &steps) }
                return steps
            }
            #expect(steps >= 1)
            #expect(steps <= pattern.count)
        }
    }

    @Test(arguments: wellFormed) func atMostOneTokenPerByte(name: String, pattern: [UInt8]) throws {
        // The number of tokens bounds the number of steps for any address.
        let count = try pattern.withUnsafeBytes { bytes in
            var tokens = OSCAddressPatternTokens(bytes)
            var count = 0
            while try tokens.next() != nil { count += 1 }
            return count
        }
        #expect(count <= pattern.count)
    }

    @Test(arguments: malformed) func malformedPatternIsRefused(name: String, pattern: [UInt8]) {
        #expect(throws: OSCAddressPatternError.self) {
            try pattern.withUnsafeBytes { _ = try OSCAddressPattern($0) }
        }
    }

    @Test func matchingStopsEarly() throws {
        // 62 of the 65,536 steps match a byte of the address.
        let pattern = Array("/".utf8) + Self.repeated("?")
        let steps = try pattern.withUnsafeBytes { bytes in
            let pattern = try OSCAddressPattern(bytes)
            var steps = 0
            let address = [UInt8](repeating: UInt8(ascii: "/"), count: 1) + [UInt8](repeating: 0x61, count: 62)
            #expect(!address.withUnsafeBytes { pattern.matches($0, steps: &steps) })
            return steps
        }
        #expect(steps == 64)
    }
}
