internal import GreenlaneCore

/// What happens to one made-up shipment after its filing, step by step. Steps whose time has not
/// come yet are not taken: so shipments stand everywhere on the road.
struct DemoScript {
    struct Beat {
        /// Hours after the step before.
        var hours: Int
        var role: Actor.Role
        var event: String
        var input: JSONObject
        /// Days in the input that are the day on which it happens.
        var today: [String] = []
    }

    /// How it goes otherwise than usual.
    enum Turn {
        case usual, supplement, refused, cancelled, notDeclared, unpaid, rejected, amended
        case inspected, failed, excursion, notListed, returned, corrected
    }

    private(set) var beats: [Beat] = []
    private var chance: DemoChance

    init(_ kind: DemoMonth.Kind, _ turn: Turn, seed: UInt64, number: Int) {
        chance = DemoChance(seed: seed &+ UInt64(number) &* 7_919)
        approve(kind, turn, number)
        switch turn {
        case .cancelled:
            add(20...40, .labManager, "cancel_request", ["reason": "供应商缺货，本次不再进口"])
        case .refused:
            add(8...30, .labManager, "give_up", ["reason": "改用国内替代品"])
        case .notListed: break
        default: travel(kind, turn, number)
        }
    }

    private mutating func add(
        _ hours: ClosedRange<Int>, _ role: Actor.Role, _ event: String,
        _ input: KeyValuePairs<String, String> = [:], today: [String] = []
    ) {
        let members = input.map { JSONObject.Member($0.key, .string($0.value)) }
        beats.append(
            Beat(
                hours: chance.number(hours), role: role, event: event, input: JSONObject(members),
                today: today))
    }

    // MARK: Approvals

    private mutating func approve(_ kind: DemoMonth.Kind, _ turn: Turn, _ number: Int) {
        switch kind {
        case .serum:
            add(2...8, .labManager, "link_permit", ["permit": DemoMonth.serumPermit])
        case .antibody:
            // Line numbers come as a list.
            link(DemoMonth.antibodyPermit, line: 1)
            link(DemoMonth.kitPermit, line: 2)
        case .cells: cells(turn, number)
        case .heparinUnlisted:
            // Refused, and on the record: the entry belongs to another unit.
            add(2...20, .labManager, "dispatch", ["waybill": DemoMonth.waybill(number)])
            if number % 2 == 0 {
                add(20...40, .labManager, "apply_whitelist", ["reason": "列入下一批白名单"])
            }
        default: break
        }
    }

    private mutating func link(_ permit: String, line: Int) {
        beats.append(
            Beat(
                hours: chance.number(1...6), role: .labManager, event: "link_permit",
                input: JSONObject([
                    .init("permit", .string(permit)),
                    .init("lines", .array([.integer(Int64(line))])),
                ])))
    }

    private mutating func cells(_ turn: Turn, _ number: Int) {
        let permit = "special-goods-approval"
        add(
            2...8, .labManager, "apply_permit",
            ["permit": permit, "reference": "SYNTHETIC-APP-\(200 + number)"])
        if turn == .supplement {
            add(
                40...90, .authority, "permit_supplement_asked",
                ["permit": permit, "reason": "请补充生物安全管理制度文件"])
            add(20...50, .labManager, "supplement_permit", ["permit": permit])
        }
        if turn == .refused {
            add(
                60...120, .authority, "permit_refused",
                ["permit": permit, "reason": "未说明货物成分及用途"])
            return
        }
        add(
            50...150, .authority, "permit_granted",
            [
                "permit": permit, "number": "SYNTHETIC-SG-2026-\(1_000 + number)",
                "quantity": "50", "unit": "vial", "uses": "multiple",
            ], today: ["valid_from", "valid_to+180"])
    }

    // MARK: The way

    private mutating func travel(_ kind: DemoMonth.Kind, _ turn: Turn, _ number: Int) {
        if turn == .corrected {
            add(4...10, .labManager, "correct_request", ["reason": "数量填报有误"])
        }
        add(6...40, .labManager, "dispatch", ["waybill": DemoMonth.waybill(number)])
        add(10...30, .carrier, "goods_departed", ["flight": "SYN\(300 + number)"])
        if turn == .excursion {
            add(
                4...9, .carrier, "temperature_excursion",
                ["min_c": "-78", "max_c": "-52.5", "minutes": "95", "logger": "SYN-TL-\(number)"])
        }
        add(12...40, .carrier, "goods_arrived", today: ["conveyance_entry"])
        if turn == .returned {
            add(30...60, .broker, "request_return", ["reason": "无法取得进口药品通关单，申请直接退运"])
            add(60...120, .customs, "goods_returned")
            return
        }
        guard turn != .notDeclared else { return }
        declare(kind, turn, number)
    }

    private mutating func declare(_ kind: DemoMonth.Kind, _ turn: Turn, _ number: Int) {
        add(3...24, .broker, "lodge_declaration", ["method": "one_step"])
        if turn == .rejected {
            add(1...3, .customs, "receipt.E", ["reason": "商品编号填报有误"])
            add(3...26, .broker, "lodge_declaration", ["method": "one_step"])
        }
        let digits = String(1_000_000_000 + number * 17 % 900).dropFirst()
        add(1...5, .customs, "receipt.L", ["entry_number": "514120261" + digits])
        if turn == .amended {
            add(2...6, .customs, "receipt.Z", ["reason": "成交方式与运费不符"])
            add(4...20, .broker, "request_amendment", ["reason": "更正成交方式"])
            add(10...30, .customs, "amendment_approved")
        }
        if turn == .excursion {
            add(
                3...20, .labManager, "accept_temperature",
                ["reason": "稳定性数据支持短时零下五十度", "document": "SYNTHETIC-QN-14"])
        }
        if turn == .inspected || turn == .failed || kind == .serum {
            add(1...4, .customs, "receipt.C")
            add(6...34, .broker, "attend_inspection")
            guard turn != .failed else { return fail() }
            add(4...30, .customs, "inspection_passed")
        } else {
            add(1...8, .customs, "receipt.J")
        }
        if number % 3 != 0 || turn == .unpaid {
            add(
                1...3, .customs, "receipt.T", ["amount": "\(3_200 + number * 70).00"],
                today: ["completed_on"])
            guard turn != .unpaid else { return }
            add(4...60, .labManager, "pay_tax", ["amount": "\(3_200 + number * 70).00"])
        }
        finish(kind, number)
    }

    private mutating func fail() {
        add(4...30, .customs, "inspection_failed", ["reason": "批号与审批单不符"])
        add(20...50, .customs, "order_return", ["reason": "货证不符且无法整改"])
        add(60...120, .customs, "goods_returned")
    }

    private mutating func finish(_ kind: DemoMonth.Kind, _ number: Int) {
        add(3...20, .customs, "receipt.P")
        add(3...24, .warehouse, "store", ["place": kind.place])
        add(12...70, .warehouse, "deliver", ["received_by": "SYNTHETIC"])
        add(20...80, .customs, "receipt.R")
        guard kind.isListed else { return }
        add(10...40, .labManager, "open_ledger", ["keeper": "SYNTHETIC"])
        add(
            20...60, .labManager, "record_use",
            ["amount": "\(kind.amount(number))", "unit": "g", "project": "SYNTHETIC-\(number)"])
        add(5...30, .labManager, "close_ledger")
    }
}
