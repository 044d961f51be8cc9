/// The kinds of `WorkerMessage` between a front and a worker.
package enum WorkerMessageKind: UInt32 {
    /// To the worker: a definition, as the bytes of a SynthDef file. The number is that of the blueprint in the front.
    case addDefinition = 1

    /// To the worker: the definition of this number is no longer in use.
    case removeDefinition = 2

    /// To the worker: a packet of commands (`PacketCodec`). The reply is `prepared` or `refused`, with the same number.
    case packet = 3

    /// From the worker: the packet is ready to be stamped.
    case prepared = 101

    /// From the worker: the packet cannot be prepared; the reason in UTF-8.
    case refused = 102

    /// From the worker: a change of a node that rendering has caused (`NodeEvent`).
    case event = 103

    /// From the worker: a message of a unit to the clients (`UnitMessage`).
    case message = 104

    /// From the worker: the buffer at this offset of the arena, which is the number, is no longer mapped.
    case unmapped = 105

    /// From the worker: the inputs and outputs of a synth's units in one block (`SynthReport`).
    case trace = 106

    /// From the worker: the queue of node events overflowed, so that the shadow no longer matches the graph.
    case lostEvents = 107
}
