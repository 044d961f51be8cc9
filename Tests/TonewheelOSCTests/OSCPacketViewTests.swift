import Testing
import TonewheelOSC

/// Packets that the decoder refuses or accepts.
@Suite struct OSCPacketViewTests {
    @Test func emptyPacket() {
        #expect(decodingError([]) == .emptyPacket)
    }

    @Test(arguments: [1, 2, 3, 5, 6, 7, 13]) func sizeNotAMultipleOfFour(size: Int) {
        let bytes = Array((text("/status") + text(",i") + word(1)).prefix(size))
        #expect(decodingError(bytes) == .sizeNotMultipleOfFour(size))
    }

    @Test func addressWithoutASlash() {
        #expect(decodingError(text("status")) == .invalidAddress(offset: 0))
        #expect(decodingError(text(",i") + word(1)) == .invalidAddress(offset: 0))
        #expect(decodingError([0xff, 0xff, 0xff, 0xff]) == .invalidAddress(offset: 0))
        #expect(decodingError(bundle(text("a"))) == .invalidAddress(offset: 20))
    }

    @Test func unterminatedAddress() {
        #expect(decodingError(Array("/abc".utf8)) == .unterminatedString(offset: 0))
        #expect(decodingError(Array("/abcdefg".utf8)) == .unterminatedString(offset: 0))
        // The zero bytes after the element are part of the next element.
        let element = Array("/abc".utf8)
        #expect(decodingError(bundle(element, text(""))) == .unterminatedString(offset: 20))
    }

    @Test func missingComma() {
        #expect(decodingError(text("/a") + text("i") + word(1)) == .missingComma(offset: 4))
        #expect(decodingError(text("/a") + word(1)) == .missingComma(offset: 4))
        #expect(decodingError(text("/a") + text("")) == .missingComma(offset: 4))
        #expect(decodingError(word(9) + word(1)) == .missingComma(offset: 4))
    }

    @Test func unterminatedTypeTags() {
        #expect(decodingError(text("/a") + Array(",iii".utf8)) == .unterminatedString(offset: 4))
    }

    @Test(arguments: Array("ifsbhdtScrm".utf8)) func typeTagsWithoutData(tag: UInt8) {
        let letter = String(Unicode.Scalar(tag))
        #expect(decodingError(text("/a") + text("," + letter)) == .truncatedArgument(tag: tag, offset: 8))
        #expect(
            decodingError(text("/a") + text(",i" + letter) + word(1)) == .truncatedArgument(tag: tag, offset: 12))
    }

    @Test(arguments: Array("hdt".utf8)) func truncatedLongNumbers(tag: UInt8) {
        let letter = String(Unicode.Scalar(tag))
        #expect(
            decodingError(text("/a") + text("," + letter) + word(1)) == .truncatedArgument(tag: tag, offset: 8))
    }

    @Test(arguments: ["s", "S"]) func stringWithoutTerminator(tag: String) {
        let bytes = text("/a") + text("," + tag) + Array("abcd".utf8)
        #expect(decodingError(bytes) == .unterminatedString(offset: 8))
    }

    @Test func paddingNeedNotBeZero() throws {
        let address: [UInt8] = [0x2f, 0x61, 0, 7]
        let tags: [UInt8] = [0x2c, 0x73, 0x62, 0x54, 0, 7, 7, 7]
        let string: [UInt8] = [0x62, 0, 7, 7]
        let blob: [UInt8] = [5, 7, 7, 7]
        let bytes = address + tags + string + word(1) + blob
        #expect(try OSCPacket(decoding: bytes) == .message(OSCMessage("/a", "b", .blob([5]), true)))
    }

    @Test(arguments: [-1, .min, 5, 8, 9, .max, .max - 3] as [Int32]) func blobSizeOutOfRange(size: Int32) {
        let bytes = text("/a") + text(",b") + word(size) + [1, 2, 3, 4]
        #expect(decodingError(bytes) == .invalidBlobSize(size, offset: 8))
    }

    @Test func emptyBlob() throws {
        #expect(
            try OSCPacket(decoding: text("/a") + text(",bi") + word(0) + word(7))
                == .message(OSCMessage("/a", .blob([]), 7)))
    }

    @Test(arguments: Array("x,#/ \u{7f}".utf8) + [1, 0x80, 0xff]) func unknownTypeTag(tag: UInt8) {
        let bytes = text("/a") + [0x2c, 0x69, tag, 0] + word(1) + word(2)
        #expect(decodingError(bytes) == .unknownTypeTag(tag, offset: 6))
    }

    @Test func unmatchedBrackets() {
        #expect(decodingError(text("/a") + text(",]")) == .unmatchedArrayEnd(offset: 5))
        #expect(decodingError(text("/a") + text(",[]]")) == .unmatchedArrayEnd(offset: 7))
        #expect(decodingError(text("/a") + text(",][")) == .unmatchedArrayEnd(offset: 5))
        #expect(decodingError(text("/a") + text(",[")) == .unclosedArray(offset: 6))
        #expect(decodingError(text("/a") + text(",[[i]") + word(1)) == .unclosedArray(offset: 9))
    }

    @Test(arguments: 1...20) func arrayNesting(depth: Int) throws {
        let tags = "," + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let bytes = text("/a") + text(tags)
        let expected: OSCDecodingError? = depth <= 8 ? nil : .arraysTooDeep(offset: 5 + 8)
        #expect(decodingError(bytes) == expected)
    }

    @Test func adjacentArraysAreNotNested() {
        let tags = "," + String(repeating: "[]", count: 1000)
        #expect(decodingError(text("/a") + text(tags)) == nil)
    }

    @Test func bytesAfterTheLastArgument() {
        #expect(decodingError(text("/a") + text(",i") + word(1) + word(2)) == .trailingBytes(4, offset: 12))
        #expect(decodingError(text("/a") + text(",") + word(1) + word(2)) == .trailingBytes(8, offset: 8))
        #expect(decodingError(text("/a") + text(",T") + word(0)) == .trailingBytes(4, offset: 8))
    }

    @Test func anyAlignmentIsAccepted() throws {
        let packet = text("/a") + text(",dih") + longWord(0x3ff0_0000_0000_0000) + word(2) + longWord(3)
        for offset in 0..<8 {
            let bytes = [UInt8](repeating: 0xee, count: offset) + packet
            #expect(
                try OSCPacket(decoding: bytes[offset...]) == .message(OSCMessage("/a", .double(1), 2, .int64(3))))
        }
    }

    @Test func collectionsThatAreNotContiguous() throws {
        let bytes = text("/a") + text(",i") + word(1)
        let scattered: ReversedCollection = Array(bytes.reversed()).reversed()
        #expect(try OSCPacket(decoding: scattered) == .message(OSCMessage("/a", 1)))
        #expect(throws: OSCDecodingError.emptyPacket) { try OSCPacket(decoding: EmptyCollection()) }
    }
}
