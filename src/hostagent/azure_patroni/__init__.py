"""The agent of a cluster's host: boot steps, daemons and pgcluster."""
