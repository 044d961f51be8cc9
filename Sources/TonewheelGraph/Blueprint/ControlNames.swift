/// How a control is called in a command: by its number or its name.
package enum ControlKey: BitwiseCopyable, Sendable, Equatable {
    case index(Int32)

    /// By the hash of its name: of 64 bits, so that two names of one definition hardly ever share it. Of names that do, and of
    /// a name that stands twice, the first counts.
    case name(UInt64)

    /// The key for a name. `[control]`
    package init(name: String) {
        self = .name(Self.hash(name.utf8))
    }

    /// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923), 64 bits.
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

    /// The number of the control that is meant; nil if there is none. `[render]`
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

    /// The controls that values for a key go to. By name they end with the control's own array; by index they run on over the
    /// controls behind it, as clients know it. `[render]`
    ///
    /// - Parameters:
    ///   - offset: elements of the array before the first value.
    ///   - count: how many values there are.
    @_noLocks @_noAllocation
    func controls(_ key: ControlKey, offset: Int = 0, count: Int, controlCount: Int) -> Range<Int> {
        guard let first = index(of: key, controlCount: controlCount) else { return 0..<0 }
        var end = controlCount
        if case .name = key { end = self.end(behind: first, controlCount: controlCount) }
        let room = end &- first
        guard offset >= 0, offset < room, count > 0 else { return 0..<0 }
        return first &+ offset..<first &+ offset &+ min(count, room &- offset)
    }

    /// Where the control or array that begins at `first` ends: where the next name stands. `[render]`
    @_noLocks @_noAllocation
    func end(behind first: Int, controlCount: Int) -> Int {
        var end = controlCount
        for entry in 0..<count {
            let index = Int(entries[entry].index)
            if index > first, index < end { end = index }
        }
        return end
    }
}
