import GreenlaneCore
import HTTPTypes

/// What belongs to every page: the way in, choices of language and theme, news of changes.
enum StandingPages {
    static let all: [ConsolePage] = [home, preferences, changes]

    static let home = ConsolePage.get("/", .useOwnAccount) { call in
        let places = ConsolePlaces.of(try call.caller())
        return .seeOther((places.bar.first ?? places.more.first)?.path ?? "/account")
    }

    /// Open, since those who have not signed in read pages too. What waits for them to sign in is
    /// on the page itself, so they get that again.
    static let preferences = ConsolePage.open(
        .post, "/preferences", maximumBytes: SignInPages.maximumBytes
    ) { call in
        try call.call.fromOurPages()
        var reader = call.reader
        var cookies: [String] = []
        if let text = call.form["language"], let language = Language(tag: text) {
            reader.language = language
            cookies.append(ConsoleCookies.setting(.language, text))
        }
        if let theme = call.form["theme"], ["light", "dark", "system"].contains(theme) {
            reader.theme = theme == "system" ? nil : theme
            cookies.append(ConsoleCookies.setting(.theme, theme))
        }
        let back = call.form["back"]
        var reply = Reply.seeOther(ConsolePaths.own(back))
        if let parked = call.form.exact("parked"), !parked.isEmpty {
            reply = SignInPages.page(call.console, reader, back: back, parked: parked)
        }
        for cookie in cookies {
            reply.headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        return reply
    }

    /// Says that something changed, and of which shipment: pages decide what to do with it.
    static let changes = ConsolePage.get("/changes", .readEvents, isStream: true) { call in
        try EventStreaming.reply(call.call, form: .hint)
    }
}

/// Addresses that come from outside, and may only be our own.
enum ConsolePaths {
    /// A path of ours; the home page where it is none. `//host` and `/\host` are other sites to a
    /// browser.
    static func own(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"),
            text.utf8.count <= 2_000,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C })
        else { return "/" }
        return text
    }
}
