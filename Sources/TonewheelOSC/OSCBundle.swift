/// A bundle: messages and nested bundles that take effect at the same time (OSC 1.0 specification, "OSC Bundles").
public struct OSCBundle: Hashable, Sendable {
    /// The time at which the elements take effect.
    public var timeTag: OSCTimeTag

    /// The messages and bundles, in the order of their execution.
    public var elements: [OSCPacket]

    /// Creates a bundle of elements.
    public init(timeTag: OSCTimeTag = .immediately, elements: [OSCPacket]) {
        self.timeTag = timeTag
        self.elements = elements
    }

    /// Creates a bundle of messages.
    public init(timeTag: OSCTimeTag = .immediately, _ messages: OSCMessage...) {
        self.init(timeTag: timeTag, elements: messages.map(OSCPacket.message))
    }

    /// Copies a bundle inside a packet.
    ///
    /// Nested bundles are copied by recursion, which is bounded: validation has checked their depth.
    public init(_ view: OSCBundleView) {
        self.init(timeTag: view.timeTag, elements: view.elements.map { OSCPacket($0) })
    }
}

extension OSCBundle: CustomStringConvertible {
    /// The time tag and the elements, in brackets.
    public var description: String {
        "[" + (["#bundle \(timeTag)"] + elements.map(\.description)).joined(separator: ", ") + "]"
    }
}
