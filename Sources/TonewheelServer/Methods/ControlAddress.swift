internal import Tonewheel
internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSynths

/// The address `/mod/NODE/CONTROL`: a control of a synth that is turned continuously. The control is a name or a number.
///
/// Unlike `/n_set`, of values that come within one block only the latest counts, so that no number of them is too many.
struct ControlAddress {
    private let node: Int32
    private let control: ControlKey

    /// - Returns: nil if the address is another one.
    /// - Throws: `CommandError` if the node is not one that clients may turn.
    init?(_ address: OSCStringView) throws(CommandError) {
        let bytes = address.bytes
        guard bytes.starts(with: "/mod/".utf8) else { return nil }
        let parts = bytes.dropFirst("/mod/".utf8.count).split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let node = Int32(String(decoding: parts[0], as: UTF8.self)) else {
            return nil
        }
        guard node != 0, !OwnNodes.contains(node) else { throw CommandError("Node \(node) not found") }
        self.node = node
        let name = String(decoding: parts[1], as: UTF8.self)
        control = Int32(name).map { .index($0) } ?? ControlKey(name: name)
    }

    /// The turn that a message with such an address asks for.
    func turn(_ arguments: OSCArgumentsView) throws(CommandError) -> ControlTurn {
        var iterator = arguments.makeIterator()
        guard let value = iterator.next()?.float, iterator.next() == nil else {
            throw CommandError("/mod/NODE/CONTROL takes one number, the control's new value")
        }
        guard value.isFinite else { throw CommandError("\(value) is not a finite number") }
        return ControlTurn(node: node, control, value)
    }
}
