import Testing
import TonewheelOSC

@Suite struct OSCAddressTests {
    @Test func literals() {
        let path: OSCAddress = "/s_new"
        let number: OSCAddress = 9
        let index = 3
        let built: OSCAddress = "/oscillator/\(index)/frequency"
        #expect(path == .path("/s_new"))
        #expect(path.path == "/s_new")
        #expect(path.commandNumber == nil)
        #expect(number == .command(9))
        #expect(number.commandNumber == 9)
        #expect(number.path == nil)
        #expect(built.path == "/oscillator/3/frequency")
        #expect("\(path) \(number)" == "/s_new 9")
    }

    @Test func commandNumbers() throws {
        let bytes = word(9) + text(",si") + text("sine") + word(1000)
        #expect(try OSCPacket(decoding: bytes) == .message(OSCMessage(9, "sine", 1000)))
        #expect(try OSCMessage(9, "sine", 1000).encoded() == bytes)
        let checked: Void? = withMessage(bytes) { message in
            #expect(message.commandNumber == 9)
            #expect(message.address == "")
        }
        #expect(checked != nil)
    }

    @Test func commandNumberWithoutArguments() throws {
        #expect(try OSCPacket(decoding: word(2)) == .message(OSCMessage(2)))
        #expect(try OSCPacket(decoding: word(0)) == .message(OSCMessage(0)))
    }

    @Test(arguments: [0, 1, 255, 256, 0x00ff_ffff] as [Int32]) func commandNumbersInRange(number: Int32) throws {
        let message = OSCMessage(address: .command(number))
        #expect(try OSCPacket(decoding: message.encoded()) == .message(message))
    }

    @Test(arguments: [-1, 0x0100_0000, 0x2e00_0000, .min, .max] as [Int32])
    func commandNumbersOutOfRange(number: Int32) {
        #expect(throws: OSCEncodingError.invalidCommandNumber(number)) {
            try OSCMessage(address: .command(number)).encoded()
        }
        #expect(decodingError(word(number) + text(",")) == .invalidAddress(offset: 0))
    }

    @Test func pathHasNoCommandNumber() {
        #expect(withMessage(text("/status")) { $0.commandNumber } == .some(nil))
        #expect(withMessage(text("/status")) { $0.address == "/status" } == true)
    }

    @Test(arguments: ["status", "", " /a", ",i", "%foo"]) func addressWithoutSlashIsRefused(path: String) {
        #expect(throws: OSCEncodingError.invalidAddress) { try OSCMessage(address: .path(path)).encoded() }
    }
}
