import Foundation
public import GreenlaneCore
import HummingbirdTLS
import NIOSSL

/// The certificate and key of the service, as read from their files.
public struct TLSMaterial: Sendable {
    /// What the server needs: TLS 1.2 or newer, HTTP/1.1.
    let configuration: TLSConfiguration

    /// Reads the files, and refuses in words what cannot be used. The key must be readable by its
    /// owner only, and must belong to the certificate.
    public init(_ files: ServiceConfiguration.TLSFiles) throws(Refusal) {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
        } catch {
            throw Self.refusal(
                "tls-certificate-unreadable", files.certificate,
                zh: "不是可读的 PEM 证书。", en: "This is no readable PEM certificate.")
        }
        guard !chain.isEmpty else {
            throw Self.refusal(
                "tls-certificate-empty", files.certificate, zh: "文件中没有证书。",
                en: "The file holds no certificate.")
        }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        } catch {
            throw Self.refusal(
                "tls-key-unreadable", files.key, zh: "不是可读的 PEM 私钥（不支持口令）。",
                en: "This is no readable PEM key (keys with a passphrase are not supported).")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw Self.refusal(
                "tls-key-differs", files.key, zh: "私钥与证书不匹配。",
                en: "The key does not belong to the certificate.")
        }
        self.configuration = configuration
    }

    private static func refusal(
        _ code: String, _ path: String, zh: String, en: String
    ) -> Refusal {
        let shown = PlainText.printable(path)
        let message = LocalizedText(zh: "\(shown)：\(zh)", en: "\(shown): \(en)")
        return Refusal(
            .input, code, message,
            details: [Refusal.Detail(pointer: shown, code: code, message: message)])
    }
}
