/// The items that pass through a ring in a measurement.
enum RingLoad: CaseIterable {
    case words, batches, blocks

    /// The name in tables.
    var title: String {
        switch self {
        case .words: "8-byte items, one by one"
        case .batches: "8-byte items, in batches of \(Self.batchWords)"
        case .blocks: "1 KiB blocks (\(Self.blockSamples) floats)"
        }
    }

    /// The number of items in a round, which takes about 60 ms.
    var itemCount: Int {
        switch self {
        case .words: 8_000_000
        case .batches: 32_000_000
        case .blocks: 400_000
        }
    }

    static let batchWords = 32
    static let blockSamples = 256

    /// The size of the ring in bytes, half of a first-level cache, so that the rings are measured, not the memory.
    static let ringBytes = 16_384
}
