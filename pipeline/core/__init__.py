"""What every stage shares: the article and its layers, table schemas, files, settings, errors."""
