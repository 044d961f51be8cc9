import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer
import TonewheelSynths

@Suite struct ServerCommandTests {
    private func command(_ method: ServerMethod, _ arguments: OSCArgument...) throws -> ServerCommand {
        let bytes = try OSCMessage(address: "/any", arguments: arguments).encoded()
        return try bytes.withUnsafeBytes { bytes in
            guard case .message(let message) = try OSCPacketView(validating: bytes) else {
                throw CommandError("bundle")
            }
            return try ServerCommand(method, message.arguments, sampleRate: 48_000)
        }
    }

    /// The reason for which it is refused; nil if it is not.
    private func refusal(_ method: ServerMethod, _ arguments: [OSCArgument]) throws -> String? {
        let bytes = try OSCMessage(address: "/any", arguments: arguments).encoded()
        do {
            try bytes.withUnsafeBytes { bytes in
                guard case .message(let message) = try OSCPacketView(validating: bytes) else { return }
                _ = try ServerCommand(method, message.arguments, sampleRate: 48_000)
            }
            return nil
        } catch let error as CommandError {
            return error.reason
        }
    }

    @Test func withoutArguments() throws {
        #expect(try command(.start) == .request(.start))
        #expect(try command(.stop) == .request(.stop))
        #expect(try command(.quit) == .request(.quit))
        #expect(try command(.status) == .request(.status))
    }

    @Test func sync() throws {
        #expect(try command(.sync, 7) == .request(.sync(7)))
        #expect(try command(.sync, -1) == .request(.sync(-1)))
    }

    @Test(arguments: [440, 440.0, .double(440), .int64(440)] as [OSCArgument])
    func anyNumberIsAFrequency(argument: OSCArgument) throws {
        #expect(try command(.frequency, argument) == .change(ParameterChange(frequency: 440)))
    }

    @Test func theEndsOfTheRanges() throws {
        #expect(try command(.frequency, 0) == .change(ParameterChange(frequency: 0)))
        #expect(try command(.frequency, 24_000) == .change(ParameterChange(frequency: 24_000)))
        #expect(try command(.monitor, 1) == .change(ParameterChange(monitor: 1)))
        #expect(try command(.amplitude, 0) == .change(ParameterChange(amplitude: 0)))
        #expect(try command(.amplitude, .double(1)) == .change(ParameterChange(amplitude: 1)))
        #expect(try command(.amplitude, .double(0.25)) == .change(ParameterChange(amplitude: 0.25)))
    }

    @Test func gate() throws {
        for open in [1, 1.0, .double(1), .int64(1), true] as [OSCArgument] {
            #expect(try command(.gate, open) == .change(ParameterChange(gate: true)))
        }
        for closed in [0, 0.0, -0.0, .double(0), .int64(0), false] as [OSCArgument] {
            #expect(try command(.gate, closed) == .change(ParameterChange(gate: false)))
        }
    }

    @Test(arguments: [.start, .stop, .quit, .status] as [ServerMethod]) func refusesAnArgument(method: ServerMethod)
        throws
    {
        #expect(try refusal(method, [1]) == "\(method.address) takes no argument")
        #expect(try refusal(method, ["now", 2]) == "\(method.address) takes no argument")
    }

    @Test(arguments: [.frequency, .amplitude, .gate] as [ServerMethod]) func refusesWhatIsNotOneNumber(
        method: ServerMethod
    ) throws {
        let usage = "\(method.address) \(method.usage)"
        let wrong: [[OSCArgument]] = [
            [], ["1"], [.symbol("1")], [.nil], [.impulse], [.blob([0, 0, 0, 1])], [.timeTag(.immediately)],
            [.character(49)], [.color(1)], [.array([1])], [.array([])], [1, 1], [1, "Hz"], [.array([]), 1],
        ]
        for arguments in wrong {
            #expect(try refusal(method, arguments) == usage, "\(arguments)")
        }
    }

    @Test(arguments: [.frequency, .amplitude, .gate] as [ServerMethod]) func refusesWhatIsNotFinite(
        method: ServerMethod
    ) throws {
        for number in [Float.nan, .signalingNaN, .infinity, -.infinity] {
            #expect(try refusal(method, [.float32(number)])?.hasSuffix("is not a finite number") == true)
            #expect(try refusal(method, [.double(Double(number))])?.hasSuffix("is not a finite number") == true)
        }
        // Finite, but not in single precision.
        #expect(try refusal(method, [.double(1e300)]) == "inf is not a finite number")
    }

    @Test func refusesWhatIsOutOfRange() throws {
        for hertz in [-1, -0.001, 24_000.002, 24_001, .int64(.max), .int32(.min), .double(-1e30)] as [OSCArgument] {
            #expect(try refusal(.frequency, [hertz])?.contains("half the sample rate") == true, "\(hertz)")
        }
        for peak in [-0.001, -1, 2, 1.0001, .int64(.min)] as [OSCArgument] {
            #expect(try refusal(.amplitude, [peak])?.contains("outside 0 … 1") == true, "\(peak)")
        }
        for gate in [2, -1, 0.5, .double(1.5), .int64(.max)] as [OSCArgument] {
            #expect(try refusal(.gate, [gate])?.hasSuffix("is neither 0 nor 1") == true, "\(gate)")
        }
    }

    @Test func syncTakesOneInteger() throws {
        for arguments in [[], [1, 2], [1.0], ["1"], [.int64(1)], [true]] as [[OSCArgument]] {
            #expect(try refusal(.sync, arguments) == "/sync takes one integer, which comes back in /synced")
        }
    }
}
