import Foundation
import Testing
import Tonewheel
import TonewheelGraph

/// Graphs that are compiled here and by sclang 3.13. The files are identical, byte for byte, where sclang keeps the
/// order in which units are made.
@Suite struct SynthDefSclangTests {
    /// The order of units in the two files.
    private enum Order {
        case same
        /// sclang moves units that depend on controls only to the front. The definition keeps the order of its calls,
        /// on which units that write to buses depend.
        case other
    }

    private static func expectSame(
        _ name: String, _ order: Order = .same, _ location: SourceLocation = #_sourceLocation,
        _ build: (SynthDef.Builder) -> Void
    ) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Compiled/\(name).scsyndef")
        let bytes = try Array(Data(contentsOf: file))
        let ours = try SynthDef(name, build)
        let theirs = try SynthDef(decoding: bytes)
        let (ourUnits, theirUnits) = (expressions(ours), expressions(theirs))
        for (our, their) in zip(ourUnits.sorted(), theirUnits.sorted()) where our != their {
            Issue.record("\(our), sclang has \(their)", sourceLocation: location)
            break
        }
        #expect(ourUnits.count == theirUnits.count, sourceLocation: location)
        #expect((ourUnits == theirUnits) == (order == .same), sourceLocation: location)
        var reordered = ours
        reordered.units = theirs.units
        #expect(reordered == theirs, sourceLocation: location)
        if order == .same { #expect(ours.bytes == bytes, sourceLocation: location) }
    }

    /// Returns an expression for each unit, with all its inputs.
    private static func expressions(_ definition: SynthDef) -> [String] {
        var texts: [String] = []
        for unit in definition.units {
            let inputs = unit.inputs.map { input in
                switch input {
                case .constant(let index): "\(definition.constants[index])"
                case .output(let unit, let index): "\(texts[unit])[\(index)]"
                }
            }
            let kind = "\(unit.name).\(unit.rate) \(unit.specialIndex) -> \(unit.outputs)"
            texts.append("\(kind) (\(inputs.joined(separator: ", ")))")
        }
        return texts
    }

    @Test func controlsOfAllKinds() throws {
        try Self.expectSame("controls") { def in
            let freq = def.control("freq", 440, lag: 0.1)
            let bus = def.control("i_bus", 1, .initial)
            let trigger = def.control("t_trig", 0, .trigger)
            let input = def.control("a_in", 0.5, .audio)
            let amp = def.control("amp", 0.1, lag: 0.2)
            let gate = def.control("gate", 1)
            Out.kr(bus, [freq, trigger, input, amp, gate] + def.control("pan", [1, 2, 3]))
        }
        try Self.expectSame("unlagged") { def in
            let freq = def.control("freq", 440)
            let bus = def.control("i_bus", 1, .initial)
            let trigger = def.control("t_trig", 0, .trigger)
            Out.kr(bus, [freq, trigger, def.control("a_in", 0.5, .audio), def.control("amp", 0.1)])
        }
        try Self.expectSame("lags") { def in
            Out.kr(0, def.control("freq", (1...20).map(Float.init), lag: 0.1))
        }
    }

    @Test func variants() throws {
        try Self.expectSame("variants") { def in
            def.variant("low", ["a": 5])
            def.variant("high", ["b": 7])
            Out.kr(0, def.control("a", 1) + def.control("b", 2))
        }
    }

    @Test func bass() throws {
        try Self.expectSame("bass") { def in
            let freq = def.control("freq", 110, lag: 0.1)
            let gate = def.control("gate", 1)
            let envelope = EnvGen.kr(.adsr(), gate: gate, doneAction: .freeSelf)
            Out.ar(0, Pan2.ar(RLPF.ar(Saw.ar(freq), 800, 0.3) * envelope))
        }
    }

