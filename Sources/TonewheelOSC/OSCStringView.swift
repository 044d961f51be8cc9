/// The bytes of a string inside a packet, without the terminating zero byte and the padding.
///
/// OSC 1.0 strings are ASCII, and most senders use UTF-8. The view checks neither. `String(view)` repairs invalid
/// UTF-8.
///
/// - Important: The view is valid only as long as the packet's bytes: inside the closure, or during the call, that
///   passed them.
public struct OSCStringView: BitwiseCopyable {
    /// The bytes of the string. None of them is zero.
    public let bytes: UnsafeRawBufferPointer

    @_noLocks @_noAllocation
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether the bytes equal those of a literal.
    @_noLocks @_noAllocation
    public static func == (view: OSCStringView, literal: StaticString) -> Bool {
        // A `StaticString` may also be a single Unicode scalar without a pointer; no string literal is.
        guard literal.hasPointerRepresentation, view.bytes.count == literal.utf8CodeUnitCount else { return false }
        let expected = literal.utf8Start
        for index in 0..<view.bytes.count where view.bytes[index] != expected[index] { return false }
        return true
    }

    /// Whether the bytes differ from those of a literal.
    @_noLocks @_noAllocation
    public static func != (view: OSCStringView, literal: StaticString) -> Bool {
        !(view == literal)
    }
}

extension String {
    /// Copies a string in an OSC packet. Bytes that are not UTF-8 become U+FFFD, the replacement character.
    public init(_ view: OSCStringView) {
        self.init(decoding: view.bytes, as: UTF8.self)
    }
}
