import Testing
import TonewheelOSC

@Suite struct OSCStreamReaderTests {
    private func framed(_ message: OSCMessage) throws -> [UInt8] {
        let packet = try message.encoded()
        return withUnsafeBytes(of: Int32(packet.count).bigEndian) { Array($0) } + packet
    }

    private func packets(_ reader: inout OSCStreamReader) throws -> [OSCPacket] {
        var packets: [OSCPacket] = []
        while let bytes = try reader.next() { packets.append(try OSCPacket(decoding: bytes)) }
        return packets
    }

    let one = OSCMessage("/mod/sine/freq", 440.0)
    let two = OSCMessage("/sync", 7)

    @Test func twoMessagesInOneSegment() throws {
        var reader = OSCStreamReader()
        reader.append(try framed(one) + framed(two))
        #expect(try packets(&reader) == [.message(one), .message(two)])
    }

    @Test(arguments: [1, 2, 3, 5, 7, 100])
    func piecesOfAnySizeAreReassembled(size: Int) throws {
        let stream = try framed(one) + framed(two) + framed(one)
        var reader = OSCStreamReader()
        var found: [OSCPacket] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            reader.append(stream[start..<min(start + size, stream.count)])
            found += try packets(&reader)
        }
        #expect(found == [.message(one), .message(two), .message(one)])
    }

    @Test(arguments: [-1, Int32.min, 3, 5, 1_048_580, Int32.max] as [Int32])
    func invalidSizeThrows(size: Int32) {
        var reader = OSCStreamReader()
        reader.append(withUnsafeBytes(of: size.bigEndian) { Array($0) })
        let error = #expect(throws: OSCStreamError.self) { try reader.next() }
        #expect(error?.size == size)
    }

    @Test func emptyPacketNeedsNoFurtherBytes() throws {
        var reader = OSCStreamReader()
        reader.append([0, 0, 0, 0])
        #expect(try reader.next() == [])
        #expect(try reader.next() == nil)
    }
}
