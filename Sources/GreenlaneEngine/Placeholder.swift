enum PlaceholderGreenlaneEngine {}
