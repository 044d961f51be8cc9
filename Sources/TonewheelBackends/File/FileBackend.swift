internal import Synchronization
package import TonewheelRealtime
internal import TonewheelSoundFiles

/// A sound file in place of a device, rendered as fast as possible and written by a disk thread.
///
/// Time is the file's own: frame n is due at n / sampleRate, so that timed changes fall on the same frame in every run.
package final class FileBackend: Backend {
    package let name = "file"
    package let format: StreamFormat
    package let isRealTime = false
    package let counts = BackendCounts()

    /// The path of the file. Its extension selects the file format.
    package let path: String

    private let frameCount: Int64
    private let running = Mutex<Running?>(nil)
    private let hasFinished = Atomic(false)

    private final class Running: Sendable {
        let thread = RenderThread()
        let disk: DiskWriter

        init(disk: DiskWriter) {
            self.disk = disk
        }
    }

    /// - Parameter frameCount: The length of the file, in frames.
    /// - Throws: `BackendError` if the extension is unknown, or the format cannot hold that many frames.
    package init(path: String, frameCount: Int64, format: StreamFormat) throws(BackendError) {
        do throws(SoundFileError) {
            let maximum = try SoundFileFormat(path: path).maximumFrames(channelCount: format.channelCount)
            guard frameCount <= maximum else {
                throw SoundFileError(
                    "'\(path)' can hold \(maximum) frames, not \(frameCount). Make it shorter, or choose .wav.")
            }
        } catch {
            throw BackendError(error.description)
        }
        self.path = path
        self.frameCount = frameCount
        var format = format
        format.inputChannelCount = 0
        self.format = format
    }

    package var isFinished: Bool { hasFinished.load(ordering: .acquiring) }

    package func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        let disk: DiskWriter
        do throws(SoundFileError) {
            disk = try DiskWriter(
                path: path,
                sampleRate: format.sampleRate,
                channelCount: format.channelCount,
                bufferFrames: DiskWriter.bufferFrames(seconds: 1, format),
                expectedFrames: frameCount
            )
        } catch {
            throw BackendError(error.description)
        }
        hasFinished.store(false, ordering: .relaxed)
        let running = Running(disk: disk)
        do throws(ThreadError) {
            let rights = try running.thread.start(name: "tw-file") {
                RealtimeRights.offline()
            } body: { [self] in
                run(callback, running)
                hasFinished.store(!running.thread.isStopping, ordering: .releasing)
            }
            self.running.withLock { $0 = running }
            return rights
        } catch {
            try? disk.finish()
            throw BackendError(error.description)
        }
    }

    package func stop() throws(BackendError) {
        let running = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let running else { return }
        running.thread.stop()
        do throws(SoundFileError) {
            try running.disk.finish()
        } catch {
            throw BackendError(error.description)
        }
    }

    private func run(_ callback: RenderCallback, _ running: Running) {
        let output = PeriodBuffer(format)
        let disk = running.disk
        var producer = disk.buffer.producer()
        var frame: Int64 = 0
        while frame < frameCount, !running.thread.isStopping, disk.error == nil {
            let count = Int(min(Int64(format.periodFrames), frameCount - frame))
            let hostTime = Int64(Double(frame) / format.sampleRate * 1e9)
            callback.render(output.frames, frameCount: count, hostTime: hostTime)
            // Rendering offline may wait for the disk: no frame is dropped.
            while producer.writableFrames(upTo: count) < count, disk.error == nil {
                disk.dataReady.signal()
                disk.spaceReady.sleep(timeout: 10_000_000)
            }
            _ = producer.write(output.frames, frameCount: count)
            frame += Int64(count)
        }
    }
}
