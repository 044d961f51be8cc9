/// What a server has counted since it was started.
///
/// Every packet sent to it is either received or dropped by the socket, and every message received is obeyed unless it
/// is counted as failed; of those, the ones that a full queue refused are counted by queue as well.
package struct ServerCounts: Sendable, Equatable {
    /// Packets received, whatever became of them.
    package var packets = 0

    /// Packets that the system dropped before the server saw them, because more came than the socket's buffer holds.
    package var droppedBySocket = 0

    /// Packets dropped unread because their sender is on no allow-list.
    package var notAllowed = 0

    /// Connections closed at once, because there were too many or their sender is on no allow-list.
    package var connectionsRefused = 0

    /// Packets that are no OSC.
    package var malformed = 0

    /// Messages in all other packets, but for those that are answers and ask for nothing.
    package var messages = 0

    /// Messages refused with `/fail`, and malformed packets, each as one.
    package var failed = 0

    /// Of these, the ones that were counted only: their sender had been told of very many already.
    package var failedUnanswered = 0

    /// Of the failed, messages in bundles with a time tag that found `OSCServerHandler.bundleCapacity` waiting already.
    package var refusedByBundleQueue = 0

    /// Of the failed, messages that found `OSCServerHandler.laneCapacity` waiting for the device already.
    package var refusedByDeviceQueue = 0

    /// Answers dropped because the network takes them more slowly than they are made.
    package var answersDropped = 0

    package init() {}
}
