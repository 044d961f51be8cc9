/// What a server has counted since it was started.
package struct ServerCounts: Sendable, Equatable {
    /// Packets received, whatever became of them.
    package var packets = 0

    /// Packets that are no OSC.
    package var malformed = 0

    /// Messages refused with `/fail`, those of malformed packets among them.
    package var failed = 0

    /// Packets dropped unread because their sender is on no allow-list.
    package var notAllowed = 0

    package init() {}
}
