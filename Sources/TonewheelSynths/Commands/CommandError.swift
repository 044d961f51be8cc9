/// The error of an invalid or failed command, whose reason is sent to the client in `/fail`.
package struct CommandError: Error, Equatable, Sendable {
    /// The reason as a clause, as in scsynth; with a remedy, it is two sentences.
    package let reason: String

    /// The buffer of the command; nil for none. `/fail` carries its number after the reason.
    package var buffer: Int32?

    package init(_ reason: String) {
        self.reason = reason
    }
}
