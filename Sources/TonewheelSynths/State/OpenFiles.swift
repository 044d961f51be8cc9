internal import Synchronization
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelSoundFiles

/// The sound files that buffers have open, for `DiskOut` and `DiskIn`. `[control]`: the lane, but for `waitForDisk` and `closeAll`
///
/// Frames wait in a queue between the render thread and a thread of each file. Where a worker renders, the queue lies in the graph's
/// arena, and the file stays here: when the worker ends, the next one goes on with it. What the lost one had rendered, but was not
/// heard, is in the file as well.
final class OpenFiles: Sendable {
    private enum OpenFile: Sendable {
        /// `DiskOut` writes it.
        case written(DiskWriter)

        /// `DiskIn` plays it.
        case read(DiskReader)

        var queue: FileQueue {
            switch self {
            case .written(let writer): writer.queue
            case .read(let reader): reader.queue
            }
        }
    }

    /// Seconds of sound that wait for the disk at least, however small the client's buffer is.
    private static let queueSeconds = 0.5

    private let graph: GraphControl
    private let replies: any SynthReplies

    /// Whether the lane runs on the thread that renders.
    private let isImmediate: Bool

    private let files: Mutex<[Int32: OpenFile]> = Mutex([:])

    /// Frames that files lack which are closed.
    private let lostFrames = Atomic(0)

    init(_ graph: GraphControl, _ replies: any SynthReplies, isImmediate: Bool) {
        self.graph = graph
        self.replies = replies
        self.isImmediate = isImmediate
    }

    private func queueFrames(_ bufferFrames: Int) -> Int {
        max(min(bufferFrames, 1 << 20), Int(Self.queueSeconds * graph.shape.sampleRate), 16 * graph.shape.blockFrames)
    }

    private func queue(frameCount: Int, channelCount: Int) throws(SoundFileError) -> FileQueue {
        guard
            let queue = FileQueue(
                minimumFrames: queueFrames(frameCount), channelCount: channelCount, in: graph.arena)
        else {
            throw SoundFileError(
                "there is no memory left for the frames between the file and its synth: free a buffer first")
        }
        return queue
    }

    /// Lets `DiskOut` write on to a file.
    func open(
        _ file: SoundFileWriter, _ path: String, maximumFrames: Int64, for buffer: Int32, channelCount: Int,
        frameCount: Int, _ origin: Origin
    ) throws(CommandError) {
        do throws(SoundFileError) {
            let writer = try DiskWriter(
                path: path, file: file, maximumFrames: maximumFrames, sampleRate: graph.shape.sampleRate,
                queue: try queue(frameCount: frameCount, channelCount: channelCount))
            files.withLock { $0[buffer] = .written(writer) }
            guard swap(buffer, FileStreamMemory.writing(writer.queue), origin) else {
                files.withLock { _ = $0.removeValue(forKey: buffer) }
                try writer.finish()
                throw SoundFileError(graph.tooManyPackets())
            }
        } catch {
            throw CommandError(error.description)
        }
    }

    /// Lets `DiskIn` play a file, from its current position on.
    func open(
        _ file: SoundFileReader, channels: [Int], for buffer: Int32, frameCount: Int, _ origin: Origin
    ) throws(CommandError) {
        do throws(SoundFileError) {
            let channelCount = channels.isEmpty ? file.channelCount : channels.count
            let reader = try DiskReader(
                file: file, channels: channels, queue: try queue(frameCount: frameCount, channelCount: channelCount))
            reader.waitForFrames()
            files.withLock { $0[buffer] = .read(reader) }
            let memory = FileStreamMemory.reading(reader.queue)
            guard swap(buffer, memory, origin) else {
                files.withLock { _ = $0.removeValue(forKey: buffer) }
                reader.finish()
                throw SoundFileError(graph.tooManyPackets())
            }
        } catch {
            throw CommandError(error.description)
        }
    }

    /// Closes the file that a buffer has open, if any; all that was played into it is there then.
    func close(_ buffer: Int32, _ origin: Origin) throws(CommandError) {
        guard let file = files.withLock({ $0.removeValue(forKey: buffer) }) else { return }
        if swap(buffer, FileStreamMemory.none(), origin) { waitUntilTaken(file.queue) }
        try finish(file)
    }

    private func finish(_ file: OpenFile) throws(CommandError) {
        switch file {
        case .read(let reader):
            reader.finish()
        case .written(let writer):
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
        replies.post("'\(writer.path)' lacks \(lost) frames: the disk was too slow\n")
    }

    /// Frames that synths have played into files, and that the files lack. `[any]`
    var lostFrameCount: Int {
        let open = files.withLock { files in
            files.values.reduce(0) { sum, file in
                if case .written(let writer) = file { sum + Int(writer.framesLost) } else { sum }
            }
        }
        return lostFrames.load(ordering: .relaxed) + open
    }

    /// Waits until the disk has kept up, so that rendering faster than real time loses nothing.
    func waitForDisk() {
        for file in files.withLock({ Array($0.values) }) {
            switch file {
            case .written(let writer): writer.waitForRoom()
            case .read(let reader): reader.waitForFrames()
            }
        }
    }

    /// Completes all files, when rendering has ended or is about to.
    func closeAll() {
        let open = files.withLock { files in
            defer { files = [:] }
            return files
        }
        for (buffer, file) in open {
            do throws(CommandError) {
                try finish(file)
            } catch {
                replies.post("the file of the buffer \(buffer): \(error.reason)\n")
            }
        }
    }

    private func swap(_ buffer: Int32, _ memory: UnsafeMutablePointer<FileStreamMemory>, _ origin: Origin) -> Bool {
        var batch = CommandBatch(origin)
        batch.add(.swapFile(buffer, memory))
        return graph.send(batch.packet, client: origin.client)
    }

    /// Waits until the graph, and the worker that renders it, has let go of a queue, a second at most: if nothing renders, nothing plays
    /// into a file.
    ///
    /// Where commands run on the thread that renders, nothing plays meanwhile anyway.
    private func waitUntilTaken(_ queue: FileQueue) {
        guard !isImmediate else { return }
        let sent = graph.sentPacketCount
        for _ in 0..<1000 where graph.counts.takenPackets < sent || queue.isHeldElsewhere {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
    }
}
