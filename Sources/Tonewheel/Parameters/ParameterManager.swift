internal import Synchronization
package import TonewheelGraph
internal import TonewheelRealtime

/// The latest value of a control that is turned continuously.
package struct ControlTurn: BitwiseCopyable, Sendable {
    package var node: Int32
    package var control: ControlKey
    package var value: Float

    /// The set in which the value was new.
    fileprivate(set) var set: UInt64 = 0

    @_noLocks @_noAllocation
    package init(node: Int32, _ control: ControlKey, _ value: Float) {
        self.node = node
        self.control = control
        self.value = value
    }
}

/// Controls that are turned continuously, of any synth: two sets of values, one that the control threads write, and one that the
/// render thread applies. They are swapped atomically at a block boundary, so that no block sees half of a change.
///
/// However often a control is turned between two blocks, nobody waits and nothing fills up: the latest value counts. Commands, which
/// are in order and of which each counts, go another way (`GraphControl`).
package final class ParameterManager: Sendable {
    /// Different controls that may be turned between two blocks.
    package static var capacity: Int { 1024 }

    private struct Pending: ~Copyable {
        /// What the render thread has not taken yet, as far as is known.
        var turns: [ControlTurn] = []
        var set: UInt64 = 0
        var writer: LatestTurnsWriter
    }

    private let pending: Mutex<Pending>
    private let list: LatestTurns
    private let taken: TakenSet

    /// The latest set that the render thread has taken.
    fileprivate final class TakenSet: @unchecked Sendable {  // an atomic word
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
        taken = TakenSet()
        pending = Mutex(Pending(writer: list.writer()))
    }

    /// Turns controls, all of them at the beginning of the same block. `[control]`, any thread
    ///
    /// - Returns: false, and nothing is turned, if more different controls than `capacity` would wait for the next block.
    package func turn(_ turns: [ControlTurn]) -> Bool {
        guard !turns.isEmpty else { return true }
        return pending.withLock { pending in
            let taken = taken.number.pointee.load(ordering: .acquiring)
            pending.turns.removeAll { $0.set <= taken }
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

    /// Whether a set, or a later one, has been taken. `[control]`
    func hasTaken(_ set: UInt64) -> Bool { taken.number.pointee.load(ordering: .acquiring) >= set }

    /// The render thread's end; to be had once. `[control]`
    package func reader() -> ParameterReader { ParameterReader(list.reader(), taken) }
}

/// The render thread's end of a `ParameterManager`. One thread at a time.
package struct ParameterReader: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private var list: LatestTurnsReader
    private let taken: UnsafeMutablePointer<Atomic<UInt64>>
    private let owner: ParameterManager.TakenSet  // keeps the word alive

    /// The set that was taken before the latest one.
    private var before: UInt64 = 0
    private var latest: UInt64 = 0

    // Where `next` is.
    private var position = 0
    private var count = 0

    fileprivate init(_ list: consuming LatestTurnsReader, _ owner: ParameterManager.TakenSet) {
        self.list = list
        self.owner = owner
        taken = owner.number
    }

    /// Swaps the sets. `[render]`, at a block boundary
    ///
    /// `next` gives the values that are new then.
    @_noLocks @_noAllocation
    package mutating func swap() {
        position = 0
        count = 0
        guard list.takeLatest() else { return }
        count = list.count
        before = latest
        for index in 0..<count { latest = max(latest, list[index].set) }
        // Releasing: what is written after this has been read knows of it.
        taken.pointee.store(latest, ordering: .releasing)
    }

    /// The next value that has not been in an earlier set: what a command has changed since then stays as it is. `[render]`
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
