import Synchronization
import TonewheelRealtime

/// What a backend asked for, noted without a lock; the sound it gets is a count of frames.
final class CallRecorder: @unchecked Sendable {  // written by the backend's thread alone, read after it has stopped
    struct Call {
        var frameCount: Int
        var hostTime: Int64
    }

    private(set) var calls: [Call] = []
    private(set) var frame = 0
    let channelCount: Int
    let callsSoFar = Atomic(0)

    /// Nanoseconds for which each call keeps the thread busy.
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
            recorder.callsSoFar.wrappingAdd(1, ordering: .releasing)
        }
    }

    /// How often the backend has called.
    var callCount: Int { callsSoFar.load(ordering: .acquiring) }

    /// Waits until the backend has called so often.
    func wait(for count: Int) {
        while callsSoFar.load(ordering: .acquiring) < count {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
    }
}
