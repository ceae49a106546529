import Foundation

/// A thread of the system that runs a worker. Foundation's cannot be waited for.
struct TransportThread: Sendable {
    #if canImport(Darwin)
        /// Named by libcurl's caller only; the system allows join and detach from any thread.
        private nonisolated(unsafe) let identifier: pthread_t
    #else
        private let identifier: pthread_t
    #endif

    /// Nil where the system gives no thread; the worker then has not run.
    init?(_ worker: CurlWorker) {
        let box = Unmanaged.passRetained(worker)
        #if canImport(Darwin)
            var created: pthread_t?
        #else
            var created = pthread_t()
        #endif
        let code = pthread_create(&created, nil, Self.body, box.toOpaque())
        guard code == 0 else {
            box.release()
            return nil
        }
        #if canImport(Darwin)
            guard let created else { return nil }
        #endif
        identifier = created
    }

    /// Waits for its end. Once only.
    func join() {
        pthread_join(identifier, nil)
    }

    /// Lets it end by itself. Once only.
    func detach() {
        pthread_detach(identifier)
    }

    #if canImport(Darwin)
        private static let body:
            @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { pointer in
                Unmanaged<CurlWorker>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }
    #else
        private static let body:
            @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
                guard let pointer else { return nil }
                Unmanaged<CurlWorker>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }
    #endif
}
