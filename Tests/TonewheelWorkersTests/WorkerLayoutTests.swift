import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

@Suite struct WorkerLayoutTests {
    @Test func partsAreAlignedAndDoNotOverlap() throws {
        for (channelCount, inputChannelCount) in [(1, 1), (2, 0), (3, 2), (128, 128)] {
            for blockFrames in [1, 7, 64, 8192] {
                for (leadPeriods, commandCapacity, commandStride) in [(1, 1, 1), (2, 1088, 56), (16, 0, 8)] {
                    let shape = WorkerShape.test(
                        channelCount: channelCount, inputChannelCount: inputChannelCount, blockFrames: blockFrames,
                        leadPeriods: leadPeriods, commandCapacity: commandCapacity, commandStride: commandStride)
                    let layout = try #require(WorkerLayout(shape))
                    let parts = [
                        0..<WorkerLayout.orders, WorkerLayout.orders..<WorkerLayout.health,
                        WorkerLayout.health..<WorkerLayout.rings, layout.commands, layout.messages, layout.replies,
                        layout.engine, layout.slots,
                    ]
                    #expect(parts.allSatisfy { $0.lowerBound % WorkerLayout.alignment == 0 })
                    #expect(parts.allSatisfy { !$0.isEmpty || $0 == layout.engine })
                    #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
                    #expect(layout.byteCount == layout.slots.upperBound)
                    let ring = try #require(
                        RingLayout.byteCount(capacity: commandCapacity, elementStride: commandStride))
                    #expect(layout.commands.count >= ring)
                    #expect(layout.slots.count >= shape.slotCount * (64 + 4 * channelCount * blockFrames))
                }
            }
        }
    }

    @Test func slotsCoverTheWholeLead() {
        for blockFrames in [1, 2, 63, 64, 8191, 8192] {
            for leadPeriods in 1...16 {
                let count = WorkerShape.test(blockFrames: blockFrames, leadPeriods: leadPeriods).slotCount
                #expect(count.nonzeroBitCount == 1)
                #expect(count * blockFrames >= (leadPeriods + 1) * StreamFormat.maximumPeriodFrames + blockFrames)
            }
        }
    }

    @Test func shapeHasTheChannelsOfTheFormat() {
        #expect(WorkerShape.test(channelCount: 3, inputChannelCount: 2).format.inputChannelCount == 2)
        #expect(WorkerShape.test(channelCount: 3, inputChannelCount: 2).format.channelCount == 3)
    }

    @Test func invalidShapesAreRefused() {
        func isRefused(_ change: (inout WorkerShape) -> Void) -> Bool {
            var shape = WorkerShape.test()
            change(&shape)
            return WorkerLayout(shape) == nil
        }
        #expect(!isRefused { _ in })
        for count in [0, -1, 129, .max, .min] { #expect(isRefused { $0.channelCount = count }) }
        for count in [0, -1, 8193, .max, .min] { #expect(isRefused { $0.blockFrames = count }) }
        for count in [0, -1, 3, 255, 1 << 21, .max, .min] { #expect(isRefused { $0.slotCount = count }) }
        for count in [-1, .max, .min, .max / 8] { #expect(isRefused { $0.commandCapacity = count }) }
        for count in [.max, .min, 0, -1, -1 << 20] { #expect(isRefused { $0.commandStride = count }) }
        for count in [-1, .max, .min] { #expect(isRefused { $0.engineByteCount = count }) }
        #expect(!isRefused { $0.engineByteCount = 1024 })
        // Input channels are in the block log.
        for count in [-1, 129, .max, .min] {
            var shape = WorkerShape.test()
            shape.inputChannelCount = count
            #expect(throws: WorkerError.self) { try BlockLog(shape) }
        }
        #expect(isRefused { ($0.commandCapacity, $0.commandStride) = (-2, -2) })
    }

    @Test func layoutNeverTraps() {
        var random = RepeatableRandom(seed: 4)
        func number() -> Int {
            let number = Int(truncatingIfNeeded: random.next())
            return number >> Int.random(in: 0..<64, using: &random)
        }
        var sound = 0
        for _ in 0..<100_000 {
            var shape = WorkerShape.test()
            if Bool.random(using: &random) { shape.channelCount = number() }
            if Bool.random(using: &random) { shape.blockFrames = number() }
            if Bool.random(using: &random) { shape.slotCount = number() }
            if Bool.random(using: &random) { shape.commandCapacity = number() }
            if Bool.random(using: &random) { shape.commandStride = number() }
            if Bool.random(using: &random) { shape.engineByteCount = number() }
            if let layout = WorkerLayout(shape) {
                sound += 1
                #expect(layout.byteCount > 0)
            }
        }
        #expect(sound > 0)
    }
}
