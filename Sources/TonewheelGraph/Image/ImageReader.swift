/// A reader of numbers and bytes from the untrusted bytes of an image. `[control]`
struct ImageReader {
    private let bytes: UnsafeRawBufferPointer

    /// The offset of the next number.
    private(set) var offset = 0

    /// - Parameter bytes: The image, which the caller keeps alive.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }

    func failure(_ problem: String) -> CodecError {
        .malformed(problem, offset: offset)
    }

    /// Returns the next bytes, which are valid as long as the image is.
    mutating func read(byteCount: Int) throws(CodecError) -> UnsafeRawBufferPointer {
        guard byteCount >= 0, byteCount <= remaining else { throw failure("the image ends too early") }
        defer { offset += byteCount }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + byteCount])
    }

    private mutating func read<Number: BitwiseCopyable>(_ type: Number.Type) throws(CodecError) -> Number {
        try read(byteCount: MemoryLayout<Number>.size).loadUnaligned(as: type)
    }

    mutating func byte() throws(CodecError) -> UInt8 { try read(UInt8.self) }
    mutating func int32() throws(CodecError) -> Int32 { try read(Int32.self) }
    mutating func int64() throws(CodecError) -> Int64 { try read(Int64.self) }
    mutating func uint64() throws(CodecError) -> UInt64 { try read(UInt64.self) }
    mutating func float() throws(CodecError) -> Float { try read(Float.self) }
    mutating func double() throws(CodecError) -> Double { try read(Double.self) }

    mutating func bool() throws(CodecError) -> Bool {
        let value = try byte()
        guard value < 2 else { throw failure("\(value) is neither true nor false") }
        return value == 1
    }

    /// Reads the number of the elements that follow, each of which has at least `size` bytes. A count that exceeds the
    /// remaining bytes is rejected, so that no memory is reserved for it.
    mutating func count(size: Int) throws(CodecError) -> Int {
        let count = try int64()
        guard count >= 0, count <= Int64(remaining / max(1, size)) else {
            throw failure("\(count) elements are more than the image holds")
        }
        return Int(count)
    }
}
