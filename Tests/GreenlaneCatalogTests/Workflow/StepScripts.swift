let contractSample = """
    initial: a
    states:
      a:
        entry: [{type: raise, params: {event: ready}}]
        on:
          ready: {actions: []}
          go: {target: b, reenter: true}
          "error.*": done
        always: [{target: done, guard: {type: in, params: {state: y}}}]
      b:
        type: parallel
        states:
          r1: {initial: x, states: {x: {on: {next: y}}, y: {type: final}}}
          r2: {initial: {target: z, actions: [{type: raise, params: {event: next}}]},
              states: {z: {}}}
      h: {type: history, history: deep, target: {target: x, actions: []}}
      done: {type: final}
    """

/// Counts how often a state is entered: each entry raises an event that a region beside it takes.
private let counter = """
      count:
        initial: c0
        states: {c0: {on: {in: c1}}, c1: {on: {in: c2}}, c2: {on: {in: c3}}, c3: {}}
    """

let transitionScripts: [WorkflowScript] = [
    WorkflowScript(
        "the contract's own sample", contractSample, start: "a",
        [("error.send", "done ."), ("go", "!event-not-accepted")]),
    WorkflowScript(
        "without reenter a compound source stays for its descendants",
        """
        type: parallel
        states:
          w:
            initial: p
            states:
              p:
                initial: p1
                entry: {type: raise, params: {event: in}}
                states: {p1: {}, p2: {}}
                on: {inner: p2, outer: {target: p2, reenter: true}, self: p}
        \(counter)
        """,
        start: "w p p1 count c1",
        [
            ("inner", "w p p2 count c1"), ("outer", "w p p2 count c2"),
            ("self", "w p p1 count c3"),
        ]),
    WorkflowScript(
        "to leave one region is to leave the parallel around it",
        """
        type: parallel
        states:
          p: {initial: p1, states: {p1: {}, p2: {}}, on: {outer: {target: p2, reenter: true}}}
          q: {initial: q1, states: {q1: {on: {m: q2}}, q2: {}}}
        """,
        start: "p p1 q q1", [("m", "p p1 q q2"), ("outer", "p p2 q q1")]),
    WorkflowScript(
        "an atomic source that is its own target is left and entered",
        """
        type: parallel
        states:
          p: {initial: a, states: {a: {entry: {type: raise, params: {event: in}}, on: {again: a}}}}
        \(counter)
        """,
        start: "p a count c1", [("again", "p a count c2")]),
    WorkflowScript(
        "a parallel source is left even for its own descendant",
        """
        type: parallel
        states:
          w:
            initial: p
            states:
              p:
                type: parallel
                entry: {type: raise, params: {event: in}}
                on: {t: a2}
                states:
                  a: {initial: a1, states: {a1: {}, a2: {}}}
                  b: {initial: b1, states: {b1: {on: {move: b2}}, b2: {}}}
        \(counter)
        """,
        start: "w p a a1 b b1 count c1",
        [
            ("move", "w p a a1 b b2 count c1"), ("t", "w p a a2 b b1 count c2"),
        ]),
    WorkflowScript(
        "a transition without a target leaves nothing but counts as taken",
        """
        type: parallel
        states:
          p:
            initial: a
            states:
              a:
                entry: {type: raise, params: {event: in}}
                on: {note: {actions: []}, empty: {}, nothing: null}
        \(counter)
        """,
        start: "p a count c1",
        [
            ("note", "p a count c1"), ("empty", "p a count c1"), ("nothing", "p a count c1"),
        ]),
    WorkflowScript(
        "the first key of the file wins, be it exact, prefix or wildcard",
        """
        initial: a
        states:
          a: {on: {"error.*": b, error.send: c, "*": d}}
          b: {on: {error.send: c, error: b2}}
          b2: {}
          c: {on: {"*": d, back: a}}
          d: {}
        """,
        start: "a", [("error.send", "b"), ("error.send", "c"), ("back", "d")]),
    WorkflowScript(
        "prefixes end at dots",
        "initial: a\nstates: {a: {on: {err: b, error: c}}, b: {}, c: {}}",
        start: "a", [("errors", "!event-not-accepted"), ("error.send.late", "c")]),
    WorkflowScript(
        "an event of no key is taken by a wildcard alone",
        "initial: a\nstates: {a: {on: {x.*: b, \"*\": c}}, b: {}, c: {}}",
        start: "a", [("never.heard.of", "c")]),
    WorkflowScript(
        "children come before parents, and guards decide who is next",
        """
        initial: p
        states:
          p:
            initial: a
            on: {t: q, u: q}
            states: {a: {on: {t: b, u: {target: b, guard: never}}}, b: {}}
          q: {}
        """,
        start: "p a", [("t", "p b"), ("t", "q")]),
    WorkflowScript(
        "initial may name several states deep in several regions",
        """
        initial: [a2, b2]
        states:
          o: {}
          p:
            type: parallel
            states:
              a: {initial: a1, states: {a1: {}, a2: {}}}
              b: {initial: b1, states: {b1: {}, b2: {}}}
              c: {initial: c1, states: {c1: {}, c2: {}}}
        """,
        start: "p a a2 b b2 c c1"),
    WorkflowScript(
        "a transition may enter several regions at once",
        """
        initial: o
        states:
          o: {on: {go: [b2, a2]}}
          p:
            type: parallel
            states:
              a: {initial: a1, states: {a1: {}, a2: {}}}
              b: {initial: b1, states: {b1: {}, b2: {}}}
        """,
        start: "o", [("go", "p a a2 b b2")]),
    WorkflowScript(
        "a missing initial is the first child that is no history",
        "states: {h: {type: history, target: b}, a: {states: {c: {}, d: {}}}, b: {}}",
        start: "a c"),
    WorkflowScript(
        "the root's own transitions serve every state",
        "initial: a\non: {stop: c}\nstates: {a: {on: {go: b}}, b: {}, c: {type: final}}",
        start: "a", [("go", "b"), ("stop", "c .")]),
]
