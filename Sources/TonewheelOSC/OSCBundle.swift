/// A bundle: messages, and further bundles, that take effect together at one time (OSC 1.0 specification, "OSC
/// Bundles").
public struct OSCBundle: Hashable, Sendable {
    /// When the elements are to take effect.
    public var timeTag: OSCTimeTag

    /// What the bundle holds, in order.
    public var elements: [OSCPacket]

    /// A bundle of these elements.
    public init(timeTag: OSCTimeTag = .immediately, elements: [OSCPacket]) {
        self.timeTag = timeTag
        self.elements = elements
    }

    /// A bundle of these messages.
    public init(timeTag: OSCTimeTag = .immediately, _ messages: OSCMessage...) {
        self.init(timeTag: timeTag, elements: messages.map(OSCPacket.message))
    }

    /// A copy of a bundle inside a packet.
    ///
    /// Bundles within bundles are copied by recursion; validation has bounded their depth.
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
