internal import TonewheelRealtime

/// A writer of numbers and bytes into memory of a fixed size. Without memory, it counts the bytes only. `[render]`
///
/// Numbers are in the byte order of the machine: an image is read on the machine that has written it, or on one like
/// it.
struct ImageWriter: ~Copyable {
    private let base: UnsafeMutableRawPointer?
    private let capacity: Int

    /// The number of bytes that have been written, or that were too many for the memory.
    private(set) var byteCount = 0

    /// Creates a writer.
    ///
    /// - Parameter memory: The memory, which the caller keeps alive; nil to count the bytes.
    @_noLocks @_noAllocation
    init(_ memory: UnsafeMutableRawBufferPointer?) {
        base = memory?.baseAddress
        capacity = memory?.count ?? 0
    }

    /// Whether more bytes have been written than the memory holds. The image is unusable then.
    var hasOverflowed: Bool {
        @_noLocks @_noAllocation get { base != nil && byteCount > capacity }
    }

    @_noLocks @_noAllocation
    mutating func write(_ source: UnsafeRawPointer, byteCount count: Int) {
        if let base, count > 0, byteCount &+ count <= capacity {
            copyMemory(source, to: base + byteCount, byteCount: count)
        }
        byteCount = byteCount &+ count
    }

    @_noLocks @_noAllocation
    mutating func write(_ value: UInt8) {
        var value = value
        write(&value, byteCount: 1)
    }

    @_noLocks @_noAllocation
    mutating func write(_ value: Bool) {
        write(value ? UInt8(1) : 0)
    }

    @_noLocks @_noAllocation
    mutating func write(_ value: Int32) {
        var value = value
        write(&value, byteCount: 4)
    }

    @_noLocks @_noAllocation
    mutating func write(_ value: Int64) {
        var value = value
        write(&value, byteCount: 8)
    }

    @_noLocks @_noAllocation
    mutating func write(_ value: UInt64) {
        write(Int64(bitPattern: value))
    }

    @_noLocks @_noAllocation
    mutating func write(_ value: Int) {
        write(Int64(value))
    }

    @_noLocks @_noAllocation
    mutating func write(_ value: Float) {
        write(Int32(bitPattern: value.bitPattern))
    }
}
