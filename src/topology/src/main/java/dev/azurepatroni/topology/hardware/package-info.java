/** What the hosts are made of: VM sizes and disks. */
package dev.azurepatroni.topology.hardware;
