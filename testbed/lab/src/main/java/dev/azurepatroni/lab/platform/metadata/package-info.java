/** The instance metadata service with its tokens. */
package dev.azurepatroni.lab.platform.metadata;
