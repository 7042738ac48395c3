/** Settings of PostgreSQL, PgBouncer and the kernel as functions of the hardware. */
package dev.azurepatroni.topology.tuning;
