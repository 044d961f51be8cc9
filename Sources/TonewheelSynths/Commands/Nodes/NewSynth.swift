internal import TonewheelGraph
internal import TonewheelOSC

/// `/s_new`: creates a synth from a SynthDef.
struct NewSynth: GraphCommand {
    static let name = "/s_new"
    static let number: Int32 = 9

    private let definition: String
    private let node: Int32?
    private let action: AddAction
    private let target: Int32
    private let settings: [Blueprint.ControlSetting]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        definition = try arguments.string("the definition's name")
        node = try arguments.newNode("the node's ID")
        action = try arguments.addAction(default: 0)
        target = try arguments.node("the target", default: 0)
        var settings: [Blueprint.ControlSetting] = []
        while !arguments.isEmpty {
            let key = try arguments.control()
            // sclang sends an empty list as a single 0.
            guard let value = arguments.next() else { break }
            settings += try ControlValue.settings(key, value)
        }
        self.settings = settings
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        let number = try batch.number(node, server)
        do throws(SynthBuildError) {
            let synth = try server.graph.makeSynth(
                definition, id: number, settings, isAdmitted: batch.isAdmitted)
            batch.add(.add(synth, action, target: target))
        } catch {
            throw CommandError(error.reason)
        }
    }
}
