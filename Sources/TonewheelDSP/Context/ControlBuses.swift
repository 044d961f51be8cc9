/// The control buses: one value each, shared by all synths. Unlike an audio bus, each keeps its value until it is written to.
///
/// Of what synths write in one block, the first replaces and the rest is added, as with audio buses; and what is not finite is 0, and
/// counted.
public struct ControlBuses: BitwiseCopyable {
    /// How many there are.
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

    /// The bus with this number; nil if there is none. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func index(_ number: Float) -> Int? {
        number >= 0 && number < Float(count) ? Int(number) : nil
    }

    /// The value of a bus. A client sets it; units write by `add` and `replace`.
    @inlinable
    public subscript(bus: Int) -> Float {
        @_noLocks @_noAllocation get { values[bus] }
        @_noLocks @_noAllocation nonmutating set { values[bus] = newValue }
    }

    /// The first of the values, for those who refer to a bus by pointer.
    @inlinable
    @_noLocks @_noAllocation
    public func pointer(to bus: Int) -> UnsafePointer<Float> {
        UnsafePointer(values + bus)
    }

    /// Adds to what units have written in this block.
    @inlinable
    @_noLocks @_noAllocation
    public func add(_ value: Float, to bus: Int) {
        if stamps[bus] == block.pointee {
            values[bus] += finite(value)
        } else {
            replace(bus, with: value)
        }
    }

    /// Puts a value in the place of what a bus holds.
    @inlinable
    @_noLocks @_noAllocation
    public func replace(_ bus: Int, with value: Float) {
        values[bus] = finite(value)
        stamps[bus] = block.pointee
    }

    /// What may be written to a bus: a value, or another if it is not finite.
    @inlinable
    @_noLocks @_noAllocation
    public func finite(_ value: Float, else other: Float = 0) -> Float {
        if value.isFinite { return value }
        nonFiniteCount.pointee = nonFiniteCount.pointee &+ 1
        return other
    }
}
