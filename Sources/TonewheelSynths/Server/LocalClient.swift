/// The clients that are part of this program. They may give nodes numbers of `OwnNodes`.
package enum LocalClient {
    /// The client of commands that nobody waits for. It hears of the ends of the program's own nodes.
    package static let unattended: UInt32 = 0

    /// The first number of clients that wait for replies.
    package static let first: UInt32 = 1 << 31

    package static func contains(_ client: UInt32) -> Bool { client == unattended || client >= first }
}
