/// The byte encoding of events from a worker to its front. `[control]`
extension NodeEvent {
    /// The encoded event.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(kind.rawValue)
        writer.write(cause.rawValue)
        writer.write(isGroup)
        for id in [id, parent, previous, next, head, tail] { writer.write(id) }
        writer.write(mute)
        writer.write(block)
        return writer.bytes
    }

    /// Decodes an event.
    ///
    /// - Throws: `CodecError.malformed` if the bytes are not an event.
    package init(_ bytes: [UInt8]) throws(CodecError) {
        var reader = ByteReader(bytes)
        let number = try reader.read(UInt8.self)
        guard let kind = Kind(rawValue: number) else { throw reader.failure("\(number) is not a kind of event") }
        let causeNumber = try reader.read(UInt8.self)
        guard let cause = Cause(rawValue: causeNumber) else { throw reader.failure("\(causeNumber) is not a cause") }
        self.kind = kind
        isGroup = try reader.read()
        id = try reader.read()
        (parent, previous, next) = (try reader.read(), try reader.read(), try reader.read())
        (head, tail) = (try reader.read(), try reader.read())
        let mute = try reader.readMuteCause()
        guard (mute != nil) == (kind == .muted) else { throw reader.failure("only a muted node has a reason") }
        self.mute = mute
        block = try reader.read()
        self.cause = cause
        guard reader.remaining == 0 else { throw reader.failure("\(reader.remaining) bytes too many") }
    }
}
