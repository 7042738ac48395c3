/** What a check is, what it found, and the order they run in. */
package dev.azurepatroni.verify.check;
