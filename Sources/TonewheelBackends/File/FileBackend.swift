internal import Synchronization
package import TonewheelRealtime
internal import TonewheelSoundFiles

/// A sound file in place of a device: rendered as fast as the machine can, written by a disk thread.
///
/// Its time is the file's own: frame n is due at n / sampleRate, so that timed changes fall on the same frame in every run.
package final class FileBackend: Backend {
    package let name = "file"
    package let format: StreamFormat
    package let isRealTime = false
    package let counts = BackendCounts()

    /// The file's name, whose ending chooses its format.
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

    /// - Parameter frameCount: the length of the file.
    /// - Throws: `BackendError` if the file cannot be of that format or length.
    package init(path: String, frameCount: Int64, format: StreamFormat) throws(BackendError) {
        do throws(SoundFileError) {
            let most = try SoundFileFormat(path: path).maximumFrames(channelCount: format.channelCount)
            guard frameCount <= most else {
                throw SoundFileError("'\(path)' can hold \(most) frames, not \(frameCount): make it shorter, or a .wav")
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
            // Offline there is time: wait for the disk instead of dropping what it cannot keep up with.
            while producer.room(for: count) < count, disk.error == nil {
                disk.dataReady.signal()
                disk.roomReady.sleep(timeout: 10_000_000)
            }
            _ = producer.write(output.frames, frameCount: count)
            frame += Int64(count)
        }
    }
}
