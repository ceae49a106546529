extension Statechart {
    /// What the file says of a state.
    public func definition(ofState name: String) -> StateDefinition? {
        stateIndex(named: name).map { states[$0].definition }
    }
}
