/** LabFaults caused on purpose, with clients that write meanwhile, and what those saw. */
package dev.azurepatroni.lab.drill;
