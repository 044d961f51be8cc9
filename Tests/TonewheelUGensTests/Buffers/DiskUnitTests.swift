import TestSupport
import Testing
import TonewheelDSP
import TonewheelRealtime
import TonewheelUGens

@Suite struct DiskUnitTests {
    @Test func writesFramesUntilQueueIsFull() throws {
        let renderer = UnitRenderer(UnitEntry(DiskOut.self))
        let queue = try #require(FileQueue(.writing, minimumFrames: 128, channelCount: 2))
        let end = UnsafeMutablePointer<FileQueueEnd>.allocate(capacity: 1)
        end.initialize(to: queue.end())
        defer {
            end.deinitialize(count: 1)
            end.deallocate()
        }
        renderer.host.memory.context.pointee.buffers.setFile(FileStream(end: end, channelCount: 2), at: 0)
        let ramp = (0..<200).map { Float($0) }
        let output = renderer.render(
            ["channels0": .audioRate(ramp), "channels1": .audioRate(ramp.map { $0 == 3 ? .nan : -$0 })],
            frameCount: 200, blockSizes: [50])[0]
        let counts = (0..<200).map { Float(min($0, 128)) }
        #expect(output == counts)
        #expect(queue.lostFrameCount == 72)
        var samples = [Float](repeating: 0, count: 256)
        #expect(queue.take(into: &samples, frameCount: 200) == 128)
        for frame in 0..<128 {
            #expect(samples[2 * frame] == Float(frame))
            #expect(samples[2 * frame + 1] == (frame == 3 ? 0 : -Float(frame)))
        }
    }

    @Test func noFileYieldsSilence() {
        let output = UnitRenderer(UnitEntry(DiskOut.self)).render(["channels0": .controlRate(1)], frameCount: 100)[0]
        #expect(output.allSatisfy { $0 == 0 })
        let input = UnitRenderer(UnitEntry(DiskIn.self)).render(frameCount: 100)
        #expect(input.allSatisfy { $0.allSatisfy { $0 == 0 } })
    }

    @Test func readsFramesUntilFileEnds() throws {
        let renderer = UnitRenderer(UnitEntry(DiskIn.self))
        let queue = try #require(FileQueue(.reading, minimumFrames: 128, channelCount: 2))
        let end = UnsafeMutablePointer<FileQueueEnd>.allocate(capacity: 1)
        end.initialize(to: queue.end())
        defer {
            end.deinitialize(count: 1)
            end.deallocate()
        }
        renderer.host.memory.context.pointee.buffers.setFile(
            FileStream(end: end, isReading: true, channelCount: 2), at: 0)
        let samples = (0..<200).map { Float($0 + 1) }
        #expect(queue.appendableFrames(upTo: 100) == 100)
        queue.append(samples, frameCount: 100)
        let begin = renderer.render(["loop": .controlRate(1)], frameCount: 60, blockSizes: [60])
        let (left, right) = ((0..<60).map { Float(2 * $0 + 1) }, (0..<60).map { Float(2 * $0 + 2) })
        #expect(begin[0] == left)
        #expect(begin[1] == right)
        let isLooping = queue.state.pointee.isLooping
        #expect(isLooping)
        queue.state.pointee.setEnded(true)
        let last = renderer.render(frameCount: 60, blockSizes: [60])
        let rest = (60..<100).map { Float(2 * $0 + 1) } + [Float](repeating: 0, count: 20)
        #expect(last[0] == rest)
        #expect(renderer.host.synth.pointee.doneFlags[0])
        #expect(queue.lostFrameCount == 0)
        // Frames that are missing before the end fade out.
        queue.state.pointee.setEnded(false)
        let gap = renderer.render(frameCount: 64, blockSizes: [64])
        #expect(gap[0].last == 0 && queue.lostFrameCount == 64)
    }
}
