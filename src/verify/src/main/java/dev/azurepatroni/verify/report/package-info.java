/** Results for people and for programs. */
package dev.azurepatroni.verify.report;
