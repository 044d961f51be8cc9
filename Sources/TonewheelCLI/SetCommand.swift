import ArgumentParser
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel set`: changes a parameter of the running engine.
struct SetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a parameter of the running engine.",
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

    @Argument(help: "freq (in hertz), amp (0 to 1), gate (0 or 1) or monitor (level of the input, 0 to 1).")
    var parameter: Parameter

    // Parsed as text, since the parser would read -1 as an option. The engine checks the value.
    @Argument(parsing: .allUnrecognized, help: "The new value.")
    var value: [String]

    @OptionGroup var client: ClientOptions

    func run() async throws {
        guard value.count == 1, let number = Float(value[0]) else {
            throw ValidationError("'\(value.joined(separator: " "))' is not a number.")
        }
        let engine = client.engine
        let replies: [OSCMessage]?
        do throws(ServerError) {
            replies = try await engine.send(OSCMessage(parameter.address, .float32(number)))
        } catch {
            throw fail(error)
        }
        guard let replies else { throw fail(engine.noReplyMessage, .noEngine) }
        if let refusal = replies.first(where: { $0.address.path == "/fail" }) {
            throw fail(refusal.arguments.last?.plainText ?? "refused")
        }
    }
}
