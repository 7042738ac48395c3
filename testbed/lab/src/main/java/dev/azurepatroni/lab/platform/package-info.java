/**
 * What Azure gives to a VM besides its disks and its network: instance metadata with tokens, the
 * vaults, names; and a package mirror in place of the Internet's.
 */
package dev.azurepatroni.lab.platform;
