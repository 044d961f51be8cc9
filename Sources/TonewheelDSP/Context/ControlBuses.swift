/// The control buses: one value each, shared by all synths. Unlike an audio bus, a control bus keeps its value until
/// the next write.
///
/// As with audio buses, the first write of a unit in a block replaces the value and later ones are added. Non-finite
/// values are replaced by 0 and counted, and so are values whose sum with the bus would be infinite.
public struct ControlBuses: BitwiseCopyable {
    /// The number of buses.
    public let count: Int

    @usableFromInline let values: UnsafeMutablePointer<Float>
    @usableFromInline let stamps: UnsafeMutablePointer<Int64>
    @usableFromInline let block: UnsafePointer<Int64>
    @usableFromInline let nonFiniteCount: UnsafeMutablePointer<Int>

    package init(
        count: Int, values: UnsafeMutablePointer<Float>, stamps: UnsafeMutablePointer<Int64>,
        block: UnsafePointer<Int64>, nonFiniteCount: UnsafeMutablePointer<Int>
    ) {
        self.count = count
        self.values = values
        self.stamps = stamps
        self.block = block
        self.nonFiniteCount = nonFiniteCount
    }

    /// Returns the index of the bus with this number, or nil if there is none. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func index(_ number: Float) -> Int? {
        number >= 0 && number < Float(count) ? Int(number) : nil
    }

    /// The value of a bus. Clients set it; units write with `add` and `replace`.
    @inlinable
    public subscript(bus: Int) -> Float {
        @_noLocks @_noAllocation get { values[bus] }
        @_noLocks @_noAllocation nonmutating set { values[bus] = newValue }
    }

    /// Returns the number of the block in which a unit last wrote a bus; 0 if none has.
    @_noLocks @_noAllocation
    package func lastWrite(of bus: Int) -> Int64 { stamps[bus] }

    package func setLastWrite(of bus: Int, _ block: Int64) { stamps[bus] = block }

    /// Returns a pointer to the value of a bus.
    @inlinable
    @_noLocks @_noAllocation
    public func pointer(to bus: Int) -> UnsafePointer<Float> {
        UnsafePointer(values + bus)
    }

    /// Adds a value to those that units have written in this block.
    @inlinable
    @_noLocks @_noAllocation
    public func add(_ value: Float, to bus: Int) {
        if stamps[bus] == block.pointee {
            values[bus] = finite(values[bus] + value, else: values[bus])
        } else {
            replace(bus, with: value)
        }
    }

    /// Overwrites the value of a bus.
    @inlinable
    @_noLocks @_noAllocation
    public func replace(_ bus: Int, with value: Float) {
        values[bus] = finite(value)
        stamps[bus] = block.pointee
    }

    /// Returns `value`, or `other` if `value` is not finite. Non-finite values are counted.
    @inlinable
    @_noLocks @_noAllocation
    public func finite(_ value: Float, else other: Float = 0) -> Float {
        if value.isFinite { return value }
        nonFiniteCount.pointee = nonFiniteCount.pointee &+ 1
        return other
    }
}
