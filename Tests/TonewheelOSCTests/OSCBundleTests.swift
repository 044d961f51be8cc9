import Testing
import TonewheelOSC

@Suite struct OSCBundleTests {
    @Test func emptyBundle() throws {
        #expect(try OSCPacket(decoding: bundle()) == .bundle(OSCBundle()))
        #expect(try OSCBundle().encoded() == bundle())
    }

    @Test func messagesAndBundles() throws {
        let bytes = bundle(
            timeTag: 0x0102_0304_0506_0708, text("/a") + text(",i") + word(1), bundle(text("/b") + text(",")), word(9))
        let expected = OSCBundle(
            timeTag: OSCTimeTag(rawValue: 0x0102_0304_0506_0708),
            elements: [
                .message(OSCMessage("/a", 1)), .bundle(OSCBundle(OSCMessage("/b"))), .message(OSCMessage(9)),
            ])
        let decoded = try OSCPacket(decoding: bytes)
        #expect(decoded == .bundle(expected))
        #expect(try OSCPacket(decoding: decoded.encoded()) == decoded)
    }

    @Test(arguments: [0, 1, 2, 0x0123_4567_89ab_cdef, UInt64.max])
    func everyTimeTagIsPreserved(rawValue: UInt64) throws {
        let decoded = try OSCPacket(decoding: bundle(timeTag: rawValue))
        #expect(decoded == .bundle(OSCBundle(timeTag: OSCTimeTag(rawValue: rawValue))))
    }

    @Test func elementsOfAViewCanBeReadTwice() throws {
        let bytes = bundle(text("/a"), bundle(text("/b")), text("/c"))
        try bytes.withUnsafeBytes { bytes in
            guard case .bundle(let view) = try OSCPacketView(validating: bytes) else {
                Issue.record("not a bundle")
                return
            }
            for _ in 0..<2 {
                let kinds = view.elements.map { element in
                    switch element {
                    case .message(let message): String(message.address)
                    case .bundle: "#"
                    }
                }
                #expect(kinds == ["/a", "#", "/c"])
            }
        }
    }

    @Test func incompleteHeader() {
        #expect(decodingError(text("#bundle")) == .invalidBundleHeader(offset: 0))
        #expect(decodingError(text("#bundle") + word(0)) == .invalidBundleHeader(offset: 0))
        #expect(decodingError(text("#bungle") + longWord(1)) == .invalidBundleHeader(offset: 0))
        #expect(decodingError(text("#bundles") + longWord(1)) == .invalidBundleHeader(offset: 0))
        #expect(decodingError(bundle(text("#bundle"))) == .invalidBundleHeader(offset: 20))
    }

    @Test(arguments: [0, -1, -4, .min, 1, 2, 3, 5, 7, 8, 12, .max, .max - 3] as [Int32])
    func elementSizeOutOfRange(size: Int32) {
        // Four bytes follow.
        let bytes = bundle() + word(size) + text("/a")
        #expect(decodingError(bytes) == .invalidElementSize(size, offset: 16))
    }

    @Test func elementSizeWithoutAnElement() {
        #expect(decodingError(bundle() + word(4)) == .invalidElementSize(4, offset: 16))
        #expect(decodingError(bundle() + word(0)) == .invalidElementSize(0, offset: 16))
        #expect(decodingError(bundle(text("/a")) + word(8)) == .invalidElementSize(8, offset: 24))
    }

    @Test func elementMustFitIntoItsBundle() {
        // The inner bundle's element would fit into the packet, but not into the inner bundle.
        let inner = bundle() + word(8) + text("/a")
        #expect(decodingError(bundle(inner, text("/b"))) == .invalidElementSize(8, offset: 36))
    }

    @Test(arguments: 1...1000) func depth(depth: Int) {
        let expected: OSCDecodingError? = depth <= 8 ? nil : .bundlesTooDeep(offset: 8 * 20)
        #expect(decodingError(nested(depth: depth)) == expected)
    }

    @Test func depthIsCountedPerBranch() {
        let branch = nested(depth: 7)
        #expect(decodingError(bundle(branch, branch, branch)) == nil)
        #expect(decodingError(bundle(branch, bundle(branch))) == .bundlesTooDeep(offset: 20 + 144 + 4 + 20 + 120))
    }

    @Test func errorInTheLastElementIsFound() {
        let bytes = bundle(text("/a"), bundle(text("/b"), text("/c") + text(",q")))
        #expect(decodingError(bytes) == .unknownTypeTag(UInt8(ascii: "q"), offset: 61))
    }
}
