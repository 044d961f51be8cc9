/// A SynthDef file, as SuperCollider clients send it with `/d_recv` and store it in `.scsyndef` files.
///
/// Both versions of the format are read and written. Encoding a decoded file reproduces its bytes.
///
/// Reference: SuperCollider help, "SynthDef File Format".
package struct SynthDefFile: Sendable, Equatable {
    /// The version of the format: counts and indices have 32 bits in version 2, and 16 in version 1.
    package enum Version: Int32, Sendable, CaseIterable {
        case one = 1
        case two = 2

        /// The size of a count or an index, in bytes.
        var integerSize: Int { self == .one ? 2 : 4 }
    }

    /// The first four bytes of a file: `SCgf`.
    static let identifier: [UInt8] = [0x53, 0x43, 0x67, 0x66]

    package var version: Version
    package var definitions: [SynthDef]

    package init(version: Version = .two, definitions: [SynthDef]) {
        self.version = version
        self.definitions = definitions
    }

    /// Decodes a file. `[control]`
    ///
    /// It takes time and memory in proportion to the number of bytes, independent of their values. Bytes after the last
    /// definition are ignored, as in scsynth 3.13. In a decoded definition every reference is valid, and units refer
    /// to earlier units only.
    ///
    /// - Throws: `SynthDefFileError` for the first error.
    package init(decoding bytes: some Collection<UInt8>) throws(SynthDefFileError) {
        var reader = SynthDefFileReader(Array(bytes))
        self = try reader.readFile()
    }

    /// Encodes the file. `[control]`
    ///
    /// - Throws: `SynthDefFileError` if a definition does not fit this version of the format, or contains an invalid
    ///   reference.
    package func encoded() throws(SynthDefFileError) -> [UInt8] {
        var writer = SynthDefFileWriter(version: version)
        try writer.write(definitions)
        return writer.bytes
    }
}
