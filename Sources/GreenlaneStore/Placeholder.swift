enum PlaceholderGreenlaneStore {}
