/// The case we drive: what one import request covers. Made from its events alone.
///
/// A shipment is copied at every step, so it is one reference; whoever changes a copy gets his own.
public struct Shipment: Hashable, Sendable {
    var box: ShipmentBox

    public struct Application: Hashable, Sendable {
        public var permit: String
        /// applied, supplement, supplemented, refused or granted.
        public var status: String

        public init(permit: String, status: String) {
            self.permit = permit
            self.status = status
        }
    }

    public struct Entered: Hashable, Sendable {
        /// Index into the chart.
        public var state: Int
        public var at: Timestamp
    }

    init(id: String, workflow: String, request: RequestBox, at moment: Timestamp) {
        box = ShipmentBox(
            ShipmentFields(
                identity: ShipmentIdentity(id: id, workflow: workflow), request: request,
                papers: PaperBox(ShipmentPapers(assessedOn: moment.date)), occurred: moment,
                recorded: moment))
    }

    public func fact(_ name: String) -> JSONValue? {
        facts.first { $0.name == name }?.value
    }

    /// A fact that is a day.
    public func day(_ name: String) -> CalendarDate? {
        fact(name)?.stringValue.flatMap { CalendarDate($0) }
    }

    public func item(_ line: Int) -> ImportItem? {
        request.items.first { $0.line == line }
    }

    /// Live draws of one item for one permit code.
    public func draws(line: Int, permit: String) -> [Draw] {
        draws.filter { $0.line == line && $0.permit == permit && $0.isLive }
    }

    /// Lines that no live declaration carries.
    public var undeclaredLines: [Int] {
        let live = declarations.filter { $0.status != .withdrawn }
        return request.items.map(\.line).filter { line in
            !live.contains { $0.lines.contains(line) }
        }
    }

    /// Whether `undeclaredLines` has any: asked at every receipt.
    var hasUndeclaredLines: Bool {
        let declarations = declarations
        for item in items {
            let isDeclared = declarations.contains {
                $0.status != .withdrawn && $0.lines.contains(item.line)
            }
            if !isDeclared { return true }
        }
        return false
    }

    /// Copies one effect. `day` is the day on which the event happened.
    mutating func apply(_ effect: Effect, day: CalendarDate) {
        switch effect {
        case .assessed(let date, let found):
            assessedOn = date
            requirements = found
        case .drew(let draw): draws.append(draw)
        case .drawChanged(let ledger, let id, let line, let status):
            for index in draws.indices
            where draws[index].ledger == ledger && draws[index].id == id
                && draws[index].line == line && draws[index].isLive
            {
                draws[index].status = status
            }
        case .applied(let permit, let status):
            applications.removeAll { $0.permit == permit }
            applications.append(Application(permit: permit, status: status))
        case .lodged(let declaration): lodge(declaration)
        case .declaration(let index, let status, let entryNumber, let date):
            update(index, status, entryNumber, date)
        case .remembered(let name, let value): remember(name, value)
        case .taskOpened(let code, let text):
            tasks.append(ShipmentTask(code: code, text: text, openedOn: day))
        case .tasksClosed: tasks.removeAll()
        case .attached(let document): documents.append(document)
        case .used(let line, let amount): use(line) { $0.used = $0.used + amount }
        case .destroyed(let line, let amount):
            use(line) { $0.destroyed = $0.destroyed + amount }
        case .corrected(let corrected): request = corrected
        case .undone: break
        }
    }

    private mutating func lodge(_ declaration: Declaration) {
        if let known = declarations.firstIndex(where: { $0.index == declaration.index }) {
            var again = declaration
            again.entryNumber = declarations[known].entryNumber
            again.acceptedOn = nil
            declarations[known] = again
        } else {
            declarations.append(declaration)
        }
    }

    private mutating func update(
        _ index: Int, _ status: Declaration.Status, _ entryNumber: String?, _ date: CalendarDate
    ) {
        guard let place = declarations.firstIndex(where: { $0.index == index }) else { return }
        declarations[place].status = status
        if let entryNumber { declarations[place].entryNumber = entryNumber }
        if status == .accepted { declarations[place].acceptedOn = date }
    }

    private mutating func remember(_ name: String, _ value: JSONValue) {
        let place = facts.firstIndex { $0.name >= name } ?? facts.endIndex
        if place < facts.endIndex, facts[place].name == name {
            facts[place].value = value
        } else {
            facts.insert(JSONObject.Member(name, value), at: place)
        }
    }

    private mutating func use(_ line: Int, _ change: (inout LineUsage) -> Void) {
        let place: Int
        if let known = usage.firstIndex(where: { $0.line == line }) {
            place = known
        } else {
            usage.append(LineUsage(line: line))
            place = usage.count - 1
        }
        change(&usage[place])
    }
}