    @Test func oscillators() throws {
        try Self.expectSame("oscillators", .other) { def in
            let f = def.control("f", 440)
            func both(_ ar: (UGen?) -> UGen, _ kr: (UGen?) -> UGen) {
                Out.ar(0, ar(nil))
                Out.ar(1, ar(f))
                Out.kr(0, kr(nil))
                Out.kr(1, kr(f))
            }
            both({ $0.map { SinOsc.ar($0) } ?? SinOsc.ar() }, { $0.map { SinOsc.kr($0) } ?? SinOsc.kr() })
            both({ $0.map { SinOscFB.ar($0) } ?? SinOscFB.ar() }, { $0.map { SinOscFB.kr($0) } ?? SinOscFB.kr() })
            both({ $0.map { Saw.ar($0) } ?? Saw.ar() }, { $0.map { Saw.kr($0) } ?? Saw.kr() })
            both({ $0.map { Pulse.ar($0) } ?? Pulse.ar() }, { $0.map { Pulse.kr($0) } ?? Pulse.kr() })
            both({ $0.map { VarSaw.ar($0) } ?? VarSaw.ar() }, { $0.map { VarSaw.kr($0) } ?? VarSaw.kr() })
            both({ $0.map { LFSaw.ar($0) } ?? LFSaw.ar() }, { $0.map { LFSaw.kr($0) } ?? LFSaw.kr() })
            both({ $0.map { LFTri.ar($0) } ?? LFTri.ar() }, { $0.map { LFTri.kr($0) } ?? LFTri.kr() })
            both({ $0.map { LFPulse.ar($0) } ?? LFPulse.ar() }, { $0.map { LFPulse.kr($0) } ?? LFPulse.kr() })
            both({ $0.map { Impulse.ar($0) } ?? Impulse.ar() }, { $0.map { Impulse.kr($0) } ?? Impulse.kr() })
            both({ $0.map { DC.ar($0) } ?? DC.ar() }, { $0.map { DC.kr($0) } ?? DC.kr() })
            both({ $0.map { Vibrato.ar($0) } ?? Vibrato.ar() }, { $0.map { Vibrato.kr($0) } ?? Vibrato.kr() })
        }
    }

    @Test func noise() throws {
        try Self.expectSame("noise", .other) { def in
            let f = def.control("f", 440)
            Out.ar(0, WhiteNoise.ar())
            Out.ar(0, LFNoise2.ar())
            Out.ar(0, LFNoise2.ar(f))
            Out.kr(0, WhiteNoise.kr())
            Out.kr(0, LFNoise2.kr())
            Out.kr(0, LFNoise2.kr(f))
            Out.kr(0, Rand.ir())
            Out.kr(0, Rand.ir(-2, 3))
        }
    }

    @Test func filters() throws {
        try Self.expectSame("filters") { def in
            let f = def.control("f", 440)
            let atAudioRate: [(UGen) -> UGen] = [
                { LPF.ar($0) }, { HPF.ar($0) }, { BPF.ar($0) }, { RLPF.ar($0) }, { RHPF.ar($0) }, { Ringz.ar($0) },
                { HPZ1.ar($0) }, { LeakDC.ar($0) }, { Lag.ar($0) },
            ]
            let atControlRate: [(UGen) -> UGen] = [
                { LPF.kr($0) }, { HPF.kr($0) }, { BPF.kr($0) }, { RLPF.kr($0) }, { RHPF.kr($0) }, { Ringz.kr($0) },
                { HPZ1.kr($0) }, { LeakDC.kr($0) }, { Lag.kr($0) },
            ]
            for filter in atAudioRate { Out.ar(0, filter(SinOsc.ar(f))) }
            for filter in atControlRate { Out.kr(0, filter(SinOsc.kr(f))) }
        }
    }

    @Test func dynamics() throws {
        try Self.expectSame("dynamics") { def in
            let f = def.control("f", 440)
            Out.ar(0, Limiter.ar(SinOsc.ar(f)))
            Out.ar(0, Normalizer.ar(SinOsc.ar(f)))
            Out.ar(0, Clip.ar(SinOsc.ar(f)))
            Out.ar(0, Fold.ar(SinOsc.ar(f)))
            Out.ar(0, DetectSilence.ar(SinOsc.ar(f)))
            Out.kr(0, Clip.kr(SinOsc.kr(f)))
            Out.kr(0, Fold.kr(SinOsc.kr(f)))
            Out.kr(0, DetectSilence.kr(SinOsc.kr(f)))
            Out.kr(0, Clip.ir(Rand.ir(0, 2), 0.5, 1))
            Out.kr(0, Fold.ir(Rand.ir(0, 2), 0.5, 1))
        }
    }

