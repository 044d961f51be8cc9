import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer
import TonewheelSynths

/// The methods of the engine itself, and their arguments.
@Suite struct EngineMethodTests {
    private func method<Method: EngineMethod>(
        _ method: Method.Type, _ arguments: OSCArgument...
    ) throws -> Method {
        let bytes = try OSCMessage(address: "/any", arguments: arguments).encoded()
        return try bytes.withUnsafeBytes { bytes in
            guard case .message(let message) = try OSCPacketView(validating: bytes) else {
                throw CommandError("bundle")
            }
            return try Method(message, sampleRate: 48_000)
        }
    }

    /// Returns the change of a tone method.
    private func change(_ method: any ToneMethod.Type, _ argument: OSCArgument) throws -> ParameterChange {
        try self.method(method, argument).change
    }

    /// Returns the reason of a refusal; nil if the arguments are valid.
    private func refusal(_ method: any EngineMethod.Type, _ arguments: [OSCArgument]) throws -> String? {
        let bytes = try OSCMessage(address: "/any", arguments: arguments).encoded()
        do {
            try bytes.withUnsafeBytes { bytes in
                guard case .message(let message) = try OSCPacketView(validating: bytes) else { return }
                _ = try method.init(message, sampleRate: 48_000)
            }
            return nil
        } catch let error as CommandError {
            return error.reason
        }
    }

    private static let withoutArguments: [any EngineMethod.Type] = [
        StartEngine.self, StopEngine.self, QuitProgram.self, QueryStatus.self,
    ]
    private static let numbers: [any ToneMethod.Type] = [
        SetToneFrequency.self, SetToneAmplitude.self, SetToneGate.self, SetMonitor.self,
    ]

    @Test func addresses() {
        #expect(
            EngineMethods.all.map { "\($0.address)" } == [
                "/engine/start", "/engine/stop", "/engine/quit", "/engine/status", "/mod/sine/freq", "/mod/sine/amp",
                "/gate/sine", "/input/monitor", "/sync", "/chaos/fault",
            ])
        for method in EngineMethods.all { #expect(method.usage.hasPrefix("takes ")) }
    }

    @Test(arguments: [440, 440.0, .double(440), .int64(440)] as [OSCArgument])
    func frequencyAcceptsAnyNumericType(argument: OSCArgument) throws {
        #expect(try change(SetToneFrequency.self, argument) == ParameterChange(frequency: 440))
    }

    @Test func rangeLimitsAreValid() throws {
        #expect(try change(SetToneFrequency.self, 0) == ParameterChange(frequency: 0))
        #expect(try change(SetToneFrequency.self, 24_000) == ParameterChange(frequency: 24_000))
        #expect(try change(SetMonitor.self, 1) == ParameterChange(monitor: 1))
        #expect(try change(SetToneAmplitude.self, 0) == ParameterChange(amplitude: 0))
        #expect(try change(SetToneAmplitude.self, .double(1)) == ParameterChange(amplitude: 1))
        #expect(try change(SetToneAmplitude.self, .double(0.25)) == ParameterChange(amplitude: 0.25))
    }

    @Test func gate() throws {
        for open in [1, 1.0, .double(1), .int64(1), true] as [OSCArgument] {
            #expect(try change(SetToneGate.self, open) == ParameterChange(gate: true))
        }
        for closed in [0, 0.0, -0.0, .double(0), .int64(0), false] as [OSCArgument] {
            #expect(try change(SetToneGate.self, closed) == ParameterChange(gate: false))
        }
    }

    @Test func refusesUnexpectedArguments() throws {
        for method in Self.withoutArguments {
            #expect(try refusal(method, []) == nil)
            #expect(try refusal(method, [1]) == "\(method.address) takes no argument")
            #expect(try refusal(method, ["now", 2]) == "\(method.address) takes no argument")
        }
    }

    @Test func refusesAnythingButOneNumber() throws {
        let wrong: [[OSCArgument]] = [
            [], ["1"], [.symbol("1")], [.nil], [.impulse], [.blob([0, 0, 0, 1])], [.timeTag(.immediately)],
            [.character(49)], [.color(1)], [.array([1])], [.array([])], [1, 1], [1, "Hz"], [.array([]), 1],
        ]
        for method in Self.numbers {
            for arguments in wrong {
                #expect(try refusal(method, arguments) == "\(method.address) \(method.usage)", "\(arguments)")
            }
        }
    }

    @Test func refusesNonFiniteNumbers() throws {
        for method in Self.numbers {
            for number in [Float.nan, .signalingNaN, .infinity, -.infinity] {
                #expect(try refusal(method, [.float32(number)])?.hasSuffix("is not a finite number") == true)
                #expect(try refusal(method, [.double(Double(number))])?.hasSuffix("is not a finite number") == true)
            }
            // Finite in double precision only.
            #expect(try refusal(method, [.double(1e300)]) == "inf is not a finite number")
        }
    }

    @Test func refusesNumbersOutOfRange() throws {
        for hertz in [-1, -0.001, 24_000.002, 24_001, .int64(.max), .int32(.min), .double(-1e30)] as [OSCArgument] {
            #expect(try refusal(SetToneFrequency.self, [hertz])?.contains("half the sample rate") == true, "\(hertz)")
        }
        for peak in [-0.001, -1, 2, 1.0001, .int64(.min)] as [OSCArgument] {
            #expect(try refusal(SetToneAmplitude.self, [peak])?.contains("outside 0 … 1") == true, "\(peak)")
        }
        for gate in [2, -1, 0.5, .double(1.5), .int64(.max)] as [OSCArgument] {
            #expect(try refusal(SetToneGate.self, [gate])?.hasSuffix("is neither 0 nor 1") == true, "\(gate)")
        }
    }

    @Test func syncAcceptsAnInteger() throws {
        for arguments in [[], [1], [-1], [1, 2], [1.0], [.int64(1)]] as [[OSCArgument]] {
            #expect(try refusal(SyncEngine.self, arguments) == nil, "\(arguments)")
        }
        for arguments in [["1"], [.blob([])]] as [[OSCArgument]] {
            #expect(try refusal(SyncEngine.self, arguments)?.contains("integer") == true, "\(arguments)")
        }
    }

    @Test func faultAcceptsOneWord() throws {
        for word in ["crash", "hang", "nan", "off"] as [OSCArgument] {
            #expect(try refusal(CauseFault.self, [word]) == nil)
        }
        for arguments in [[], ["crush"], [1], ["nan", "off"]] as [[OSCArgument]] {
            #expect(try refusal(CauseFault.self, arguments)?.hasPrefix("/chaos/fault takes one word") == true)
        }
    }
}
