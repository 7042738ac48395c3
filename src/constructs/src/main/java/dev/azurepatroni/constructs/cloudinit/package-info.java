/** What a host gets at its first boot: templates that mirror its file system, as cloud-init. */
package dev.azurepatroni.constructs.cloudinit;
