/** What exists in the stand-in's Azure, and where that is kept. */
package dev.azurepatroni.standin.inventory;
