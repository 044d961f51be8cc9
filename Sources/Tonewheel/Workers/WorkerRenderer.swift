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

/// What renders in a worker process: a graph that the front controls, played to the memory that they share.
final class WorkerRenderer: @unchecked Sendable {  // the core belongs to the render thread
    let control: GraphControl

    /// Is signalled when the graph has something to tell.
    let news: EventSignal

    private let post: WorkerPost
    private let buses: SharedMemory  // the graph's control buses
    private let core: UnsafeMutablePointer<RenderCore>
    private let backend: SharedMemoryBackend
    private let reports: Mutex<LatestValueReader<RenderReport>>
    private let histograms = RenderHistograms()
    private let bell = Mutex<RealtimeThread?>(nil)

    /// How long the control thread sleeps at most, in nanoseconds: so old is what the front reads of it.
    private static let pause: Int64 = 50_000_000

    /// - Throws: `WorkerError.memory` if the front is of another version.
    init(_ post: WorkerPost) throws(WorkerError) {
        let shape = post.memory.shape
        guard shape.commandStride == MemoryLayout<GraphStamp>.stride,
            let graphShape = GraphShape(words: shape.engine, shape),
            let stamps = try? RingBuffer<GraphStamp>(attachingTo: post.memory.commandBytes)
        else { throw .memory("it holds other commands than this program knows") }
        self.post = post
        do throws(SharedMemoryError) {
            news = try EventSignal()
            guard let shared = try SharedGraphMemory.attached(post.descriptors, graphShape) else {
                throw SharedMemoryError.notSealed
            }
            buses = shared.buses
            control = GraphControl(
                graphShape, units: UnitRegistry.standard + UnitRegistry.testing, news: news, role: .worker,
                arena: shared.arena, controlBuses: shared.values)
        } catch {
            throw .memory(error.description)
        }
        let tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        let cell = LatestValue(RenderReport(tone))
        reports = Mutex(cell.reader())
        core = .allocate(capacity: 1)
        core.initialize(
            to: RenderCore(
                format: shape.format, graph: control.graph, stamps: stamps.consumer(), tone: tone,
                reports: cell.writer(), histograms: histograms, mark: post.memory.mark))
        backend = SharedMemoryBackend(post.memory)
    }

    /// Starts the render thread, which waits for the front. `[control]`
    func start() throws(WorkerError) {
        do throws(BackendError) {
            _ = try backend.start(RenderCallback(context: core, workerCallback))
        } catch {
            throw .spawn(error.description)
        }
    }

    /// Works on the calling thread until the front wants no more. `[control]`
    func work() throws(WorkerError) {
        var desk = try WorkerDesk(post.memory, control)
        do throws(ThreadError) {
            // The desk sleeps on the bell that the front rings, so somebody rings it for the graph as well.
            let thread = try RealtimeThread(name: "tw-news") { [news, memory = post.memory] in
                while true {
                    var descriptor = pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0)
                    poll(&descriptor, 1, -1)
                    news.clear()
                    memory.controlBell.signal()
                }
            }
            bell.withLock { $0 = thread }
        } catch {
            throw .spawn(error.description)
        }
        while !post.hasEnded {
            let hasNews = desk.turn()
            if hasNews { post.ring() }
            writeReport()
            // The front reads the answers much faster than these are made; one that does not is about to end.
            if !hasNews { post.sleep(timeout: desk.isWaiting ? 1_000_000 : Self.pause) }
        }
    }

    /// Tells the front how rendering is.
    private func writeReport() {
        let report = reports.withLock { reader in
            _ = reader.takeLatest()
            return reader.value
        }
        report.write(to: post.memory.health)
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
    context.assumingMemoryBound(to: RenderCore.self).pointee.render(output, frameCount: frameCount)
}

/// How a graph's shape is passed to a worker.
extension GraphShape {
    /// What is not in the rest of a worker's shape.
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

    /// nil if a number makes no sense.
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
