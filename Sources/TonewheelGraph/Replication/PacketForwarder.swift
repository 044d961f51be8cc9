/// Sends on to a worker what a shadow has been sent. `[control]`
///
/// For each packet the worker prepares it, the front decides on a block that no worker has begun, and says so to both: to the worker
/// by a `GraphStamp`, to the shadow by `GraphControl.stamp`. The shadow hears of it first.
package protocol PacketForwarder: AnyObject, Sendable {
    /// Whether something else than packets is on its way to the shadow: who asks whether all has been done has to wait.
    var isBusy: Bool { get }

    /// Takes a packet. The calls are in the order in which the packets were sent, one at a time, on the thread that sends.
    ///
    /// It must send nothing to the shadow itself, and not let it advance; it may stamp the packet.
    ///
    /// - Parameters:
    ///   - packet: belongs to the forwarder until it is given to `stamp`, `refuse` or `discard` of the shadow's control.
    ///   - bytes: what the worker prepares; empty if nothing of it concerns the worker. Such a packet is stamped like all others, and
    ///     takes no stamp in the worker.
    /// - Returns: false if it cannot be taken; it is freed then.
    func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool

    /// A definition has been made ready: the worker is to have it before the packets that follow. On any thread. Of those that were
    /// there before the forwarder, some may be told twice.
    func defined(_ blueprint: Blueprint)

    /// Nothing refers to a definition any more. On any thread.
    func forgotten(_ number: UInt64)
}
