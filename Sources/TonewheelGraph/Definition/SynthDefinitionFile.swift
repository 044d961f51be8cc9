/// A SynthDef file: what SuperCollider clients send with `/d_recv`, and keep under names that end in `.scsyndef`.
///
/// Both versions of the format are read and written, and what is read is written again byte for byte.
///
/// Reference: SuperCollider help, "SynthDef File Format".
package struct SynthDefinitionFile: Sendable, Equatable {
    /// The format's version: 2 holds its counts and indices in 32 bits, 1 in 16.
    package enum Version: Int32, Sendable, CaseIterable {
        case one = 1
        case two = 2

        /// The size of a count or an index, in bytes.
        var integerSize: Int { self == .one ? 2 : 4 }
    }

    /// What a file begins with: `SCgf`.
    static let identifier: [UInt8] = [0x53, 0x43, 0x67, 0x66]

    package var version: Version
    package var definitions: [SynthDefinition]

    package init(version: Version = .two, definitions: [SynthDefinition]) {
        self.version = version
        self.definitions = definitions
    }

    /// [control] Reads a file.
    ///
    /// It takes time and memory in proportion to the number of bytes, whatever they say. Bytes behind the last definition
    /// are passed over, as scsynth 3.13 does.
    ///
    /// - Throws: What is wrong with the bytes first, and where: nothing in a definition that is read refers to what is
    ///   not there, and no unit to itself or a later one.
    package init(decoding bytes: some Collection<UInt8>) throws(SynthDefinitionError) {
        var reader = SynthDefinitionReader(Array(bytes))
        self = try reader.readFile()
    }

    /// [control] The bytes of the file.
    ///
    /// - Throws: What of the definitions does not fit the format in this version, or refers to what is not there.
    package func encoded() throws(SynthDefinitionError) -> [UInt8] {
        var writer = SynthDefinitionWriter(version: version)
        try writer.write(definitions)
        return writer.bytes
    }
}
