/**
 * What Azure provides to a VM in addition to disks and network: instance metadata with tokens,
 * vaults, blobs, names; and a package mirror in place of the Internet's.
 */
package dev.azurepatroni.lab.platform;
