/// A control as a command names it: by index or by name.
package enum ControlKey: BitwiseCopyable, Sendable, Equatable {
    case index(Int32)

    /// The 64-bit hash of the control's name. If two controls share a hash or a name, the first is meant.
    case name(UInt64)

    /// Makes the key for a name. `[control]`
    package init(name: String) {
        self = .name(Self.hash(name.utf8))
    }

    /// The 64-bit FNV-1a hash (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923).
    package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

/// The names of a definition's controls, in memory that its blueprint owns.
struct ControlNames: BitwiseCopyable {
    struct Entry: BitwiseCopyable {
        let hash: UInt64
        let index: Int32
    }

    let entries: UnsafeMutablePointer<Entry>
    let count: Int

    /// Returns the index of a control; nil if it does not exist. `[render]`
    @_noLocks @_noAllocation
    func index(of key: ControlKey, controlCount: Int) -> Int? {
        switch key {
        case .index(let index):
            return index >= 0 && Int(index) < controlCount ? Int(index) : nil
        case .name(let hash):
            for entry in 0..<count where entries[entry].hash == hash { return Int(entries[entry].index) }
            return nil
        }
    }

    /// Returns the controls that consecutive values for a key go to. By name they end with the control's own array;
    /// by index they continue over the controls after it, as in scsynth. `[render]`
    ///
    /// - Parameters:
    ///   - offset: The number of elements of the array before the first value.
    ///   - count: The number of values.
    @_noLocks @_noAllocation
    func controls(_ key: ControlKey, offset: Int = 0, count: Int, controlCount: Int) -> Range<Int> {
        guard let first = index(of: key, controlCount: controlCount) else { return 0..<0 }
        var end = controlCount
        if case .name = key { end = self.end(after: first, controlCount: controlCount) }
        let capacity = end &- first
        guard offset >= 0, offset < capacity, count > 0 else { return 0..<0 }
        return first &+ offset..<first &+ offset &+ min(count, capacity &- offset)
    }

    /// Returns the end of the control or array that begins at `first`, which is the index of the next name.
    /// `[render]`
    @_noLocks @_noAllocation
    func end(after first: Int, controlCount: Int) -> Int {
        var end = controlCount
        for entry in 0..<count {
            let index = Int(entries[entry].index)
            if index > first, index < end { end = index }
        }
        return end
    }
}
