import Foundation

/// Blobs come out of GRDB as Foundation's data.
typealias GRDBData = Data
