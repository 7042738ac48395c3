/**
 * The specification of a cluster: immutable records with tuned defaults. A component given
 * as {@code null} takes its default, so that no component is ever null.
 */
package dev.azurepatroni.topology.spec;
