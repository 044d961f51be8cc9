/// A checksum of bytes, eight at a time. It detects damage, not attacks. `[render]`
///
/// The step is that of FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo, 1991) on words instead of bytes.
struct ImageChecksum: BitwiseCopyable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    private static var prime: UInt64 { @_noLocks @_noAllocation get { 0x100_0000_01B3 } }

    @_noLocks @_noAllocation
    init() {}

    @_noLocks @_noAllocation
    mutating func add(_ source: UnsafeRawPointer, byteCount: Int) {
        var sum = value
        var offset = 0
        while offset &+ 8 <= byteCount {
            sum = (sum ^ source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* Self.prime
            sum ^= sum &>> 32
            offset = offset &+ 8
        }
        while offset < byteCount {
            sum = (sum ^ UInt64(source.load(fromByteOffset: offset, as: UInt8.self))) &* Self.prime
            offset = offset &+ 1
        }
        value = sum
    }
}
