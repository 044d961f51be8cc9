internal import TonewheelGraph

/// A position in the tree of nodes, which is the order of rendering.
public struct NodePosition: Sendable {
    let action: AddAction
    let target: Int32

    /// The first position in a group.
    public static func head(of group: Group) -> NodePosition { NodePosition(action: .toHead, target: group.number) }

    /// The last position in a group.
    public static func tail(of group: Group) -> NodePosition { NodePosition(action: .toTail, target: group.number) }

    /// The position immediately before a node.
    public static func before(_ node: some Node) -> NodePosition {
        NodePosition(action: .before, target: node.number)
    }

    /// The position immediately after a node.
    public static func after(_ node: some Node) -> NodePosition { NodePosition(action: .after, target: node.number) }

    /// The position of a node, which is freed.
    public static func replacing(_ node: some Node) -> NodePosition {
        NodePosition(action: .replace, target: node.number)
    }
}
