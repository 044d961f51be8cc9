/// The counters of a server since its start.
///
/// Every packet is either received or dropped by the socket, and every received message is executed unless it is
/// counted as failed. Failures because of a full queue are also counted by queue.
package struct ServerCounts: Sendable, Equatable {
    /// Packets received, including refused ones.
    package var packets = 0

    /// Packets that the system dropped because the socket's receive buffer was full.
    package var droppedBySocket = 0

    /// Packets discarded unread because their sender is not on the allow-list.
    package var notAllowed = 0

    /// Connections refused because there were too many, or because their sender is not on the allow-list.
    package var connectionsRefused = 0

    /// Packets that are not valid OSC.
    package var malformed = 0

    /// Messages in all other packets, excluding replies of servers.
    package var messages = 0

    /// Failed messages, plus malformed packets.
    package var failed = 0

    /// Of these, failures without a `/fail` reply, because the client's budget was exhausted.
    package var failedWithoutReply = 0

    /// Of the failed, messages of timed bundles refused because `OSCServerHandler.bundleCapacity` bundles were waiting.
    package var refusedByBundleQueue = 0

    /// Of the failed, messages refused because `OSCServerHandler.laneCapacity` jobs were waiting for the device.
    package var refusedByDeviceQueue = 0

    /// Replies dropped because the client or the network was too slow.
    package var repliesDropped = 0

    package init() {}
}
