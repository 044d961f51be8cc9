import Testing
import TonewheelOSC

@Suite struct OSCMessageTests {
    /// This and the next test use the two messages that the OSC 1.0 specification lists byte by byte.
    @Test func specificationExampleOfOneFloat() throws {
        let bytes: [UInt8] = [
            0x2f, 0x6f, 0x73, 0x63, 0x69, 0x6c, 0x6c, 0x61, 0x74, 0x6f, 0x72, 0x2f, 0x34, 0x2f, 0x66, 0x72,
            0x65, 0x71, 0x75, 0x65, 0x6e, 0x63, 0x79, 0x00, 0x2c, 0x66, 0x00, 0x00, 0x43, 0xdc, 0x00, 0x00,
        ]
        let message = OSCMessage("/oscillator/4/frequency", 440.0)
        #expect(try message.encoded() == bytes)
        #expect(try OSCPacket(decoding: bytes) == .message(message))
    }

    @Test func specificationExampleOfFiveArguments() throws {
        let bytes: [UInt8] = [
            0x2f, 0x66, 0x6f, 0x6f, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x69, 0x69, 0x73, 0x66, 0x66, 0x00, 0x00,
            0x00, 0x00, 0x03, 0xe8, 0xff, 0xff, 0xff, 0xff, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x00, 0x00, 0x00,
            0x3f, 0x9d, 0xf3, 0xb6, 0x40, 0xb5, 0xb2, 0x2d,
        ]
        let message = OSCMessage("/foo", 1000, -1, "hello", 1.234, 5.678)
        #expect(try message.encoded() == bytes)
        #expect(try OSCPacket(decoding: bytes) == .message(message))
    }

    static let everyType: [(OSCArgument, String, [UInt8])] = [
        (.int32(.min), "i", [0x80, 0, 0, 0]),
        (.float32(-0.5), "f", [0xbf, 0, 0, 0]),
        (.float32(.infinity), "f", [0x7f, 0x80, 0, 0]),
        (.string(""), "s", [0, 0, 0, 0]),
        (.string("abc"), "s", [0x61, 0x62, 0x63, 0]),
        (.string("abcd"), "s", [0x61, 0x62, 0x63, 0x64, 0, 0, 0, 0]),
        (.string("é"), "s", [0xc3, 0xa9, 0, 0]),
        (.blob([]), "b", [0, 0, 0, 0]),
        (.blob([1, 2, 3, 4]), "b", [0, 0, 0, 4, 1, 2, 3, 4]),
        (.blob([1, 2, 3, 4, 5]), "b", [0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0]),
        (.int64(.max), "h", [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        (.double(1), "d", [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]),
        (.timeTag(.immediately), "t", [0, 0, 0, 0, 0, 0, 0, 1]),
        (.timeTag(OSCTimeTag(rawValue: 0x0102_0304_0506_0708)), "t", [1, 2, 3, 4, 5, 6, 7, 8]),
        (.symbol("on"), "S", [0x6f, 0x6e, 0, 0]),
        (.character(0x41), "c", [0, 0, 0, 0x41]),
        (.character(0xffff_ffff), "c", [0xff, 0xff, 0xff, 0xff]),
        (.color(0x1122_33ff), "r", [0x11, 0x22, 0x33, 0xff]),
        (.midi(OSCMIDIMessage(port: 1, status: 0x90, data1: 60, data2: 127)), "m", [1, 0x90, 60, 127]),
        (.bool(true), "T", []),
        (.bool(false), "F", []),
        (.nil, "N", []),
        (.impulse, "I", []),
        (.array([]), "[]", []),
        (.array([.int32(1), .array([.string("a")]), .nil]), "[i[s]N]", [0, 0, 0, 1, 0x61, 0, 0, 0]),
    ]

    @Test(arguments: everyType)
    func everyTypeRoundTrips(argument: OSCArgument, tags: String, data: [UInt8]) throws {
        let bytes = text("/a") + text("," + tags) + data
        let message = OSCMessage(address: "/a", arguments: [argument])
        #expect(try message.encoded() == bytes)
        #expect(try OSCPacket(decoding: bytes) == .message(message))
    }

    @Test func everyTypeInOneMessage() throws {
        let message = OSCMessage(address: "/a", arguments: Self.everyType.map(\.0))
        #expect(try OSCPacket(decoding: message.encoded()) == .message(message))
    }

    @Test func literals() {
        let message = OSCMessage("/a", 1, 2.0, "three", true, [4, [5.0]])
        #expect(
            message.arguments == [
                .int32(1), .float32(2), .string("three"), .bool(true), .array([.int32(4), .array([.float32(5)])]),
            ])
    }

    @Test func nanKeepsItsBits() throws {
        for bits: UInt32 in [0x7fc0_0000, 0x7fa0_0001, 0xffff_ffff] {
            let bytes = text("/a") + text(",f") + word(Int32(bitPattern: bits))
            #expect(try OSCPacket(decoding: bytes).encoded() == bytes)
        }
    }

    @Test func messageWithoutTypeTagsHasNoArguments() throws {
        #expect(try OSCPacket(decoding: text("/status")) == .message(OSCMessage("/status")))
        #expect(try OSCPacket(decoding: text("/status") + text(",")) == .message(OSCMessage("/status")))
        #expect(try OSCMessage("/status").encoded() == text("/status") + text(","))
    }

    @Test func invalidUTF8IsRepaired() throws {
        let bytes = padded([0x2f, 0xff, 0]) + text(",s") + padded([0xc3, 0])
        let decoded = try OSCPacket(decoding: bytes)
        #expect(decoded == .message(OSCMessage("/\u{fffd}", "\u{fffd}")))
        #expect(try OSCPacket(decoding: decoded.encoded()) == decoded)
    }

    @Test func nestedArraysAreFlatInAView() {
        let bytes = text("/a") + text(",i[i[]]T") + word(1) + word(2)
        let kinds = withMessage(bytes) { message in
            message.arguments.map { argument in
                switch argument {
                case .int32(let value): "\(value)"
                case .arrayBegin: "["
                case .arrayEnd: "]"
                case .bool(let value): "\(value)"
                default: "?"
                }
            }
        }
        #expect(kinds == ["1", "[", "2", "[", "]", "]", "true"])
    }

    @Test func description() {
        let message = OSCMessage(
            "/a", 1, 2.5, "x \"y\"", .blob([1, 2]), .color(0x00ff_00ff), .character(65), .character(0xd800),
            .symbol("s"), .timeTag(.immediately), .midi(OSCMIDIMessage(port: 0, status: 144, data1: 60, data2: 1)),
            true, .nil, .impulse, [1, [2]])
        let expected =
            "/a 1 2.5 \"x \\\"y\\\"\" <2 bytes> #00ff00ff 'A' 0x0000d800 's' immediately midi(0, 144, 60, 1) true nil "
            + "impulse [1 [2]]"
        #expect(message.description == expected)
        #expect(OSCPacket.bundle(OSCBundle(OSCMessage(2))).description == "[#bundle immediately, 2]")
    }
}
