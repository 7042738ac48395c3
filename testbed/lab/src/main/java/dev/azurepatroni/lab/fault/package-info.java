/** Faults of a host's processes and disks. */
package dev.azurepatroni.lab.fault;
