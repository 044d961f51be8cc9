import ArgumentParser
import Foundation
import TonewheelServer
import TonewheelTerminal

/// `tonewheel status`: prints the engine's status.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Print the status and the counters of the engine.",
        discussion: """
            Exits with 4 if no engine answers.

            EXAMPLES:
              tonewheel status
              tonewheel status --json | jq .underruns
            """
    )

    @OptionGroup var client: ClientOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let engine = client.engine
        let report: EngineReport?
        do throws(ServerError) {
            report = try await engine.status()
        } catch {
            throw fail(error)
        }
        guard let report else {
            if json { Terminal.print(JSONValue.object(["state": .string("absent")]).jsonText) }
            throw fail(engine.noReplyMessage, .noEngine)
        }
        if json {
            let values = report.values.map { ($0.name, JSONValue($0.value)) }
            Terminal.print(JSONValue.object(Dictionary(values) { _, last in last }).jsonText)
        } else {
            let width = report.values.map(\.name.count).max() ?? 0
            for (name, value) in report.values {
                let unit = StatusSchema.field(name)?.unit ?? ""
                let column = name.padding(toLength: width + 2, withPad: " ", startingAt: 0)
                let text = value.plainText + (unit.isEmpty ? "" : " \(unit)")
                // One line for each field where a program reads it.
                let lines =
                    Terminal.isInteractive
                    ? TextWrap.lines(text, indent: width + 2, first: column) : [column + text]
                for line in lines { Terminal.print(line) }
            }
        }
    }
}
