/// What goes through a ring while it is measured.
enum RingLoad: CaseIterable {
    case words, batches, blocks

    /// As a person reads it.
    var title: String {
        switch self {
        case .words: "8-byte items, one by one"
        case .batches: "8-byte items, in batches of \(Self.batchWords)"
        case .blocks: "1 KiB blocks (\(Self.blockSamples) floats)"
        }
    }

    /// Items in a round: about 60 ms of them.
    var itemCount: Int {
        switch self {
        case .words: 8_000_000
        case .batches: 32_000_000
        case .blocks: 400_000
        }
    }

    static let batchWords = 32
    static let blockSamples = 256

    /// The ring's memory: what the first-level cache holds a half of, so that the rings are measured, not the memory.
    static let ringBytes = 16_384
}
