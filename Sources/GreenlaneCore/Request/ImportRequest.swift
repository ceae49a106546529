/// What a lab manager states. Only facts; a nil member means unknown, which yields a question where
/// it matters. Shapes and limits: `import-request.schema.json` of the contract.
public struct ImportRequest: Hashable, Sendable {
    /// The importer's own number; unique per importer.
    public var reference: String
    public var direction: Direction
    /// The Chinese party that files (境内收发货人), of an export as well.
    public var importer: Party
    /// 消费使用单位, where it is not the importer.
    public var endUser: Party?
    public var broker: Party?
    /// The foreign shipper of an import, or the Chinese shipper of an export.
    public var exporter: Party?
    public var purpose: Purpose
    public var regime: Regime
    public var transport: Transport
    public var plannedDispatch: CalendarDate?
    public var plannedArrival: CalendarDate?
    /// ISO 3166 alpha-2, of an export.
    public var destinationCountry: String?
    public var statedUse: String?
    /// Whitelist scheme, where the importer falls under several.
    public var chosenScheme: String?
    public var items: [ImportItem]

    public enum Direction: String, Hashable, Sendable, CaseIterable {
        case `import`, export
    }

    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        case preclinicalResearch = "preclinical_research"
        case processMaterial = "process_material"
        case excipient, testing, teaching
        case clinicalTrial = "clinical_trial"
        case production
        case registrationTesting = "registration_testing"
        case diagnosis, treatment, sale, exhibition
        case selfUse = "self_use"
        case other
    }

    public enum Regime: String, Hashable, Sendable, CaseIterable {
        case generalTrade = "general_trade"
        case dutyRelief = "duty_relief"
        case bonded, temporary, express, mail, passenger, donation
    }

    public struct Transport: Hashable, Sendable {
        public enum Mode: String, Hashable, Sendable, CaseIterable {
            case air, sea, road, rail, mail, express, passenger
        }

        public var mode: Mode?
        /// 关区代码, four digits.
        public var portOfEntry: String?
        /// Air waybill or bill of lading number.
        public var document: String?
        /// Kilograms.
        public var dryIce: Decimal?

        public init(
            mode: Mode? = nil, portOfEntry: String? = nil, document: String? = nil,
            dryIce: Decimal? = nil
        ) {
            self.mode = mode
            self.portOfEntry = portOfEntry
            self.document = document
            self.dryIce = dryIce
        }
    }

    public init(
        reference: String, direction: Direction = .import, importer: Party, endUser: Party? = nil,
        broker: Party? = nil, exporter: Party? = nil, purpose: Purpose,
        regime: Regime = .generalTrade, transport: Transport = Transport(),
        plannedDispatch: CalendarDate? = nil, plannedArrival: CalendarDate? = nil,
        destinationCountry: String? = nil, statedUse: String? = nil, chosenScheme: String? = nil,
        items: [ImportItem]
    ) {
        self.reference = reference
        self.direction = direction
        self.importer = importer
        self.endUser = endUser
        self.broker = broker
        self.exporter = exporter
        self.purpose = purpose
        self.regime = regime
        self.transport = transport
        self.plannedDispatch = plannedDispatch
        self.plannedArrival = plannedArrival
        self.destinationCountry = destinationCountry
        self.statedUse = statedUse
        self.chosenScheme = chosenScheme
        self.items = items
    }
}

/// A company, institute or person named in an import request.
public struct Party: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case enterprise
        case researchInstitute = "research_institute"
        case university, hospital
        case testingBody = "testing_body"
        case publicBody = "public_body"
        case individual
    }

    public var name: String
    /// 统一社会信用代码 in normal form: 18 upper-case characters, check digit valid.
    public var uscc: String?
    public var kind: Kind?
    /// GB/T 2260 code of the place of registration; Nansha is 440115.
    public var district: String?

    public init(name: String, uscc: String? = nil, kind: Kind? = nil, district: String? = nil) {
        self.name = name
        self.uscc = uscc
        self.kind = kind
        self.district = district
    }
}
