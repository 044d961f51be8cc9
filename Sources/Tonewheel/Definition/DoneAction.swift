/// The action of a unit on its synth, or on other nodes, when it has finished.
///
/// Reference: SuperCollider help, "Done".
public enum DoneAction: Int, Sendable, Hashable, CaseIterable {
    /// No action.
    case none = 0
    /// Pauses the synth.
    case pauseSelf = 1
    /// Frees the synth.
    case freeSelf = 2
    /// Frees the synth and the node before it.
    case freeSelfAndPrev = 3
    /// Frees the synth and the node after it.
    case freeSelfAndNext = 4
    /// Frees the synth, and the node before it or, if that is a group, all nodes in it.
    case freeSelfAndFreeAllInPrev = 5
    /// Frees the synth, and the node after it or, if that is a group, all nodes in it.
    case freeSelfAndFreeAllInNext = 6
    /// Frees the synth and all nodes before it in its group.
    case freeSelfToHead = 7
    /// Frees the synth and all nodes after it in its group.
    case freeSelfToTail = 8
    /// Frees the synth and pauses the node before it.
    case freeSelfPausePrev = 9
    /// Frees the synth and pauses the node after it.
    case freeSelfPauseNext = 10
    /// Frees the synth, and the node before it or, if that is a group, all synths in it and below.
    case freeSelfAndDeepFreePrev = 11
    /// Frees the synth, and the node after it or, if that is a group, all synths in it and below.
    case freeSelfAndDeepFreeNext = 12
    /// Frees the synth and all other nodes in its group.
    case freeAllInGroup = 13
    /// Frees the synth's group, with all nodes in it.
    case freeGroup = 14
    /// Frees the synth and resumes the node after it.
    case freeSelfResumeNext = 15

    /// The raw value as a unit's input.
    var ugen: UGen { UGen(Float(rawValue)) }
}
