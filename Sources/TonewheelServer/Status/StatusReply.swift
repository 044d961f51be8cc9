internal import Tonewheel
package import TonewheelOSC

/// The reply to `/engine/status`: `/engine/status.reply` with alternating names and values.
///
/// A client reads the names that it knows and skips the rest; in Python, `dict(zip(args[::2], args[1::2]))`.
package enum StatusReply {
    package static let address = "/engine/status.reply"

    package static func message(_ sources: StatusSources) -> OSCMessage {
        let arguments = StatusSchema.fields.flatMap { field -> [OSCArgument] in
            field.value(sources).map { [.string(field.name), $0] } ?? []
        }
        return OSCMessage(address: .path(address), arguments: arguments)
    }
}
