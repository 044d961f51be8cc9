/// The client numbers of this program itself. Its clients may use the node IDs of `ReservedIDs`.
package enum LocalClient {
    /// The client of commands whose replies are not awaited. It is notified of the ends of the program's own nodes.
    package static var unattended: UInt32 { @_noLocks @_noAllocation get { 0 } }

    /// The first number of clients that wait for replies.
    package static var first: UInt32 { @_noLocks @_noAllocation get { 1 << 31 } }

    @_noLocks @_noAllocation
    package static func contains(_ client: UInt32) -> Bool { client == unattended || client >= first }
}
