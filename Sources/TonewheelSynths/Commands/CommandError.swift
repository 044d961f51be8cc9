/// A command cannot be understood or obeyed; the reason goes back to the client in `/fail`.
package struct CommandError: Error, Equatable, Sendable {
    package let reason: String

    /// The buffer that the command was for, if any: `/fail` carries its number behind the reason.
    package var buffer: Int32?

    package init(_ reason: String) {
        self.reason = reason
    }
}
