import ArgumentParser
import Foundation
import TonewheelTerminal

/// Where the program begins.
@main
enum Main {
    static func main() {
        // An engine waits for its workers: they need nothing of what a command line needs, and no threads for it.
        if CommandLine.arguments.dropFirst() == ["worker"] { exit(WorkerCommand.render().rawValue) }
        TonewheelCommand.runCommandLine()
    }
}
