internal import Synchronization
package import TonewheelGraph
internal import TonewheelRealtime

/// A continuous change of a control, of which only the latest value per block is applied.
package struct ControlTurn: BitwiseCopyable, Sendable {
    package var node: Int32
    package var control: ControlKey
    package var value: Float

    /// The number of the set in which the value was new.
    fileprivate(set) var set: UInt64 = 0

    @_noLocks @_noAllocation
    package init(node: Int32, _ control: ControlKey, _ value: Float) {
        self.node = node
        self.control = control
        self.value = value
    }
}

/// The turns of all synths' controls: two sets of values, one that the control threads write and one that the render
/// thread applies. The sets are swapped atomically at a block boundary, so that no block sees half of a change.
///
/// Any number of turns of a control between two blocks takes one entry: the latest value replaces earlier ones, and no
/// thread waits. Commands, which are ordered and are all applied, take another path (`GraphControl`).
package final class ParameterManager: Sendable {
    /// The maximum number of different controls that can be turned between two blocks.
    package static var capacity: Int { 1024 }

    private struct Pending: ~Copyable {
        /// Turns that the render thread has not reported as consumed.
        var turns: [ControlTurn] = []
        var set: UInt64 = 0
        var writer: LatestTurnsWriter
    }

    private let pending: Mutex<Pending>
    private let list: LatestTurns
    private let consumed: ConsumedSet

    /// The number of the latest set that the render thread has consumed.
    fileprivate final class ConsumedSet: @unchecked Sendable {  // an atomic word
        let number: UnsafeMutablePointer<Atomic<UInt64>>

        init() {
            number = .allocate(capacity: 1)
            number.initialize(to: Atomic(0))
        }

        deinit {
            number.deinitialize(count: 1)
            number.deallocate()
        }
    }

    package init() {
        list = LatestTurns(capacity: Self.capacity)
        consumed = ConsumedSet()
        pending = Mutex(Pending(writer: list.writer()))
    }

    /// Turns controls, all of them at the beginning of the same block. `[control]`, any thread
    ///
    /// - Returns: False, with no control turned, if more different controls than `capacity` would wait for the next
    ///   block.
    package func turn(_ turns: [ControlTurn]) -> Bool {
        guard !turns.isEmpty else { return true }
        return pending.withLock { pending in
            let consumed = consumed.number.pointee.load(ordering: .acquiring)
            pending.turns.removeAll { $0.set <= consumed }
            let set = pending.set + 1
            var merged = pending.turns
            for turn in turns {
                var turn = turn
                turn.set = set
                if let index = merged.firstIndex(where: { $0.node == turn.node && $0.control == turn.control }) {
                    merged[index] = turn
                } else {
                    merged.append(turn)
                }
            }
            guard merged.count <= Self.capacity else { return false }
            pending.set = set
            pending.turns = merged
            pending.writer.publish(merged)
            return true
        }
    }

    /// The number of the latest set. `[control]`
    var latestSet: UInt64 { pending.withLock { $0.set } }

    /// Returns whether the render thread has consumed a set, or a later one. `[control]`
    func hasConsumed(_ set: UInt64) -> Bool { consumed.number.pointee.load(ordering: .acquiring) >= set }

    /// Returns the render thread's end; must be called once only. `[control]`
    package func reader() -> ParameterReader { ParameterReader(list.reader(), consumed) }
}

/// The render thread's end of a `ParameterManager`. One thread at a time.
package struct ParameterReader: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private var list: LatestTurnsReader
    private let consumed: UnsafeMutablePointer<Atomic<UInt64>>
    private let owner: ParameterManager.ConsumedSet  // keeps the word alive

    /// The latest set before the current one.
    private var before: UInt64 = 0
    private var latest: UInt64 = 0

    // The state of `next()`.
    private var position = 0
    private var count = 0

    fileprivate init(_ list: consuming LatestTurnsReader, _ owner: ParameterManager.ConsumedSet) {
        self.list = list
        self.owner = owner
        consumed = owner.number
    }

    /// Swaps the sets. `[render]`, at a block boundary
    ///
    /// `next()` then returns the values that are new.
    @_noLocks @_noAllocation
    package mutating func swap() {
        position = 0
        count = 0
        guard list.takeLatest() else { return }
        count = list.count
        before = latest
        for index in 0..<count { latest = max(latest, list[index].set) }
        // Releasing: pairs with the acquiring loads of the control side.
        consumed.pointee.store(latest, ordering: .releasing)
    }

    /// Returns the next value that is new in this set; nil after the last. Values of earlier sets are not repeated, so
    /// that a command that has changed such a control since then keeps its effect. `[render]`
    @_noLocks @_noAllocation
    package mutating func next() -> ControlTurn? {
        while position < count {
            let turn = list[position]
            position = position &+ 1
            if turn.set > before { return turn }
        }
        return nil
    }
}
