/** What a synthesis wrote: stacks, what it said of them, and what their hosts would get. */
package dev.azurepatroni.review.synthesis;
