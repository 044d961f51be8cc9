internal import Synchronization
package import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelUGens
package import TonewheelWorkers

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The renderer of a worker process: a graph that the front controls, played to shared memory.
final class WorkerRenderer: @unchecked Sendable {  // the core belongs to the render thread
    let control: GraphControl

    /// Signalled when the graph has events to collect.
    let graphSignal: EventSignal

    private let endpoint: WorkerEndpoint
    private let images: SharedArena
    private let target = ImageTarget()
    private let core: UnsafeMutablePointer<RenderCore>
    private let backend: SharedMemoryBackend
    private let reports: Mutex<LatestValueReader<RenderReport>>
    private let histograms = RenderHistograms()
    private let eventThread = Mutex<RealtimeThread?>(nil)

    /// The longest sleep of the control thread in nanoseconds, and so the age of the report that the front reads.
    private static let pollInterval: Int64 = 50_000_000

    /// - Throws: `WorkerError.memory` if the front is of another version.
    init(_ endpoint: WorkerEndpoint) throws(WorkerError) {
        let shape = endpoint.memory.shape
        guard shape.commandStride == MemoryLayout<GraphStamp>.stride,
            let graphShape = GraphShape(words: shape.engine, shape),
            let buses = SharedGraphMemory.buses(endpoint.memory, graphShape)
        else { throw .memory("it was made by another version of the program. Restart the engine.") }
        self.endpoint = endpoint
        do throws(SharedMemoryError) {
            graphSignal = try EventSignal()
            guard let shared = try SharedGraphMemory.attached(endpoint.descriptors) else {
                throw SharedMemoryError.notSealed
            }
            images = shared.images
            control = GraphControl(
                graphShape, units: UnitRegistry.standard + UnitRegistry.testing, signal: graphSignal, role: .worker,
                arena: shared.arena, controlBuses: buses)
        } catch {
            throw .memory(error.description)
        }
        let tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        let cell = LatestValue(RenderReport(tone))
        reports = Mutex(cell.reader())
        core = .allocate(capacity: 1)
        core.initialize(
            to: RenderCore(
                format: shape.format, graph: control.graph, stamps: try StampReader(endpoint.memory, endpoint.log),
                turnedControls: shape.commandCapacity, image: target, imageSignal: endpoint.memory.controlWakeUp.signal,
                stateHealth: shape.hasTwin ? endpoint.memory.health : nil,
                tone: tone, reports: cell.writer(), histograms: histograms, mark: endpoint.memory.mark,
                loadWord: RenderReport.loadWord(endpoint.memory.health)))
        backend = SharedMemoryBackend(endpoint.memory, endpoint.log)
    }

    /// Starts the render thread, which waits for the front. `[control]`
    func start() throws(WorkerError) {
        do throws(BackendError) {
            _ = try backend.start(RenderCallback(context: core, workerCallback))
        } catch {
            throw .spawn(error.description)
        }
    }

    /// Works on the calling thread until the front ends the worker. `[control]`
    func work() throws(WorkerError) {
        var dispatcher = try WorkerDispatcher(endpoint.memory, control, images: images, target)
        do throws(ThreadError) {
            // The control thread sleeps on the wake-up that the front signals, so this thread forwards the graph's
            // signal to it.
            let thread = try RealtimeThread(name: "tw-events") { [graphSignal, memory = endpoint.memory] in
                while true {
                    var descriptor = pollfd(fd: graphSignal.descriptor, events: Int16(POLLIN), revents: 0)
                    poll(&descriptor, 1, -1)
                    graphSignal.clear()
                    memory.controlWakeUp.signal()
                }
            }
            eventThread.withLock { $0 = thread }
        } catch {
            throw .spawn(error.description)
        }
        while !endpoint.shouldQuit {
            let hasSent = dispatcher.process()
            if hasSent { endpoint.notifyFront() }
            publishReport()
            // The front reads replies much faster than the worker writes them. A full ring means that the front is
            // about to end.
            if !hasSent { endpoint.sleep(timeout: dispatcher.hasUnsentMessages ? 1_000_000 : Self.pollInterval) }
        }
    }

    /// Publishes the latest render report in shared memory.
    private func publishReport() {
        let report = reports.withLock { reader in
            _ = reader.takeLatest()
            return reader.value
        }
        report.write(to: endpoint.memory.health)
    }
}

/// The callback of a worker's backend.
@_noLocks @_noAllocation
private func workerCallback(
    context: UnsafeMutableRawPointer,
    input: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    context.assumingMemoryBound(to: RenderCore.self).pointee
        .render(output, frameCount: frameCount, input: input, inputFrames: input == nil ? 0 : frameCount)
}

/// The encoding of a graph's shape for workers.
extension GraphShape {
    /// The values that the rest of a worker's shape does not contain.
    package var words: WorkerWords {
        var words = WorkerWords()
        let numbers: [Int] = [
            outputBusCount, inputBusCount, audioBusCount, controlBusCount, bufferCount, nodeCapacity, wireCount,
            definitionCapacity, packetCapacity, replyCapacity, endsPerBlock, fillsPerBlock, operationsPerBlock,
            changesPerBlock, synthMemory ?? -1,
        ]
        for (index, number) in numbers.enumerated() { words[index] = Int64(number) }
        words[numbers.count] = Int64(bitPattern: seed)
        return words
    }

    /// Returns nil if a value is outside its range.
    package init?(words: WorkerWords, _ shape: WorkerShape) {
        self.init()
        sampleRate = shape.sampleRate
        blockFrames = shape.blockFrames
        let numbers = (0..<14).map { Int(words[$0]) }
        guard numbers.allSatisfy({ (0...1 << 24).contains($0) }), numbers[0] == shape.channelCount else { return nil }
        outputBusCount = numbers[0]
        inputBusCount = numbers[1]
        audioBusCount = numbers[2]
        controlBusCount = numbers[3]
        bufferCount = numbers[4]
        nodeCapacity = numbers[5]
        wireCount = numbers[6]
        definitionCapacity = numbers[7]
        packetCapacity = numbers[8]
        replyCapacity = numbers[9]
        endsPerBlock = numbers[10]
        fillsPerBlock = numbers[11]
        operationsPerBlock = numbers[12]
        changesPerBlock = numbers[13]
        synthMemory = words[14] < 0 ? nil : Int(words[14])
        seed = UInt64(bitPattern: words[15])
    }
}
