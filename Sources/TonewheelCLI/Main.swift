import ArgumentParser
import Foundation
import TonewheelTerminal

/// The entry point of the program.
@main
enum Main {
    static func main() {
        // Workers bypass the command line, since the engine waits for them and they need none of its threads.
        if CommandLine.arguments.dropFirst() == ["worker"] { exit(WorkerCommand.render().rawValue) }
        TonewheelCommand.runCommandLine()
    }
}
