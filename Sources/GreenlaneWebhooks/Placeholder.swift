enum PlaceholderGreenlaneWebhooks {}
