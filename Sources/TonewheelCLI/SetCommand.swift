import ArgumentParser
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel set`: changes a parameter of what is playing.
struct SetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a parameter of what is playing.",
        discussion: """
            EXAMPLES:
              tonewheel set freq 880
              tonewheel set amp 0.25
              tonewheel set gate 0
            """
    )

    enum Parameter: String, CaseIterable, ExpressibleByArgument {
        case freq, amp, gate, monitor

        var address: OSCAddress {
            switch self {
            case .freq: "/mod/sine/freq"
            case .amp: "/mod/sine/amp"
            case .gate: "/gate/sine"
            case .monitor: "/input/monitor"
            }
        }
    }

    @Argument(help: "freq (hertz), amp (0 to 1), gate (0 or 1) or monitor (of the input, 0 to 1).")
    var parameter: Parameter

    // As text, and whatever it looks like: the engine says what is wrong with −1, the parser would take it for an option.
    @Argument(parsing: .allUnrecognized, help: "Its new value.")
    var value: [String]

    @OptionGroup var client: ClientOptions

    func run() async throws {
        guard value.count == 1, let number = Float(value[0]) else {
            throw ValidationError("'\(value.joined(separator: " "))' is not one number")
        }
        let engine = client.engine
        let answers: [OSCMessage]?
        do throws(ServerError) {
            answers = try await engine.send(OSCMessage(parameter.address, .float32(number)))
        } catch {
            throw fail(error)
        }
        guard let answers else { throw fail(engine.absence, .noEngine) }
        if let refusal = answers.first(where: { $0.address.path == "/fail" }) {
            throw fail(refusal.arguments.last?.plainText ?? "refused")
        }
    }
}
