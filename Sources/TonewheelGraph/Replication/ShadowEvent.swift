internal import Synchronization
internal import TonewheelRealtime

/// An event of a shadow that does not come from its own blocks.
package enum ShadowEvent: Sendable {
    /// The trace of a synth in the worker, in reply to `GraphOperation.trace`.
    case trace(TracedSynth)

    /// A definition has been quarantined, because its synths have ended one worker after another.
    case quarantined(definition: String, reason: String)
}

extension GraphControl {
    /// Posts an event for the next `collect`. `[control]`, any thread
    package func notify(_ event: ShadowEvent) {
        link.events.withLock { all in
            // The number of events is limited to that of the packets that can request them.
            if all.count < shape.packetCapacity { all.append(event) }
        }
        if let signal = graph.pointee.signal { signal() }
    }
}
