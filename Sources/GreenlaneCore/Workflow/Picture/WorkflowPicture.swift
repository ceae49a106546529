/// Pictures of a workflow as SVG of our own drawing. The same definition and overlay give the same
/// bytes.
public struct WorkflowPicture {
    let definition: WorkflowDefinition
    let language: Language
    let tree: StateTree

    public init(_ definition: WorkflowDefinition, language: Language) {
        self.definition = definition
        self.language = language
        tree = StateTree(definition.root)
    }

    /// Whether a state without children has this name.
    public func hasState(_ name: String) -> Bool {
        tree.indexes[name].map { tree.children[$0].isEmpty } ?? false
    }

    /// For a page: the road of a shipment with what it passed, where it stands and what usually
    /// follows; twice, for a wide and for a narrow page, of which the style shows one. Without an
    /// overlay the whole workflow, all states and ways.
    public static func svg(
        _ flow: ClearanceWorkflow, _ overlay: PictureOverlay?, _ language: Language
    ) -> String {
        let picture = WorkflowPicture(flow.chart.definition, language: language)
        guard let overlay else { return picture.whole(isAlone: false) }
        return picture.road(overlay, isAlone: false)
    }

    /// The usual road top to bottom, for a page that is too narrow for the whole workflow; the
    /// style shows it there only.
    public static func usual(_ flow: ClearanceWorkflow, _ language: Language) -> String {
        let picture = WorkflowPicture(flow.chart.definition, language: language)
        let tracks = RoadTracks(PictureGraph(picture.tree), nil).tracks()
        return RoadDrawing(
            tree: picture.tree, tracks: tracks, notes: [], language: language, isAlone: false
        ).narrow()
    }

    /// The road, wide and narrow; `isAlone` gives the wide one as a file.
    public func road(_ overlay: PictureOverlay?, isAlone: Bool) -> String {
        let tracks = RoadTracks(PictureGraph(tree), overlay).tracks()
        let drawing = RoadDrawing(
            tree: tree, tracks: tracks, notes: overlay?.notes ?? [], language: language,
            isAlone: isAlone)
        return isAlone ? drawing.wide() : drawing.wide() + drawing.narrow()
    }

    /// All states and ways; with an overlay those passed and those where it stands are marked.
    public func whole(_ overlay: PictureOverlay? = nil, isAlone: Bool = true) -> String {
        let diagram = WorkflowDiagram(definition, language: language)
        var drawing = ChartDrawing(
            plan: ChartPlan(diagram, PictureGraph(tree)), tree: tree, language: language,
            isAlone: isAlone)
        let passed = overlay.map { $0.path.joined().compactMap { tree.indexes[$0] } } ?? []
        drawing.done = passed
        drawing.here = (overlay?.path.last ?? []).compactMap { tree.indexes[$0] }
        return drawing.svg()
    }
}
