internal import Synchronization

/// A count of the memory of all synths, with a limit that corresponds to scsynth's real-time memory pool (`-m`).
/// `[control]`, any thread
///
/// The memory itself is allocated from the system for each synth; only the count is shared.
package final class SynthMemory: Sendable {
    /// The limit, in bytes; nil for none.
    package let limit: Int?

    private let taken = Atomic(0)

    init(limit: Int?) {
        self.limit = limit
    }

    /// The memory of all synths, in bytes, including those that have not entered the graph or have not been freed
    /// yet.
    package var used: Int { taken.load(ordering: .relaxed) }

    /// The memory that is left, in bytes; nil if there is no limit.
    package var free: Int? { limit.map { max(0, $0 - used) } }

    /// Counts the memory of a new synth.
    ///
    /// - Returns: false, with nothing counted, if it exceeds the remaining memory.
    func reserve(_ byteCount: Int) -> Bool {
        let sum = taken.wrappingAdd(byteCount, ordering: .relaxed).newValue
        guard let limit, sum > limit else { return true }
        release(byteCount)
        return false
    }

    func release(_ byteCount: Int) {
        taken.wrappingSubtract(byteCount, ordering: .relaxed)
    }
}
