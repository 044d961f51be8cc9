import CAllocationCounter
import Synchronization
import TonewheelRealtime

/// A device that asks for one period after the other without a pause, and has its callbacks watched.
final class FreewheelBackend: Backend {
    let name = "freewheel"
    let format: StreamFormat
    let isRealTime = false
    let counts = BackendCounts()

    private let periods: Int
    private let thread = RenderThread()
    private let hasFinished = Atomic(false)

    init(format: StreamFormat, periods: Int) {
        self.format = format
        self.periods = periods
    }

    var isFinished: Bool { hasFinished.load(ordering: .acquiring) }

    func start(_ callback: RenderCallback) throws(BackendError) -> RealtimeRights {
        do throws(ThreadError) {
            return try thread.start(name: "tw-freewheel") {
                RealtimeRights.offline()
            } body: { [self] in
                run(callback)
                hasFinished.store(true, ordering: .releasing)
            }
        } catch {
            throw BackendError(error.description)
        }
    }

    func stop() {
        thread.stop()
    }

    private func run(_ callback: RenderCallback) {
        let output = UnsafeMutablePointer<Float>.allocate(capacity: format.periodFrames * format.channelCount)
        defer { output.deallocate() }
        for period in 0..<periods {
            allocation_counter_watch(true)
            callback.render(
                output, frameCount: format.periodFrames, hostTime: Int64(Double(period) * format.periodNanoseconds))
            allocation_counter_watch(false)
        }
    }
}
