internal import TonewheelGraph
internal import TonewheelRealtime

/// A list of turned controls that one thread publishes and another takes whole: always the latest, never half of one and half of the next.
///
/// Three lists: the writer fills one, the reader holds one, and the third is exchanged between them in one atomic step, as in
/// `LatestValue`. Neither end ever waits.
final class LatestTurns: @unchecked Sendable {  // the lists change hands atomically
    /// ControlTurns that a list may have.
    let capacity: Int

    fileprivate let elements: UnsafeMutablePointer<ControlTurn>
    fileprivate let counts = LatestValue(0)

    /// - Parameter capacity: elements that a list may have.
    init(capacity: Int) {
        self.capacity = capacity
        elements = .allocate(capacity: max(1, 3 * capacity))
        elements.initialize(repeating: ControlTurn(node: 0, .index(0), 0), count: 3 * capacity)
    }

    deinit {
        elements.deallocate()
    }

    /// The end that publishes; to be had once. `[control]`
    func writer() -> LatestTurnsWriter { LatestTurnsWriter(self) }

    /// The end that takes; to be had once. `[control]`
    func reader() -> LatestTurnsReader { LatestTurnsReader(self) }
}

/// The end of a `LatestTurns` that publishes. One thread at a time.
struct LatestTurnsWriter: ~Copyable, @unchecked Sendable {  // only the owner can use it
    private let list: LatestTurns
    private var counts: LatestValueWriter<Int>

    fileprivate init(_ list: LatestTurns) {
        self.list = list
        counts = list.counts.writer()
    }

    /// Makes a list what the reader takes next; one that it has not taken is replaced. `[control]`
    ///
    /// - Precondition: it has `capacity` elements at most.
    mutating func publish(_ elements: [ControlTurn]) {
        precondition(elements.count <= list.capacity)
        let place = list.elements + counts.back * list.capacity
        for (index, element) in elements.enumerated() { place[index] = element }
        counts.publish(elements.count)
    }
}

/// The end of a `LatestTurns` that takes. One thread at a time.
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

    /// Takes the latest list, if one has been published since the last time; says whether. `[render]`
    @_noLocks @_noAllocation
    mutating func takeLatest() -> Bool { counts.takeLatest() }

    /// How many elements the list has that was taken last. `[render]`
    var count: Int { @_noLocks @_noAllocation get { counts.value } }

    /// An element of the list that was taken last. `[render]`
    subscript(_ index: Int) -> ControlTurn {
        @_noLocks @_noAllocation get { elements[counts.front &* capacity &+ index] }
    }
}
