internal import TonewheelGraph

/// Where a node goes in the tree, which is the order in which nodes are rendered.
public struct NodePosition: Sendable {
    let action: AddAction
    let target: Int32

    /// In front of all that a group holds.
    public static func head(of group: Group) -> NodePosition { NodePosition(action: .toHead, target: group.number) }

    /// Behind all that a group holds.
    public static func tail(of group: Group) -> NodePosition { NodePosition(action: .toTail, target: group.number) }

    /// Right in front of a node.
    public static func before(_ node: some Node) -> NodePosition {
        NodePosition(action: .before, target: node.number)
    }

    /// Right behind a node.
    public static func after(_ node: some Node) -> NodePosition { NodePosition(action: .after, target: node.number) }

    /// In place of a node, which ends.
    public static func replacing(_ node: some Node) -> NodePosition {
        NodePosition(action: .replace, target: node.number)
    }
}
