/// The nodes by ID: a hash table of fixed size, at most half full. The engine's own nodes have additional slots, and
/// are not counted.
///
/// Reference: D. E. Knuth, *The Art of Computer Programming*, volume 3, section 6.4, algorithms L and R.
struct NodeTable: ~Copyable {
    /// The maximum number of nodes, without the engine's.
    let capacity: Int

    private(set) var count = 0

    private let slots: UnsafeMutablePointer<Node.Pointer?>
    private let mask: Int

    /// Allocates all memory of the table. `[control]`
    init(capacity: Int) {
        var size = 16
        while size < 2 * (capacity + Int(ReservedIDs.engineCount)) { size *= 2 }
        self.capacity = capacity
        mask = size - 1
        slots = .allocate(capacity: size)
        slots.initialize(repeating: nil, count: size)
    }

    deinit {
        slots.deallocate()
    }

    /// Returns the node with this ID; nil if there is none. `[render]`
    @_noLocks @_noAllocation
    func find(_ id: Int32) -> Node.Pointer? {
        var slot = home(id)
        while let node = slots[slot] {
            if node.pointee.id == id { return node }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    /// Adds a node whose ID is free; false if the table is full. `[render]`
    @_noLocks @_noAllocation
    mutating func insert(_ node: Node.Pointer) -> Bool {
        let isCounted = !ReservedIDs.isEngine(node.pointee.id)
        if isCounted, count == capacity { return false }
        var slot = home(node.pointee.id)
        while slots[slot] != nil { slot = (slot &+ 1) & mask }
        slots[slot] = node
        if isCounted { count = count &+ 1 }
        return true
    }

    /// Replaces the node that has the same ID. `[render]`
    @_noLocks @_noAllocation
    func replace(with node: Node.Pointer) {
        var slot = home(node.pointee.id)
        while let present = slots[slot] {
            if present.pointee.id == node.pointee.id {
                slots[slot] = node
                return
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// Removes the node with this ID, if it is in the table. `[render]`
    @_noLocks @_noAllocation
    mutating func remove(_ id: Int32) {
        var hole = home(id)
        while true {
            guard let node = slots[hole] else { return }
            if node.pointee.id == id { break }
            hole = (hole &+ 1) & mask
        }
        if !ReservedIDs.isEngine(id) { count = count &- 1 }
        // Displaced nodes are moved up, so that no search ends too early.
        var slot = hole
        while true {
            slots[hole] = nil
            while true {
                slot = (slot &+ 1) & mask
                guard let node = slots[slot] else { return }
                let wanted = home(node.pointee.id)
                // Whether `wanted` lies outside the slots after the hole up to `slot`.
                if ((slot &- wanted) & mask) >= ((slot &- hole) & mask) { break }
            }
            slots[hole] = slots[slot]
            hole = slot
        }
    }

    /// The preferred slot of an ID (Fibonacci hashing).
    @_noLocks @_noAllocation
    private func home(_ id: Int32) -> Int {
        Int(truncatingIfNeeded: (UInt64(UInt32(bitPattern: id)) &* 0x9E37_79B9_7F4A_7C15) &>> 32) & mask
    }
}