    @Test func panning() throws {
        try Self.expectSame("panning") { def in
            let f = def.control("f", 440)
            Out.ar(0, Pan2.ar(SinOsc.ar(f)))
            Out.ar(0, Pan2.ar(SinOsc.ar(f), 0.5, level: 0.25))
            Out.ar(0, Balance2.ar(SinOsc.ar(f), Saw.ar(f), f, level: 0.5))
            Out.ar(0, XFade2.ar(SinOsc.ar(f), Saw.ar(f), f, level: 0.5))
            Out.ar(0, LinXFade2.ar(SinOsc.ar(f), Saw.ar(f), f))
            Out.kr(0, Pan2.kr(SinOsc.kr(f)))
            Out.kr(0, Pan2.kr(SinOsc.kr(f), 0.5, level: 0.25))
            Out.kr(0, Balance2.kr(SinOsc.kr(f), Saw.kr(f), f, level: 0.5))
            Out.kr(0, XFade2.kr(SinOsc.kr(f), Saw.kr(f), f, level: 0.5))
            Out.kr(0, LinXFade2.kr(SinOsc.kr(f), Saw.kr(f), f))
        }
    }

    @Test func envelopes() throws {
        try Self.expectSame("envelopes", .other) { def in
            let f = def.control("f", 440)
            let own = Envelope(
                levels: [0, 1, 0.5, 0], times: [0.1, 0.2], curves: [.sine, -4], releaseNode: 2, loopNode: 1)
            Out.ar(0, Line.ar())
            Out.ar(0, Line.ar(3, 4, 5, doneAction: .freeSelf))
            Out.ar(0, XLine.ar())
            Out.ar(0, XLine.ar(3, 4, 5, doneAction: .freeSelf))
            Out.ar(0, EnvGen.ar(.perc()))
            Out.ar(
                0, EnvGen.ar(own, gate: f, levelScale: 2, levelBias: 3, timeScale: 4, doneAction: .freeGroup))
            Out.kr(0, Line.kr())
            Out.kr(0, Line.kr(3, 4, 5, doneAction: .freeSelf))
            Out.kr(0, XLine.kr())
            Out.kr(0, XLine.kr(3, 4, 5, doneAction: .freeSelf))
            Out.kr(0, EnvGen.kr(.perc()))
            Out.kr(
                0, EnvGen.kr(own, gate: f, levelScale: 2, levelBias: 3, timeScale: 4, doneAction: .freeGroup))
            Out.kr(0, Linen.kr())
            Out.kr(0, Linen.kr(f, attack: 2, level: 3, release: 4, doneAction: .freeSelf))
        }
    }

    @Test func buses() throws {
        try Self.expectSame("buses", .other) { def in
            let f = def.control("f", 440)
            Out.ar(f, In.ar(f))
            Out.ar(f, In.ar(f, channels: 3))
            ReplaceOut.ar(f, In.ar(f))
            ReplaceOut.ar(f, In.ar(f, channels: 3))
            Out.kr(f, In.kr(f))
            Out.kr(f, In.kr(f, channels: 3))
            ReplaceOut.kr(f, In.kr(f))
            ReplaceOut.kr(f, In.kr(f, channels: 3))
            OffsetOut.ar(f, InFeedback.ar(f))
            OffsetOut.ar(f, InFeedback.ar(f, channels: 2))
            LocalOut.ar(LocalIn.ar([1, 2]))
            ScopeOut2.ar(In.ar(f, channels: 2), scope: 3)
            ScopeOut2.ar(In.ar(f, channels: 2), scope: 3, maxFrames: 8192, frames: f)
            // sclang also keeps it, although no unit reads it.
            _ = PlayBuf.ar(f, channels: 2)
            Out.ar(0, PlayBuf.ar(f, channels: 2))
            Out.ar(0, PlayBuf.ar(f, rate: 2, trigger: 3, start: 4, loop: 1, doneAction: .freeSelf))
            LocalOut.kr(LocalIn.kr([1, 2]))
            ScopeOut2.kr(In.kr(f, channels: 2), scope: 3)
            ScopeOut2.kr(In.kr(f, channels: 2), scope: 3, maxFrames: 8192, frames: f)
            _ = PlayBuf.kr(f, channels: 2)
            Out.kr(0, PlayBuf.kr(f, channels: 2))
            Out.kr(0, PlayBuf.kr(f, rate: 2, trigger: 3, start: 4, loop: 1, doneAction: .freeSelf))
            DiskOut.ar(f, In.ar(f, channels: 2))
        }
    }

