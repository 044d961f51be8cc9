/// The clients that are part of this program. They may give nodes numbers of `OwnNodes`.
package enum LocalClient {
    /// The client of commands that nobody waits for. It hears of the ends of the program's own nodes.
    package static var unattended: UInt32 { @_noLocks @_noAllocation get { 0 } }

    /// The first number of clients that wait for replies.
    package static var first: UInt32 { @_noLocks @_noAllocation get { 1 << 31 } }

    @_noLocks @_noAllocation
    package static func contains(_ client: UInt32) -> Bool { client == unattended || client >= first }
}
