internal import Dispatch
internal import Foundation
internal import Synchronization
internal import Tonewheel

/// The synthesis server with the command line of scsynth, as a drop-in replacement for a client's "path to scsynth".
@main
enum Main {
    static func main() {
        AudioEngine.runWorkerIfRequested()
        // A closed output pipe must not end the program.
        signal(SIGPIPE, SIG_IGN)
        let arguments: ScsynthArguments
        do throws(ScsynthArguments.UsageError) {
            arguments = try ScsynthArguments(Array(CommandLine.arguments.dropFirst()))
        } catch {
            Console.printError(error.description)
            exit(64)
        }
        switch arguments.task {
        case .help:
            Console.print(HelpText.text, terminator: "")
        case .version:
            Console.print(Console.versionLine)
        case .render(let score):
            exit(OfflineProgram.run(arguments, score))
        case .serve:
            let end = DispatchSemaphore(value: 0)
            let code = Atomic<Int32>(0)
            Task.detached {
                code.store(await ServerProgram.run(arguments), ordering: .relaxed)
                end.signal()
            }
            end.wait()
            exit(code.load(ordering: .relaxed))
        }
    }
}
