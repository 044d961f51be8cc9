internal import TonewheelGraph
internal import TonewheelServer

/// The parser for the command line of scsynth.
///
/// Reference: `scsynth -h`; SuperCollider help, "ServerOptions" and "Non-Realtime Synthesis (NRT)".
struct ScsynthArguments {
    /// The task of the program.
    enum Task: Equatable {
        case help
        case version
        case serve
        case render(Score)

        /// The values of `-N`.
        struct Score: Equatable {
            var path = ""
            var input: String?
            var output = ""
            var sampleRate = 48_000.0
            var header = ""
            var sample = ""
        }
    }

    /// The error of an invalid command line.
    struct UsageError: Error, Equatable {
        let description: String
    }

    var task = Task.help
    var shape = GraphShape()
    var udpPort: Int?
    var tcpPort: Int?
    var host = "127.0.0.1"
    var maximumLogins = 64

    /// The password that clients must send first over TCP; nil for none.
    var password: String?
    var root = "/"

    /// The sample rate in hertz; 0 for that of the device.
    var sampleRate = 0.0

    /// The requested period of the device in frames; 0 for its default.
    var periodFrames = 0
    var device: String?
    var loadsDefinitions = true
    var verbosity = 0

    /// The load above which new synths are refused, in percent; 0 for no limit.
    var loadLimit = 90

    /// The process that renders.
    enum Isolation: String {
        case none, worker, redundant
    }

    var isolation = Isolation.none

    /// The accepted but unsupported flags, which are printed once.
    private(set) var ignored: [String] = []

    init(_ arguments: [String]) throws(UsageError) {
        shape.outputBusCount = 8
        shape.inputBusCount = 8
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard flag.count == 2 && flag.first == "-" || Self.longFlags.contains(flag) else {
                throw UsageError(description: "'\(flag)' is not a flag. See -h.")
            }
            try take(flag, &rest)
        }
        guard task == .help, udpPort != nil || tcpPort != nil else { return }
        task = .serve
    }

    /// Long flags, which scsynth does not have: two common ones, and two of Tonewheel alone.
    private static let longFlags = ["--help", "--version", "--isolation", "--load-limit"]

    private mutating func take(_ flag: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
        switch flag {
        case "-h", "--help": task = .help
        case "-v", "--version": task = .version
        case "-m":
            let kilobytes = try number(flag, &rest, 0...Int(Int32.max))
            shape.synthMemory = kilobytes > 0 ? kilobytes << 10 : nil
        case "-u": udpPort = try number(flag, &rest, 0...65_535)
        case "-t": tcpPort = try number(flag, &rest, 0...65_535)
        case "-B": host = try text(flag, &rest)
        case "-a": shape.audioBusCount = try number(flag, &rest, 1...1_048_576)
        case "-c": shape.controlBusCount = try number(flag, &rest, 1...16_777_216)
        case "-i": shape.inputBusCount = try number(flag, &rest, 0...128)
        case "-o": shape.outputBusCount = try number(flag, &rest, 0...128)
        case "-z": shape.blockFrames = try number(flag, &rest, 1...8192)
        case "-Z": periodFrames = try number(flag, &rest, 0...8192)
        case "-S": sampleRate = Double(try number(flag, &rest, 0...768_000))
        case "-b": shape.bufferCount = try number(flag, &rest, 1...4_194_304)
        case "-n": shape.nodeCapacity = try number(flag, &rest, 1...1_048_576)
        case "-d": shape.definitionCapacity = try number(flag, &rest, 1...1_048_576)
        case "-w": shape.wireCount = try number(flag, &rest, 1...65_536)
        case "-r": shape.seed = UInt64(try number(flag, &rest, 0...Int(Int32.max)))
        case "-l": maximumLogins = try number(flag, &rest, 1...4096)
        case "-D": loadsDefinitions = try number(flag, &rest, 0...1) == 1
        case "-p": password = try text(flag, &rest)
        case "-P": root = try text(flag, &rest)
        case "-H": device = try text(flag, &rest)
        case "-V": verbosity = try number(flag, &rest, -10...10)
        case "--isolation":
            let value = try text(flag, &rest)
            guard let isolation = Isolation(rawValue: value) else {
                throw UsageError(description: "--isolation must be none, worker or redundant, not '\(value)'.")
            }
            self.isolation = isolation
        case "--load-limit": loadLimit = try number(flag, &rest, 0...100)
        case "-N": try takeScore(&rest)
        // Unsupported: plugins, shared memory with clients, and Rendezvous.
        case "-R", "-C", "-U", "-I", "-O", "-T", "-y", "-s", "-M":
            _ = try text(flag, &rest)
            ignored.append(flag)
        case "-L": ignored.append(flag)
        default: throw UsageError(description: "'\(flag)' is not a flag. See -h.")
        }
    }

    private func text(_ flag: String, _ rest: inout ArraySlice<String>) throws(UsageError) -> String {
        guard let value = rest.popFirst() else { throw UsageError(description: "\(flag) needs a value.") }
        return value
    }

    private func number(
        _ flag: String, _ rest: inout ArraySlice<String>, _ range: ClosedRange<Int>
    ) throws(UsageError) -> Int {
        let value = try text(flag, &rest)
        guard let number = Int(value), range.contains(number) else {
            throw UsageError(
                description:
                    "\(flag) must be an integer from \(range.lowerBound) to \(range.upperBound), not '\(value)'."
            )
        }
        return number
    }

    private mutating func takeScore(_ rest: inout ArraySlice<String>) throws(UsageError) {
        guard rest.count >= 6 else {
            throw UsageError(
                description:
                    "-N needs six values: score, input file or _, output file, sample rate, "
                    + "header format, sample format."
            )
        }
        var score = Task.Score()
        score.path = rest.removeFirst()
        let input = rest.removeFirst()
        score.input = input == "_" ? nil : input
        score.output = rest.removeFirst()
        let rate = rest.removeFirst()
        guard let number = Double(rate), (1_000...768_000).contains(number) else {
            throw UsageError(description: "The sample rate must be 1000 to 768000 Hz, not '\(rate)'.")
        }
        score.sampleRate = number
        score.header = rest.removeFirst()
        score.sample = rest.removeFirst()
        task = .render(score)
    }
}
