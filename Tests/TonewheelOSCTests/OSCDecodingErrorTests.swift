import Testing
import TonewheelOSC

@Suite struct OSCDecodingErrorTests {
    @Test func descriptionNamesTheSize() {
        #expect(
            OSCDecodingError.sizeNotMultipleOfFour(13).description
                == "The packet's size, 13 bytes, is not a multiple of 4. Pad strings and blobs with zero bytes.")
        #expect(OSCDecodingError.sizeNotMultipleOfFour(1).description.contains(" 1 byte,"))
    }

    @Test func descriptionNamesTheTypeTag() {
        #expect(OSCDecodingError.unknownTypeTag(UInt8(ascii: "q"), offset: 6).description.contains("\"q\" at byte 6"))
        #expect(OSCDecodingError.unknownTypeTag(7, offset: 6).description.contains("0x07"))
        #expect(OSCDecodingError.unknownTypeTag(0x20, offset: 6).description.contains("0x20"))
    }

    @Test func descriptionNamesTheLimits() {
        #expect(OSCDecodingError.bundlesTooDeep(offset: 0).description.contains("at most 8 bundles"))
        #expect(OSCDecodingError.arraysTooDeep(offset: 0).description.contains("at most 8 arrays"))
    }

    @Test func descriptionsNameTheOffsetAndAFix() {
        let errors: [OSCDecodingError] = [
            .invalidAddress(offset: 77), .invalidBundleHeader(offset: 77), .unterminatedString(offset: 77),
            .missingComma(offset: 77), .unknownTypeTag(1, offset: 77), .truncatedArgument(tag: 0x69, offset: 77),
            .invalidBlobSize(-1, offset: 77), .unmatchedArrayEnd(offset: 77), .unclosedArray(offset: 77),
            .arraysTooDeep(offset: 77), .trailingBytes(4, offset: 77), .invalidElementSize(0, offset: 77),
            .bundlesTooDeep(offset: 77),
        ]
        for error in errors {
            #expect(error.description.contains("byte 77"))
            #expect(error.description.contains(". "))
        }
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
