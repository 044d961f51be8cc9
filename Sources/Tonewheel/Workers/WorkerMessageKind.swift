/// The kinds of `WorkerMessage` between a front and a worker.
package enum WorkerMessageKind: UInt32 {
    /// To the worker: a definition, as the bytes of a SynthDef file. The number is that of the blueprint in the front.
    case addDefinition = 1

    /// To the worker: the definition of this number is no longer in use.
    case removeDefinition = 2

    /// To the worker: a packet of commands (`PacketCodec`). The reply is `prepared` or `refused`, with the same number.
    case packet = 3

    /// To the worker: a packet that the primary may have scheduled when it writes its image. No reply.
    case heldPacket = 4

    /// To the primary: the size of the next image, which is the number, and the offset of its memory. The reply is
    /// `imagePrepared`, and `image` when a stamp has asked for it.
    case prepareImage = 5

    /// To a worker that joins: the size and the offset of the primary's image. The reply is `joined`.
    case readImage = 6

    /// To the worker: the number is the lane of the arena that it maps buffers in.
    case useLane = 7

    /// From the worker: the packet is ready to be stamped.
    case prepared = 101

    /// From the worker: the packet cannot be prepared; the reason in UTF-8.
    case refused = 102

    /// From the worker: a change of a node that rendering has caused (`NodeEvent`). The number counts from 0.
    case event = 103

    /// From the worker: a message of a unit to the clients (`UnitMessage`). The number counts from 0.
    case message = 104

    /// From the worker: the buffer at this offset of the arena, which is the number, is no longer mapped.
    case unmapped = 105

    /// From the worker: the inputs and outputs of a synth's units in one block (`SynthReport`).
    case trace = 106

    /// From the worker: the queue of node events overflowed, so that the shadow no longer matches the graph.
    case lostEvents = 107

    /// From the primary: the memory of the image is mapped; the number is 0 if it cannot be.
    case imagePrepared = 108

    /// From the primary: the image is written. The number is its size.
    case image = 109

    /// From a worker that joins: the image is read. The bytes are the offsets of the ranges that it has mapped.
    case joined = 110

    /// From a worker that joins: the image cannot be read; the reason in UTF-8.
    case notJoined = 111
}
