/// A bundle inside a packet, read without a copy: a time tag, and elements that are messages or bundles.
///
/// - Important: Valid only as long as the packet's bytes are: inside the closure, or for the call, that handed them
///   over. To keep a bundle, copy it: ``OSCBundle/init(_:)``.
public struct OSCBundleView: BitwiseCopyable {
    /// When the elements are to take effect.
    public let timeTag: OSCTimeTag

    private let body: OSCReader

    /// Reads the header. The elements are left for the packet's validation.
    @_noLocks @_noAllocation
    package init(parsing reader: OSCReader) throws(OSCDecodingError) {
        var reader = reader
        let start = reader.offset
        guard reader.readUInt64() == Self.marker, let time = reader.readUInt64() else {
            throw .invalidBundleHeader(offset: start)
        }
        timeTag = OSCTimeTag(rawValue: time)
        body = reader
    }

    /// `#bundle` and a zero byte, as a big-endian number.
    package static var marker: UInt64 {
        @_noLocks @_noAllocation
        get { 0x2362_756e_646c_6500 }
    }

    /// The elements, in order.
    public var elements: Elements {
        @_noLocks @_noAllocation
        get { Elements(body: body) }
    }
}

extension OSCBundleView {
    /// The elements of a bundle inside a packet, in order.
    ///
    /// - Important: Valid only as long as the packet's bytes are.
    public struct Elements: Sequence {
        fileprivate let body: OSCReader

        /// An iterator that stands before the first element.
        @_noLocks @_noAllocation
        public func makeIterator() -> Iterator {
            Iterator(body: body)
        }
    }
}

extension OSCBundleView.Elements {
    /// Goes through the elements by their sizes.
    public struct Iterator: IteratorProtocol {
        fileprivate var body: OSCReader

        /// The next element, or nil after the last.
        @_noLocks @_noAllocation
        public mutating func next() -> OSCPacketView? {
            // Validation has been through the same code, so there is no error left to be thrown.
            do {
                guard let element = try parseNext() else { return nil }
                return try OSCPacketView(parsing: element)
            } catch {
                return nil
            }
        }

        /// The bytes of the next element, or nil after the last.
        @_noLocks @_noAllocation
        package mutating func parseNext() throws(OSCDecodingError) -> OSCReader? {
            guard body.remaining > 0 else { return nil }
            let start = body.offset
            // Packets are a multiple of four bytes long, and so is everything before this: the size always fits.
            guard let word = body.readUInt32() else { throw .invalidElementSize(0, offset: start) }
            let size = Int32(bitPattern: word)
            guard size > 0, size % 4 == 0, let element = body.readRegion(Int(size)) else {
                throw .invalidElementSize(size, offset: start)
            }
            return element
        }
    }
}
