import TonewheelTerminal

/// The entry point of the program.
@main
enum Main {
    static func main() {
        BenchmarkCommand.runCommandLine()
    }
}
