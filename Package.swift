// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house, in the order of the flow. The import line names the room: TidyTests
// hold the list of who may import what.
let package = Package(
    name: "greenlane",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "greenlane", targets: ["greenlane"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // PURE: the case and its rules. No import line at all.
        .target(name: "GreenlaneCore"),
        // PURE but for Crypto: leaves, Merkle tree, proofs. Knows nothing of customs.
        .target(
            name: "TransparencyLog",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        // Outside bytes (YAML, CSV, JSON) become Core values, or diagnostics with a place.
        .target(
            name: "GreenlaneCatalog",
            dependencies: [
                "GreenlaneCore",
                .product(name: "Yams", package: "Yams"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
            ]),
        // The only SQL: append, read, projections, balances, outbox, migrations.
        .target(
            name: "GreenlaneStore",
            dependencies: [
                "GreenlaneCore", "TransparencyLog",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        // The one door: load, gather facts, decide, append; deadlines; replay and verify.
        .target(
            name: "GreenlaneEngine",
            dependencies: [
                "GreenlaneCore", "GreenlaneCatalog", "GreenlaneStore", "TransparencyLog",
                .product(name: "Logging", package: "swift-log"),
            ]),
        // libcurl and its shim for variadic calls.
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        // zlib of the system, for packed answers.
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // From the outbox to the endpoint.
        .target(
            name: "GreenlaneWebhooks",
            dependencies: [
                "GreenlaneCore", "GreenlaneStore", "CCurl",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        // Hummingbird: the HTTP API and the console, who may use them, and the loopback receiver.
        .target(
            name: "GreenlaneServer",
            dependencies: [
                "GreenlaneCore", "GreenlaneCatalog", "GreenlaneEngine", "GreenlaneStore",
                "TransparencyLog", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Console/Files")]),
        // The command line, and the one place that ties the rooms together.
        .executableTarget(
            name: "greenlane",
            dependencies: [
                "GreenlaneCore", "GreenlaneCatalog", "GreenlaneEngine", "GreenlaneServer",
                "GreenlaneStore", "GreenlaneWebhooks", "TransparencyLog",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),

        // What tests of several rooms share.
        .target(
            name: "GreenlaneTestSupport",
            dependencies: [
                "GreenlaneCore", "GreenlaneCatalog", "GreenlaneEngine", "GreenlaneStore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/GreenlaneTestSupport"),
        .testTarget(
            name: "GreenlaneCoreTests", dependencies: ["GreenlaneCore", "GreenlaneTestSupport"]),
        .testTarget(
            name: "TransparencyLogTests",
            dependencies: ["TransparencyLog", "GreenlaneTestSupport"]),
        .testTarget(
            name: "GreenlaneCatalogTests",
            dependencies: ["GreenlaneCatalog", "GreenlaneCore", "GreenlaneTestSupport"]),
        // Real cases against the shipped rules, and the page of the docs that they make.
        .testTarget(
            name: "RegimeTests", dependencies: ["GreenlaneCatalog", "GreenlaneCore"],
            exclude: ["Cases"]),
        .testTarget(
            name: "GreenlaneStoreTests",
            dependencies: ["GreenlaneStore", "GreenlaneCore", "GreenlaneTestSupport"]),
        .testTarget(
            name: "GreenlaneEngineTests",
            dependencies: [
                "GreenlaneEngine", "GreenlaneCatalog", "GreenlaneStore", "GreenlaneCore",
                "TransparencyLog", "GreenlaneTestSupport",
            ]),
        .testTarget(
            name: "GreenlaneServerTests",
            dependencies: [
                "GreenlaneServer", "GreenlaneEngine", "GreenlaneCatalog", "GreenlaneStore",
                "GreenlaneCore", "TransparencyLog", "GreenlaneTestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            exclude: ["Matrix/expected.csv", "Console/pages.csv"]),
        .testTarget(
            name: "GreenlaneWebhooksTests",
            dependencies: [
                "GreenlaneWebhooks", "GreenlaneServer", "GreenlaneStore", "GreenlaneCore",
                "GreenlaneTestSupport",
            ]),
        // Every sample story, end to end.
        .testTarget(
            name: "SampleTests",
            dependencies: [
                "GreenlaneEngine", "GreenlaneCatalog", "GreenlaneStore", "GreenlaneWebhooks",
                "GreenlaneCore", "GreenlaneTestSupport",
            ]),
        // The built binary, as a user runs it.
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "greenlane", "GreenlaneCore", "GreenlaneEngine", "GreenlaneStore",
                "GreenlaneTestSupport",
            ]),
        // The house rules, held by machine.
        .testTarget(name: "TidyTests", dependencies: ["GreenlaneTestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .treatAllWarnings(as: .error),
        ]
}
