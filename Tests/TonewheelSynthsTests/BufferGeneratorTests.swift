import Foundation
import Testing
import TonewheelOSC

/// `/b_gen`, compared with the formulas and with values that `/b_getn` returned from scsynth 3.13.
@Suite struct BufferGeneratorTests {
    private let synths = TestSynths()

    private func alloc(_ frames: Int32, channels: Int32 = 1, _ buffer: Int32 = 0) {
        synths.send(OSCMessage("/b_alloc", .int32(buffer), .int32(frames), .int32(channels)))
    }

    private func samples(_ count: Int, _ buffer: Int32 = 0) -> [Float] {
        let reply = synths.send(OSCMessage("/b_getn", .int32(buffer), 0, .int32(Int32(count))))
        return reply.first?.split(separator: " ").dropFirst(4).compactMap { Float($0) } ?? []
    }

    private func generate(_ arguments: OSCArgument..., buffer: Int32 = 0) -> [String] {
        synths.send(OSCMessage(address: "/b_gen", arguments: [.int32(buffer)] + arguments))
    }

    private func isClose(_ one: [Float], _ other: [Float]) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 2e-6 }
    }

    /// Returns 64 samples of a sum of sines.
    private func wave(_ partials: [(frequency: Double, amplitude: Double, phase: Double)]) -> [Float] {
        (0..<64).map { (sample: Int) -> Float in
            let position: Double = 2 * Double.pi * Double(sample) / 64
            var sum = 0.0
            for partial in partials { sum += partial.amplitude * sin(partial.frequency * position + partial.phase) }
            return Float(sum)
        }
    }

    @Test func sinesAreAdded() {
        alloc(64)
        #expect(generate("sine1", 4, 1.0, 0.5) == [#"/done "/b_gen" 0"#])
        let expected = wave([(1, 1, 0), (2, 0.5, 0)])
        #expect(isClose(samples(64), expected))
        #expect(generate("sine2", 0, 2.5, 0.25) == [#"/done "/b_gen" 0"#])
        #expect(isClose(samples(64), wave([(1, 1, 0), (2, 0.5, 0), (2.5, 0.25, 0)])))
        #expect(generate("sine3", 4, 1, 1, 0.5, 2, 0.5, 1.5) == [#"/done "/b_gen" 0"#])
        #expect(isClose(samples(64), wave([(1, 1, 0.5), (2, 0.5, 1.5)])))
    }

    @Test func normalizationIncludesPreviousContents() {
        alloc(16)
        _ = generate("sine1", 4, 1.0)
        _ = generate("sine1", 0, 0.0, 1.0)
        _ = generate("sine1", 1, 1.0)
        let expected: [Float] = [
            0, 0.576341, 0.944947, 1, 0.78282, 0.446463, 0.162127, 0.022804, 0, -0.022804, -0.162127, -0.446463,
            -0.78282, -1, -0.944947, -0.576341,
        ]
        #expect(isClose(samples(16), expected))
        // A silent buffer is not normalized.
        _ = generate("sine1", 5, 0.0)
        #expect(samples(16) == [Float](repeating: 0, count: 16))
    }

    @Test func wavetablesAreStoredInPairs() {
        alloc(16)
        _ = generate("sine1", 7, 1.0, 0.5)
        let once: [Float] = [
            -1, 1, 1.171573, -0.171573, 1.485281, -0.656854, 0.343146, -0.171573, 0.171573, -0.171573, 0.485281,
            -0.656854, -0.656854, -0.171573, -2, 1,
        ]
        #expect(isClose(samples(16), once))
        _ = generate("sine1", 2, 1.0)
        let twice: [Float] = [
            -1.707107, 1.707107, 1.585786, 0.12132, 2.778174, -0.949747, 1.757359, -0.87868, 0.87868, -0.87868,
            0.071068, -0.949747, -1.949747, 0.12132, -3.414213, 1.707107,
        ]
        #expect(isClose(samples(16), twice))
        alloc(9, 1)
        _ = generate("sine1", 6, 1.0, buffer: 1)
        #expect(isClose(samples(9, 1), [-1, 1, 2, -1, 1, -1, -2, 1, 0]))
        alloc(1, 2)
        #expect(generate("sine1", 6, 1.0, buffer: 2) == [#"/done "/b_gen" 2"#])
        #expect(samples(1, 2) == [0])
    }

    @Test func chebyshevPolynomialsAreZeroAtTheCentre() {
        alloc(16)
        let rows: [([OSCArgument], [Float])] = [
            ([4, 1.0], (0..<16).map { Float($0) / 8 - 1 }),
            ([4, 0.0, 0.0, 0.0, 1.0], [0, -1.435547, -1.96875, -1.904297, -1.5, -0.966797, -0.46875, -0.123047]),
            ([5, 1.0, 1.0, 1.0], [0, 0.244444, 0.380952, 0.428571, 0.406349, 0.333333, 0.228571, 0.111111]),
            (
                [7, 1.0, 1.0, 1.0],
                [-0.714286, 0.714286, 0.666667, 0.047619, 1.095238, -0.333333, 0.857143, -0.428571, 0.238095]
            ),
            (
                [6, 1.0, 1.0],
                [
                    1.625, -0.625, 0.75, -0.375, 0.125, -0.125, -0.25, 0.125, -0.375, 0.375, -0.25, 0.625, 0.125,
                    0.875, 0.75, 1.125,
                ]
            ),
            // This row is added to the previous one.
            (
                [0, 1.0],
                [0.625, -1.5, 0, -1, -0.375, -0.5, -0.5, 0, -0.375, 0.5, 0, 1, 0.625, 1.5, 1.5, 2]
            ),
        ]
        for (arguments, expected) in rows {
            synths.send(OSCMessage(address: "/b_gen", arguments: [0, "cheby"] + arguments))
            #expect(isClose(Array(samples(16).prefix(expected.count)), expected), "\(arguments)")
        }
        _ = generate("cheby", 4, 0.5, 0.25, 0.125, 0.3, 0.2, 0.1)
        #expect(samples(16)[8] == 0)
    }

    @Test func samplesAreCopied() {
        alloc(4, 1)
        alloc(8)
        synths.send(OSCMessage("/b_setn", 1, 0, 4, 1.0, 2.0, 3.0, 4.0))
        #expect(generate("copy", 0, 1, 0, -1) == [#"/done "/b_gen" 0"#])
        #expect(samples(8) == [1, 2, 3, 4, 0, 0, 0, 0])
        _ = generate("copy", 2, 1, 1, 2)
        #expect(samples(8) == [1, 2, 2, 3, 0, 0, 0, 0])
        _ = generate("copy", 6, 1, 0, 100)
        #expect(samples(8) == [1, 2, 2, 3, 0, 0, 1, 2])
        // Overlapping copies, in both directions.
        _ = generate("copy", 1, 0, 0, 4)
        #expect(samples(8) == [1, 1, 2, 2, 3, 0, 1, 2])
        _ = generate("copy", 0, 0, 1, 4)
        #expect(samples(8) == [1, 2, 2, 3, 3, 0, 1, 2])
        _ = generate("copy", 8, 1, 4, -1)
        _ = generate("copy", 0, 1, 0, 0)
        #expect(samples(8) == [1, 2, 2, 3, 3, 0, 1, 2])
    }

    /// The peak of a wavetable is the peak of its points.
    @Test func buffersAreNormalized() {
        alloc(4, channels: 2)
        func set() { synths.send(OSCMessage("/b_setn", 0, 0, 8, 1, 2, 3, -4, 0, 0, 1, 1)) }
        set()
        _ = generate("normalize", 0.5)
        #expect(samples(8) == [0.125, 0.25, 0.375, -0.5, 0, 0, 0.125, 0.125])
        _ = generate("normalize")
        #expect(samples(8) == [0.25, 0.5, 0.75, -1, 0, 0, 0.25, 0.25])
        set()
        _ = generate("wnormalize", 1)
        #expect(isClose(samples(8), [0.333333, 0.666667, 1, -1.333333, 0, 0, 0.333333, 0.333333]))
    }

    @Test func invalidArgumentsAreRefused() {
        alloc(8)
        alloc(4, channels: 2, 1)
        #expect(generate("nope", 1)[0].contains("cheby, copy, normalize, sine1, sine2, sine3, wnormalize"))
        #expect(generate("sine1", 4, 1.0, buffer: 5)[0].contains("has not been allocated"))
        #expect(generate("sine1", 4, 1.0, buffer: 1)[0].contains("has 2 channels"))
        #expect(generate("copy", 0, 1, 0, -1)[0].contains("channels"))
        for arguments: [OSCArgument] in [
            [], [0], [-1, "sine1", 4, 1], [9999, "sine1", 4, 1], ["x", "sine1"], [0, 5], [0, "sine1"],
            [0, "sine1", "x"],
            [0, "sine1", 4, "x"], [0, "sine2", 4, 1], [0, "sine3", 4, 1, 1], [0, "cheby", 4, .float32(.nan)],
            [0, "copy"], [0, "copy", 0], [0, "copy", -1, 0, 0, 1], [0, "copy", 0, 0, -1, 1], [0, "copy", 0, 99, 0, 1],
            [0, "copy", 0, -1, 0, 1], [0, "copy", 99, 0, 0, 1], [0, "copy", 0, 9999, 0, 1], [0, "copy", 0, 0, 9, 1],
        ] {
            let replies = synths.send(OSCMessage(address: "/b_gen", arguments: arguments))
            #expect(replies.count == 1 && replies[0].hasPrefix(#"/fail "/b_gen""#), "\(arguments) \(replies)")
        }
        #expect(samples(8) == [Float](repeating: 0, count: 8))
    }

    @Test func extremeArgumentsKeepSamplesFinite() {
        alloc(8)
        let largest = OSCArgument.float32(.greatestFiniteMagnitude)
        for arguments: [OSCArgument] in [
            ["sine1", 4, .float32(.infinity), largest, largest], ["sine2", 0, largest, largest, largest, largest],
            ["sine3", 2, largest, largest, largest], ["cheby", 0, largest, largest, largest, largest],
            ["sine1", 1, largest], ["normalize", .float32(-.infinity)], ["wnormalize", largest],
            ["sine1", -1, .float32(.leastNonzeroMagnitude)], ["sine1", 2_147_483_647, 1], ["normalize", 0],
            ["copy", 0, 0, 0, -2_147_483_648], ["copy", 0, 0, 0, 2_147_483_647],
        ] {
            #expect(synths.send(OSCMessage(address: "/b_gen", arguments: [0] + arguments)) == [#"/done "/b_gen" 0"#])
            #expect(samples(8).count == 8 && samples(8).allSatisfy(\.isFinite), "\(arguments)")
        }
        // A computation that would occupy the lane for hours is refused.
        alloc(1 << 24)
        let many = [OSCArgument](repeating: 0.5, count: 1000)
        #expect(
            synths.send(OSCMessage(address: "/b_gen", arguments: [0, "sine1", 4] + many))[0].contains("Use fewer."))
    }
}
