/// Reads little-endian numbers from untrusted bytes. `[control]`
struct ByteReader {
    private let bytes: [UInt8]

    /// The offset of the next number.
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }

    func failure(_ problem: String) -> CodecError {
        .malformed(problem, offset: offset)
    }

    mutating func read<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(CodecError) -> Number {
        let size = MemoryLayout<Number>.size
        guard remaining >= size else { throw failure("the packet ends inside a number") }
        var value: Number = 0
        for index in (0..<size).reversed() { value = value << 8 | Number(truncatingIfNeeded: bytes[offset + index]) }
        offset += size
        return value
    }

    /// Returns the next bytes.
    mutating func read(byteCount: Int) throws(CodecError) -> ArraySlice<UInt8> {
        guard byteCount >= 0, byteCount <= remaining else { throw failure("\(byteCount) more bytes are missing") }
        defer { offset += byteCount }
        return bytes[offset..<offset + byteCount]
    }

    /// Copies the next bytes to memory.
    mutating func read(into memory: UnsafeMutableRawPointer, byteCount: Int) throws(CodecError) {
        try read(byteCount: byteCount).withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: memory, count: byteCount).copyMemory(from: source)
        }
    }

    mutating func read() throws(CodecError) -> Float {
        Float(bitPattern: try read(UInt32.self))
    }

    mutating func read() throws(CodecError) -> Double {
        Double(bitPattern: try read(UInt64.self))
    }

    mutating func read() throws(CodecError) -> Bool {
        let value = try read(UInt8.self)
        guard value < 2 else { throw failure("\(value) is neither true nor false") }
        return value == 1
    }

    /// Reads the number of the elements that follow, each of which has at least `size` bytes. A count that exceeds
    /// the remaining bytes is rejected, so that no memory is reserved for it.
    mutating func readCount(size: Int) throws(CodecError) -> Int {
        try checked(Int(try read(UInt32.self)), size: size)
    }

    /// Reads a count of 64 bits in the same way.
    mutating func readLongCount(size: Int) throws(CodecError) -> Int {
        try checked(Int(try read(Int64.self)), size: size)
    }

    private func checked(_ count: Int, size: Int) throws(CodecError) -> Int {
        guard count >= 0, count <= remaining / size else {
            throw failure("\(count) elements are more than the packet holds")
        }
        return count
    }

    mutating func readFloats(_ count: Int) throws(CodecError) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try read()) }
        return values
    }
}
