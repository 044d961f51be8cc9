internal import Synchronization
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelSoundFiles

/// The open sound files of buffers, for `DiskOut` and `DiskIn`. `[control]`: on the lane, except for `waitForDisk` and
/// `closeAll`
///
/// A queue of frames connects the render thread with a thread for each file. If a worker renders, the queue is in the
/// graph's arena and the file stays in this process, so that the next worker continues with it when a worker ends. The
/// file also contains the frames that the lost worker had rendered but that were not played.
final class OpenFiles: Sendable {
    private enum OpenFile: Sendable {
        /// A file that `DiskOut` writes.
        case written(DiskWriter, FileQueue)

        /// A file that `DiskIn` plays.
        case read(DiskReader)

        var queue: FileQueue {
            switch self {
            case .written(_, let queue): queue
            case .read(let reader): reader.queue
            }
        }
    }

    /// The minimum length of a queue in seconds, regardless of the size of the client's buffer.
    private static let queueSeconds = 0.5

    private let graph: GraphControl
    private let replies: any SynthReplies

    /// Whether the lane runs on the thread that renders.
    private let isImmediate: Bool

    private let files: Mutex<[Int32: OpenFile]> = Mutex([:])

    /// The lost frames of closed files.
    private let lostFrames = Atomic(0)

    init(_ graph: GraphControl, _ replies: any SynthReplies, isImmediate: Bool) {
        self.graph = graph
        self.replies = replies
        self.isImmediate = isImmediate
    }

    private func queueFrames(_ bufferFrames: Int) -> Int {
        max(min(bufferFrames, 1 << 20), Int(Self.queueSeconds * graph.shape.sampleRate), 16 * graph.shape.blockFrames)
    }

    private func queue(
        _ direction: FileQueue.Direction, frameCount: Int, channelCount: Int
    ) throws(SoundFileError) -> FileQueue {
        guard
            let queue = FileQueue(
                direction, minimumFrames: queueFrames(frameCount), channelCount: channelCount, in: graph.arena)
        else {
            throw SoundFileError(
                "No memory is left for the queue between the file and its synth. Free a buffer first.")
        }
        return queue
    }

    /// Opens a file for `DiskOut`, from its current position on.
    func open(
        _ file: SoundFileWriter, _ path: String, maximumFrames: Int64, for buffer: Int32, channelCount: Int,
        frameCount: Int, _ origin: Origin
    ) throws(CommandError) {
        do throws(SoundFileError) {
            let queue = try queue(.writing, frameCount: frameCount, channelCount: channelCount)
            let writer = try DiskWriter(
                path: path, file: file, maximumFrames: maximumFrames, sampleRate: graph.shape.sampleRate,
                queue: queue)
            files.withLock { $0[buffer] = .written(writer, queue) }
            guard swap(buffer, FileStreamMemory.end(of: queue), origin) else {
                files.withLock { _ = $0.removeValue(forKey: buffer) }
                try writer.finish()
                throw SoundFileError(graph.tooManyPackets())
            }
        } catch {
            throw CommandError(error.description)
        }
    }

    /// Opens a file for `DiskIn`, from its current position on.
    func open(
        _ file: SoundFileReader, channels: [Int], for buffer: Int32, frameCount: Int, _ origin: Origin
    ) throws(CommandError) {
        do throws(SoundFileError) {
            let channelCount = channels.isEmpty ? file.channelCount : channels.count
            let reader = try DiskReader(
                file: file, channels: channels,
                queue: try queue(.reading, frameCount: frameCount, channelCount: channelCount))
            reader.waitForFrames()
            files.withLock { $0[buffer] = .read(reader) }
            let memory = FileStreamMemory.end(of: reader.queue)
            guard swap(buffer, memory, origin) else {
                files.withLock { _ = $0.removeValue(forKey: buffer) }
                reader.finish()
                throw SoundFileError(graph.tooManyPackets())
            }
        } catch {
            throw CommandError(error.description)
        }
    }

    /// Completes and closes the open file of a buffer, if any. The file then contains all frames written by synths.
    func close(_ buffer: Int32, _ origin: Origin) throws(CommandError) {
        guard let file = files.withLock({ $0.removeValue(forKey: buffer) }) else { return }
        if swap(buffer, FileStreamMemory.none(), origin) { waitUntilReleased(file.queue) }
        try finish(file)
    }

    private func finish(_ file: OpenFile) throws(CommandError) {
        switch file {
        case .read(let reader):
            reader.finish()
        case .written(let writer, _):
            do throws(SoundFileError) {
                try writer.finish()
            } catch {
                count(lostBy: writer)
                throw CommandError(error.description)
            }
            count(lostBy: writer)
        }
    }

    private func count(lostBy writer: DiskWriter) {
        let lost = Int(writer.framesLost)
        guard lost > 0 else { return }
        lostFrames.wrappingAdd(lost, ordering: .relaxed)
        replies.post("'\(writer.path)' lacks \(lost) frames: the disk was too slow.\n")
    }

    /// The number of frames that synths have written to files but that the disk was too slow to store. `[any]`
    var lostFrameCount: Int {
        let open = files.withLock { files in
            files.values.reduce(0) { sum, file in
                if case .written(let writer, _) = file { sum + Int(writer.framesLost) } else { sum }
            }
        }
        return lostFrames.load(ordering: .relaxed) + open
    }

    /// Waits for the disk, so that rendering faster than real time loses no frames.
    func waitForDisk() {
        for file in files.withLock({ Array($0.values) }) {
            switch file {
            case .written(let writer, _): writer.waitForSpace()
            case .read(let reader): reader.waitForFrames()
            }
        }
    }

    /// Completes and closes all files, at the end of rendering.
    func closeAll() {
        let open = files.withLock { files in
            defer { files = [:] }
            return files
        }
        for (buffer, file) in open {
            do throws(CommandError) {
                try finish(file)
            } catch {
                replies.post("The file of buffer \(buffer): \(error.reason)\n")
            }
        }
    }

    private func swap(_ buffer: Int32, _ memory: UnsafeMutablePointer<FileStreamMemory>, _ origin: Origin) -> Bool {
        var batch = CommandBatch(origin)
        batch.add(.swapFile(buffer, memory))
        return graph.send(batch.packet, client: origin.client)
    }

    /// Waits until the graph, and the worker that renders it, no longer uses a queue, for at most 1 s. Without
    /// rendering, no synth writes to a file.
    ///
    /// On an immediate lane, no synth runs at the same time, so there is no wait.
    private func waitUntilReleased(_ queue: FileQueue) {
        guard !isImmediate else { return }
        let sent = graph.sentPacketCount
        for _ in 0..<1000 where graph.counts.receivedPackets < sent || queue.isHeldElsewhere {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
    }
}
