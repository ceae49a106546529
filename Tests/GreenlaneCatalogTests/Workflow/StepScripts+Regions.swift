let parallelScripts: [WorkflowScript] = [
    WorkflowScript(
        "every region takes the event",
        """
        type: parallel
        states:
          a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {}}}
          b: {initial: b1, states: {b1: {on: {t: b2}}, b2: {}}}
        """,
        start: "a a1 b b1", [("t", "a a2 b b2")]),
    WorkflowScript(
        "of two regions that want to leave, the first in the file wins",
        """
        initial: p
        states:
          p:
            type: parallel
            states:
              a: {initial: a1, states: {a1: {on: {t: x}}}}
              b: {initial: b1, states: {b1: {on: {t: y}}}}
          x: {}
          y: {}
        """,
        start: "p a a1 b b1", [("t", "x")]),
    WorkflowScript(
        "a region that leaves all pre-empts a later one that stays inside",
        """
        initial: p
        states:
          p:
            type: parallel
            states:
              a: {initial: a1, states: {a1: {on: {t: x}}}}
              b: {initial: b1, states: {b1: {on: {t: b2}}, b2: {}}}
          x: {}
        """,
        start: "p a a1 b b1", [("t", "x")]),
    WorkflowScript(
        "a region that stays inside pre-empts a later one that leaves all",
        """
        initial: p
        states:
          p:
            type: parallel
            states:
              a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {}}}
              b: {initial: b1, states: {b1: {on: {t: x}}}}
          x: {}
        """,
        start: "p a a1 b b1", [("t", "p a a2 b b1"), ("t", "x")]),
    WorkflowScript(
        "the descendant's transition pre-empts the ancestor's that another region brought in",
        """
        initial: p
        states:
          p:
            type: parallel
            on: {t: x}
            states:
              a: {initial: a1, states: {a1: {}}}
              b: {initial: b1, states: {b1: {on: {t: b2}}, b2: {}}}
          x: {}
        """,
        start: "p a a1 b b1", [("t", "p a a1 b b2"), ("t", "x")]),
    WorkflowScript(
        "what leaves nothing is in conflict with nothing",
        """
        initial: p
        states:
          p:
            type: parallel
            states:
              a: {initial: a1, states: {a1: {on: {t: {actions: [{type: raise,
                  params: {event: n}}]}}}}}
              b: {initial: b1, states: {b1: {on: {t: x}}}}
          x: {on: {n: y}}
          y: {}
        """,
        start: "p a a1 b b1", [("t", "y")]),
    WorkflowScript(
        "a way from one region into the other leaves and enters both",
        """
        initial: p
        states:
          p:
            type: parallel
            states:
              a: {initial: a1, states: {a1: {on: {m: a2}}, a2: {on: {t: b2}}}}
              b: {initial: b1, states: {b1: {}, b2: {}}}
        """,
        start: "p a a1 b b1", [("m", "p a a2 b b1"), ("t", "p a a1 b b2")]),
    WorkflowScript(
        "also where the workflow itself is parallel",
        """
        type: parallel
        states:
          a: {initial: a1, states: {a1: {on: {m: a2}}, a2: {on: {t: b2}}}}
          b: {initial: b1, states: {b1: {}, b2: {}}}
          c: {initial: c1, states: {c1: {on: {m: c2}}, c2: {}}}
        """,
        start: "a a1 b b1 c c1",
        [("m", "a a2 b b1 c c2"), ("t", "a a1 b b2 c c1")]),
    WorkflowScript(
        "a state in another region is seen by in",
        """
        type: parallel
        states:
          a: {initial: a1, states: {a1: {on: {t: {target: a2, guard: {type: in,
              params: {state: b2}}}}}, a2: {}}}
          b: {initial: b1, states: {b1: {on: {u: b2}}, b2: {}}}
        """,
        start: "a a1 b b1",
        [("t", "!event-not-accepted"), ("u", "a a1 b b2"), ("t", "a a2 b b2")]),
    WorkflowScript(
        "a parallel state is done when its last region is",
        """
        initial: p
        states:
          p:
            type: parallel
            onDone: end
            states:
              a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {type: final}}}
              b: {initial: b1, states: {b1: {on: {u: b2}}, b2: {type: final}}}
          end: {type: final}
        """,
        start: "p a a1 b b1", [("t", "p a a2 b b1"), ("u", "end .")]),
    WorkflowScript(
        "a region that is parallel itself is done with its regions",
        """
        initial: p
        states:
          p:
            type: parallel
            onDone: end
            states:
              a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {type: final}}}
              b:
                type: parallel
                states:
                  c: {initial: c1, states: {c1: {on: {t: c2}}, c2: {type: final}}}
                  d: {initial: d1, states: {d1: {on: {t: d2}}, d2: {type: final}}}
            on: {done.state.b: {actions: [{type: raise, params: {event: seen}}]}, seen: o}
          o: {}
          end: {type: final}
        """,
        start: "p a a1 b c c1 d d1", [("t", "o")]),
    WorkflowScript(
        "done.state names the compound, and is an event like any other",
        """
        initial: a
        states:
          a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {type: final}}, on: {done.state.a: b}}
          b: {initial: b1, states: {b1: {always: b2}, b2: {type: final}}, on: {"*": c}}
          c: {}
        """,
        start: "a a1", [("t", "c")]),
    WorkflowScript(
        "a parallel workflow ends with its last region",
        """
        type: parallel
        states:
          a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {type: final}}}
          b: {initial: b1, states: {b1: {on: {u: b2}}, b2: {type: final}}}
        """,
        start: "a a1 b b1",
        [("t", "a a2 b b1"), ("u", "a a2 b b2 ."), ("u", "!event-not-accepted")]),
]

