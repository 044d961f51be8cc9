internal import Synchronization
package import TonewheelGraph
package import TonewheelRealtime
internal import TonewheelUGens

/// The graph of an engine, and the signal that there is something to collect from it.
final class EngineGraph: Sendable {
    let control: GraphControl
    let news: EventSignal

    init(_ shape: GraphShape) throws(EngineError) {
        do throws(SharedMemoryError) {
            news = try EventSignal()
        } catch {
            throw .backend("\(error)")
        }
        control = GraphControl(shape, units: UnitRegistry.standard, news: news)
    }

    deinit {
        news.close()
    }
}

extension AudioEngine {
    /// The control side of the graph; nil before the first start, and without a graph. `[control]`
    package var graph: GraphControl? { graphs.withLock { $0?.control } }

    /// What is signalled when there is something to collect from the graph; nil where there is none. `[control]`
    package var graphNews: EventSignal? { graphs.withLock { $0?.news } }

    /// The graph for sound of this shape; the same one at each start.
    ///
    /// - Throws: `EngineError.backend` if the device plays at another rate than at the first start.
    func graph(for format: StreamFormat) throws(EngineError) -> GraphControl? {
        guard var shape = configuration.graph else { return nil }
        shape.sampleRate = format.sampleRate
        shape.blockFrames = configuration.blockFrames
        shape.outputBusCount = format.channelCount
        shape.inputBusCount = format.inputChannelCount
        shape.audioBusCount = max(shape.audioBusCount, format.channelCount + format.inputChannelCount)
        let result = graphs.withLock { graph in
            Result { () throws(EngineError) -> GraphControl in
                if let graph {
                    guard graph.control.shape == shape else {
                        throw .backend(
                            "the device plays at \(format.sampleRate) Hz now, and the synths were made for \(graph.control.shape.sampleRate): end the program and start it anew"
                        )
                    }
                    return graph.control
                }
                let made = try EngineGraph(shape)
                graph = made
                return made.control
            }
        }
        return try result.get()
    }
}
