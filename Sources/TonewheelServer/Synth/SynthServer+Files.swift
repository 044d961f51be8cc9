internal import Foundation
internal import Synchronization
internal import TonewheelGraph
internal import TonewheelSoundFiles

/// Sound files that buffers have open, for `DiskOut` and `DiskIn`. On the lane, but for `waitForDisk` and `closeFiles`.
///
/// Frames wait in a queue between the render thread and a thread of each file.
extension SynthServer {
    /// Seconds of sound that wait for the disk at least, however small the client's buffer is.
    private static let queueSeconds = 0.5

    private func queueFrames(_ bufferFrames: Int) -> Int {
        max(min(bufferFrames, 1 << 20), Int(Self.queueSeconds * graph.shape.sampleRate), 16 * graph.shape.blockFrames)
    }

    /// Lets `DiskOut` write on to a file.
    func open(
        _ file: SoundFileWriter, _ path: String, maximumFrames: Int64, for buffer: Int32, channelCount: Int,
        frameCount: Int, _ client: UInt32
    ) throws(CommandError) {
        do throws(SoundFileError) {
            let writer = try DiskWriter(
                path: path, file: file, maximumFrames: maximumFrames, sampleRate: graph.shape.sampleRate,
                channelCount: channelCount, bufferFrames: queueFrames(frameCount))
            files.withLock { $0[buffer] = .written(writer) }
            guard swapFile(buffer, FileStreamMemory.writing(writer.buffer), client) else {
                files.withLock { _ = $0.removeValue(forKey: buffer) }
                try writer.finish()
                throw SoundFileError(tooManyPackets)
            }
        } catch {
            throw CommandError(error.description)
        }
    }

    /// Lets `DiskIn` play a file, which stands where it begins.
    func open(
        _ file: SoundFileReader, channels: [Int], for buffer: Int32, frameCount: Int, _ client: UInt32
    ) throws(CommandError) {
        do throws(SoundFileError) {
            let reader = try DiskReader(file: file, channels: channels, bufferFrames: queueFrames(frameCount))
            reader.waitForFrames()
            files.withLock { $0[buffer] = .read(reader) }
            let memory = FileStreamMemory.reading(reader.buffer, reader.state, owner: reader)
            guard swapFile(buffer, memory, client) else {
                files.withLock { _ = $0.removeValue(forKey: buffer) }
                reader.finish()
                throw SoundFileError(tooManyPackets)
            }
        } catch {
            throw CommandError(error.description)
        }
    }

    /// Closes the file that a buffer has open, if it has one; all that was played into it is there then.
    func closeFile(_ buffer: Int32, _ client: UInt32) throws(CommandError) {
        guard let file = files.withLock({ $0.removeValue(forKey: buffer) }) else { return }
        if swapFile(buffer, FileStreamMemory.none(), client) { waitUntilTaken() }
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

    /// Frames that synths have played into files, and that are not there. `[any]`
    package var lostFrameCount: Int {
        let open = files.withLock { files in
            files.values.reduce(0) { sum, file in
                if case .written(let writer) = file { sum + Int(writer.framesLost) } else { sum }
            }
        }
        return lostFrames.load(ordering: .relaxed) + open
    }

    /// Waits until the disk has kept up: whoever renders faster than time goes by loses nothing. `[control]`
    package func waitForDisk() {
        for file in files.withLock({ Array($0.values) }) {
            switch file {
            case .written(let writer): writer.waitForRoom()
            case .read(let reader): reader.waitForFrames()
            }
        }
    }

    /// Completes all files, when rendering has ended or is about to. `[control]`
    package func closeFiles() {
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

    var tooManyPackets: String {
        "\(graph.shape.packetCapacity) packets are on their way already: send less"
    }

    private func swapFile(
        _ buffer: Int32, _ memory: UnsafeMutablePointer<FileStreamMemory>, _ client: UInt32
    ) -> Bool {
        var batch = CommandBatchBuilder(client: client)
        batch.beginMessage(.b_close)
        batch.add(.swapFile(buffer, memory))
        return graph.send(batch.packet, client: client)
    }

    /// Waits until the graph has come to what has been sent, a second at most: if nothing renders, nothing plays into a file.
    ///
    /// Where commands run on the thread that renders, nothing plays meanwhile anyway.
    private func waitUntilTaken() {
        guard !lane.isImmediate else { return }
        let sent = graph.sentPacketCount
        for _ in 0..<1000 where graph.counts.takenPackets < sent { Thread.sleep(forTimeInterval: 0.001) }
    }
}
