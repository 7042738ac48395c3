"""bin/repair: brings what a failed deployment left in Azure into Terraform's state."""
