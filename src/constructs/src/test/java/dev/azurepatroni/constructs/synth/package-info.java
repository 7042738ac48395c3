/** What was synthesised, and an own vocabulary of assertions on it. */
package dev.azurepatroni.constructs.synth;
