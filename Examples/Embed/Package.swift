// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "Embed",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "tonewheel", path: "../..")],
    targets: [
        .executableTarget(name: "Embed", dependencies: [.product(name: "Tonewheel", package: "tonewheel")]),
        .executableTarget(name: "Bells", dependencies: [.product(name: "Tonewheel", package: "tonewheel")]),
    ]
)
