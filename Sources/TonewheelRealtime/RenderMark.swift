package import Synchronization

/// What a render thread is at: the node, the unit and the block. Left where another process finds it if the thread ends there.
package struct RenderMark: BitwiseCopyable, @unchecked Sendable {  // atomic words, in memory that outlives it
    private let words: UnsafeMutablePointer<Atomic<Int64>>

    /// - Parameter words: three of them, kept alive by the caller.
    package init(at words: UnsafeMutablePointer<Atomic<Int64>>) {
        self.words = words
    }

    /// Notes what is rendered next. `[render]`
    @_noLocks @_noAllocation
    package func set(node: Int64, unit: Int64, block: Int64) {
        words[0].store(node, ordering: .relaxed)
        words[1].store(unit, ordering: .relaxed)
        words[2].store(block, ordering: .relaxed)
    }

    /// The node that is noted. `[any]`
    package var node: Int64 { words[0].load(ordering: .relaxed) }

    /// The unit that is noted. `[any]`
    package var unit: Int64 { words[1].load(ordering: .relaxed) }

    /// The block that is noted. `[any]`
    package var block: Int64 { words[2].load(ordering: .relaxed) }
}
