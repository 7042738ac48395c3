package dev.azurepatroni.app;

/** Where Terraform keeps a stack's state. */
public enum Backend {
  /** A file next to the checkout. */
  LOCAL,
  /** A blob in Azure Storage, opened with Entra authentication. */
  AZURERM
}
