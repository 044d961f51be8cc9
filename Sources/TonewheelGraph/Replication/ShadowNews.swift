internal import Synchronization
internal import TonewheelRealtime

/// What a shadow tells besides what its own blocks bring.
package enum ShadowNews: Sendable {
    /// What a synth in the worker has told, in answer to `GraphOperation.trace`.
    case trace(TracedSynth)

    /// A definition is left out, since its synths have ended one worker after the other.
    case leftOut(definition: String, reason: String)
}

extension GraphControl {
    /// Has it told at the next `collect`. `[control]`, any thread
    package func tell(_ news: ShadowNews) {
        link.news.withLock { all in
            // As many wait as packets that ask for them can.
            if all.count < shape.packetCapacity { all.append(news) }
        }
        if let news = graph.pointee.news { news() }
    }
}
