internal import Synchronization

/// The bytes of a value that no stored property uses: gaps before properties, and the rest of the stride. `[control]`
///
/// A copy of a value may leave any bits there. They are set to 0 where states are compared by their bytes: a replica
/// that builds the same unit has the same bytes.
enum StateLayout {
    /// The results by type: reflection takes some microseconds for each property.
    private static let known = Mutex<[ObjectIdentifier: [Range<Int>]]>([:])

    /// Returns the unused bytes of a type, from the layout of its stored properties: each follows the one before it, at
    /// its own alignment.
    ///
    /// - Parameter value: Any value of the type.
    static func gaps<Value: BitwiseCopyable>(in value: Value) -> [Range<Int>] {
        let type = ObjectIdentifier(Value.self)
        if let gaps = known.withLock({ $0[type] }) { return gaps }
        let gaps = find(in: value)
        known.withLock { $0[type] = gaps }
        return gaps
    }

    private static func find<Value: BitwiseCopyable>(in value: Value) -> [Range<Int>] {
        var isUsed = [Bool](repeating: false, count: MemoryLayout<Value>.stride)
        guard mark(value, at: 0, &isUsed) == MemoryLayout<Value>.size else { return [] }
        var gaps: [Range<Int>] = []
        for byte in isUsed.indices where !isUsed[byte] {
            if let last = gaps.last, last.upperBound == byte {
                gaps[gaps.count - 1] = last.lowerBound..<byte + 1
            } else {
                gaps.append(byte..<byte + 1)
            }
        }
        return gaps
    }

    /// Marks the bytes of a value that starts at an offset.
    ///
    /// - Returns: The end of the value.
    private static func mark<Value>(_ value: Value, at start: Int, _ isUsed: inout [Bool]) -> Int {
        let mirror = Mirror(reflecting: value)
        // The parts of a vector are the compiler's own.
        let hasParts = (mirror.displayStyle == .struct || mirror.displayStyle == .tuple) && !(value is any SIMD)
        guard hasParts, !mirror.children.isEmpty else {
            let end = start + MemoryLayout<Value>.size
            for byte in start..<min(end, isUsed.count) { isUsed[byte] = true }
            return end
        }
        var end = start
        for child in mirror.children { end = place(child.value, after: end, &isUsed) }
        return end
    }

    private static func place<Value>(_ value: Value, after end: Int, _ isUsed: inout [Bool]) -> Int {
        let alignment = MemoryLayout<Value>.alignment
        return mark(value, at: (end + alignment - 1) / alignment * alignment, &isUsed)
    }
}
