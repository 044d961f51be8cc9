import Testing
import TonewheelOSC

@Suite struct OSCEncodingErrorTests {
    @Test func zeroBytesInText() {
        for message in [OSCMessage("/a\0b"), OSCMessage("/a", "b\0"), OSCMessage("/a", .symbol("\0"))] {
            #expect(throws: OSCEncodingError.zeroByteInString) { try message.encoded() }
        }
    }

    @Test(arguments: 1...20) func arrayNesting(depth: Int) throws {
        let argument = (0..<depth).reduce(OSCArgument.int32(1)) { inner, _ in .array([inner]) }
        let message = OSCMessage(address: "/a", arguments: [argument])
        if depth <= OSCMessage.maximumArrayDepth {
            #expect(try OSCPacket(decoding: message.encoded()) == .message(message))
        } else {
            #expect(throws: OSCEncodingError.arraysTooDeep) { try message.encoded() }
        }
    }

    @Test(arguments: 1...20) func bundleNesting(depth: Int) throws {
        let packet = (0..<depth).reduce(OSCPacket.message(OSCMessage("/a"))) { inner, _ in
            .bundle(OSCBundle(elements: [inner]))
        }
        if depth <= OSCPacket.maximumDepth {
            #expect(try OSCPacket(decoding: packet.encoded()) == packet)
        } else {
            #expect(throws: OSCEncodingError.bundlesTooDeep) { try packet.encoded() }
        }
    }

    @Test func sizesThatNeedMoreThan32Bits() throws {
        #expect(try OSCWriter.size(Int(Int32.max)) == Int32.max)
        #expect(throws: OSCEncodingError.tooLarge(2_147_483_648)) { try OSCWriter.size(2_147_483_648) }
    }

    @Test func descriptionsNameAFix() {
        let errors: [OSCEncodingError] = [
            .invalidAddress, .invalidCommandNumber(-1), .zeroByteInString, .arraysTooDeep, .bundlesTooDeep,
            .tooLarge(3_000_000_000),
        ]
        for error in errors { #expect(error.description.contains(". ")) }
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(OSCEncodingError.invalidCommandNumber(-1).description.contains("-1"))
    }
}
