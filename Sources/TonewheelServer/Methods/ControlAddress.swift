internal import Tonewheel
internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSynths

/// The address `/mod/NODE/CONTROL`, which sets a control of a synth continuously. The control is a name or a number.
///
/// Unlike with `/n_set`, only the latest of several values within a block takes effect, so that no queue can overflow.
struct ControlAddress {
    private let node: Int32
    private let control: ControlKey

    /// - Returns: nil if the address has another form.
    /// - Throws: `CommandError` if the node is not accessible to clients.
    init?(_ address: OSCStringView) throws(CommandError) {
        let bytes = address.bytes
        guard bytes.starts(with: "/mod/".utf8) else { return nil }
        let parts = bytes.dropFirst("/mod/".utf8.count).split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let node = Int32(String(decoding: parts[0], as: UTF8.self)) else {
            return nil
        }
        guard node != 0, !ReservedIDs.contains(node) else { throw CommandError("Node \(node) not found") }
        self.node = node
        let name = String(decoding: parts[1], as: UTF8.self)
        control = Int32(name).map { .index($0) } ?? ControlKey(name: name)
    }

    /// Returns the control change that a message with this address requests.
    func turn(_ arguments: OSCArgumentsView) throws(CommandError) -> ControlTurn {
        var iterator = arguments.makeIterator()
        guard let value = iterator.next()?.float, iterator.next() == nil else {
            throw CommandError("/mod/NODE/CONTROL takes one number, the control's new value")
        }
        guard value.isFinite else { throw CommandError("\(value) is not a finite number") }
        return ControlTurn(node: node, control, value)
    }
}
