enum PlaceholderGreenlaneServer {}
