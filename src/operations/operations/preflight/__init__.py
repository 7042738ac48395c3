"""bin/preflight: asks Azure, before the first deployment of a stack, what a plan cannot know."""
