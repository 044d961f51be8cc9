import TestSupport
import Testing
import TonewheelDSP
import TonewheelRealtime
import TonewheelUGens

@Suite struct DiskUnitTests {
    @Test func writesFramesUntilQueueIsFull() {
        let renderer = UnitRenderer(UnitEntry(DiskOut.self))
        let queue = AudioBuffer(minimumFrames: 128, channelCount: 2)
        let producer = UnsafeMutablePointer<AudioProducer>.allocate(capacity: 1)
        producer.initialize(to: queue.producer())
        defer {
            producer.deinitialize(count: 1)
            producer.deallocate()
        }
        renderer.host.memory.context.pointee.buffers.setFile(FileStream(producer: producer, channelCount: 2), at: 0)
        let ramp = (0..<200).map { Float($0) }
        let output = renderer.render(
            ["channels0": .audioRate(ramp), "channels1": .audioRate(ramp.map { $0 == 3 ? .nan : -$0 })],
            frameCount: 200, blockSizes: [50])[0]
        let counts = (0..<200).map { Float(min($0, 128)) }
        #expect(output == counts)
        #expect(queue.metrics.framesRefused == 72)
        var samples = [Float](repeating: 0, count: 256)
        var consumer = queue.consumer()
        #expect(consumer.read(into: &samples, frameCount: 200) == 128)
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

    @Test func readsFramesUntilFileEnds() {
        let renderer = UnitRenderer(UnitEntry(DiskIn.self))
        let queue = AudioBuffer(minimumFrames: 128, channelCount: 2)
        var producer = queue.producer()
        let consumer = UnsafeMutablePointer<AudioConsumer>.allocate(capacity: 1)
        consumer.initialize(to: queue.consumer())
        let state = UnsafeMutablePointer<FileReadingState>.allocate(capacity: 1)
        state.initialize(to: FileReadingState())
        defer {
            consumer.deinitialize(count: 1)
            consumer.deallocate()
            state.deinitialize(count: 1)
            state.deallocate()
        }
        renderer.host.memory.context.pointee.buffers.setFile(
            FileStream(consumer: consumer, state: state, channelCount: 2), at: 0)
        let samples = (0..<200).map { Float($0 + 1) }
        #expect(producer.write(samples, frameCount: 100) == 100)
        let begin = renderer.render(["loop": .controlRate(1)], frameCount: 60, blockSizes: [60])
        let (left, right) = ((0..<60).map { Float(2 * $0 + 1) }, (0..<60).map { Float(2 * $0 + 2) })
        #expect(begin[0] == left)
        #expect(begin[1] == right)
        let isLooping = state.pointee.isLooping
        #expect(isLooping)
        state.pointee.setEnded(true)
        let end = renderer.render(frameCount: 60, blockSizes: [60])
        let rest = (60..<100).map { Float(2 * $0 + 1) } + [Float](repeating: 0, count: 20)
        #expect(end[0] == rest)
        #expect(renderer.host.synth.pointee.doneFlags[0])
        #expect(queue.metrics.underruns == 0)
    }
}
