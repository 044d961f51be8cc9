package import TonewheelDSP

/// Envelope: a line of segments between levels, in times and shapes of their own.
///
/// - Input 0 `gate`: starts the envelope above 0, and releases it at 0 and below. Below −1 it is released in −gate −
///   1 seconds.
/// - Input 1 `levelScale`: a factor for the levels; read where a segment begins.
/// - Input 2 `levelBias`: what is added to the levels; read where a segment begins.
/// - Input 3 `timeScale`: a factor for the times; read where a segment begins.
/// - Input 4 `doneAction`: what becomes of the synth at the end.
/// - Input 5 `level`: the level before the first segment.
/// - Input 6 `segmentCount`: segments.
/// - Input 7 `releaseNode`: the level at which it waits while the gate is open; none below 0.
/// - Input 8 `loopNode`: the level from which it goes on instead of waiting; none below 0.
/// - Further inputs: for each segment its level, its time in seconds, its shape (0 … 8) and its curve.
/// - Output 0 `out`: the envelope.
///
/// Reference: SuperCollider help, "EnvGen", "Env"; the order of levels, gates and frames as measured with scsynth
/// 3.13.
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
                .blockSizes: "levels and times are those that the block begins with",
                .inPlace: "it reads its segments where they begin",
            ])
    }

    private let sampleRate: Double
    private let unit: Int
    private let segmentsGiven: Int
    private var engine: EnvelopeSegment = EnvelopeSegment()
    private var segment: Int = -1  // −1 before the first
    private var gate: Float = 0  // of the frame before
    private var isWaiting: Bool = false  // at the release node
    private var isDone: Bool = false
    private var armed: Bool = false  // a segment begins though the gate is closed

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        unit = setup.index
        segmentsGiven = max(0, setup.inputs.count - 9) / 4
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        engine = EnvelopeSegment()
        segment = -1
        gate = 0
        isWaiting = false
        isDone = false
        armed = false
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let frameCount = block.frameCount
        let gate = block.input(0)
        if block.isFirst {
            engine.level = level(block.input(5).initial, block, Self.beforeFirst)
            // Open before the start, it is one step on in the first frame.
            if gate.initial > 0 {
                self.gate = gate.initial
                beginNext(block, Self.beforeFirst)
                if engine.framesLeft > 0 { engine.step() }
            }
        }
        var frame = 0
        while frame < frameCount {
            turn(gate[frame], block, frame)
            if engine.framesLeft == 0 { beginNext(block, frame) }
            if gate.isConstant {
                // Up to the end of the segment there is nothing to decide.
                let count = min(frameCount &- frame, engine.framesLeft)
                if count > 0 {
                    engine.fill(output + frame, count)
                    frame = frame &+ count
                    continue
                }
                if isDone || isWaiting || segment < 0 {
                    let level = Float(engine.level)
                    while frame < frameCount {
                        output[frame] = level
                        frame = frame &+ 1
                    }
                    return
                }
            }
            output[frame] = Float(engine.level)
            if engine.framesLeft > 0 { engine.step() }
            frame = frame &+ 1
        }
    }

    /// Before the first frame it is at the level before the first segment. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Float(level(block.held(5)[0], block, 0))
    }

    /// Stands for the frame before the first one. Of all other frames, levels and times are those that the block begins with.
    private static var beforeFirst: Int {
        @_noLocks @_noAllocation get { -1 }
    }

    /// Segments that there are.
    @_noLocks @_noAllocation
    private func segmentCount(_ block: borrowing Block) -> Int {
        Held.index(block.held(6)[0], 0, segmentsGiven)
    }

    /// A level as the envelope gives it.
    @_noLocks @_noAllocation
    private func level(_ value: Float, _ block: borrowing Block, _ frame: Int) -> Double {
        let scale = Double(Held.finite(block.held(1).value(at: min(frame, 0))))
        return Held.finite(
            Double(Held.finite(value)) * scale + Double(Held.finite(block.held(2).value(at: min(frame, 0)))))
    }

    /// Starts, releases or cuts off the envelope if the gate has changed. What it decides shows in the frame after this one.
    @_noLocks @_noAllocation
    private mutating func turn(_ gate: Float, _ block: borrowing Block, _ frame: Int) {
        let before = self.gate
        guard gate != before else { return }
        self.gate = gate
        let releaseNode = Held.index(block.held(7).value(at: min(frame, 0)), -1, segmentsGiven)
        if gate > 0, !(before > 0) {
            segment = -1
            isWaiting = false
            isDone = false
            engine.framesLeft = 0
            // The frame of the change has the old level.
            armed = true
        } else if gate <= -1, before > -1 {
            release(block, frame, node: releaseNode, seconds: -gate - 1)
        } else if !(gate > 0), before > 0, releaseNode >= 0, segment < releaseNode, releaseNode < segmentCount(block) {
            segment = releaseNode &- 1
            isWaiting = false
            engine.framesLeft = 0
            armed = true
        }
    }

    /// Goes to the last level at once, in the shape of the release.
    @_noLocks @_noAllocation
    private mutating func release(_ block: borrowing Block, _ frame: Int, node: Int, seconds: Float) {
        let count = segmentCount(block)
        guard count > 0, !isDone else { return }
        let shaped = node >= 0 && node < count ? node : count &- 1
        segment = count &- 1
        isWaiting = false
        armed = false
        engine.begin(
            to: level(block.held(9 &+ 4 &* segment).value(at: min(frame, 0)), block, frame),
            frames: Held.frames(seconds, sampleRate),
            shape: block.held(11 &+ 4 &* shaped).value(at: min(frame, 0)),
            curve: block.held(12 &+ 4 &* shaped).value(at: min(frame, 0)))
    }

    /// Begins the segment after the one that has ended; if there is none, or it has to wait, nothing moves.
    @_noLocks @_noAllocation
    private mutating func beginNext(_ block: borrowing Block, _ frame: Int) {
        guard !isDone, !isWaiting, armed || segment >= 0 || gate > 0 else { return }
        armed = false
        let count = segmentCount(block)
        let releaseNode = Held.index(block.held(7).value(at: min(frame, 0)), -1, segmentsGiven)
        var next = segment &+ 1
        if gate > 0, releaseNode >= 0, next == releaseNode {
            let loopNode = Held.index(block.held(8).value(at: min(frame, 0)), -1, segmentsGiven)
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
        engine.begin(
            to: level(block.held(first).value(at: min(frame, 0)), block, frame), frames: Held.frames(time, sampleRate),
            shape: block.held(first &+ 2).value(at: min(frame, 0)),
            curve: block.held(first &+ 3).value(at: min(frame, 0)))
    }
}
