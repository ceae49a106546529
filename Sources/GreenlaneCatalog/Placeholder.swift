enum PlaceholderGreenlaneCatalog {}
