import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose request body does not come: answers 408 where nothing was answered
/// yet. A body that keeps coming at a fair rate gets the time it needs.
final class BodyDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Bytes a second that count as coming; a telephone line does more.
    private static let fairRate = 16 * 1024

    private let allowance: TimeAmount
    private var timer: Scheduled<Void>?
    private var started = NIODeadline.uptimeNanoseconds(0)
    private var received = 0
    private var isAnswering = false

    init(seconds: Int) {
        allowance = .seconds(Int64(seconds))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isAnswering = false
            let fields = head.headerFields
            // Most requests have no body; they cost nothing here.
            if fields[.transferEncoding] != nil || (fields[.contentLength] ?? "0") != "0" {
                started = .now()
                received = 0
                schedule(context, started + allowance)
            }
        case .body(let buffer): received += buffer.readableBytes
        case .end: cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head(let head) = unwrapOutboundIn(data), head.status.kind != .informational {
            isAnswering = true
        }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    private func schedule(_ context: ChannelHandlerContext, _ deadline: NIODeadline) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        timer = nil
        let earned = TimeAmount.milliseconds(Int64(received) * 1000 / Int64(Self.fairRate))
        let deadline = started + allowance + earned
        guard deadline <= .now() else { return schedule(context, deadline) }
        guard !isAnswering else { return context.close(promise: nil) }
        isAnswering = true
        let fields: HTTPFields = [.connection: "close", .contentLength: "0"]
        let head = HTTPResponse(status: .requestTimeout, headerFields: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    private func cancel() {
        timer?.cancel()
        timer = nil
    }
}

@available(*, unavailable)
extension BodyDeadline: Sendable {}
