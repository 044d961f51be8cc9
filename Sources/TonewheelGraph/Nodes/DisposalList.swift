internal import Synchronization

/// The head of everything that the render thread gives back to be freed.
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

/// What the render thread has done with, on its way to the control side that frees it: a list without an end, so that it is
/// never full, and nothing is ever lost or freed twice.
///
/// One thread adds, one takes all at once (R. K. Treiber, "Systems Programming: Coping with Parallelism", 1986; since
/// nothing is taken one by one, a head that comes back does no harm).
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

    /// Adds what is done with. `[render]`
    @_noLocks @_noAllocation
    func add(_ link: UnsafeMutablePointer<DisposalLink>) {
        var first = head.pointee.load(ordering: .relaxed)
        while true {
            link.pointee.next = first
            // Releasing, so that whoever frees it sees all that was written to it.
            let (exchanged, original) = head.pointee.weakCompareExchange(
                expected: first, desired: link, successOrdering: .releasing, failureOrdering: .relaxed)
            if exchanged { return }
            first = original
        }
    }

    /// Takes everything, the latest first. `[control]`
    func takeAll() -> UnsafeMutablePointer<DisposalLink>? {
        head.pointee.exchange(nil, ordering: .acquiring)
    }
}
