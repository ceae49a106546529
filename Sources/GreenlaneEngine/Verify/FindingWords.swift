import GreenlaneCore

/// What each kind of finding means, for people.
enum FindingWords {
    static func of(_ problem: VerifyReport.Problem) -> LocalizedText {
        let known = table.first { $0.kind == problem.kind }
        guard let known else { return LocalizedText(zh: problem.kind, en: problem.kind) }
        guard let range = problem.range else {
            return LocalizedText(zh: known.zh + "。", en: known.en + ".")
        }
        return LocalizedText(
            zh: known.zh + "（第 \(range.lowerBound) 至 \(range.upperBound) 条）。",
            en: known.en + " (events \(range.lowerBound) to \(range.upperBound)).")
    }

    private static let table: [(kind: String, zh: String, en: String)] = events + proofs + tables

    private static let events: [(kind: String, zh: String, en: String)] = [
        (
            "altered", "这条记录或它旁边的列被改动过：内容与留存的哈希或索引列不一致",
            "This event or a column beside it was changed: they no longer agree"
        ),
        ("removed", "这里缺少记录：有事件被删除", "Events are missing here: they were removed"),
        (
            "inserted", "比签入日志树的记录多：有事件或流是后来塞入的",
            "There is more than the tree was built over: something was inserted"
        ),
        (
            "reordered", "这条记录自称在另一个位置：顺序被调换，或有重复",
            "This event says that it stands elsewhere: it was moved or copied"
        ),
        (
            "truncated", "日志末尾被截去：日志树记着更多的记录",
            "The end of the log was cut off: the tree was built over more events"
        ),
        (
            "version-gap", "这个流的版本不连续：中间有事件被删除或改号",
            "The versions of this stream have a gap: an event was removed or renumbered"
        ),
        (
            "entry-unreadable", "这条记录读不成一个事件",
            "This event cannot be read as one"
        ),
        (
            "unreadable", "数据库文件的这一部分读不出来",
            "This part of the database file cannot be read"
        ),
        (
            "sealed-missing", "记录旁的个人信息不见了，而日志中没有删除它的记载",
            "A personal value beside this event is gone, and no erasure is on the record"
        ),
        (
            "sealed-remains", "日志记载这项个人信息或文件已删除，但它还在",
            "The record says that this was erased, but it is still there"
        ),
        (
            "commitment-differs", "记录旁的个人信息与日志中的承诺值不符",
            "A personal value is not what the event committed to"
        ),
    ]

    private static let proofs: [(kind: String, zh: String, en: String)] = [
        ("tile-differs", "日志树的分块与重新计算的不同", "A tile of the tree is not what the events give"),
        ("root-differs", "日志树的根与重新计算的不同", "The root of the tree is not what the events give"),
        (
            "checkpoint-differs", "已签检查点与现在的日志不符：签名之后有记录被改动",
            "A signed checkpoint does not fit the log: something was changed after it was signed"
        ),
        (
            "checkpoint-ahead", "检查点包含的记录比现在的日志多：日志是旧副本，或被截短",
            "A checkpoint covers more events than there are: this is an old copy, or was cut"
        ),
        ("checkpoint-malformed", "检查点读不出来", "A checkpoint cannot be read"),
        ("wrong-signature", "检查点的签名不对", "The signature of a checkpoint is wrong"),
        (
            "unknown-key", "没有可信的密钥签过：所用密钥不在您给出的、或日志此前声明的密钥之中",
            "Not signed by a key that you named or that the log had declared by then"
        ),
        (
            "token-differs", "时间戳凭证不是为这个检查点签发的",
            "A time stamp was not made for the checkpoint beside which it lies"
        ),
    ]

    private static let tables: [(kind: String, zh: String, en: String)] = [
        ("projection-differs", "货物清单中的一行与日志不符", "A row of the worklist is not what the log says"),
        ("projection-missing", "货物清单缺少日志中的一票货", "A shipment of the log is not in the worklist"),
        ("projection-extra", "清单中有日志里没有的一行", "A row has no events in the log"),
        ("balance-differs", "许可或白名单条目的余额与日志不符", "A balance is not what the log says"),
        ("balance-missing", "缺少日志中的一份许可或一个白名单条目", "A permit or entry of the log is missing"),
        (
            "access-differs", "单位、账户、委托、密钥或会话的一行与日志不符",
            "An organisation, account, entrustment, key or session is not what the log says"
        ),
        (
            "access-missing", "缺少日志中的一个单位、账户、委托、密钥或会话",
            "An organisation, account, entrustment, key or session of the log is missing"
        ),
        (
            "definition-altered", "判定所依据的文本被改动、改名，或没有事件引用它",
            "A text that decisions cite was changed or renamed, or is cited by none"
        ),
        ("definition-missing", "缺少这条记录所依据的文本", "The text that decided this event is gone"),
        (
            "attachment-missing", "当时交来的附件内容不在了，也没有删除记录",
            "The contents of a document that was handed in are gone, and no erasure tells why"
        ),
        ("attachment-altered", "附件内容或名称与日志不符", "The contents or name of a document were changed"),
        (
            "attachment-misdescribed", "日志所记的附件大小或格式与内容不符",
            "Size or type of a document is not what the log says"
        ),
        ("attachment-uncited", "文件中有日志没有提到的附件", "A document lies here that no event cites"),
        (
            "idempotency-differs", "防重复的键与日志不符",
            "A key that guards against repeats is not what the log says"
        ),
        ("trace-differs", "检索表与日志不符", "The look-up table is not what the log gives"),
        ("subscription-differs", "订阅与日志不符", "A subscription is not what the log says"),
        (
            "outbox-differs", "待发通知或发送记录与日志不符",
            "What is to be delivered, or was tried, does not fit the log"
        ),
        (
            "tally-differs", "被拒次数与日志中的记载不符",
            "A count of refusals does not fit the marks on the record"
        ),
        (
            "schema-differs", "数据库的表结构不是本程序建立的样子",
            "The tables of the file are not as this program makes them"
        ),
    ]
}
