package import Synchronization

/// The position of a render thread: the node, the unit and the block. It stays readable for another process if the
/// thread ends there.
package struct RenderMark: BitwiseCopyable, @unchecked Sendable {  // atomic words, in memory that outlives the mark
    private let words: UnsafeMutablePointer<Atomic<Int64>>

    /// - Parameter words: three words, kept alive by the caller.
    package init(at words: UnsafeMutablePointer<Atomic<Int64>>) {
        self.words = words
    }

    /// Records the position that is rendered next. `[render]`
    @_noLocks @_noAllocation
    package func set(node: Int64, unit: Int64, block: Int64) {
        words[0].store(node, ordering: .relaxed)
        words[1].store(unit, ordering: .relaxed)
        words[2].store(block, ordering: .relaxed)
    }

    /// Records the unit that is rendered next. `[render]`
    @_noLocks @_noAllocation
    package func set(unit: Int64) {
        words[1].store(unit, ordering: .relaxed)
    }

    /// The recorded node. `[any]`
    package var node: Int64 { words[0].load(ordering: .relaxed) }

    /// The recorded unit. `[any]`
    package var unit: Int64 { words[1].load(ordering: .relaxed) }

    /// The recorded block. `[any]`
    package var block: Int64 { words[2].load(ordering: .relaxed) }
}
