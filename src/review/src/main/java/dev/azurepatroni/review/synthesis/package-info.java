/** Output of a synthesis: stacks, figures of their clusters, and files of their hosts. */
package dev.azurepatroni.review.synthesis;
