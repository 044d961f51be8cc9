internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Creation of a session's streams and workers. `[control]`
extension EngineSession {
    /// Creates a stream that is rendered in this process: in the device callback, or on a render-ahead thread.
    static func localStream(
        _ outputStage: consuming OutputStage,
        _ core: consuming RenderCore,
        _ format: StreamFormat,
        prefillPeriods: Int,
        _ histograms: RenderHistograms
    ) -> Stream {
        if prefillPeriods == 0 {
            let direct = UnsafeMutablePointer<DirectStream>.allocate(capacity: 1)
            direct.initialize(to: DirectStream(core: core, outputStage: outputStage))
            return .direct(direct)
        }
        let rendering = UnsafeMutablePointer<RenderCore>.allocate(capacity: 1)
        rendering.initialize(to: core)
        let ahead = RenderAhead(core: rendering, format: format, periods: prefillPeriods)
        let buffered = UnsafeMutablePointer<BufferedStream>.allocate(capacity: 1)
        buffered.initialize(
            to: BufferedStream(
                consumer: ahead.buffer.consumer(),
                outputStage: outputStage,
                input: ahead.inputBuffer?.producer(),
                spaceAvailable: ahead.spaceAvailable.signal,
                fill: histograms.ringFill.recorder
            )
        )
        return .buffered(buffered, rendering, ahead)
    }

    /// Creates a stream that worker processes render.
    static func isolatedStream(
        _ outputStage: consuming OutputStage,
        _ isolated: IsolatedGraph,
        _ pool: WorkerPool,
        _ format: StreamFormat,
        blockFrames: Int,
        leadPeriods: Int
    ) -> Stream {
        let player = SlotPlayer(
            pool.feed, channelCount: format.channelCount, blockFrames: blockFrames, leadPeriods: leadPeriods)
        let playing = UnsafeMutablePointer<IsolatedStream>.allocate(capacity: 1)
        playing.initialize(to: IsolatedStream(player: player, outputStage: outputStage))
        return .isolated(playing, isolated, pool)
    }

    static func makePool(
        _ workers: AudioEngine.Workers,
        _ configuration: AudioEngine.Configuration,
        _ format: StreamFormat,
        leadPeriods: Int,
        _ graph: GraphShape,
        descriptors: [Int32]
    ) throws(EngineError) -> WorkerPool {
        guard !WorkerEndpoint.isWorkerProcess else {
            throw .backend(
                "This process is itself a worker. Call AudioEngine.runWorkerIfRequested() first, or set "
                    + "Workers.program."
            )
        }
        // One stamp for each packet that may be pending, and as many for turned controls.
        let commandCapacity = 2 * graph.packetCapacity
        var shape = WorkerShape(
            format: format,
            blockFrames: configuration.blockFrames,
            leadPeriods: leadPeriods,
            commandCapacity: commandCapacity,
            commandStride: MemoryLayout<GraphStamp>.stride,
            realtimePriority: max(1, configuration.realtimePriority - 1),
            locksMemory: configuration.locksMemory,
            parent: getpid()
        )
        shape.engine = graph.words
        shape.hasTwin = configuration.isolation.isRedundant
        shape.engineByteCount = SharedGraphMemory.busBytes(graph)
        do throws(WorkerError) {
            return try WorkerPool(
                program: workers.program ?? "/proc/self/exe", arguments: workers.arguments, shape: shape,
                spares: workers.spares, isRedundant: configuration.isolation.isRedundant, descriptors: descriptors
            ) { memory in
                _ = RingBuffer<GraphStamp>(initializing: memory.commandBytes, capacity: commandCapacity)
            }
        } catch {
            throw .backend(error.description)
        }
    }
}
