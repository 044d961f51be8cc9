/// A forwarder of packets from a shadow to a worker. `[control]`
///
/// For each packet, the worker prepares it, the front chooses a block that no worker has begun, and the forwarder
/// notifies both: the shadow by `GraphControl.stamp`, and then the worker by a `GraphStamp`.
package protocol PacketForwarder: AnyObject, Sendable {
    /// Whether anything other than packets is in flight to the shadow. A client that waits for completion must wait
    /// for that, too.
    var isBusy: Bool { get }

    /// Forwards a packet. The calls are in the order in which the packets were sent, one at a time, on the sending
    /// thread.
    ///
    /// It must not send to the shadow, nor let it advance; it may stamp the packet.
    ///
    /// - Parameters:
    ///   - packet: Owned by the forwarder until it is passed to `stamp`, `reject` or `discard` of the shadow's
    ///     control.
    ///   - bytes: The encoded packet, which the worker prepares; empty if no operation is for the worker. Such a
    ///     packet is stamped like all others, but has no stamp in the worker.
    /// - Returns: false if it cannot be forwarded. It is freed then.
    func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool

    /// Notifies of a definition, which the worker must have before the packets that follow. On any thread. A
    /// definition that is older than the forwarder may be reported twice.
    func addDefinition(_ blueprint: Blueprint)

    /// Notifies that a definition is no longer used. On any thread.
    func removeDefinition(_ number: UInt64)
}
