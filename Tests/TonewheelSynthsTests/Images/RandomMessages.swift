import TestSupport
import TonewheelOSC
import TonewheelSynths

/// Random messages of all commands of the server, the same for the same seed. Most are valid.
struct RandomMessages {
    private var random: RepeatableRandom
    private let folder: String

    /// The names of the commands that have been generated.
    private(set) var names: Set<String> = []

    /// The commands that are not generated, and the reasons.
    static let excluded = [
        "/quit": "it ends the server", "/nrt_end": "scores contain it, clients do not send it",
        "/rtMemoryStatus": "its reply depends on the memory of the process", "/dumpOSC": "it only prints",
    ]

    /// The SynthDefs that the messages refer to.
    static let synths = ["sine", "write", "voice", "echo", "noise", "player", "recorder", "trigger", "logarithm"]

    /// - Parameter folder: A folder with a sound file `a.wav` and a SynthDef file `a.scsyndef`.
    init(seed: UInt64, folder: String) {
        random = RepeatableRandom(seed: seed)
        self.folder = folder
    }

    mutating func next() -> OSCMessage {
        let commands = CommandList.all.map { $0.name }.filter { Self.excluded[$0] == nil }
        // Synths are made and changed most often.
        let frequent = ["/s_new", "/s_new", "/n_set", "/n_free", "/c_set"]
        let name = int(0...2) == 0 ? frequent[Int(int(0...4))] : commands[Int(int(0...Int32(commands.count - 1)))]
        names.insert(name)
        return OSCMessage(address: .path(name), arguments: arguments(name))
    }

    private mutating func int(_ range: ClosedRange<Int32>) -> Int32 { Int32.random(in: range, using: &random) }

    private mutating func float() -> OSCArgument { .float32(Float(int(-100...1000)) / 500) }
    private mutating func number(_ range: ClosedRange<Int32>) -> OSCArgument { .int32(int(range)) }
    private mutating func node() -> OSCArgument { number(int(0...3) == 0 ? 90...95 : 1000...1030) }
    private mutating func group() -> OSCArgument { int(0...2) == 0 ? .int32(0) : number(90...95) }
    private mutating func control() -> OSCArgument {
        int(0...3) == 0 ? number(0...3) : .string(["freq", "amp", "value", "out", "gate", "none"][Int(int(0...5))])
    }
    private mutating func buffer() -> OSCArgument { number(0...7) }
    private mutating func bus() -> OSCArgument { number(-1...20) }

    private mutating func arguments(_ name: String) -> [OSCArgument] {
        switch name {
        case "/s_new":
            let definition = Self.synths[Int(int(0...Int32(Self.synths.count - 1)))]
            let id: Int32 = int(0...4) == 0 ? -1 : int(1000...1030)
            return [.string(definition), .int32(id), number(0...4), group(), .string("amp"), float()]
        case "/n_free", "/n_trace", "/n_query", "/s_noid": return [node()]
        case "/n_run": return [node(), number(0...1)]
        case "/n_set": return [node(), control(), float()]
        case "/n_setn": return [node(), control(), .int32(2), float(), float()]
        case "/n_fill": return [node(), control(), .int32(2), float()]
        case "/n_map", "/n_mapa": return [node(), control(), bus()]
        case "/n_mapn", "/n_mapan": return [node(), control(), bus(), .int32(2)]
        case "/n_before", "/n_after": return [node(), node()]
        case "/n_order": return [number(0...3), group(), node(), node()]
        case "/g_new", "/p_new": return [number(90...95), number(0...1), group()]
        case "/g_head", "/g_tail": return [group(), node()]
        case "/g_freeAll", "/g_deepFree": return int(0...9) == 0 ? [group()] : [.int32(95)]
        case "/g_dumpTree", "/g_queryTree": return [group(), number(0...1)]
        case "/s_get": return [node(), control()]
        case "/s_getn": return [node(), control(), .int32(2)]
        case "/c_set", "/c_get": return name == "/c_set" ? [bus(), float()] : [bus()]
        case "/c_setn": return [bus(), .int32(2), float(), float()]
        case "/c_getn": return [bus(), number(0...3)]
        case "/c_fill": return [bus(), number(0...3), float()]
        case "/b_alloc": return [buffer(), number(1...600), number(1...2)]
        case "/b_free", "/b_zero", "/b_close", "/b_query": return [buffer()]
        case "/b_set": return [buffer(), number(-1...700), float()]
        case "/b_setn": return [buffer(), number(-1...700), .int32(2), float(), float()]
        case "/b_fill": return [buffer(), number(0...300), number(0...400), float()]
        case "/b_get": return [buffer(), number(-1...700)]
        case "/b_getn": return [buffer(), number(0...300), number(0...20)]
        case "/b_gen": return [buffer(), .string("sine1"), number(0...7), float(), float()]
        case "/b_setSampleRate": return [buffer(), .float32(44_100)]
        case "/b_allocRead": return [buffer(), .string("a.wav"), number(0...100), number(0...400)]
        case "/b_allocReadChannel":
            return [buffer(), .string("a.wav"), number(0...100), number(0...400), .int32(0)]
        case "/b_read": return [buffer(), .string("a.wav"), .int32(0), number(0...300), .int32(0), .int32(0)]
        case "/b_readChannel":
            return [buffer(), .string("a.wav"), .int32(0), number(0...300), .int32(0), .int32(0), .int32(0)]
        case "/b_write":
            return [buffer(), .string("out.wav"), .string("wav"), .string("float"), .int32(-1), .int32(0), .int32(0)]
        case "/d_load": return [.string("a.scsyndef")]
        case "/d_loadDir": return [.string(".")]
        case "/d_free": return [.string(int(0...5) == 0 ? "trigger" : "none")]
        case "/d_recv": return [.blob(TestDefinitions.bytes(TestDefinitions.sine))]
        case "/d_freeAll": return []
        case "/sync": return [number(0...99)]
        case "/notify": return [number(0...1)]
        case "/error": return [number(-2...1)]
        case "/u_cmd": return [node(), .int32(0), .string("none")]
        case "/cmd": return [.string("none")]
        default: return []
        }
    }
}
