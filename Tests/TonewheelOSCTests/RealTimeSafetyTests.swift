import Testing
import TonewheelOSC

/// Decodes a packet as a render thread does. The annotations are the test: this file compiles only if every function
/// that is called here, in another module, is annotated too.
@_noLocks @_noAllocation
private func sumOfNumbers(in bytes: UnsafeRawBufferPointer) throws(OSCDecodingError) -> Float {
    switch try OSCPacketView(validating: bytes) {
    case .message(let message):
        return sumOfNumbers(in: message)
    case .bundle(let bundle):
        var sum: Float = bundle.timeTag.isImmediate ? 1000 : 0
        for element in bundle.elements {
            if case .message(let message) = element { sum += sumOfNumbers(in: message) }
        }
        return sum
    }
}

@_noLocks @_noAllocation
private func sumOfNumbers(in message: OSCMessageView) -> Float {
    guard message.address == "/sum" || message.commandNumber == 5 else { return 0 }
    var sum: Float = 0
    for argument in message.arguments { sum += argument.finiteFloat ?? 0 }
    return sum
}

@_noLocks @_noAllocation
private func isMatched(_ address: UnsafeRawBufferPointer, by pattern: UnsafeRawBufferPointer) -> Bool {
    do { return try OSCAddressPattern(pattern).matches(address) } catch { return false }
}

@Suite struct RealTimeSafetyTests {
    @Test func decoding() throws {
        let numbers = word(1) + word(Int32(bitPattern: Float(2).bitPattern)) + longWord(Double(4).bitPattern)
        let one = text("/sum") + text(",ifNd") + numbers
        #expect(try one.withUnsafeBytes { try sumOfNumbers(in: $0) } == 7)
        let many = bundle(one, text("/other") + text(",i") + word(9), word(5) + text(",[h]") + longWord(10))
        #expect(try many.withUnsafeBytes { try sumOfNumbers(in: $0) } == 1017)
    }

    @Test func matching() {
        let matched = Array("/mixer/3/gain".utf8).withUnsafeBytes { address in
            Array("/mixer/[0-9]/{gain,pan}".utf8).withUnsafeBytes { isMatched(address, by: $0) }
        }
        #expect(matched)
    }
}
