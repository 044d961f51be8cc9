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

/// The graph of an engine, and the server that controls it. `[control]`
package final class SynthHost: Sendable {
    package let control: GraphControl

    /// The server of commands of this program and of other clients.
    package let server: SynthServer

    /// Signalled when the graph has events to collect.
    package let graphSignal: EventSignal

    let router: ReplyRouter
    private let lane: ThreadLane?
    private let collector = Mutex<RealtimeThread?>(nil)
    private let ending = StopFlag()

    private final class StopFlag: Sendable {
        let isSet = Atomic(false)
    }

    /// The engine's own synths; nil offline.
    let engineSynths: EngineSynths?

    /// The front's side of worker processes; nil if this process renders.
    package let isolated: IsolatedGraph?

    /// Turns controls at the next block; nil if a command does so.
    private let turnHandler: (@Sendable ([ControlTurn]) throws(EngineError) -> Void)?

    /// The allocator of this program's numbers.
    let numbers: NumberAllocator

    /// - Parameters:
    ///   - isOffline: Whether commands run on the thread that renders, which has no deadline.
    ///   - isIsolated: Whether workers render.
    ///   - isRedundant: Whether two workers render the same blocks.
    ///   - allowsFaults: Whether definitions may use the unit that crashes, hangs or produces NaN on command.
    ///   - loadGate: The limit of the load above which new synths are refused; by default there is none.
    ///   - load: Returns the load that `/status` reports.
    ///   - turn: Turns controls; by default a command for the next block does so.
    ///   - print: Receives printed text while no other clients are served.
    init(
        _ shape: GraphShape, _ options: SynthServerOptions, isOffline: Bool = false, isIsolated: Bool = false,
        isRedundant: Bool = false, allowsFaults: Bool = false, loadGate: LoadGate = LoadGate(),
        load: @escaping @Sendable () -> (average: Float, peak: Float, sampleRate: Double),
        turn: (@Sendable ([ControlTurn]) throws(EngineError) -> Void)? = nil,
        print: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(EngineError) {
        let memory: SharedGraphMemory?
        do throws(SharedMemoryError) {
            graphSignal = try EventSignal()
            memory =
                isIsolated
                ? try SharedGraphMemory(shape, bufferBytes: options.bufferMemory, isRedundant: isRedundant) : nil
        } catch {
            throw .backend(error.description.sentence)
        }
        let router = ReplyRouter(print: print)
        self.router = router
        lane = isOffline ? nil : ThreadLane(capacity: 65_536)
        control = GraphControl(
            shape, units: allowsFaults ? UnitRegistry.standard + UnitRegistry.testing : UnitRegistry.standard,
            signal: graphSignal, role: isIsolated ? .shadow : .standalone, arena: memory?.arena,
            busMirror: memory?.mirror, loadGate: loadGate)
        isolated = isIsolated ? IsolatedGraph(control, memory) : nil
        engineSynths = isOffline ? nil : try EngineSynths(control, allowsFaults: isIsolated)
        server = SynthServer(
            options, graph: control, lane: lane ?? ImmediateLane(), replies: router, load: load,
            onClearScheduled: { router.clearScheduled() }, onQuit: { router.quit() })
        turnHandler = turn
        numbers = NumberAllocator(shape)
        if !isOffline { startCollecting() }
    }

    deinit {
        stopCollecting()
        lane?.end()
        server.closeFiles()
        graphSignal.close()
    }

    /// Turns controls at the next block.
    func turn(_ turns: [ControlTurn]) throws(EngineError) {
        if let turnHandler { return try turnHandler(turns) }
        guard EngineSynths.send(turns, atFrame: nil, to: control) else {
            throw .queueFull(capacity: control.shape.packetCapacity)
        }
    }

    // MARK: - Other clients

    /// Starts serving other clients. Replies to them go to `remote`; from now on the caller must collect the graph's
    /// events when `graphSignal` is signalled.
    package func connect(_ remote: ReplyRouter.Remote) {
        stopCollecting()
        router.connect(remote)
    }

    /// Stops serving other clients.
    package func disconnect() {
        router.connect(nil)
        startCollecting()
    }

    /// Waits until the commands in the server's queue have run.
    package func drain() { lane?.drain() }

    // MARK: - Collecting

    private func startCollecting() {
        collector.withLock { collector in
            guard collector == nil else { return }
            ending.isSet.store(false, ordering: .releasing)
            // Without a thread, replies are delayed, but rendering continues.
            collector = try? RealtimeThread(name: "tw-replies") { [server, graphSignal, ending] in
                while !ending.isSet.load(ordering: .acquiring) {
                    var descriptor = pollfd(fd: graphSignal.descriptor, events: Int16(POLLIN), revents: 0)
                    poll(&descriptor, 1, 1000)
                    graphSignal.clear()
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
        graphSignal()
        thread.join()
    }
}