private let holds = """
    initial: w
    states:
      w:
        initial: a
        on: {hold: out}
        states:
          a: {initial: a1, states: {a1: {on: {n: a2}}, a2: {on: {n: b}}}}
          b: {initial: b1, states: {b1: {on: {n: b2}}, b2: {}}}
          shallow: {type: history, target: b2}
          deep: {type: history, history: deep, target: b2}
      out: {on: {shallow: shallow, deep: deep}}
    """

let historyScripts: [WorkflowScript] = [
    WorkflowScript(
        "shallow restores the child, deep the leaf", holds, start: "w a a1",
        [
            ("n", "w a a2"), ("hold", "out"), ("shallow", "w a a1"), ("n", "w a a2"),
            ("hold", "out"), ("deep", "w a a2"), ("n", "w b b1"), ("n", "w b b2"),
            ("hold", "out"), ("deep", "w b b2"), ("hold", "out"), ("shallow", "w b b1"),
        ]),
    WorkflowScript(
        "a history without a past leads to its default",
        """
        initial: out
        states:
          w:
            initial: a
            states:
              a: {}
              b: {entry: {type: raise, params: {event: entered}}}
              h: {type: history, target: {target: b, actions: [{type: raise,
                  params: {event: first}}]}}
            on: {first: {actions: [{type: raise, params: {event: second}}]}, entered: x,
                second: wrong}
          out: {on: {go: h}}
          x: {on: {second: y}}
          y: {}
          wrong: {}
        """,
        start: "out", [("go", "y")]),
    WorkflowScript(
        "deep history brings back every region of a parallel",
        """
        initial: p
        states:
          p:
            type: parallel
            on: {out: o}
            states:
              a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {}}}
              b: {initial: b1, states: {b1: {on: {u: b2}}, b2: {initial: b3,
                  states: {b3: {on: {u: b4}}, b4: {}}}}}
              h: {type: history, history: deep, target: [a1, b1]}
              s: {type: history, target: [a1, b1]}
          o: {on: {deep: h, shallow: s}}
        """,
        start: "p a a1 b b1",
        [
            ("t", "p a a2 b b1"), ("u", "p a a2 b b2 b3"), ("u", "p a a2 b b2 b4"), ("out", "o"),
            ("deep", "p a a2 b b2 b4"), ("out", "o"), ("shallow", "p a a1 b b1"),
        ]),
    WorkflowScript(
        "a history of one region leaves the others to their initial states",
        """
        initial: p
        states:
          p:
            type: parallel
            on: {out: o}
            states:
              a: {initial: a1, states: {a1: {on: {t: a2}}, a2: {}, h: {type: history, target: a1}}}
              b: {initial: b1, states: {b1: {on: {t: b2}}, b2: {}}}
          o: {on: {back: h, both: [h, b2]}}
        """,
        start: "p a a1 b b1",
        [
            ("t", "p a a2 b b2"), ("out", "o"), ("back", "p a a2 b b1"), ("out", "o"),
            ("both", "p a a2 b b2"),
        ]),
    WorkflowScript(
        "the initial state may be a history",
        """
        initial: w
        states:
          w:
            initial: h
            on: {out: o}
            states: {h: {type: history, target: a}, a: {on: {n: b}}, b: {}}
          o: {on: {back: w}}
        """,
        start: "w a", [("n", "w b"), ("out", "o"), ("back", "w b")]),
    WorkflowScript(
        "a sibling's way to the history is inside the parent",
        """
        initial: w
        states:
          w:
            initial: a
            on: {out: o}
            states: {a: {on: {n: b}}, b: {on: {h: h, n: a}}, h: {type: history, target: a}}
          o: {on: {back: b}}
        """,
        start: "w a", [("n", "w b"), ("h", "w a"), ("out", "o"), ("back", "w b"), ("h", "w a")]),
]
