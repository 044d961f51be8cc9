internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The ways in which a session renders, made ready. `[control]`
extension EngineSession {
    /// Rendering in this process: in the device's callback, or on a thread that is ahead of it.
    static func localStream(
        _ edge: consuming DeviceEdge,
        _ core: consuming RenderCore,
        _ format: StreamFormat,
        prefillPeriods: Int,
        _ histograms: RenderHistograms
    ) -> Stream {
        if prefillPeriods == 0 {
            let direct = UnsafeMutablePointer<DirectStream>.allocate(capacity: 1)
            direct.initialize(to: DirectStream(core: core, edge: edge))
            return .direct(direct)
        }
        let rendering = UnsafeMutablePointer<RenderCore>.allocate(capacity: 1)
        rendering.initialize(to: core)
        let ahead = RenderAhead(core: rendering, format: format, periods: prefillPeriods)
        let buffered = UnsafeMutablePointer<BufferedStream>.allocate(capacity: 1)
        buffered.initialize(
            to: BufferedStream(
                consumer: ahead.buffer.consumer(),
                edge: edge,
                input: ahead.inputBuffer?.producer(),
                roomReady: ahead.roomReady.signal,
                fill: histograms.ringFill.recorder
            )
        )
        return .buffered(buffered, rendering, ahead)
    }

    /// Rendering in a worker process.
    static func isolatedStream(
        _ edge: consuming DeviceEdge,
        _ isolated: IsolatedGraph,
        _ pool: WorkerPool,
        _ format: StreamFormat,
        blockFrames: Int,
        leadPeriods: Int
    ) -> Stream {
        let player = SlotPlayer(
            pool.feed, channelCount: format.channelCount, blockFrames: blockFrames, leadPeriods: leadPeriods)
        let playing = UnsafeMutablePointer<IsolatedStream>.allocate(capacity: 1)
        playing.initialize(to: IsolatedStream(player: player, edge: edge))
        return .isolated(playing, isolated, pool)
    }

    static func makePool(
        _ workers: AudioEngine.Workers,
        _ configuration: AudioEngine.Configuration,
        _ format: StreamFormat,
        _ graph: GraphShape,
        descriptors: [Int32]
    ) throws(EngineError) -> WorkerPool {
        guard !WorkerPost.isWanted else {
            throw .backend(
                "this process is a worker itself: call AudioEngine.runWorkerIfAsked() first of all, or name another program"
            )
        }
        // A stamp for each packet that may be on its way, and for as many controls that are turned.
        let commandCapacity = 2 * graph.packetCapacity
        var shape = WorkerShape(
            format: format,
            blockFrames: configuration.blockFrames,
            leadPeriods: workers.leadPeriods,
            commandCapacity: commandCapacity,
            commandStride: MemoryLayout<GraphStamp>.stride,
            realtimePriority: max(1, configuration.realtimePriority - 1),
            locksMemory: configuration.locksMemory,
            parent: getpid()
        )
        shape.engine = graph.words
        do throws(WorkerError) {
            return try WorkerPool(
                program: workers.program ?? "/proc/self/exe", arguments: workers.arguments, shape: shape,
                spares: workers.spares, descriptors: descriptors
            ) { memory in
                _ = RingBuffer<GraphStamp>(initializing: memory.commandBytes, capacity: commandCapacity)
            }
        } catch {
            throw .backend(error.description)
        }
    }
}
