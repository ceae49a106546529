public import GreenlaneCore
public import Hummingbird
public import HummingbirdCore
import HummingbirdTLS
import NIOCore

/// How the configuration becomes a server: address, limits of the connection, TLS.
public enum ServiceServer {
    /// The HTTP/1.1 server with its limits, under TLS where the configuration has it.
    public static func builder(
        _ configuration: ServiceConfiguration
    ) throws(Refusal) -> HTTPServerBuilder {
        let seconds = configuration.bodySeconds
        // The parser's bounds are a little wider than ours, so that what is a little too much
        // still gets a proper answer.
        let base = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [BodyDeadline(seconds: seconds)],
                idleTimeout: .seconds(Int64(configuration.idleSeconds)),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: configuration.maximumHeaderBytes * 2,
                    maxHeaderListSize: configuration.maximumHeaderBytes * 2,
                    maxHeaderFieldCount: 200)))
        guard let files = configuration.tls else { return base }
        let material = try TLSMaterial(files)
        do {
            return try .tls(base, tlsConfiguration: material.configuration)
        } catch {
            throw Refusal(
                .input, "tls-unusable",
                LocalizedText(zh: "TLS 无法启用。", en: "TLS cannot be set up."))
        }
    }

    /// Address and number of connections.
    public static func application(
        _ configuration: ServiceConfiguration
    ) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: .hostname(configuration.listen.host, port: configuration.listen.port),
            serverName: nil, backlog: 1024,
            availableConnectionsDelegate: MaximumAvailableConnections(
                configuration.maximumConnections))
    }
}
