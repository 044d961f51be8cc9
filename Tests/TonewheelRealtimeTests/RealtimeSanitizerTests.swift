import Foundation
import Testing
import TonewheelRealtime

/// `scripts/test` links the whole suite with RealtimeSanitizer; these tests show that it watches.
@Suite(.enabled(if: RealtimeSanitizer.isLinked, "RealtimeSanitizer is not linked into this build"))
struct RealtimeSanitizerTests {
    /// The code with which the sanitizer ends a program.
    static var caught: ExitTest.Condition { .exitCode(43) }

    @Test func anAllocationInACallbackIsCaught() async {
        await #expect(processExitsWith: Self.caught) {
            var sample: Float = 0
            RenderCallback(context: &sample) { _, _, _, _, _ in
                UnsafeMutablePointer<Float>.allocate(capacity: 1000).deallocate()
            }.render(&sample, frameCount: 1, hostTime: 0)
        }
    }

    @Test func aBlockingCallInACallbackIsCaught() async {
        await #expect(processExitsWith: Self.caught) {
            var sample: Float = 0
            RenderCallback(context: &sample) { _, _, _, _, _ in
                usleep(1)
            }.render(&sample, frameCount: 1, hostTime: 0)
        }
    }

    @Test func theDeliberateWakeUpIsLetPass() async {
        await #expect(processExitsWith: .success) {
            let wakeUp = WakeUp()
            var signal = wakeUp.signal
            RenderCallback(context: &signal) { context, _, _, _, _ in
                context.assumingMemoryBound(to: WakeUp.Signal.self).pointee()
            }.render(UnsafeMutablePointer.allocate(capacity: 1), frameCount: 1, hostTime: 0)
        }
    }
}
