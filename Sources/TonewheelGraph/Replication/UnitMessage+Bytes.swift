package import TonewheelDSP

/// The byte encoding of a unit's message, for another process.
extension UnitMessage {
    /// The encoded message. `[control]`
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(nodeID)
        writer.write(id)
        writer.write(isPosted)
        writer.write(UInt8(truncatingIfNeeded: addressCount))
        writer.write(UInt8(truncatingIfNeeded: valueCount))
        for index in 0..<Int(addressCount) { writer.write(address[index]) }
        for index in 0..<Int(valueCount) { writer.write(values[index]) }
        return writer.bytes
    }

    /// Decodes a message of another process; nil if the bytes are not a message. `[control]`
    package init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        do throws(CodecError) {
            self.init(nodeID: try reader.read(), id: try reader.read())
            isPosted = try reader.read()
            let (characters, numbers) = (try reader.read(UInt8.self), try reader.read(UInt8.self))
            guard characters <= Self.addressCapacity, numbers <= Self.valueCapacity else { return nil }
            for index in 0..<Int(characters) { address[index] = try reader.read() }
            for index in 0..<Int(numbers) { values[index] = try reader.read() }
            guard reader.remaining == 0 else { return nil }
            addressCount = Int32(characters)
            valueCount = Int32(numbers)
        } catch {
            return nil
        }
    }
}
