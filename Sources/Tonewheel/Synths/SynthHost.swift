internal import Synchronization
package import TonewheelGraph
package import TonewheelRealtime
package import TonewheelSynths
internal import TonewheelUGens

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The graph of an engine, and the server that plays it. `[control]`
package final class SynthHost: Sendable {
    package let control: GraphControl

    /// The commands' server: for this program, and for whoever serves others.
    package let server: SynthServer

    /// Is signalled when there is something to collect from the graph.
    package let news: EventSignal

    let router: ReplyRouter
    private let lane: ThreadLane?
    private let collector = Mutex<RealtimeThread?>(nil)
    private let ending = StopFlag()

    private final class StopFlag: Sendable {
        let isSet = Atomic(false)
    }

    /// The engine's own synths; nil offline, where there are none.
    let engineSynths: EngineSynths?

    /// What takes all of it to workers; nil if this process renders.
    package let isolated: IsolatedGraph?

    /// Turns controls at the next block; nil if a command does.
    private let turning: (@Sendable ([ControlTurn]) throws(EngineError) -> Void)?

    /// Buses and buffers that this program takes: the last ones first, as other clients take the first.
    let numbers: LocalNumbers

    /// - Parameters:
    ///   - isOffline: whether commands run on the thread that renders, since nobody waits for a block.
    ///   - isIsolated: whether workers render.
    ///   - canFail: whether definitions may use the units that go wrong on command.
    ///   - load: the load that `/status` reports.
    ///   - turn: turns controls; by default a command for the next block does.
    ///   - print: takes text that commands print, where nobody serves other clients.
    init(
        _ shape: GraphShape, _ options: SynthServerOptions, isOffline: Bool = false, isIsolated: Bool = false,
        canFail: Bool = false,
        load: @escaping @Sendable () -> (average: Float, peak: Float, sampleRate: Double),
        turn: (@Sendable ([ControlTurn]) throws(EngineError) -> Void)? = nil,
        print: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(EngineError) {
        let memory: SharedGraphMemory?
        do throws(SharedMemoryError) {
            news = try EventSignal()
            memory = isIsolated ? try SharedGraphMemory(shape, bufferBytes: options.bufferMemory) : nil
        } catch {
            throw .backend("\(error)")
        }
        let router = ReplyRouter(print: print)
        self.router = router
        lane = isOffline ? nil : ThreadLane(capacity: 65_536)
        control = GraphControl(
            shape, units: canFail ? UnitRegistry.standard + UnitRegistry.testing : UnitRegistry.standard,
            news: news, role: isIsolated ? .shadow : .alone, arena: memory?.arena, busMirror: memory?.mirror)
        isolated = isIsolated ? IsolatedGraph(control, memory) : nil
        engineSynths = isOffline ? nil : try EngineSynths(control, canFail: isIsolated)
        server = SynthServer(
            options, graph: control, lane: lane ?? ImmediateLane(), replies: router, load: load,
            onClearScheduled: { router.clearScheduled() }, onQuit: { router.quit() })
        turning = turn
        numbers = LocalNumbers(shape)
        if !isOffline { startCollecting() }
    }

    deinit {
        stopCollecting()
        lane?.end()
        server.closeFiles()
        news.close()
    }

    /// Turns controls at the next block.
    func turn(_ turns: [ControlTurn]) throws(EngineError) {
        if let turning { return try turning(turns) }
        guard EngineSynths.send(turns, atFrame: nil, to: control) else {
            throw .queueFull(capacity: control.shape.packetCapacity)
        }
    }

    // MARK: - Other clients

    /// Lets other clients be served. Their replies go to `remote`, and whoever calls collects from now on, when `news` is
    /// signalled.
    package func connect(_ remote: ReplyRouter.Remote) {
        stopCollecting()
        router.connect(remote)
    }

    /// No other clients are served any longer.
    package func disconnect() {
        router.connect(nil)
        startCollecting()
    }

    /// Waits for commands that are on the lane.
    package func drain() { lane?.drain() }

    // MARK: - Collecting

    private func startCollecting() {
        collector.withLock { collector in
            guard collector == nil else { return }
            ending.isSet.store(false, ordering: .releasing)
            // Without a thread the replies wait; rendering goes on.
            collector = try? RealtimeThread(name: "tw-replies") { [server, news, ending] in
                while !ending.isSet.load(ordering: .acquiring) {
                    var descriptor = pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0)
                    poll(&descriptor, 1, 1000)
                    news.clear()
                    server.collect()
                }
            }
        }
    }

    private func stopCollecting() {
        let thread = collector.withLock { collector in
            defer { collector = nil }
            return collector
        }
        guard let thread else { return }
        ending.isSet.store(true, ordering: .releasing)
        news()
        thread.join()
    }
}
