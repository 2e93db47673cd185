"""What a user asks and is told: query language, ranking, snippets. The pages, the API, the command and `evaluate` share it."""
