/** Results of drills: the log of runs, the table and the plot. */
package dev.azurepatroni.lab.drill.figures;
