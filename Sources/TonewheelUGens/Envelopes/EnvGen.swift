package import TonewheelDSP

/// An envelope generator: a sequence of segments between levels, each with its own duration and shape.
///
/// - Input 0 `gate`: starts the envelope when it rises above 0, and releases it when it falls to 0 or below. At −1 and
///   below, the envelope moves to its last level in −gate − 1 seconds.
/// - Input 1 `levelScale`: the factor of all levels; read when a segment starts.
/// - Input 2 `levelBias`: the value added to all levels; read when a segment starts.
/// - Input 3 `timeScale`: the factor of all times; read when a segment starts.
/// - Input 4 `doneAction`: the done action at the end.
/// - Input 5 `level`: the level before the first segment.
/// - Input 6 `segmentCount`: the number of segments.
/// - Input 7 `releaseNode`: the index of the level at which the envelope waits while the gate is open; negative for
///   none.
/// - Input 8 `loopNode`: the index of the level from which the envelope repeats instead of waiting; negative for none.
/// - Further inputs: for each segment its level, its time in seconds, its shape (0 … 8) and its curvature.
/// - Output 0 `out`: the envelope.
///
/// The timing of levels and gates is as measured on scsynth 3.13.
///
/// Reference: SuperCollider help, "EnvGen", "Env".
package struct EnvGen: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "EnvGen",
            inputs: [
                .number("gate", default: 1), .number("levelScale", default: 1), .number("levelBias", default: 0),
                .number("timeScale", default: 1), .doneAction, .number("level", default: 0),
                .number("segmentCount", default: 0), .number("releaseNode", default: -99),
                .number("loopNode", default: -99),
            ], outputs: ["out"], furtherInputs: "segments",
            exemptions: [
                .blockSizes: "levels and times are those at the start of the block",
                .inPlace: "a segment is read when it starts",
            ])
    }

    private let sampleRate: Double
    private let unit: Int
    private let segmentCapacity: Int
    private var generator: EnvelopeSegment = EnvelopeSegment()
    private var segment: Int = -1  // −1 before the first segment
    private var gate: Float = 0  // in the previous frame
    private var isWaiting: Bool = false  // at the release node
    private var isDone: Bool = false
    private var isArmed: Bool = false  // the next segment starts even if the gate is closed

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        unit = setup.index
        segmentCapacity = max(0, setup.inputs.count - 9) / 4
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        generator = EnvelopeSegment()
        segment = -1
        gate = 0
        isWaiting = false
        isDone = false
        isArmed = false
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let frameCount = block.frameCount
        let gate = block.input(0)
        if block.isFirst {
            generator.level = level(block.input(5).initial, block, Self.frameBeforeFirst)
            // If the initial gate is open, the first frame is already one step into the first segment.
            if gate.initial > 0 {
                self.gate = gate.initial
                beginNextSegment(block, Self.frameBeforeFirst)
                if generator.framesLeft > 0 { generator.step() }
            }
        }
        var frame = 0
        while frame < frameCount {
            updateGate(gate[frame], block, frame)
            if generator.framesLeft == 0 { beginNextSegment(block, frame) }
            if gate.isConstant {
                // With a constant gate nothing changes before the end of the segment.
                let count = min(frameCount &- frame, generator.framesLeft)
                if count > 0 {
                    generator.fill(output + frame, count)
                    frame = frame &+ count
                    continue
                }
                if isDone || isWaiting || segment < 0 {
                    let level = Float(generator.level)
                    while frame < frameCount {
                        output[frame] = level
                        frame = frame &+ 1
                    }
                    return
                }
            }
            output[frame] = Float(generator.level)
            if generator.framesLeft > 0 { generator.step() }
            frame = frame &+ 1
        }
    }

    /// Sets the initial output to the level before the first segment. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Float(level(block.held(5)[0], block, 0))
    }

    /// The index of the frame before the first one. For all other frames, levels and times are read at the start of the
    /// block.
    private static var frameBeforeFirst: Int {
        @_noLocks @_noAllocation get { -1 }
    }

    /// Returns the number of segments, at most that of the inputs.
    @_noLocks @_noAllocation
    private func segmentCount(_ block: borrowing Block) -> Int {
        Clamp.index(block.held(6)[0], 0, segmentCapacity)
    }

    /// Returns a level after scale and bias.
    @_noLocks @_noAllocation
    private func level(_ value: Float, _ block: borrowing Block, _ frame: Int) -> Double {
        let scale = Double(Clamp.finite(block.held(1).value(at: min(frame, 0))))
        return Clamp.finite(
            Double(Clamp.finite(value)) * scale + Double(Clamp.finite(block.held(2).value(at: min(frame, 0)))))
    }

    /// Starts, releases or cuts off the envelope if the gate has changed. The output changes one frame later.
    @_noLocks @_noAllocation
    private mutating func updateGate(_ gate: Float, _ block: borrowing Block, _ frame: Int) {
        let previousGate = self.gate
        guard gate != previousGate else { return }
        self.gate = gate
        let releaseNode = Clamp.index(block.held(7).value(at: min(frame, 0)), -1, segmentCapacity)
        if gate > 0, !(previousGate > 0) {
            segment = -1
            isWaiting = false
            isDone = false
            generator.framesLeft = 0
            // In the frame of the change, the old level is output.
            isArmed = true
        } else if gate <= -1, previousGate > -1 {
            release(block, frame, node: releaseNode, seconds: -gate - 1)
        } else if !(gate > 0), previousGate > 0, releaseNode >= 0, segment < releaseNode,
            releaseNode < segmentCount(block)
        {
            segment = releaseNode &- 1
            isWaiting = false
            generator.framesLeft = 0
            isArmed = true
        }
    }

    /// Starts a segment to the last level immediately, with the shape of the release.
    @_noLocks @_noAllocation
    private mutating func release(_ block: borrowing Block, _ frame: Int, node: Int, seconds: Float) {
        let count = segmentCount(block)
        guard count > 0, !isDone else { return }
        let shaped = node >= 0 && node < count ? node : count &- 1
        segment = count &- 1
        isWaiting = false
        isArmed = false
        generator.begin(
            to: level(block.held(9 &+ 4 &* segment).value(at: min(frame, 0)), block, frame),
            frames: Clamp.frames(seconds, sampleRate),
            shape: block.held(11 &+ 4 &* shaped).value(at: min(frame, 0)),
            curve: block.held(12 &+ 4 &* shaped).value(at: min(frame, 0)))
    }

    /// Starts the next segment, waits at the release node, or finishes the envelope after the last segment.
    @_noLocks @_noAllocation
    private mutating func beginNextSegment(_ block: borrowing Block, _ frame: Int) {
        guard !isDone, !isWaiting, isArmed || segment >= 0 || gate > 0 else { return }
        isArmed = false
        let count = segmentCount(block)
        let releaseNode = Clamp.index(block.held(7).value(at: min(frame, 0)), -1, segmentCapacity)
        var next = segment &+ 1
        if gate > 0, releaseNode >= 0, next == releaseNode {
            let loopNode = Clamp.index(block.held(8).value(at: min(frame, 0)), -1, segmentCapacity)
            guard loopNode >= 0, loopNode < releaseNode else {
                isWaiting = true
                return
            }
            next = loopNode
        }
        guard next < count else {
            isDone = true
            block.synth.pointee.finish(unit: unit, action: block.held(4).value(at: min(frame, 0)))
            return
        }
        segment = next
        let first = 9 &+ 4 &* next
        let time = block.held(first &+ 1).value(at: min(frame, 0)) * block.held(3).value(at: min(frame, 0))
        generator.begin(
            to: level(block.held(first).value(at: min(frame, 0)), block, frame), frames: Clamp.frames(time, sampleRate),
            shape: block.held(first &+ 2).value(at: min(frame, 0)),
            curve: block.held(first &+ 3).value(at: min(frame, 0)))
    }
}
