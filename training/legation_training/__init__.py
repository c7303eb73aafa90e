"""Training of Legation's joint encoder: tags, dependency tree, entity names. See ../README.md and docs/MODEL.md."""
