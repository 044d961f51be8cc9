import ArgumentParser
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel send`: sends an OSC message and prints the answers.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send an OSC message to the engine and print its answers.",
        discussion: """
            A whole number is sent as an integer, another number as a float, the rest as a string; i: f: d: h: s: before a \
            value name its type. Exits with 1 if the engine answers /fail, with 4 if none answers.

            EXAMPLES:
              tonewheel send /mod/sine/freq 660
              tonewheel send /engine/stop
              tonewheel send '/mod/*/amp' f:0.2
            """
    )

    @Argument(help: ArgumentHelp("Where the message goes, such as /mod/sine/freq.", valueName: "address"))
    var address: String

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("The message's arguments.", valueName: "args"))
    var arguments: [String] = []

    @OptionGroup var client: ClientOptions

    func run() async throws {
        guard address.hasPrefix("/") else {
            throw ValidationError("an OSC address begins with '/', such as /mod/sine/freq")
        }
        let values = try arguments.map { text in
            guard let value = OSCArgument(plainText: text) else {
                throw ValidationError("'\(text)' is no number of the type that it names")
            }
            return value
        }
        let engine = client.engine
        let answers: [OSCMessage]?
        do throws(ServerError) {
            answers = try await engine.send(OSCMessage(address: .path(address), arguments: values))
        } catch {
            throw fail(error)
        }
        guard let answers else { throw fail(engine.absence, .noEngine) }
        for answer in answers {
            Terminal.print(([answer.address.description] + answer.arguments.map(\.plainText)).joined(separator: " "))
        }
        if answers.contains(where: { $0.address.path == "/fail" }) { throw ExitCode(FailureCode.failed.rawValue) }
    }
}
