internal import TonewheelGraph
internal import TonewheelRealtime

/// A list of turns that one thread publishes and another thread reads as a whole, the latest one only.
///
/// There are three lists: the writer fills one, the reader owns one, and the third is exchanged between them in one
/// atomic step, as in `LatestValue`. Neither end ever waits.
final class LatestTurns: @unchecked Sendable {  // the lists change hands atomically
    /// The maximum number of turns in a list.
    let capacity: Int

    fileprivate let elements: UnsafeMutablePointer<ControlTurn>
    fileprivate let counts = LatestValue(0)

    /// - Parameter capacity: The maximum number of turns in a list.
    init(capacity: Int) {
        self.capacity = capacity
        elements = .allocate(capacity: max(1, 3 * capacity))
        elements.initialize(repeating: ControlTurn(node: 0, .index(0), 0), count: 3 * capacity)
    }

    deinit {
        elements.deallocate()
    }

    /// Returns the publishing end; must be called once only. `[control]`
    func writer() -> LatestTurnsWriter { LatestTurnsWriter(self) }

    /// Returns the reading end; must be called once only. `[control]`
    func reader() -> LatestTurnsReader { LatestTurnsReader(self) }
}

/// The publishing end of a `LatestTurns`. One thread at a time.
struct LatestTurnsWriter: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private let list: LatestTurns
    private var counts: LatestValueWriter<Int>

    fileprivate init(_ list: LatestTurns) {
        self.list = list
        counts = list.counts.writer()
    }

    /// Publishes a list, which replaces one that the reader has not consumed. `[control]`
    ///
    /// - Precondition: `elements` has `capacity` elements at most.
    mutating func publish(_ elements: [ControlTurn]) {
        precondition(elements.count <= list.capacity)
        let place = list.elements + counts.back * list.capacity
        for (index, element) in elements.enumerated() { place[index] = element }
        counts.publish(elements.count)
    }
}

/// The reading end of a `LatestTurns`. One thread at a time.
struct LatestTurnsReader: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private let elements: UnsafeMutablePointer<ControlTurn>
    private let capacity: Int
    private var counts: LatestValueReader<Int>
    private let list: LatestTurns  // keeps the memory alive

    fileprivate init(_ list: LatestTurns) {
        self.list = list
        elements = list.elements
        capacity = list.capacity
        counts = list.counts.reader()
    }

    /// Switches to the latest list; returns false if none has been published since the last call. `[render]`
    @_noLocks @_noAllocation
    mutating func takeLatest() -> Bool { counts.takeLatest() }

    /// The number of turns in the current list. `[render]`
    var count: Int { @_noLocks @_noAllocation get { counts.value } }

    /// A turn of the current list. `[render]`
    subscript(_ index: Int) -> ControlTurn {
        @_noLocks @_noAllocation get { elements[counts.front &* capacity &+ index] }
    }
}