    @Test func synthControl() throws {
        try Self.expectSame("control", .other) { def in
            let f = def.control("f", 440)
            FreeSelf.kr(f)
            SendTrig.kr(f)
            SendTrig.kr(f, id: 3, value: 4)
            SendTrig.ar(In.ar(f), id: 3, value: 4)
            Out.kr(0, ControlDur.ir())
            Out.kr(0, NumOutputBuses.ir())
            Out.ar(0, K2A.ar(f))
            Out.kr(0, Select.kr(f, [1, 2, f]))
            Out.ar(0, Select.ar(f, [In.ar(1), In.ar(2)]))
            SendReply.kr(f)
            SendReply.kr(f, "/tick", [1, f], id: 7)
            SendReply.ar(In.ar(f), "/tick", [f], id: 8)
        }
    }

    /// In the order of the file. sclang has no `!=`, and no syntax for some other operators.
    @Test func unaryOperators() throws {
        try Self.expectSame("unary") { def in
            let x = def.control("x", 1)
            let operations: [(UGen) -> UGen] = [
                { -$0 }, \.reciprocal, \.bitNot, \.abs, \.ceil, \.floor, \.frac, \.sign, \.squared, \.cubed, \.sqrt,
                \.exp, \.midicps, \.cpsmidi, \.midiratio, \.ratiomidi, \.dbamp, \.ampdb, \.octcps, \.cpsoct, \.log,
                \.log2, \.log10, \.sin, \.cos, \.tan, \.asin, \.acos, \.atan, \.sinh, \.cosh, \.tanh, \.rand, \.rand2,
                \.linrand, \.bilinrand, \.sum3rand, \.distort, \.softclip, \.coin, \.rectWindow, \.hanWindow,
                \.welWindow, \.triWindow, \.ramp, \.scurve,
            ]
            #expect(operations.count == UGen.UnaryOperator.allCases.count)
            for operation in operations { Out.kr(0, operation(x)) }
        }
    }

    @Test func binaryOperators() throws {
        try Self.expectSame("binary") { def in
            let (x, y) = (def.control("x", 1), def.control("y", 2))
            Out.kr(0, x + y)
            Out.kr(0, x - y)
            Out.kr(0, x * y)
            Out.kr(0, x.div(y))
            Out.kr(0, x / y)
            Out.kr(0, x % y)
            Out.kr(0, x.equal(y))
            Out.kr(0, x < y)
            Out.kr(0, x > y)
            Out.kr(0, x <= y)
            Out.kr(0, x >= y)
            let operations: [(UGen) -> (UGen) -> UGen] = [
                UGen.min, UGen.max, UGen.bitAnd, UGen.bitOr, UGen.bitXor, UGen.lcm, UGen.gcd, UGen.round, UGen.roundUp,
                UGen.trunc, UGen.atan2, UGen.hypot, UGen.hypotApx, UGen.pow, UGen.leftShift, UGen.rightShift,
                UGen.unsignedRightShift, UGen.ring1, UGen.ring2, UGen.ring3, UGen.ring4, UGen.difsqr, UGen.sumsqr,
                UGen.sqrsum, UGen.sqrdif, UGen.absdif, UGen.thresh, UGen.amclip, UGen.scaleneg, UGen.clip2,
                UGen.excess, UGen.fold2, UGen.wrap2, UGen.firstArg, UGen.rrand, UGen.exprand,
            ]
            // All operators except `notEqual`, which sclang does not compile under this name.
            #expect(operations.count + 11 + 1 == UGen.BinaryOperator.allCases.count)
            for operation in operations { Out.kr(0, operation(x)(y)) }
        }
        #expect(UGen.BinaryOperator.notEqual.rawValue == 7)
    }

    @Test func operatorsOfMixedRates() throws {
        try Self.expectSame("mixed") { def in
            let (x, y) = (def.control("x", 1), def.control("y", 2))
            Out.kr(0, In.kr(3).mulAdd(x, y))
            Out.ar(0, In.ar(3) > x)
            Out.ar(0, x - In.ar(3))
        }
    }
}
