internal import CRingReference

/// A new ring, and the functions that a producer thread and a consumer thread call once.
struct RingUnderTest: Sendable {
    /// Pushes all items.
    let produce: @Sendable () -> Void

    /// Pops all items, and returns the number of wrong ones.
    let consume: @Sendable () -> Int
}

extension RingUnderTest {
    /// Creates a test of the reference in C.
    init(reference load: RingLoad, itemCount: Int) throws(BenchError) {
        guard let ring = ReferenceRing(capacity: RingLoad.ringBytes / 8) else {
            throw BenchError("Cannot allocate a ring.")
        }
        switch load {
        case .words:
            produce = { ring_reference_produce_words(ring.pointer, itemCount) }
            consume = { ring_reference_consume_words(ring.pointer, itemCount) }
        case .batches:
            produce = { ring_reference_produce_batches(ring.pointer, itemCount, RingLoad.batchWords) }
            consume = { ring_reference_consume_batches(ring.pointer, itemCount, RingLoad.batchWords) }
        case .blocks:
            produce = { ring_reference_produce_blocks(ring.pointer, itemCount, RingLoad.blockSamples / 2) }
            consume = { ring_reference_consume_blocks(ring.pointer, itemCount, RingLoad.blockSamples / 2) }
        }
    }
}

/// The reference ring, freed when the object is deinitialized.
final class ReferenceRing: @unchecked Sendable {  // each end is used by one thread
    let pointer: OpaquePointer

    init?(capacity: Int) {
        guard let pointer = ring_reference_create(capacity) else { return nil }
        self.pointer = pointer
    }

    deinit {
        ring_reference_destroy(pointer)
    }
}
