/// One line of goods, as stated. Every member but `line` and `name` may be unknown.
public struct ImportItem: Hashable, Sendable {
    /// 1 to 500, unique in the request.
    public var line: Int
    public var nameZh: String?
    public var nameEn: String?
    public var form: Form?
    public var origin: Origin
    /// 6, 8, 10 or 13 digits.
    public var hs: String?
    public var cas: String?
    /// `UN` and four digits.
    public var un: String?
    public var catalogue: Catalogue?
    public var spec: String?
    /// Nil is unknown; an empty list means known to be none.
    public var composition: [Component]?
    public var managedAs: ManagedAs?
    public var chinaApproval: Approval?
    public var foreignApproval: Approval?
    /// Biomaterial level 1 to 4, chosen by a person from the official list.
    public var chosenBiomaterialLevel: Int?
    public var chosenSpecialGoodsLevel: SpecialGoodsLevel?
    public var firstImport: Bool?
    public var pathogen: Pathogen
    /// Nil is unknown; an empty list means known to be none.
    public var controls: [Control]?
    public var cites: Cites?
    public var humanGeneticResource: Bool?
    /// Cells from an internationally known culture collection.
    public var commercialCellBank: Bool?
    public var processing: Processing?
    /// Trace amount, as a reference material for testing.
    public var traceTestStandard: Bool?
    public var quantity: Quantity?
    /// What one unit of the quantity holds, such as 5 mg in one vial; nil where not stated.
    public var content: Quantity?
    public var value: Money?
    /// Degrees Celsius.
    public var storageMinimum: Decimal?
    public var storageMaximum: Decimal?

    public init(line: Int, nameZh: String? = nil, nameEn: String? = nil) {
        self.line = line
        self.nameZh = nameZh
        self.nameEn = nameEn
        origin = Origin()
        pathogen = Pathogen()
    }

    /// The name people read first.
    public var name: String { nameZh ?? nameEn ?? "" }

    public enum Form: String, Hashable, Sendable, CaseIterable {
        case wholeBlood = "whole_blood"
        case plasma, serum
        case bodyFluid = "body_fluid"
        case swab, cells, tissue, slide, organ
        case eggOrEmbryo = "egg_or_embryo"
        case seed
        case nucleicAcid = "nucleic_acid"
        case protein, antibody, enzyme, hormone
        case cultureMedium = "culture_medium"
        case reagentKit = "reagent_kit"
        case controlMaterial = "control_material"
        case calibrator, strain
        case viralVector = "viral_vector"
        case vaccine, toxin
        case liveAnimal = "live_animal"
        case animalProduct = "animal_product"
        case chemical
        case drugSubstance = "drug_substance"
        case finishedDrug = "finished_drug"
        case cosmetic
        case referenceStandard = "reference_standard"
        case buffer, instrument, consumable, other
    }

    public enum Material: String, Hashable, Sendable, CaseIterable {
        case human, animal, plant, microbial, recombinant, synthetic, mixed, none
    }

    public struct Origin: Hashable, Sendable {
        public var material: Material?
        /// Never `mixed` or `none`; nil is unknown.
        public var components: [Material]?
        /// Scientific name where known, such as Bos taurus.
        public var species: String?
        /// ISO 3166 alpha-2.
        public var country: String?

        public init(
            material: Material? = nil, components: [Material]? = nil, species: String? = nil,
            country: String? = nil
        ) {
            self.material = material
            self.components = components
            self.species = species
            self.country = country
        }
    }

    public struct Catalogue: Hashable, Sendable {
        public var supplier: String?
        public var number: String?
        public var batch: String?

        public init(supplier: String? = nil, number: String? = nil, batch: String? = nil) {
            self.supplier = supplier
            self.number = number
            self.batch = batch
        }
    }

    public struct Component: Hashable, Sendable {
        public var name: String
        public var cas: String?
        public var percent: Decimal?

        public init(name: String, cas: String? = nil, percent: Decimal? = nil) {
            self.name = name
            self.cas = cas
            self.percent = percent
        }
    }

    public enum ManagedAs: String, Hashable, Sendable, CaseIterable {
        case none, drug
        case veterinaryDrug = "veterinary_drug"
        case medicalDevice = "medical_device"
        case cosmetic, food, pesticide
        case environmentalMicrobialAgent = "environmental_microbial_agent"
    }

    public struct Approval: Hashable, Sendable {
        public var approved: Bool
        public var number: String?
        public var country: String?

        public init(approved: Bool, number: String? = nil, country: String? = nil) {
            self.approved = approved
            self.number = number
            self.country = country
        }
    }

    public enum SpecialGoodsLevel: String, Hashable, Sendable, CaseIterable {
        case A, B, C, D, A1, A2, B1, B2, C1, C2
    }

    public struct Pathogen: Hashable, Sendable {
        public enum Contains: String, Hashable, Sendable, CaseIterable {
            case yes, no, unknown
        }

        public var contains: Contains?
        /// 人间传染的病原微生物目录 class, 1 to 4.
        public var classNumber: Int?
        public var animalPathogen: Bool?
        public var inactivated: Bool?

        public init(
            contains: Contains? = nil, classNumber: Int? = nil, animalPathogen: Bool? = nil,
            inactivated: Bool? = nil
        ) {
            self.contains = contains
            self.classNumber = classNumber
            self.animalPathogen = animalPathogen
            self.inactivated = inactivated
        }
    }

    public enum Control: String, Hashable, Sendable, CaseIterable {
        case narcotic, psychotropic, precursor
        case dualUse = "dual_use"
        case doping
        case hazardousChemical = "hazardous_chemical"
        case toxicChemical = "toxic_chemical"
        case pesticide, radioactive
        case biosecurityList = "biosecurity_list"
    }

    public enum Cites: String, Hashable, Sendable, CaseIterable {
        case none, I, II, III, national
    }

    public enum Processing: String, Hashable, Sendable, CaseIterable {
        case raw
        case heatTreated = "heat_treated"
        case irradiated
        case chemicallyTreated = "chemically_treated"
        case purified, fixed, lysed, none
    }

    public struct Money: Hashable, Sendable {
        public var amount: Decimal
        /// ISO 4217.
        public var currency: String

        public init(amount: Decimal, currency: String) {
            self.amount = amount
            self.currency = currency
        }
    }
}
