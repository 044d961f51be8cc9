import ArgumentParser
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel send`: sends an OSC message and prints the replies.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send an OSC message to the engine and print its replies.",
        discussion: """
            A whole number is sent as an integer, another number as a float, true and false as Booleans, and any other \
            text as a string. A prefix i: f: d: h: or s: sets the type. Exits with 1 if the engine replies with /fail, \
            and with 4 if no engine answers.

            EXAMPLES:
              tonewheel send /mod/sine/freq 660
              tonewheel send /engine/stop
              tonewheel send '/mod/*/amp' f:0.2
            """
    )

    @Argument(help: ArgumentHelp("The OSC address, such as /mod/sine/freq.", valueName: "address"))
    var address: String

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("The message's arguments.", valueName: "args"))
    var arguments: [String] = []

    @OptionGroup var client: ClientOptions

    func run() async throws {
        guard address.hasPrefix("/") else {
            throw ValidationError("'\(address)' is not an OSC address. Start it with '/', such as /mod/sine/freq.")
        }
        let values = try arguments.map { text in
            guard let value = OSCArgument(plainText: text) else {
                throw ValidationError("'\(text)' is not a number of the type that its prefix names.")
            }
            return value
        }
        let engine = client.engine
        let replies: [OSCMessage]?
        do throws(ServerError) {
            replies = try await engine.send(OSCMessage(address: .path(address), arguments: values))
        } catch {
            throw fail(error)
        }
        guard let replies else { throw fail(engine.noReplyMessage, .noEngine) }
        for reply in replies {
            Terminal.print(([reply.address.description] + reply.arguments.map(\.plainText)).joined(separator: " "))
        }
        if replies.contains(where: { $0.address.path == "/fail" }) { throw ExitCode(FailureCode.failed.rawValue) }
    }
}
