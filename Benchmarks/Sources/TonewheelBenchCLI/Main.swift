import TonewheelTerminal

/// Where the program begins.
@main
enum Main {
    static func main() {
        BenchmarkCommand.runCommandLine()
    }
}
