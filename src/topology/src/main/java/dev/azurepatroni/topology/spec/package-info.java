/**
 * The specification of a cluster: immutable records with tuned defaults. A component given as
 * {@code null} takes its default, so that no component is ever null.
 *
 * <p>The package has more classes than others because it mirrors the stack file: one record for
 * each section. A user of the library imports them from one place.
 */
package dev.azurepatroni.topology.spec;
