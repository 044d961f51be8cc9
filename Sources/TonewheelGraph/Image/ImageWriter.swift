internal import TonewheelRealtime

/// A writer of numbers and bytes into memory of a fixed size. Without memory, it counts the bytes, and may sum them up.
/// `[render]`
///
/// Numbers are in the byte order of the machine: an image is read on the machine that has written it, or on one like
/// it.
struct ImageWriter: ~Copyable {
    private let base: UnsafeMutableRawPointer?
    private let capacity: Int

    /// The number of bytes that have been written, or that were too many for the memory.
    private(set) var byteCount = 0

    private var sum = ImageChecksum()

    /// The checksum of the bytes so far, if the writer sums them up.
    var checksum: UInt64 { @_noLocks @_noAllocation get { sum.value } }

    /// The number of the window of large memory that the checksum contains; nil for no checksum.
    private let window: Int64?

    /// The size of a window, in bytes.
    private static var windowBytes: Int { @_noLocks @_noAllocation get { 1024 } }

    /// Creates a writer that sums up the bytes.
    ///
    /// - Parameter window: The number of the window of large memory that the checksum contains.
    @_noLocks @_noAllocation
    init(checksumWindow window: Int64) {
        base = nil
        capacity = 0
        self.window = window
    }

    /// Creates a writer.
    ///
    /// - Parameter memory: The memory, which the caller keeps alive; nil to count the bytes.
    @_noLocks @_noAllocation
    init(_ memory: UnsafeMutableRawBufferPointer?) {
        base = memory?.baseAddress
        capacity = memory?.count ?? 0
        window = nil
    }

    /// Whether more bytes have been written than the memory holds. The image is unusable then.
    var hasOverflowed: Bool {
        @_noLocks @_noAllocation get { base != nil && byteCount > capacity }
    }

    /// Writes memory that may be large. A checksum contains a window of it.
    @_noLocks @_noAllocation
    mutating func writeMemory(_ source: UnsafeRawPointer, byteCount count: Int) {
        guard let window, count > Self.windowBytes else { return write(source, byteCount: count) }
        let windows = Int64((count &+ Self.windowBytes &- 1) / Self.windowBytes)
        let start = Int(window % windows) &* Self.windowBytes
        write(source + start, byteCount: min(Self.windowBytes, count &- start))
    }

    @_noLocks @_noAllocation
    mutating func write(_ source: UnsafeRawPointer, byteCount count: Int) {
        if window != nil { return sum.add(source, byteCount: count) }
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
