/// What front and worker say to each other: the kinds of `WorkerMessage`.
package enum WorkerKind: UInt32 {
    /// To the worker: a definition, as the bytes of a SynthDef file. The number is the blueprint's in the front.
    case define = 1

    /// To the worker: no further synth is built from the definition of this number.
    case forget = 2

    /// To the worker: a packet of commands (`PacketCodec`). Answered by `prepared` or `refused`, with the same number.
    case packet = 3

    /// From the worker: the packet can be applied; the front stamps it.
    case prepared = 101

    /// From the worker: it cannot; the reason, in UTF-8.
    case refused = 102

    /// From the worker: something has happened to a node (`NodeEvent`).
    case event = 103

    /// From the worker: a unit has something to say to the clients (`UnitMessage`).
    case message = 104

    /// From the worker: it no longer uses the buffer at an offset of the arena, which is the number.
    case unmapped = 105

    /// From the worker: what the units of a synth have read and written in one block (`SynthReport`).
    case trace = 106

    /// From the worker: there was no room for all that has happened to nodes, so that the shadow no longer knows what there is.
    case lostEvents = 107
}
