let queueScripts: [WorkflowScript] = [
    WorkflowScript(
        "eventless before raised, raised before sent",
        """
        initial: a
        states:
          a:
            entry:
              - {type: send, params: {event: sent}}
              - {type: raise, params: {event: raised}}
            always: b
            on: {sent: wrong, raised: wrong}
          b: {on: {sent: wrong, raised: c}}
          c: {on: {sent: d}}
          d: {}
          wrong: {}
        """,
        start: "d"),
    WorkflowScript(
        "raised events that nothing takes are dropped",
        """
        initial: a
        states:
          a: {entry: [{type: raise, params: {event: x}}], on: {go: b}}
          b: {on: {x: c}}
          c: {}
        """,
        start: "a", [("go", "b")]),
    WorkflowScript(
        "exit actions, then the transition's, then entry actions",
        """
        initial: a
        states:
          a:
            exit: {type: raise, params: {event: one}}
            on: {go: {target: b, actions: [{type: raise, params: {event: two}}]}}
          b:
            entry: {type: raise, params: {event: three}}
            on: {one: c, two: wrong, three: wrong}
          c: {on: {two: d, one: wrong, three: wrong}}
          d: {on: {three: e}}
          e: {}
          wrong: {}
        """,
        start: "a", [("go", "e")]),
    WorkflowScript(
        "delayed events come in the order of their times, then of their sending",
        """
        initial: a
        states:
          a:
            entry:
              - {type: send, params: {event: late, delay: PT2H}}
              - {type: send, params: {event: early, delay: PT1H}}
              - {type: send, params: {event: alsoEarly, delay: PT60M}}
            on: {early: b, "*": wrong}
          b: {on: {alsoEarly: c, "*": wrong}}
          c: {on: {late: d}}
          d: {}
          wrong: {}
        """,
        start: "a", [("after:PT59M", "a"), ("after:PT1M", "c"), ("after:PT1H", "d")]),
    WorkflowScript(
        "cancel takes a delayed event back",
        """
        initial: a
        states:
          a:
            entry:
              - {type: send, params: {event: x, delay: PT1H, id: one}}
              - {type: send, params: {event: y, delay: PT2H, id: two}}
            on: {stop: {actions: [{type: cancel, params: {id: one}}]}, x: wrong, y: b}
          b: {}
          wrong: {}
        """,
        start: "a", [("stop", "a"), ("after:PT3H", "b")]),
    WorkflowScript(
        "leaving a state cancels its after, and entering it anew starts it again",
        """
        initial: a
        states:
          a: {after: {PT4H: late}, on: {go: b, again: a}}
          b: {on: {back: a}}
          late: {}
        """,
        start: "a",
        [
            ("after:PT3H", "a"), ("again", "a"), ("after:PT3H", "a"), ("go", "b"),
            ("after:P30D", "b"), ("back", "a"), ("after:PT4H", "late"),
        ]),
    WorkflowScript(
        "an after is taken by its own state only",
        """
        initial: p
        states:
          p:
            initial: a
            after: {P14D: late}
            states: {a: {on: {"*": wrong, after: wrong}}, wrong: {}}
          late: {}
        """,
        start: "p a", [("after:P13D", "p a"), ("after:P1D", "late")]),
    WorkflowScript(
        "the transitions of one after are tried in order",
        """
        initial: a
        states:
          a: {after: {PT1H: [{target: b, guard: never}, c]}}
          b: {}
          c: {after: {20 working days: d}}
          d: {after: {P1M: e}}
          e: {type: final}
        """,
        start: "a", [("after:PT1H", "c"), ("after:20 working days", "d"), ("after:P1M", "e .")]),
    WorkflowScript(
        "one waiting may pass through several timers, each set when the one before fired",
        "initial: a\nstates: {a: {after: {PT1H: b}}, b: {after: {PT1H: c}}, "
            + "c: {after: {PT1H: a}}}",
        start: "a",
        [("after:PT2H", "c"), ("after:PT2H", "b"), ("after:soon", "!invalid-duration")]),
    WorkflowScript(
        "nothing is waited for after the end",
        "initial: a\nstates: "
            + "{a: {entry: {type: send, params: {event: x, delay: PT1H}}, on: {go: b}}, "
            + "b: {type: final, entry: {type: raise, params: {event: x}}}}\non: {x: a}",
        start: "a", [("go", "b ."), ("after:PT2H", "b .")]),
]
