internal import Synchronization

/// Counts the memory of all synths against a limit, as scsynth's pool of real-time memory is one (`-m`). `[control]`, any thread
///
/// Memory is taken from the system for each synth; the count alone is shared.
package final class SynthMemory: Sendable {
    /// Bytes that all synths together may have; nil for no limit.
    package let limit: Int?

    private let taken = Atomic(0)

    init(limit: Int?) {
        self.limit = limit
    }

    /// Bytes that synths have now: those that are on their way into the graph and out of it included.
    package var used: Int { taken.load(ordering: .relaxed) }

    /// Bytes that are left; nil if there is no limit.
    package var free: Int? { limit.map { max(0, $0 - used) } }

    /// Counts the memory of a new synth; false, and nothing is counted, if it is more than is left.
    func take(_ byteCount: Int) -> Bool {
        let sum = taken.wrappingAdd(byteCount, ordering: .relaxed).newValue
        guard let limit, sum > limit else { return true }
        giveBack(byteCount)
        return false
    }

    func giveBack(_ byteCount: Int) {
        taken.wrappingSubtract(byteCount, ordering: .relaxed)
    }
}
