/// A bundle inside a packet, read without a copy: a time tag, and elements that are messages or bundles.
///
/// - Important: The view is valid only as long as the packet's bytes: inside the closure, or during the call, that
///   passed them. To keep a bundle, copy it with ``OSCBundle/init(_:)``.
public struct OSCBundleView: BitwiseCopyable {
    /// The time at which the elements take effect.
    public let timeTag: OSCTimeTag

    private let body: OSCReader

    /// Reads the header only. The elements are checked when the packet is validated.
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
    /// - Important: The view is valid only as long as the packet's bytes.
    public struct Elements: Sequence {
        fileprivate let body: OSCReader

        /// Returns an iterator over the elements.
        @_noLocks @_noAllocation
        public func makeIterator() -> Iterator {
            Iterator(body: body)
        }
    }
}

extension OSCBundleView.Elements {
    /// An iterator over the elements, which are found by their sizes.
    public struct Iterator: IteratorProtocol {
        fileprivate var body: OSCReader

        /// Returns the next element, or nil after the last.
        @_noLocks @_noAllocation
        public mutating func next() -> OSCPacketView? {
            // Validation runs the same code, so no error is thrown here.
            do {
                guard let element = try parseNext() else { return nil }
                return try OSCPacketView(parsing: element)
            } catch {
                return nil
            }
        }

        /// Returns the bytes of the next element, or nil after the last.
        @_noLocks @_noAllocation
        package mutating func parseNext() throws(OSCDecodingError) -> OSCReader? {
            guard body.remaining > 0 else { return nil }
            let start = body.offset
            // The packet and everything before this offset are a multiple of four bytes long, so the size always fits.
            guard let word = body.readUInt32() else { throw .invalidElementSize(0, offset: start) }
            let size = Int32(bitPattern: word)
            guard size > 0, size % 4 == 0, let element = body.readRegion(Int(size)) else {
                throw .invalidElementSize(size, offset: start)
            }
            return element
        }
    }
}
