import Testing
import TonewheelOSC

@Suite struct OSCReaderTests {
    private func read<Result>(_ bytes: [UInt8], _ body: (inout OSCReader) -> Result) -> Result {
        bytes.withUnsafeBytes { bytes in
            var reader = OSCReader(bytes)
            return body(&reader)
        }
    }

    @Test func numbersAreBigEndian() {
        read([1, 2, 3, 4, 5, 6, 7, 8, 9]) { reader in
            #expect(reader.peek() == 1)
            #expect(reader.readByte() == 1)
            #expect(reader.readUInt64() == 0x0203_0405_0607_0809)
            #expect(reader.peek() == nil)
            #expect(reader.readByte() == nil)
        }
        read([0xff, 0, 0, 1]) { reader in
            #expect(reader.readUInt32() == 0xff00_0001)
            #expect(reader.offset == 4)
        }
    }

    @Test func readBeyondTheEndDoesNotMoveTheCursor() {
        read([1, 2, 3]) { reader in
            #expect(reader.readUInt32() == nil)
            #expect(reader.readUInt64() == nil)
            #expect(reader.readString() == nil)
            #expect(reader.readPadded(3) == nil)
            #expect(reader.readRegion(4) == nil)
            #expect(reader.offset == 0)
            #expect(reader.remaining == 3)
        }
    }

    @Test(arguments: [Int.min, -1, 5, 9, Int.max - 3, Int.max]) func hostileCounts(count: Int) {
        read([UInt8](repeating: 1, count: 4)) { reader in
            #expect(reader.readPadded(count) == nil)
            #expect(reader.readRegion(count) == nil)
            #expect(reader.remaining == 4)
        }
    }

    @Test func stringsEndAtTheirZeroByte() {
        read(text("abc") + text("abcd") + text("")) { reader in
            #expect(reader.readString().map(Array.init) == Array("abc".utf8))
            #expect(reader.offset == 4)
            #expect(reader.readString().map(Array.init) == Array("abcd".utf8))
            #expect(reader.offset == 12)
            #expect(reader.readString().map(Array.init) == [])
            #expect(reader.remaining == 0)
        }
    }

    @Test func regionKeepsThePacketOffsets() {
        read([0, 1, 2, 3, 4, 5, 6, 7]) { reader in
            _ = reader.readUInt32()
            var region = reader.readRegion(2)
            #expect(region?.offset == 4)
            #expect(region?.readByte() == 4)
            #expect(region?.readByte() == 5)
            #expect(region?.readByte() == nil)
            #expect(reader.readByte() == 6)
        }
    }

    @Test func emptyInput() {
        var reader = OSCReader(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(reader.readByte() == nil)
        #expect(reader.readString() == nil)
        #expect(reader.readPadded(0)?.count == 0)
    }
}
