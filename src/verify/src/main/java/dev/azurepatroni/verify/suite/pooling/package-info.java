/** Checks of PgBouncer: sharing, prepared statements, cancels, many clients. */
package dev.azurepatroni.verify.suite.pooling;
