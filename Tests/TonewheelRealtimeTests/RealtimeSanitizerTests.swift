import Foundation
import Testing
import TonewheelRealtime

/// Shows that RealtimeSanitizer is active. `scripts/test` links the whole suite with it.
@Suite(.enabled(if: RealtimeSanitizer.isLinked, "RealtimeSanitizer is not linked into this build"))
struct RealtimeSanitizerTests {
    /// The exit code with which the sanitizer ends a program.
    static var detected: ExitTest.Condition { .exitCode(43) }

    @Test func allocationInACallbackIsDetected() async {
        await #expect(processExitsWith: Self.detected) {
            var sample: Float = 0
            RenderCallback(context: &sample) { _, _, _, _, _ in
                UnsafeMutablePointer<Float>.allocate(capacity: 1000).deallocate()
            }.render(&sample, frameCount: 1, hostTime: 0)
        }
    }

    @Test func blockingCallInACallbackIsDetected() async {
        await #expect(processExitsWith: Self.detected) {
            var sample: Float = 0
            RenderCallback(context: &sample) { _, _, _, _, _ in
                usleep(1)
            }.render(&sample, frameCount: 1, hostTime: 0)
        }
    }

    @Test func deliberateWakeUpIsPermitted() async {
        await #expect(processExitsWith: .success) {
            let wakeUp = WakeUp()
            var signal = wakeUp.signal
            RenderCallback(context: &signal) { context, _, _, _, _ in
                context.assumingMemoryBound(to: WakeUp.Signal.self).pointee()
            }.render(UnsafeMutablePointer.allocate(capacity: 1), frameCount: 1, hostTime: 0)
        }
    }
}
