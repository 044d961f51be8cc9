internal import TonewheelGraph
internal import TonewheelServer

/// The command line of scsynth, as clients write it.
///
/// Reference: `scsynth -h`; SuperCollider help, "ServerOptions" and "Non-Realtime Synthesis (NRT)".
struct ScsynthArguments {
    /// What the program is to do.
    enum Task: Equatable {
        case help
        case version
        case serve
        case render(Score)

        /// What `-N` gives.
        struct Score: Equatable {
            var path = ""
            var input: String?
            var output = ""
            var sampleRate = 48_000.0
            var header = ""
            var sample = ""
        }
    }

    /// What is wrong with the arguments.
    struct Mistake: Error, Equatable {
        let description: String
    }

    var task = Task.help
    var shape = GraphShape()
    var udpPort: Int?
    var tcpPort: Int?
    var host = "127.0.0.1"
    var maximumLogins = 64

    /// What a client must send first over TCP.
    var password: String?
    var root = "/"

    /// 0 for the device's own.
    var sampleRate = 0.0

    /// Frames of a period that a device is asked for; 0 for its own.
    var periodFrames = 0
    var device: String?
    var loadsDefinitions = true
    var verbosity = 0

    /// Whether processes of their own render, which may crash without an end to the sound.
    var usesWorkers = false

    /// Flags that mean nothing here: they are accepted, and mentioned once.
    private(set) var ignored: [String] = []

    init(_ arguments: [String]) throws(Mistake) {
        shape.outputBusCount = 8
        shape.inputBusCount = 8
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard flag.count == 2 && flag.first == "-" || Self.longFlags.contains(flag) else {
                throw Mistake(description: "'\(flag)' is no flag: see -h")
            }
            try take(flag, &rest)
        }
        guard task == .help, udpPort != nil || tcpPort != nil else { return }
        task = .serve
    }

    /// scsynth has none: what people try first, and what only Tonewheel has.
    private static let longFlags = ["--help", "--version", "--isolation"]

    private mutating func take(_ flag: String, _ rest: inout ArraySlice<String>) throws(Mistake) {
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
            guard ["none", "worker"].contains(value) else {
                throw Mistake(description: "--isolation is none or worker, not '\(value)'")
            }
            usesWorkers = value == "worker"
        case "-N": try takeScore(&rest)
        // There are no plugins, no memory to share and no rendezvous.
        case "-R", "-C", "-U", "-I", "-O", "-T", "-y", "-s", "-M":
            _ = try text(flag, &rest)
            ignored.append(flag)
        case "-L": ignored.append(flag)
        default: throw Mistake(description: "'\(flag)' is no flag that is known: see -h")
        }
    }

    private func text(_ flag: String, _ rest: inout ArraySlice<String>) throws(Mistake) -> String {
        guard let value = rest.popFirst() else { throw Mistake(description: "\(flag) needs a value behind it") }
        return value
    }

    private func number(
        _ flag: String, _ rest: inout ArraySlice<String>, _ range: ClosedRange<Int>
    ) throws(Mistake) -> Int {
        let value = try text(flag, &rest)
        guard let number = Int(value), range.contains(number) else {
            throw Mistake(
                description: "\(flag) is a whole number from \(range.lowerBound) to \(range.upperBound), not '\(value)'"
            )
        }
        return number
    }

    private mutating func takeScore(_ rest: inout ArraySlice<String>) throws(Mistake) {
        guard rest.count >= 6 else {
            throw Mistake(
                description:
                    "-N needs six values: score, input file or _, output file, sample rate, header format, sample format"
            )
        }
        var score = Task.Score()
        score.path = rest.removeFirst()
        let input = rest.removeFirst()
        score.input = input == "_" ? nil : input
        score.output = rest.removeFirst()
        let rate = rest.removeFirst()
        guard let number = Double(rate), (1_000...768_000).contains(number) else {
            throw Mistake(description: "the sample rate is 1000 to 768000 Hz, not '\(rate)'")
        }
        score.sampleRate = number
        score.header = rest.removeFirst()
        score.sample = rest.removeFirst()
        task = .render(score)
    }
}
