package dev.azurepatroni.app;

/** Where Terraform keeps a stack's state. */
public enum Backend {
  /** A file beside the checkout. */
  LOCAL,
  /** A blob in Azure Storage, opened with Entra authentication. */
  AZURERM
}
