/** Virtual machines as systemd-nspawn hosts: disks, first boot, power. */
package dev.azurepatroni.lab.host;
