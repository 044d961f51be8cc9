import Synchronization
import TonewheelRealtime

/// A lock-free recorder of a backend's callback calls. The sound that it renders is a count of frames.
final class CallRecorder: @unchecked Sendable {  // written only by the backend's thread, read after it has stopped
    struct Call {
        var frameCount: Int
        var hostTime: Int64
    }

    private(set) var calls: [Call] = []
    private(set) var frame = 0
    let channelCount: Int
    let completedCalls = Atomic(0)

    /// The time for which each call keeps the thread busy, in nanoseconds.
    let busyFor: Int64

    init(channelCount: Int = 2, busyFor: Int64 = 0) {
        self.channelCount = channelCount
        self.busyFor = busyFor
        calls.reserveCapacity(100_000)
    }

    var callback: RenderCallback {
        RenderCallback(context: Unmanaged.passUnretained(self).toOpaque()) { context, _, output, frameCount, hostTime in
            let recorder = Unmanaged<CallRecorder>.fromOpaque(context).takeUnretainedValue()
            let end = MonotonicClock.now() + recorder.busyFor
            recorder.calls.append(Call(frameCount: frameCount, hostTime: hostTime))
            for index in 0..<frameCount * recorder.channelCount {
                output[index] = Float(recorder.frame + index / recorder.channelCount) / 0x1p24
            }
            recorder.frame += frameCount
            while MonotonicClock.now() < end {}
            recorder.completedCalls.wrappingAdd(1, ordering: .releasing)
        }
    }

    /// The number of completed calls.
    var callCount: Int { completedCalls.load(ordering: .acquiring) }

    /// Waits until the backend has made `count` calls.
    func wait(for count: Int) {
        while completedCalls.load(ordering: .acquiring) < count {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
    }
}
