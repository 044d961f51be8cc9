import TonewheelGraph

/// A writer of valid and invalid SynthDef files. The methods are named for the encoding of their values.
struct DefinitionBytes {
    private(set) var bytes: [UInt8] = Array("SCgf".utf8)
    let version: Int

    /// Starts a file.
    init(version: Int = 2, definitions: Int = 1) {
        self.version = version
        int32(version)
        int16(definitions)
    }

    mutating func int8(_ value: Int) { append(value, 1) }
    mutating func int16(_ value: Int) { append(value, 2) }
    mutating func int32(_ value: Int) { append(value, 4) }
    /// A count or an index.
    mutating func int(_ value: Int) { append(value, version == 1 ? 2 : 4) }
    mutating func float(_ value: Float) { int32(Int(value.bitPattern)) }
    mutating func name(_ name: String) {
        int8(name.utf8.count)
        bytes += Array(name.utf8)
    }

    private mutating func append(_ value: Int, _ width: Int) {
        for shift in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }
}
