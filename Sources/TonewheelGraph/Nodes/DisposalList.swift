internal import Synchronization

/// The header of memory that the render thread returns to be freed.
package struct DisposalLink: BitwiseCopyable {
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case group, synth, packet, buffer, file
    }

    let kind: Kind
    var next: UnsafeMutablePointer<DisposalLink>?

    init(_ kind: Kind) {
        self.kind = kind
    }
}

/// A list of memory that the render thread has disposed of and the control side frees. It is unbounded, so that it is
/// never full, and nothing is lost or freed twice.
///
/// One thread adds, and one thread takes the whole list (R. K. Treiber, "Systems Programming: Coping with
/// Parallelism", 1986). Since elements are not taken singly, the ABA problem does not occur.
struct DisposalList: BitwiseCopyable, @unchecked Sendable {  // the head is atomic
    private let head: UnsafeMutablePointer<Atomic<UnsafeMutablePointer<DisposalLink>?>>

    init() {
        head = .allocate(capacity: 1)
        head.initialize(to: Atomic(nil))
    }

    /// Frees the list itself, which must be empty. `[control]`
    func deallocate() {
        head.deinitialize(count: 1)
        head.deallocate()
    }

    /// Adds memory to free. `[render]`
    @_noLocks @_noAllocation
    func add(_ link: UnsafeMutablePointer<DisposalLink>) {
        var first = head.pointee.load(ordering: .relaxed)
        while true {
            link.pointee.next = first
            // Releasing: the thread that frees the memory sees all writes to it.
            let (exchanged, original) = head.pointee.weakCompareExchange(
                expected: first, desired: link, successOrdering: .releasing, failureOrdering: .relaxed)
            if exchanged { return }
            first = original
        }
    }

    /// Takes the whole list, the latest element first. `[control]`
    func takeAll() -> UnsafeMutablePointer<DisposalLink>? {
        head.pointee.exchange(nil, ordering: .acquiring)
    }
}
