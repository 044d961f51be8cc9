extension OSCPacket {
    /// Returns the packet's bytes, ready for a datagram or a frame of a stream.
    ///
    /// - Throws: ``OSCEncodingError`` for a value that OSC cannot express.
    public func encoded() throws(OSCEncodingError) -> [UInt8] {
        var writer = OSCWriter()
        try write(to: &writer, depth: 0)
        return writer.bytes
    }

    fileprivate func write(to writer: inout OSCWriter, depth: Int) throws(OSCEncodingError) {
        switch self {
        case .message(let message): try message.write(to: &writer)
        case .bundle(let bundle): try bundle.write(to: &writer, depth: depth)
        }
    }
}

extension OSCBundle {
    /// Returns the bytes of a packet with this bundle.
    ///
    /// - Throws: ``OSCEncodingError`` for a value that OSC cannot express.
    public func encoded() throws(OSCEncodingError) -> [UInt8] {
        try OSCPacket.bundle(self).encoded()
    }

    fileprivate func write(to writer: inout OSCWriter, depth: Int) throws(OSCEncodingError) {
        guard depth < OSCPacket.maximumDepth else { throw .bundlesTooDeep }
        writer.write(OSCBundleView.marker)
        writer.write(timeTag.rawValue)
        for element in elements {
            try writer.writeSized { (writer) throws(OSCEncodingError) in
                try element.write(to: &writer, depth: depth + 1)
            }
        }
    }
}

extension OSCMessage {
    /// Returns the bytes of a packet with this message.
    ///
    /// - Throws: ``OSCEncodingError`` for a value that OSC cannot express.
    public func encoded() throws(OSCEncodingError) -> [UInt8] {
        try OSCPacket.message(self).encoded()
    }

    fileprivate func write(to writer: inout OSCWriter) throws(OSCEncodingError) {
        switch address {
        case .path(let path):
            guard path.utf8.first == UInt8(ascii: "/") else { throw .invalidAddress }
            try writer.write(path)
        case .command(let number):
            guard number >= 0, number <= OSCAddress.maximumCommand else { throw .invalidCommandNumber(number) }
            writer.write(number)
        }
        writer.write(UInt8(ascii: ","))
        for argument in arguments { try argument.writeTags(to: &writer, depth: 0) }
        writer.endString()
        for argument in arguments { try argument.writeData(to: &writer) }
    }
}

extension OSCArgument {
    fileprivate func writeTags(to writer: inout OSCWriter, depth: Int) throws(OSCEncodingError) {
        writer.write(tag.letter)
        guard case .array(let elements) = self else { return }
        guard depth < OSCMessage.maximumArrayDepth else { throw .arraysTooDeep }
        for element in elements { try element.writeTags(to: &writer, depth: depth + 1) }
        writer.write(OSCTypeTag.arrayEnd.letter)
    }

    /// Writes the data. `writeTags(to:depth:)` has checked the depth of arrays.
    fileprivate func writeData(to writer: inout OSCWriter) throws(OSCEncodingError) {
        switch self {
        case .int32(let value): writer.write(value)
        case .float32(let value): writer.write(value.bitPattern)
        case .string(let value), .symbol(let value): try writer.write(value)
        case .blob(let bytes): try writer.write(blob: bytes)
        case .int64(let value): writer.write(value)
        case .double(let value): writer.write(value.bitPattern)
        case .timeTag(let value): writer.write(value.rawValue)
        case .character(let value), .color(let value): writer.write(value)
        case .midi(let value): writer.write(value.rawValue)
        case .bool, .nil, .impulse: break
        case .array(let elements):
            for element in elements { try element.writeData(to: &writer) }
        }
    }

    /// The type tag; for an array, its opening tag.
    private var tag: OSCTypeTag {
        switch self {
        case .int32: .int32
        case .float32: .float32
        case .string: .string
        case .blob: .blob
        case .int64: .int64
        case .double: .double
        case .timeTag: .timeTag
        case .symbol: .symbol
        case .character: .character
        case .color: .color
        case .midi: .midi
        case .bool(let value): value ? .true : .false
        case .nil: .nil
        case .impulse: .impulse
        case .array: .arrayBegin
        }
    }
}
